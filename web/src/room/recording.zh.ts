// What the room says of its recording. The English twin must have every key.
export const recording = {
  on: "录音录像中",
  sound_only: "仅录音",
  paused: "录音录像已暂停",
  failed: "录制故障",
};
export type RecordingText = typeof recording;
