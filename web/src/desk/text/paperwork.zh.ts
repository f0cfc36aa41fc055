/** Phrases of clerks, and when conclusions of formal hearings are due. */
export const paperwork = {
  phrases: {
    title: "笔录常用语",
    about: "书记员记录时可以点选，一行一句。最多60句，每句不超过300字；清空后恢复系统自带的常用语。",
    kind: "接访方式",
    own: "本单位编写",
    shipped: "系统自带",
    save: "保存常用语",
    restore: "恢复系统自带",
    saved: "常用语已保存",
    bounds: "最多60句，每句不超过300字。请修改后再保存。",
  },
  conclusions: {
    tab: "听证结论",
    none: "没有待送达的听证结论",
    noneDo: "听证会结束后，结论公布前会出现在这里。",
    until: (day: string) => `最迟${day}送达`,
    announced: "当场宣布，10日内送达",
    later: "未当场宣布，20日内作出并送达",
    overdue: "已超期",
    delivered: (at: string) => `${at} 已送达`,
    accepted: (at: string) => `${at} 当场认领`,
    next: "下一次接访",
  },
};
