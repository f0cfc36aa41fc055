// Languages as people name them: what somebody speaks at check-in, what an interpreter speaks.
import type { Language } from "@/wire";

export const languages: Record<Language, string> = {
  dialect: "本地方言", tibetan: "藏语", dongxiang: "东乡语", bonan: "保安语", salar: "撒拉语", yugur: "裕固语", uyghur: "维吾尔语",
  kazakh: "哈萨克语", mongolian: "蒙古语", english: "英语", sign: "手语", other: "其他语言",
};
