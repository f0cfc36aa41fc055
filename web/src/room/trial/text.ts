import { dictionary } from "@/i18n";
import { text } from "./text.zh";

export const trialText = dictionary(text, () => import("./text.en").then((module) => module.text));
