// Words about the line: all that who waits to be let in reads of the room.
export const text = {
  beforeStart: "您已入席。必须到场的各方到齐后，大家就能互相看见、听见。",
  deliberating: "正在合议，其他人暂时听不到也看不到。请留在会场等候。",
  quietNow: "现在不传送声音和画面，请稍候。",
  pictures: {
    reduced: "网络较慢，画面暂时调小，声音不受影响。",
    stills: "网络较慢，暂时几秒换一张画面，声音照常。",
    sound_only: "网络较慢，暂只传声音。网络好转后画面自动恢复。",
  },
  unseen: "网络较慢，暂停传送您的画面，声音照常。网络好转后自动恢复。",
  poorAdvice: "您的网络较差，别人可能听不清。请靠近 Wi-Fi 或到信号好的地方；也可以先关摄像头，让声音优先。",
  lostTitle: "连接断开了，正在自动恢复",
  lostBody: "您的席位保留着，不需要操作。已断开 {n} 秒。",
  lostLong: "一直连不上时，请看看手机信号或 Wi-Fi，或换个位置。",
  mediaLost: "音视频中断，正在自动恢复",
  mediaUnusable: "这台设备的音视频接不通。您仍能看到笔录；请换用系统自带浏览器或另一台设备。",
  soundBlocked: "点这里打开声音",
  deviceGone: "麦克风或摄像头用不了：没插好、没允许使用，或被别的程序占用了（例如来电）。",
  recover: "恢复声音和画面",
};
export type Text = typeof text;
