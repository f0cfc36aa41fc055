// Checking in: language, paper, code, test, waiting.
import { languages } from "@/room/languages.zh";

export const text = {
  title: "签到",
  queue: "您前面还有 {n} 位在等候",
  next: "您是下一位，请不要离开",
  state: {
    checking_in: "等待工作人员核验身份",
    identity_ok: "身份已核验，请测试设备",
    tested: "身份已核验，设备已测试",
    waiting: "签到完成，等候主持人准入",
  },
  declared: "您已承诺不录音录屏，已记录在案。",
  roomPromise: "请在场的工作人员代表本接待室承诺：在场人员都不录音录屏，已经告知他们谁能听到、看到这里。承诺记录在案。",
  roomPromises: "我代表本接待室承诺",
  anew: "接访改了时间，请重新签到，并再次承诺：",
  language: "您使用的语言",
  languages: { mandarin: "普通话", ...languages },
  interpreter: "我需要翻译",
  photo: "出示证件",
  photoHint: "拍一张身份证人像面的照片，只给书记员核验身份，核验后立即删除。",
  photoTake: "拍照",
  photoAgain: "重新拍照",
  photoSent: "照片已送达，正在等待核验。",
  photoOther: "也可以在信访局窗口出示证件。",
  errors: {
    identified: "身份已经核验，不用再传照片，刚才的照片没有保存。",
    photo_kept: "先前的照片已按规定留存，不能替换。请等候核验，或在窗口出示证件。",
  },
  phone: "手机验证",
  phoneHint: "验证码会发到尾号 {tail} 的手机。",
  phoneSent: "已发送，请填写收到的六位数字。",
  phoneConfirm: "确认",
  phoneDone: "手机已验证。",
  testNeeds: "连接好以后才能测试。",
  officer: "值机员通知",
  rung: "工作人员正在呼叫您，请留在画面前。",
};
