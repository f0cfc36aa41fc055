/** Exhibits and chat at the desk. What the room itself says is in `room/beside`. */
export const beside = {
  beside: {
    label: "笔录、文书、证据材料和文字",
    minutes: "笔录",
    stopScreen: "停止共享屏幕",
    allowScreen: "允许共享屏幕",
    talk: "文字",
    exhibits: "证据材料",
    chat: "文字记录",
    showChat: "查看文字记录",
    noExhibits: "没有证据材料",
    noChat: "没有文字记录",
    number: "编号",
    title: "名称",
    whose: "提交人",
    state: "状态",
    shownTo: "出示给",
    office: "接访方",
    states: { offered: "待收", refused: "不收", accepted: "已收" },
    onRecord: (at: string) => `${at} 入笔录`,
    channels: { table: "全体", staff: "工作人员", desk: "值机员" },
  },
};
