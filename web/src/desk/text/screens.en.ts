import type { screens as zh } from "./screens.zh";

export const screens: typeof zh = {
  screens: {
    title: "Room screens",
    key: "Screens",
    ownHint: "The television of a reception room is paired once; then one press joins each hearing, and no link is sent.",
    of: (room: string) => `${room} · screens`,
    about: "Open /screen of this site in the television's browser: it shows an eight-digit code. Type it here. The screen then joins hearings placed in this room, and opens nothing else.",
    code: "Code",
    codeHint: "Eight digits on the screen",
    name: "Called",
    nameHint: "e.g. East wall",
    pair: "Pair",
    paired: (room: string) => `Paired: look whether the screen says “${room}”`,
    none: "No screen is paired with this room yet",
    seen: "Last seen",
    since: "Paired",
    revoke: "Revoke",
    revokeTitle: (name: string) => `Revoke ${name}`,
    revokeDone: "Revoked; the screen says so",
    revoked: (at: string, by: string, reason: string) => `Revoked ${at} by ${by}: ${reason}`,
    past: "Show revoked ones too",
  },
};
