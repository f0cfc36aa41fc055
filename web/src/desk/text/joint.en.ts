/** Joint petitions (art. 20). */
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
};
