/** 归档: the file of a hearing, closed once. */
export const archive = {
  archive: {
    close: "归档",
    closeHint: "封存证据包，之后不再补签字、盖章、出结果；公开和送达照常；结果写错的仍可更正，更正后重新归档。",
    ask: "归档后，证据包固定为现在的内容，不能再补签字、盖章或出结果；公开和送达照常进行。确定归档吗？",
    why: "没有出结果，为什么归档？",
    correctOpens: "卷宗已归档：更正后卷宗重新打开，要由负责人或档案员再归档一次；原来的证据包照旧留存，已经取走的仍可核验。",
    done: "已归档",
    title: "归档",
    file: (at: string, size: string) => `${at} 归档，${size}`,
    waits: "待归档的接访",
    waitsHint: "已经结束、卷宗还没有归档的接访，先结束的在前。",
  },
};
