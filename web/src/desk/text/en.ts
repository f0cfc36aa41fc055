import { before } from "./before.en";
import { beside } from "./beside.en";
import { delegations } from "./delegations.en";
import { documents } from "./documents.en";
import { interfaces } from "./interfaces.en";
import { apart } from "./apart.en";
import { admin } from "./admin.en";
import { board } from "./board.en";
import { grid } from "./grid.en";
import { joint } from "./joint.en";
import { lines } from "./lines.en";
import { pages } from "./pages.en";
import { papers } from "./papers.en";
import { paperwork } from "./paperwork.en";
import { presiding } from "./presiding.en";
import { recording } from "./recording.en";
import { room } from "./room.en";
import { rules } from "./rules.en";
import { supervision } from "./supervision.en";
import { statistics } from "./statistics.en";
import { signing } from "./signing.en";
import type { DeskText } from "./zh";



export const en: DeskText = { ...lines, ...board, ...pages, ...room, ...rules, ...supervision, ...statistics, ...documents, ...recording, ...interfaces, ...admin, ...before, ...signing, ...apart, ...presiding, ...beside, ...joint, ...grid, ...papers, ...paperwork, ...delegations };
