/** Papers of a hearing at the desk. What the room itself says is in `room/papers`. */
export const papers = {
  papers: {
    reading: "宣读笔录",
    readFirst: "开始宣读",
    readNext: "下一条",
    readBefore: "上一条",
    readStop: "停止宣读",
    readKeys: "按 ↑ ↓ 移动，各方屏幕同步",
    readingLine: (n: number) => `正在宣读第 ${n} 条，各方屏幕同步`,
    accepted: "会上已认领的事项",
    acceptedHint: "加入后与认领时一字不差，不能改动。",
    earlier: "上次会议认领",
    earlierLine: "出自上次会议的笔录",
    leftOutAsk: (items: string) => `单位已在会上认领，但没有列入结果：${items}。不列入，这些事项就不作为交办事项督办（记录在案）。仍要这样公布吗？`,
    take: "加入",
    taken: "会上已认领",
    next: "下一次接访",
    noNext: "不安排下一次接访",
  },
};
