import { admin } from "./admin.en";
import { lines } from "./lines.en";
import { pages } from "./pages.en";
import { room } from "./room.en";
import { rules } from "./rules.en";
import type { DeskText } from "./zh";

export const en: DeskText = { ...admin, ...lines, ...pages, ...room, ...rules };
