import type { Text } from "./text.zh";

export const text: Text = {
  title: "What would you like to do?",
  file: "File a petition",
  fileHint: "Say what happened, where, and what you ask for; you get a number and a query code at once",
  query: "Look up a petition",
  queryHint: "With number and query code; no account needed",
  join: "Join a hearing",
  joinHint: "Open the link you received by text message or WeChat",
  rights: "My rights and duties",
  rightsHint: "What the petition regulations mean for you",
  noApp: "Nothing to install, no account. “Large type” is at the top right.",
  staff: "Staff",
};
