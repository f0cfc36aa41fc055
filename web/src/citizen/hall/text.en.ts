import type { Text } from "./text.zh";

export const text: Text = {
  title: "Screen of the reception room",
  about: "This screen is the room's seat. Connect camera and microphone first. The hearing is on record; please do not record or capture it yourself.",
  enter: "Enter the hearing",
  noLink: "Open the big-screen address of the room's seat on this device. Staff make it on the page of the hearing.",
  early: "Too early: check-in opens at {time}.",
  again: "Try again",
  waiting: "You are here. The presider will call this seat to the table.",
  mute: "Mute",
  unmute: "Unmute",
  leave: "Leave",
  leaveAsk: "Press again to leave",
  ended: "You have left the hearing",
};
