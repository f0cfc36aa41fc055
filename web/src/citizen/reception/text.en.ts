import type { Text } from "./text.zh";

export const text: Text = {
  mailbox: "Write to a leader",
  title: "Leaders' reception days",
  lead: "Reception days that were published. Bring your identity card and your papers to the place named.",
  place: "Your county or district",
  pick: "Please choose",
  none: "No days are published for the next three months. You can file your petition online.",
  where: "Place",
  field: "Field",
  kind: {
    fixed: "At a fixed place", appointed: "By appointment", with_case: "Visit with the case",
    visit: "Visit to the grassroots", special_topic: "Special topic",
    contracted: "Contracted case", on_the_spot: "On the spot",
  },
};
