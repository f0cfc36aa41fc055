import { lines } from "./lines.en";
import { pages } from "./pages.en";
import { room } from "./room.en";
import { rules } from "./rules.en";
import { signing } from "./signing.en";
import type { DeskText } from "./zh";

export const en: DeskText = { ...lines, ...pages, ...room, ...rules, ...signing };
