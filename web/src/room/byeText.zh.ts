// Why a hearing has ended for a page, and what to do.
import type { ByeReason } from "@/wire";

export const text: Record<ByeReason, string> = {
  hearing_over: "会议已经结束。结果可凭编号和查询码查询。",
  left: "您已离开会议。会议结束前可以从原链接再进来。",
  bad_ticket: "进场凭证已过期，正在自动更换。",
  wrong_protocol: "系统已更新。请刷新页面后重新进入。",
  removed: "主持人已请您离席，理由记录在案。如有疑问，请联系举办接访的机关。",
  replaced: "这个席位已在另一台设备上打开，本页已停止。要在这里继续，请点“在这里继续”。",
  session_ended: "登录或入场凭证已失效。请从收到的链接重新进入，或请工作人员补发。",
  withdrawn: "您的席位已撤下，或由他人接替，您不必再参加。如有疑问，请与通知您的机关联系。",
  restarting: "服务器正在重启，马上自动恢复。",
  violation: "通信出错，已停止。请刷新页面后重新进入。",
  flooding: "操作太频繁，已断开，稍后自动恢复。",
  too_large: "内容太大，已断开。请刷新页面，分几条再发。",
};
export type Text = typeof text;
