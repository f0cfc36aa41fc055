import type { Language, TalkKind, WitnessIs } from "@/wire";

const kind: Record<TalkKind, string> = { deliberation: "合议", consultation: "私下商谈", mediation: "背对背调解" };
const language: Record<Language, string> = {
  sign: "手语", tibetan: "藏语", dongxiang: "东乡语", bonan: "保安语", salar: "撒拉语", yugur: "裕固语", uyghur: "维吾尔语",
  kazakh: "哈萨克语", mongolian: "蒙古语", dialect: "方言", english: "英语", other: "其他语言",
};
const witness: Record<WitnessIs, string> = { outside: "在外等候", testifying: "正在作证", heard: "已作证，在外" };

export const text = {
  kind, language, witness,
  title: "私下会谈、证人和翻译",
  about: {
    deliberation: "只有合议人员听得到、看得到。",
    consultation: "只有一方和帮助他的人听得到、看得到。",
    mediation: "只有调解人员和被邀请的人听得到、看得到。",
  } satisfies Record<TalkKind, string>,
  inside: "您在{kind}中，只有这些人听得到您：{who}。不录音录像。",
  alone: "还没有别人",
  leave: "回到会场",
  close: "结束会谈",
  closeAll: "全部请回会场",
  lock: "锁门",
  unlock: "开门",
  locked: "已锁门",
  invite: "邀请",
  invited: "已邀请：{who}",
  asks: "{who}请您参加{kind}。只有参加的人听得到，不录音录像。",
  accept: "参加",
  decline: "不参加",
  enter: "进入",
  open: "私下会谈",
  openOf: "开始{kind}",
  send: "请他们私下商谈",
  whom: "邀请谁",
  whomMissing: "请至少选一个人",
  nobody: "现在没有可以邀请的人。",
  going: "{kind}：{who}，{since}起",
  hear: "听",
  original: "原声",
  interpreted: "{language}（{who}）",
  hearNote: "听翻译时，会场原声放低。",
  yourChannel: "您说的话只给选了您频道的 {n} 人听",
  yourAloud: "您说的话全场都听得到",
  toAll: "对全场说",
  toChannel: "只对频道说",
  call: "传证人",
  release: "请证人退席",
  youWait: "您是证人。轮到您时主持人会传您到场；在此之前听不到也看不到会场，这是规定。",
  youHeard: "您已作证，请先不要离开，可能再次传您。",
  failed: "没有送到，请看网络后再试。",
  dismiss: "关闭",
};
