import type { Text } from "./text.zh";

export const text: Text = {
  title: "You are no longer in the hearing",
  over: "The hearing is over",
  removed: "You were asked to leave",
  replaced: "Your seat was opened on another device",
  withdrawn: "Your seat has changed",
  reload: "Reload",
  here: "Continue here",
  comeBack: "Go back in",
  query: "Look up a petition",
  screen: "Back to waiting",
};
