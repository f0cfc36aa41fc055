/** Joint petitions (art. 20), and the share of each level in the days to route. */
export const joint = {
  joint: {
    open: "Elect representatives",
    title: "Elect representatives",
    about: (allowed: number) =>
      `At most ${allowed} may speak for all (art. 20). People of petitions merged into this one may be elected too.`,
    seated: "has a seat",
    count: (chosen: number, allowed: number) => `${chosen} chosen of at most ${allowed}`,
    elect: "Record the election",
    done: (chosen: number) => `${chosen} representatives recorded`,
  },
  tiers: {
    share: (day: string) => `own share until ${day}`,
    over: (day: string) => `own share ended ${day}`,
  },
};
