// A test of devices and line before a call, and what it came to.
export const text = {
  test: "设备测试",
  run: "开始测试",
  again: "再测一次",
  running: "正在测试，请说几句话…",
  result: { ok: "良好", poor: "尚可", failed: "不行" },
  advice: {
    microphone: "听不到您的声音。请允许使用麦克风，或换一个话筒再试。",
    camera: "看不到画面。可以只用声音参加；想被看见请允许使用摄像头。",
    blocked: "声音画面传不过来。请换用手机流量或另一个网络，或到信访局参加。",
    line: "网络较慢。请靠近路由器，关闭其他下载，或换用手机流量。",
  },
  blockedStaff: "声音画面传不过来。请换另一个网络再测，并联系本单位技术人员或值机员。",
  fine: "声音、画面、网络都没有问题。",
  title: "先测试设备",
  way: "会用到您的麦克风和摄像头，约十秒钟。",
  aboutLink: "不必等到开会那天。现在测一次，工作人员会看到结果；入场链接不会因此用掉。",
  aboutOwn: "不必等到开会那天。现在测一次，书记员会看到结果。",
};
