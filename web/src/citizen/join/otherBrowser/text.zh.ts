// How to take the link to a browser that has microphone and camera. Loaded when it is needed.
export const text = {
  title: "请换系统浏览器打开",
  wechat: "微信在这台设备上不能使用麦克风和摄像头。请点右上角“…”，选“在浏览器打开”；电脑上请复制链接到 Chrome 或 Edge。",
  other: "当前浏览器不能使用麦克风和摄像头。请复制链接，用手机自带浏览器、Chrome、Edge 或 Safari 打开。",
  insecure: "本页不是用 https 打开的，浏览器不允许使用麦克风和摄像头。请从通知里的原链接打开。",
  copy: "复制入场链接",
  copied: "已复制，请粘贴到浏览器地址栏",
  anyway: "不用麦克风摄像头，只看只听",
};
