import type { recording as zh } from "./recording.zh";

/** The recording of a hearing, played. */
export const recording: typeof zh = {
  recording: {
    title: "Recording",
    back: "Back to the hearing",
    open: "Recording",
    unfinished: "Some files are still being written; they can be played once they are whole.",
    none: "There is nothing to play",
    noneDo: "Sessions are recorded by themselves; recesses and deliberation are not. Finished files appear here.",
    noPicture: "No picture",
    play: "Play",
    pause: "Pause",
    place: "Place in the recording",
    rate: "Speed",
    marks: "Phases and recording",
    clickLine: "Click a line to listen from a few seconds before it. Each playing is put on record.",
  },
};
