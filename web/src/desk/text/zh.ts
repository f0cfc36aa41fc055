// What the desk says in Chinese. The English twin must have every key: a missing one does not compile.
import { before } from "./before.zh";
import { beside } from "./beside.zh";
import { correct } from "./correct.zh";
import { delegations } from "./delegations.zh";
import { documents } from "./documents.zh";
import { hearings } from "./hearings.zh";
import { interfaces } from "./interfaces.zh";
import { apart } from "./apart.zh";
import { archive } from "./archive.zh";
import { account } from "./account.zh";
import { admin } from "./admin.zh";
import { board } from "./board.zh";
import { grid } from "./grid.zh";
import { joint } from "./joint.zh";
import { lines } from "./lines.zh";
import { notices } from "./notices.zh";
import { pages } from "./pages.zh";
import { papers } from "./papers.zh";
import { paperwork } from "./paperwork.zh";
import { presiding } from "./presiding.zh";
import { recording } from "./recording.zh";
import { register } from "./register.zh";
import { room } from "./room.zh";
import { rules } from "./rules.zh";
import { supervision } from "./supervision.zh";
import { statistics } from "./statistics.zh";
import { screens } from "./screens.zh";
import { signing } from "./signing.zh";
import { travel } from "./travel.zh";
import { worklist } from "./worklist.zh";

export const zh = { ...lines, ...board, ...pages, ...worklist, ...hearings, ...room, ...rules, ...supervision, ...statistics, ...documents, ...recording, ...interfaces, ...account, ...admin, ...before, ...signing, ...apart, ...presiding, ...beside, ...joint, ...grid, ...papers, ...paperwork, ...delegations, ...register, ...correct, ...archive, ...travel, ...notices, ...screens };

export type DeskText = typeof zh;
