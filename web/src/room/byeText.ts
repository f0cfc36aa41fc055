import { dictionary } from "@/i18n";
import { text as zh } from "./byeText.zh";

export const byeText = dictionary(zh, () => import("./byeText.en").then((module) => module.text));
