// What the desk says in Chinese. The English twin must have every key: a missing one does not compile.
import { admin } from "./admin.zh";
import { lines } from "./lines.zh";
import { pages } from "./pages.zh";
import { room } from "./room.zh";
import { rules } from "./rules.zh";

export const zh = { ...admin, ...lines, ...pages, ...room, ...rules };

export type DeskText = typeof zh;
