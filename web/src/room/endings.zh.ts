// What became of a hearing whose room closed, where it did not simply end.
export const text = {
  cancelled: "这次接访已经取消，不用再等。如有疑问，请与通知您的机关联系。",
  postponed: "这次接访延期了，现在不用再等。新的时间定下后另行通知，您的席位还在。",
  no_show: "因信访人一方没有到场，这次接访没有举行。需要再约的，请与通知您的机关联系。",
  adjourned: "这次接访先到这里，改日接着开，时间另行通知。已经进行的内容和笔录仍然有效。",
  in_person: "这次接访改为现场进行，时间地点另行通知。线上已经做的仍然有效。",
};
export type Text = typeof text;
