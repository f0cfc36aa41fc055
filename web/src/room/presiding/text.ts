import { dictionary } from "@/i18n";
import { text as zh } from "./text.zh";

export const presidingText = dictionary(zh, () => import("./text.en").then((module) => module.text));
