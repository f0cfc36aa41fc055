export const apart = {
  apart: {
    languages: "Languages",
    title: "Private talks",
    about: "Who took part, and when. What was said is neither noted nor recorded.",
    openedBy: (who: string) => `opened by ${who}`,
    stillIn: "still in it",
    nobodyCame: "nobody came",
  },
};
