// What is read outside of the hearing again.
export const text = {
  title: "您已不在会场",
  over: "会议结束了",
  removed: "您已被请离会场",
  replaced: "席位在另一台设备上打开了",
  withdrawn: "您的席位有调整",
  reload: "刷新页面",
  here: "在这里继续",
  comeBack: "回到会场",
  query: "查询办理进展",
  screen: "回到等候画面",
};
export type Text = typeof text;
