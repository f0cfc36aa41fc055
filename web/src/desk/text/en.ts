import { pages } from "./pages.en";
import { room } from "./room.en";
import { rules } from "./rules.en";
import type { DeskText } from "./zh";

export const en: DeskText = { ...pages, ...room, ...rules };
