import type { DeskText } from "./zh";

export const archive: Pick<DeskText, "archive"> = {
  archive: {
    close: "Close the file",
    closeHint: "The package is kept as it is now: no signature, seal or outcome is added. Publishing and delivering go on.",
    ask: "Once closed, the package stays as it is now and no signature, seal or outcome is added. Publishing and delivering go on. Close the file?",
    why: "There is no outcome: why is the file closed?",
    done: "The file is closed",
    title: "File",
    file: (at, size) => `closed ${at}, ${size}`,
    waits: "Files that wait to be closed",
    waitsHint: "Hearings that are over and whose file is open, the oldest first.",
  },
};
