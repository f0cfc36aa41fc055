import type { Text } from "./text.zh";

export const text: Text = {
  early: "The door is not open yet",
  earlyBody: "The hearing begins {starts}. You can enter from {opens}.",
  opensIn: "The door opens in {time}",
  openNow: "You can enter now",
  keepLink: "You may close this page and open the link again then.",
};
