/** A petition on its way down the levels. */
export const travel = {
  travel: {
    desk: "现由信访部门",
    anyDesk: "全部信访部门",
    with: (name: string) => `${name}，尚未转交`,
    trail: "逐级转送",
    registered: "登记",
    came: { transfer: "上级转送", assignment: "上级交办", back: "下级退回" },
    by: (word: string, name: string) => `${word}（经办 ${name}）`,
    days: (n: number) => `在此 ${n} 天`,
    kept: "在本级时限内转出",
    missed: "超过本级时限转出",
    share: (day: string, left: string) => `本级时限 ${day}，${left}`,
    bureau: "下级信访部门",
    noBureau: "属地没有下级信访部门",
    reportBy: "办结报告期限",
    reportHint: "下级办结后向本局报送办结报告（条例第二十二条）",
  },
};
