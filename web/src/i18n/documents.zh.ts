// Names of official documents, by the stable text of each kind. Only pages about petitions load them.
import type { components } from "@/api/schema";

type DocumentKind = components["schemas"]["DocumentKind"];

export const documents: Record<DocumentKind, string> = {
  registration: "登记回执",
  transfer: "转送函",
  assignment: "交办函",
  diversion: "分类处理告知书",
  acceptance: "受理告知书",
  non_acceptance: "不予受理告知书",
  no_longer_accepted: "不再受理告知书",
  extension: "延期告知书",
  review_refused: "复查（复核）请求不予受理告知书",
  opinion: "信访处理意见书",
  review: "复查意见书",
  rereview: "复核意见书",
  delivery: "送达回证",
  minutes: "接访笔录",
  outcome: "接访结果告知书",
  agreement: "调解协议书",
};
