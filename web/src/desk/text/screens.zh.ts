/** 接访室大屏：配对、在线、解除。 */
export const screens = {
  screens: {
    title: "接访室大屏",
    key: "大屏",
    ownHint: "每间接访室的电视机配对一次，以后每场接访按一下就进，不再发链接。",
    of: (room: string) => `${room} · 大屏`,
    about: "在电视机的浏览器里打开本站 /screen，屏幕上会出现八位配对码，填在这里。配对后它只能进入安排在这间接访室的接访，别的什么也打不开。",
    code: "配对码",
    codeHint: "屏幕上的八位数字",
    name: "叫法",
    nameHint: "如 东墙电视",
    pair: "配对",
    paired: (room: string) => `已配对，请看屏幕上是不是“${room}”`,
    none: "这间接访室还没有配对的屏幕",
    seen: "最近在线",
    since: "配对",
    revoke: "解除",
    revokeTitle: (name: string) => `解除 ${name}`,
    revokeDone: "已解除，屏幕上会说明",
    revoked: (at: string, by: string, reason: string) => `${at} 由 ${by} 解除：${reason}`,
    past: "也显示已解除的",
  },
};
