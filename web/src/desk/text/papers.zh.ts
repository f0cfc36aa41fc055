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
    take: "加入",
    taken: "会上已认领",
    next: "下一次接访",
    noNext: "不安排下一次接访",
  },
};
