// Words for filing a petition and looking it up.
import type {
  ActionItemState, Category, ClockKind, ContentClass, OpinionResult, OutcomeStandard, Purpose, StateName,
} from "../shape";

const category: Record<Category, { name: string; hint: string }> = {
  appeal: { name: "申诉求决", hint: "要求解决困难、纠纷，或对处理不服" },
  suggestion: { name: "建议意见", hint: "对工作提出建议或批评" },
  report: { name: "检举控告", hint: "揭发违法违纪；内容保密，被检举的单位和人员看不到" },
};

const purpose: Record<Purpose, string> = {
  resolution: "求决：请求解决问题", appeal: "申诉：对处理不服", suggestion: "建议意见", exposure: "揭发控告",
  consultation: "咨询", other: "其他",
};

const contentClass: Record<ContentClass, string> = {
  property_management: "物业与小区管理", housing_demolition: "住房与拆迁", land: "土地", livelihood: "民生保障",
  labour_social_security: "劳动与社会保障", urban_construction: "城乡建设", safety_environment: "安全生产与环境保护",
  law_enforcement: "行政执法", litigation_related: "涉法涉诉", other: "其他",
};

const state: Record<StateName, { name: string; words: string }> = {
  registered: { name: "已登记", words: "已收到并登记，正等待工作人员查看。现在不需要您做什么。" },
  screening: { name: "正在甄别", words: "工作人员正在查看，确定由哪个单位办理。现在不需要您做什么。" },
  routed: { name: "已转给责任单位", words: "已转给责任单位，等它决定是否受理。受理后会告知您。" },
  accepted: { name: "已受理", words: "责任单位已经受理，正在安排专人办理。" },
  handling: { name: "正在办理", words: "责任单位正在调查处理，可能会与您联系，请保持电话畅通。" },
  reply_approval: { name: "答复审核中", words: "办理意见已经拟好，单位正在审核，审核后送达您。" },
  replied: { name: "已答复", words: "处理意见已经送达。不服的，可以在收到之日起 30 日内请求复查。" },
  closed: { name: "已办结", words: "这件事项已经办结。" },
  withdrawn: { name: "已撤回", words: "您已撤回这件事项，不再办理。有新的情况可以重新提交。" },
};

const clock: Record<ClockKind, string> = {
  route: "转交责任单位的期限", accept: "决定是否受理的期限", reply: "答复的期限",
  review_window: "请求复查的期限", ordered: "交办要求的办结期限",
};

const result: Record<OpinionResult, string> = { support: "予以支持", explain: "作出解释说明", reject: "不予支持" };

const standard: Record<OutcomeStandard, string> = {
  resolve: "诉求合理的解决问题到位", persuade: "诉求无理的思想教育到位", relieve: "生活困难的帮扶救助到位",
  sanction: "行为违法的依法处理",
};

const itemState: Record<ActionItemState, string> = { ordered: "已交办", accepted: "已认领", done: "已完成" };

/** Kinds of events that number and query code show. */
const step: Record<string, string> = {
  "petition.registered": "登记", "petition.screening": "开始甄别", "petition.routed": "转给责任单位",
  "petition.accepted": "受理", "petition.handling": "交专人办理", "petition.reply_drafted": "拟定办理意见",
  "petition.replied": "送达答复", "petition.closed": "办结", "petition.withdrawn": "撤回",
  "petition.clocks_recomputed": "节假日调整，时限重新计算", "petition.unit_succeeded": "机关合并，由承继单位办理",
  "petition.attachment_added": "补充材料", "petition.query_code_renewed": "更换查询码",
  "hearing.scheduled": "安排接访", "hearing.stage": "接访进展", "hearing.outcome_issued": "作出接访结果",
  "hearing.outcome_published": "公布接访结果", "action_item.ordered": "交办事项",
};

export const text = {
  category, purpose, contentClass, state, clock, result, standard, itemState, step,
  otherStep: "办理进展",
  optional: "选填",
  choose: "请选择",
  saving: "正在提交…",
  file: {
    title: "提交信访事项",
    steps: ["事情", "您的信息", "附件与核对"],
    stepOf: "第 {n} 步，共 {of} 步",
    next: "下一步",
    back: "上一步",
    submit: "确认提交",
    draftKept: "您填写的内容会暂存在这台设备上（身份证号除外），提交后删除。",
    draftBack: "已恢复您上次没有提交的内容。",
    draftClear: "清空重填",
    subject: "标题",
    subjectHint: "用一句话说明，例如：某小区电梯长期停运",
    body: "事情经过和诉求",
    bodyHint: "什么时候、什么地方、发生了什么，您希望怎样解决",
    place: "事情发生在哪里",
    placeLevel: { province: "省", city: "市（州）", county: "县（区）", township: "乡镇（街道）", village: "村（社区）", grid: "网格" },
    placeHint: "选到最具体的一级；不清楚的可以只选到县（区）",
    category: "事项类别",
    purpose: "目的",
    contentClass: "属于哪方面",
    respondent: "涉及的单位或公司",
    respondentHint: "写出全称；不知道可以不填",
    name: "姓名",
    phone: "手机号",
    phoneHint: "只用于办理这件事时与您联系",
    idNumber: "身份证号",
    address: "住址",
    persons: "涉及多少人（户）",
    personsHint: "只有您自己就填 1",
    co: "联名人",
    coHint: "一起提出这件事的其他人",
    representatives: "信访代表",
    representativesHint: "多人提出时由谁代表大家说话，最多 5 人",
    addPerson: "添加一人",
    removePerson: "删除",
    personName: "姓名",
    personPhone: "电话",
    attachments: "附件",
    attachmentsHint: "照片、合同、文件等。每个不超过 10 MB，最多 20 个。支持 PDF、图片、Word、Excel、文本、MP3、MP4。",
    addFiles: "选择文件",
    check: "请核对",
    change: "修改",
    declare: "我反映的情况属实。",
    mend: "有 {n} 处需要修改，请看红字。",
    uploading: "正在上传 {name}（{percent}%）",
    notUploaded: "下列附件没有传上，事项已经登记成功。可以稍后用编号和查询码补传：",
    done: "已提交，请记下编号和查询码",
    doneWords: "查询码只显示这一次。凭这两样可以查进展、补材料、看结果，请不要给别人看。",
    number: "编号",
    code: "查询码",
    copy: "复制编号和查询码",
    copied: "已复制",
    print: "打印",
    whatNext: "接下来",
    whatNextLines: [
      "信访部门会在 15 日内把您的事项转给责任单位；责任单位在收到后 15 日内告诉您是否受理。",
      "需要视频接访的，会通过短信或微信发给您入场链接。",
      "随时可以在“查询办理进展”里看到走到哪一步。",
    ],
    toQuery: "现在就查一下",
  },
  errors: {
    subject: "请写 4 到 100 个字的标题。",
    body: "请写清楚经过和诉求，10 到 10000 个字。",
    place: "请选择事情发生的地方。",
    contentClass: "请选择属于哪方面。",
    name: "请填写姓名。",
    phone: "请填写能联系到您的手机号或座机号。",
    idNumber: "身份证号应为 18 位，请核对；也可以不填。",
    persons: "请填 1 到 100000 之间的数字。",
    personName: "请填写姓名，或删除这一行。",
    tooManyRepresentatives: "这里最多可以有 {n} 名代表，其他人可以写在联名人里。",
    declare: "请勾选后再提交。",
    fileSize: "{name} 超过 10 MB，没有加入。",
    fileKind: "{name} 的格式不支持，没有加入。",
    fileCount: "最多 20 个附件，其余没有加入。",
    reason: "请写明撤回的理由，5 到 500 个字。",
  },
  query: {
    title: "查询办理进展",
    lead: "编号和查询码在提交后的页面或登记时给您的纸条上。",
    number: "编号",
    numberHint: "以 XF 开头",
    code: "查询码",
    submit: "查询",
    another: "查另一件",
    noCode: "忘了查询码？请带身份证到登记的信访窗口更换，或拨打信访局电话。",
    now: "现在的情况",
    registered: "登记时间",
    place: "地点",
    unit: "由谁办理",
    noUnit: "信访部门，尚未转出",
    due: "下一个期限",
    dueLeft: "还有 {n} 天",
    dueToday: "今天到期",
    dueOver: "已过 {n} 天，您可以电话催办",
    hearings: "接访安排",
    noHearings: "还没有安排接访。安排后会显示在这里，并把入场链接发给您。",
    outcome: "接访结果",
    conclusion: "结论",
    standards: "处理标准",
    items: "交办事项",
    deadline: "期限",
    published: "公布于 {time}",
    opinion: "处理意见",
    steps: "办理经过",
    newDue: "期限至 {time}",
    addFiles: "补充材料",
    added: "已收到：{name}",
    withdraw: "撤回这件事项",
    withdrawTitle: "撤回这件事项？",
    withdrawWords: "撤回后不再办理，也不能恢复。已经公布的结果仍然可以查到。",
    reason: "理由",
    withdrawYes: "确认撤回",
    withdrawNo: "不撤回",
    print: "打印",
  },
};
export type Text = typeof text;
