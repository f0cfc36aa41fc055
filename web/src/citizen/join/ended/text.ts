import { dictionary } from "@/i18n";
import { text } from "./text.zh";

export const endedText = dictionary(text, () => import("./text.en").then((module) => module.text));
