import type { Text } from "./text.zh";

export const text: Text = {
  digits: "Six digits",
  digitsHint: "Tell the code to nobody",
  send: "Send the code",
  again: "Send again in {n} s",
  errors: {
    wrong_code: "The code is wrong or no longer good. Check it, or have another sent.",
    which_phone: "No phone of who takes part ends so. Check the digits and try again.",
    no_phone: "No phone of who takes part is known. Ask at the counter or call the bureau for a link.",
    no_sms: "No messages are sent from here. Ask at the counter or call the bureau.",
  },
};
