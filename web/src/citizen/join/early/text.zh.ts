// What is read at a door that is not open yet.
export const text = {
  early: "还没有到进场时间",
  earlyBody: "会议 {starts} 开始，{opens} 起可以进场。",
  opensIn: "离进场还有 {time}",
  openNow: "现在可以进场了",
  keepLink: "可以先关掉这个页面，到时再点原来的链接。",
};
export type Text = typeof text;
