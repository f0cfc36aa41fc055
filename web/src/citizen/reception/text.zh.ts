export const text = {
  mailbox: "给领导写信",
  title: "领导接待日",
  lead: "已公布的领导接待日。请带身份证和有关材料，到公布的地点反映问题。",
  place: "您所在的县（区）",
  pick: "请选择",
  none: "近三个月没有公布的接待日。您可以先在网上提交信访事项。",
  where: "地点",
  field: "分管领域",
  kind: {
    fixed: "定点接访", appointed: "预约接访", with_case: "带案下访", visit: "下访", special_topic: "专题接访", contracted: "包案接访", on_the_spot: "现场接访",
  },
};
export type Text = typeof text;
