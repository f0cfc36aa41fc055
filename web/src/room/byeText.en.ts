import type { Text } from "./byeText.zh";

export const text: Text = {
  hearing_over: "The hearing is over. Look up the outcome with your number and query code.",
  left: "You have left the hearing. Until it ends you can come back by the same link.",
  bad_ticket: "The entry ticket expired. A new one is being fetched.",
  wrong_protocol: "The system was updated and this page is too old. Reload it and enter again.",
  removed: "The presider removed your seat; the reason is on record. Ask the office that holds the hearing if in doubt.",
  replaced: "This seat was opened on another device and stopped here. Press “Continue here” to take it back.",
  session_ended: "Your sign-in or entry pass is no longer valid. Use your link again or ask staff for a new one.",
  withdrawn: "Your seat was withdrawn, or somebody else has it now; you need not stay. Ask the office that invited you.",
  restarting: "The server is restarting. You will be back by yourself in a moment.",
  violation: "This page and the server misunderstood each other and stopped. Reload the page and enter again.",
  flooding: "Too many actions in a short time; the connection was cut. It comes back by itself.",
  too_large: "Something sent was too large and the connection was cut. Reload; split long texts.",
};
