/** Joint petitions (art. 20), and the share of each level in the days to route. */
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
  tiers: {
    share: (day: string) => `本级 ${day} 前转出`,
    over: (day: string) => `本级时限 ${day} 已过`,
  },
};
