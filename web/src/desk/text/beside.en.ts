import type { beside as zh } from "./beside.zh";

export const beside: typeof zh = {
  beside: {
    label: "Minutes, papers, exhibits and chat",
    minutes: "Minutes",
    stopScreen: "Stop the shared screen",
    allowScreen: "Allow sharing the screen",
    talk: "Chat",
    exhibits: "Exhibits",
    chat: "What was written",
    showChat: "Read what was written",
    bringHint: "May be handed in before the hearing; what neither clerk nor presider brings waits for the clerk, who takes it in the hearing.",
    noExhibits: "No exhibits",
    noChat: "Nothing was written",
    number: "Number",
    title: "Title",
    whose: "From",
    state: "State",
    shownTo: "Shown to",
    office: "The office",
    states: { offered: "Handed in", refused: "Not taken", accepted: "Taken" },
    onRecord: (at: string) => `On record ${at}`,
    channels: { table: "Everybody", staff: "Staff", desk: "Officer" },
  },
};
