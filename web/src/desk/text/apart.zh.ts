/** Private talks as the log has them; languages of interpreters. */
export const apart = {
  apart: {
    languages: "翻译语种",
    title: "私下会谈",
    about: "谁在何时参加；内容不记录、不录音录像。",
    openedBy: (who: string) => `${who} 发起`,
    stillIn: "仍在会谈中",
    nobodyCame: "无人参加",
  },
};
