/** Joint petitions (art. 20). */
export const joint = {
  joint: {
    open: "推选代表",
    title: "推选代表",
    about: (allowed: number) => `多人提出共同事项，推选的代表不超过 ${allowed} 人（条例第20条）。并案人员也可当选。`,
    seated: "已安排席位",
    count: (chosen: number, allowed: number) => `已选 ${chosen} 人，最多 ${allowed} 人`,
    elect: "记录推选结果",
    done: (chosen: number) => `已记录 ${chosen} 名代表`,
  },
};
