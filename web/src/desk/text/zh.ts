// What the desk says in Chinese. The English twin must have every key: a missing one does not compile.
import { lines } from "./lines.zh";
import { pages } from "./pages.zh";
import { room } from "./room.zh";
import { rules } from "./rules.zh";
import { signing } from "./signing.zh";

export const zh = { ...lines, ...pages, ...room, ...rules, ...signing };

export type DeskText = typeof zh;
