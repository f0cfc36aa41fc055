import { dictionary } from "@/i18n";
import { text } from "./text.zh";

export const earlyText = dictionary(text, () => import("./text.en").then((module) => module.text));
