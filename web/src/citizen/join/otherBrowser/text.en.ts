import type { text as zh } from "./text.zh";

export const text: typeof zh = {
  title: "Please open this in another browser",
  wechat: "WeChat cannot use microphone and camera on this device. Press “…” at the top right and open in the browser; on a computer copy the link into Chrome or Edge.",
  other: "This browser cannot use microphone and camera. Copy the link into your phone's own browser, Chrome, Edge or Safari.",
  insecure: "This page was not opened by https, so the browser gives no microphone or camera. Open the link in your notice.",
  copy: "Copy the link",
  copied: "Copied; paste it into the browser's address bar",
  anyway: "Watch and listen only",
};
