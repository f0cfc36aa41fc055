import type { Text } from "./text.zh";

export const text: Text = { mute: "Mute", unmute: "Unmute", leave: "Leave", leaveAsk: "Press again to leave" };
