import type { Text } from "./endings.zh";

export const text: Text = {
  cancelled: "This hearing was cancelled: there is nothing to wait for. Ask the office that invited you if in doubt.",
  postponed: "This hearing was put off: there is nothing to wait for now. You will be told the new time, and keep your seat.",
  no_show: "The petitioner did not come, so this hearing was not held. Ask the office that invited you for another.",
  adjourned: "This session ends here and goes on another day: you will be told when. What was done and written stands.",
  in_person: "This hearing goes on face to face: you will be told where and when. What was done online stands.",
};
