import type { Text } from "./early.zh";

export const text: Text = {
  title: "The door is not open yet",
  body: "The hearing begins {starts}. You can enter from {opens}.",
  opensIn: "The door opens in {time}",
  openNow: "You can enter now",
  keepLink: "You may close this page and open the link again then.",
  calendar: "Add to my calendar",
  fileName: "hearing",
  postponed: "This hearing was put off: you will be told the new time. You keep your seat, and this link opens it then.",
};
