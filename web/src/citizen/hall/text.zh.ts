// Words of the big screen of a reception room.
export const text = {
  title: "接访室大屏",
  about: "这块屏幕代表接访室的席位。请先接好摄像头和话筒。接访全程记录，请勿自行录音、录像、截屏。",
  enter: "进入会场",
  noLink: "请在这台设备上打开接访室席位的大屏地址。地址由工作人员在接访页面生成。",
  early: "现在还不能进入，{time} 开放签到。",
  again: "再试一次",
  waiting: "已到。请稍候，主持人会请本席入座。",
  mute: "静音",
  unmute: "取消静音",
  leave: "离开",
  leaveAsk: "再按一次离开",
  ended: "已离开会场",
};
export type Text = typeof text;
