// Words of the front page alone.
export const text = {
  title: "您要办什么事？",
  file: "提交信访事项",
  fileHint: "写明事情、地点和诉求，马上得到编号和查询码",
  query: "查询办理进展",
  queryHint: "凭编号和查询码查询，不用注册账号",
  join: "参加视频接访",
  joinHint: "请点短信或微信里收到的链接进入",
  rights: "我的权利和义务",
  rightsHint: "信访工作条例里与您有关的规定",
  noApp: "不用下载软件，不用注册。看不清字可点右上角“大字”。",
  staff: "工作人员入口",
};

export type Text = typeof text;
