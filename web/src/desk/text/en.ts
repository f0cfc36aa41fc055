import { interfaces } from "./interfaces.en";
import { lines } from "./lines.en";
import { pages } from "./pages.en";
import { room } from "./room.en";
import { rules } from "./rules.en";
import type { DeskText } from "./zh";

export const en: DeskText = { ...interfaces, ...lines, ...pages, ...room, ...rules };
