// Words both entries use: the enums of the wire and of the API, and a sentence for every way things
// can go wrong: what happened, what it means for you, what to do.
import type {
  AgendaPhase, DisconnectReason, HearingKind, Level, ParticipantRole, Presence, SourceKind, Stage,
} from "@/wire";

const role: Record<ParticipantRole, string> = {
  presider: "主持人", clerk: "书记员", hearing_member: "听证员", agency_rep: "责任单位代表",
  petitioner: "信访人", representative: "信访代表", agent: "代理人", expert: "专家", mediator: "调解员",
  interpreter: "翻译", witness: "证人", deputy: "两代表一委员", grid_worker: "网格员",
  company_rep: "涉事单位代表", observer: "旁听", tech: "技术保障", officer: "值机员",
};

const level: Record<Level, string> = {
  province: "省级", city: "市级", county: "县区级", township: "乡镇街道", village: "村社区", grid: "网格",
};

const hearingKind: Record<HearingKind, string> = {
  leader_reception: "领导接访", joint_reception: "联合接访", appointed: "约访", with_case_visit: "带案下访",
  formal_hearing: "听证会", coordination: "协调会", mediation: "调解", reply_delivery: "答复反馈",
};

const phase: Record<AgendaPhase, string> = {
  opening: "开场核身", statement: "陈述", response: "答辩说明", evidence: "举证质证", questions: "询问",
  mediation: "调解", last_statement: "最后陈述", deliberation: "合议", conclusion: "宣布意见",
  read_back: "核对笔录",
};

const stage: Record<Stage, string> = {
  requested: "已申请", scheduled: "已安排", check_in: "签到中", ready: "人已到齐", countdown: "即将开始",
  in_session: "进行中", paused: "休会", suspended: "因故中断", minutes_review: "核对笔录", signing: "签字", closed: "已结束",
  outcome_issued: "已出结果", cancelled: "已取消", postponed: "已延期", no_show: "信访人未到",
  adjourned: "休会待续", in_person: "转现场接访",
};

const presence: Record<Presence["is"], string> = {
  invited: "未到", waiting: "等候入席", seated: "在席", dropped: "掉线", left: "已离席", removed: "已请出", withdrawn: "已撤席",
};

const dropped: Record<DisconnectReason, string> = {
  network: "网络中断", device: "设备故障", power: "电量耗尽", browser_killed: "浏览器被关闭", user_left: "自行关闭页面",
  removed: "被请出", server_move: "服务器正在切换", unknown: "连接中断",
};

const source: Record<SourceKind, string> = { camera: "摄像头", microphone: "麦克风", screen: "屏幕共享" };

/** Codes of application/problem+json, and `unreachable` of our own. */
const problem = {
  unreachable: "服务器没有回应；如刚提交过，可能已送达。请检查网络后再试，已填写的内容还在。",
  cancelled: "已取消，没有上传。",
  bad_request: "提交的内容不完整或格式不对，没有保存。请检查后再试。",
  unauthenticated: "登录已过期或尚未登录。请重新登录后再操作。",
  not_found: "没有找到，或者您无权查看。请核对后再试。",
  stale: "内容刚被别人改过，您的操作没有保存。请刷新看过最新内容后再操作。",
  filed_otherwise: "这份材料先前已经提交过，后来改动的内容没有提交。",
  conflict: "与现有内容冲突，没有保存。请刷新后再试。",
  refused: "按规定现在不能这样办理，没有保存。请刷新看最新情况，或来电询问。",
  too_large: "文件或内容太大，没有上传。每个文件不超过 10 MB。",
  unprocessable: "有一项填写不符合要求，没有提交。请按提示修改。",
  too_many: "试得太频繁了，请过几分钟再试。",
  bad_origin: "没有执行。请从正式网址打开本系统。",
  internal: "系统出了问题，操作没有完成。请稍后再试；多次失败请来电。",
  unavailable: "系统暂时不可用，没有保存。请稍后再试。",
  no_match: "没有查到。请核对编号和查询码，查询码不分大小写。",
  no_such_link: "这个链接无效，可能不完整。请工作人员重新发送。",
  link_used: "这个链接已在另一台设备上用过。请在原来的设备上进入，或请工作人员补发新链接。",
  hearing_over: "这次会议已经结束，链接不再有效。结果可凭编号和查询码查询。",
  too_early: "还没有到进场时间。会前 30 分钟起可以进入。",
  too_many_representatives: "信访代表超过规定人数，其他人可作为联名人。",
  bad_file_type: "不支持这种文件。请上传 PDF、图片、Word、Excel、文本、MP3 或 MP4。",
  file_behind_the_wall: "这份材料来自事项密封期间举行的接访，不能提交到别的接访。",
  no_space: "服务器存储空间不足，暂时不收文件，请过些时候再传。",
  upload_under_way: "上一个文件还没有传完或刚刚中断，请过半分钟再传。",
  too_many_files: "附件已达上限，请合并后再传，或到现场提交。",
};

export const words = {
  role, level, hearingKind, phase, stage, presence, dropped, source, problem,
  retryAfter: "请 {n} 秒后再试。",
  product: "联接",
  list: "、",
};

export type Words = typeof words;
