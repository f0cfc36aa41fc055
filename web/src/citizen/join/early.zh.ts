// The door before it opens.
export const text = {
  title: "还没有到进场时间",
  body: "会议 {starts} 开始，{opens} 起可以进场。",
  opensIn: "离进场还有 {time}",
  openNow: "现在可以进场了",
  keepLink: "可以先关掉这个页面，到时再点原来的链接。",
  calendar: "加入日历",
  fileName: "接访",
  postponed: "这次接访延期了，新的时间定下后另行通知。您的席位还在，到时仍用原来的链接进入。",
};
export type Text = typeof text;
