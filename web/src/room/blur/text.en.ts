import type { text as zh } from "./text.zh";

export const text: typeof zh = {
  on: "Blur what is behind me (done by the camera)",
  failed: "This camera did not blur the background: what is behind you is seen. Turn the camera off, or sit elsewhere.",
};
