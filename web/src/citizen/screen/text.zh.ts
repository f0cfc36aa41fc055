// Words of the television on a reception room's wall.
export const text = {
  title: "接访室大屏",
  pairWords: "这块屏幕还没有配对，配对码是",
  pairHow: "请工作人员在办公电脑上打开“接访日程”，在“接访室大屏”处选好接访室，输入这个配对码。配对一次，以后每场接访按一下就进。",
  pairUntil: "{time} 前有效，到时自动换一个。",
  revoked: "这块屏幕已解除配对",
  revokedHow: "它不能再进入接访。要继续使用，请工作人员重新配对。",
  again: "重新配对",
  now: "现在可以进入",
  join: "进入接访",
  taken: "别的设备正在使用，改用本屏",
  takenAgain: "再按一次，改用本屏",
  joinHint: "按遥控器“确认”键，或点一下",
  next: "下一场",
  none: "还没有安排接访",
  lost: "网络中断，正在重试。以上是 {time} 的情况。",
};
export type Text = typeof text;
