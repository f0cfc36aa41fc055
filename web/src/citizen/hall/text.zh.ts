// Words of the big screen of a reception room.
export const text = { mute: "静音", unmute: "取消静音", leave: "离开", leaveAsk: "再按一次离开" };
export type Text = typeof text;
