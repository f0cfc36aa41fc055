// A one-time code to a phone.
export const text = {
  digits: "六位验证码",
  digitsHint: "请勿把验证码告诉他人",
  send: "发送验证码",
  again: "{n} 秒后可重新发送",
  errors: {
    wrong_code: "验证码不对或已失效。请核对后再填，或重新发送。",
    which_phone: "没有找到以这四位数字结尾的参加人手机。请核对后再试。",
    no_phone: "没有登记参加人的手机号。请到信访窗口或来电领取入场链接。",
    no_sms: "本机构没有接通短信。请到信访窗口或来电办理。",
  },
};
export type Text = typeof text;
