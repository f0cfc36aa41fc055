import { dictionary } from "@/i18n";
import { text as zh } from "./lineText.zh";

export const lineText = dictionary(zh, () => import("./lineText.en").then((module) => module.text));
