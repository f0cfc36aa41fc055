/** The recording of a hearing, played. */
export const recording = {
  recording: {
    title: "录音录像",
    back: "回到接访",
    open: "录音录像",
    unfinished: "有文件还在写入，写完后才能播放。",
    none: "没有可播放的录音录像",
    noneDo: "接访进行时自动录制；休会、合议不录。录完的文件会出现在这里。",
    noPicture: "无画面",
    play: "播放",
    pause: "暂停",
    place: "播放位置",
    rate: "倍速",
    marks: "环节与录制",
    clickLine: "点一条笔录，从它前面几秒开始听。每次播放都会记入办理过程。",
  },
};
