import type { RecordingText } from "./recording.zh";

export const recording: RecordingText = {
  on: "Recording",
  sound_only: "Recording sound only",
  paused: "Recording paused",
  failed: "Recording failed",
};
