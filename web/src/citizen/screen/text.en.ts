import type { Text } from "./text.zh";

export const text: Text = {
  title: "Reception room screen",
  pairWords: "This screen is not paired yet. Its code is",
  pairHow: "At an office computer, open “Calendar”, choose the room under “Room screens” and type this code. It is done once: from then on one press joins each hearing.",
  pairUntil: "Good until {time}; then another one comes by itself.",
  revoked: "This screen is no longer paired",
  revokedHow: "It cannot join hearings any more. To go on using it, ask the staff to pair it again.",
  again: "Pair again",
  now: "Open to join",
  join: "Join the hearing",
  taken: "In use by another device; use this screen",
  takenAgain: "Press again to use this screen",
  joinHint: "Press OK on the remote control, or tap",
  next: "Next",
  none: "No hearing is planned here",
  lost: "The network is down; trying again. This is as of {time}.",
};
