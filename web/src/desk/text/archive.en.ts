import type { DeskText } from "./zh";

export const archive: Pick<DeskText, "archive"> = {
  archive: {
    close: "Close the file",
    closeHint: "The package is kept as it is now: no signature, seal or outcome is added. Publishing and delivering go on; a wrong outcome can still be put right, and the file closed anew.",
    ask: "Once closed, the package stays as it is now and no signature, seal or outcome is added. Publishing and delivering go on. Close the file?",
    why: "There is no outcome: why is the file closed?",
    correctOpens: "The file is closed: putting the outcome right opens it, and the head or the archivist closes it anew. The package of before is kept, and who took it along can still verify it.",
    done: "The file is closed",
    title: "File",
    file: (at, size) => `closed ${at}, ${size}`,
    waits: "Files that wait to be closed",
    waitsHint: "Hearings that are over and whose file is open, the oldest first.",
  },
};
