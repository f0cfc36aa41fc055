import { dictionary } from "@/i18n";
import { text as zh } from "./text.zh";

export const blurText = dictionary(zh, () => import("./text.en").then((module) => module.text));
