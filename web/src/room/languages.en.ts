import type { languages as zh } from "./languages.zh";

export const languages: typeof zh = {
  dialect: "Local dialect", tibetan: "Tibetan", dongxiang: "Dongxiang", bonan: "Bonan", salar: "Salar", yugur: "Yugur", uyghur: "Uyghur",
  kazakh: "Kazakh", mongolian: "Mongolian", english: "English", sign: "Sign language", other: "Another language",
};
