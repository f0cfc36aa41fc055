import { dictionary } from "@/i18n";
import { text as zh } from "./early.zh";

export const earlyText = dictionary(zh, () => import("./early.en").then((module) => module.text));
