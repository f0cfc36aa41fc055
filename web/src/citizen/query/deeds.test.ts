import { describe, expect, it } from "vitest";
import { asked, eachOnAPageOfItsOwn, press, replies, says, settle, show, status, write } from "../showPage";
import QueryPage from "./QueryPage.vue";

eachOnAPageOfItsOwn();

describe("what a petitioner does with the answer", () => {
  it("keeps the reason when the page beside the dialog is tapped, or Escape pressed", async () => {
    replies["/api/query"] = [200, { ...status, state: "replied", can_request_review: true }];
    await show(QueryPage);
    await write("编号", "XF1");
    await write("查询码", "7KQX");
    await press("查询");
    const shade = () => document.querySelector<HTMLElement>(".shade");
    await press("请求复查或复核");
    shade()?.click();
    await settle();
    expect(shade(), "nothing was typed").toBeNull();
    await press("请求复查或复核");
    await write("理由", "没有回应电梯维修");
    shade()?.click();
    shade()?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
    await settle();
    expect(document.querySelector<HTMLTextAreaElement>(".shade textarea")?.value).toBe("没有回应电梯维修");
    await press("再想想");
    expect(shade()).toBeNull();
  });

  it("asks for review with reasons", async () => {
    replies["/api/query"] = [200, { ...status, state: "replied", can_request_review: true, can_accept: true }];
    replies["/api/query/review"] = [200, { ...status, state: "review_requested" }];
    await show(QueryPage);
    await write("编号", "XF1");
    await write("查询码", "7KQX");
    document.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
    await settle();
    await press("请求复查或复核");
    await press("提交请求");
    expect(says()).toContain("请写明理由");
    await write("理由", "没有回应电梯维修");
    await press("提交请求");
    const key = { number: "XF1", code: "7KQX" };
    expect(asked.at(-1)).toEqual({ path: "/api/query/review", body: { ...key, reason: "没有回应电梯维修" } });
    expect(says()).toContain("已申请复查");
  });

  it.each([
    ["petition.review_refused", "replied", "请求已超过期限，不予受理"],
    ["petition.rereview_beyond", "reviewed", "请求已按期记录在案"],
  ] as const)("says what became of a request that moved nothing (%s)", async (kind, state, title) => {
    const step = { kind, at: 1, agency_name: null, to_name: null, due_after: null };
    replies["/api/query"] = [200, { ...status, state, can_request_review: true }];
    replies["/api/query/review"] = [200, { ...status, state, steps: [step] }];
    await show(QueryPage);
    await write("编号", "XF1");
    await write("查询码", "7KQX");
    document.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
    await settle();
    await press("请求复查或复核");
    await write("理由", "没有回应电梯维修");
    await press("提交请求");
    expect(says()).toContain(title);
  });

  it("tells a merged household who closes the matter, and lets it evaluate and ask for review", async () => {
    replies["/api/query"] = [200, { ...status, state: "replied", merged: true, can_withdraw: false, can_request_review: true, can_evaluate: ["unit"] }];
    await show(QueryPage);
    await write("编号", "XF1");
    await write("查询码", "7KQX");
    document.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
    await settle();
    expect(says()).toContain("由主件信访人或推选的代表作出");
    expect(says()).toContain("请您评价");
    expect(says()).toContain("补充材料");
    expect(says()).toContain("不服，请求复查或复核");
    expect(says()).not.toContain("接受结果，办结");
  });

  it("lets the petitioner tell an agent to act no more, with a reason that outlives a refusal", async () => {
    replies["/api/query"] = [200, { ...status, merged: true, agents: [{ id: "p5", since: 1_800_000_000_000 }] }];
    replies["/api/query/end-authority"] = [422, { code: "unprocessable", message: "withdraw the seat first" }];
    await show(QueryPage);
    await write("编号", "XF1");
    await write("查询码", "7KQX");
    document.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
    await settle();
    await press("撤销委托");
    await write("理由", "不再委托代理人");
    await press("确认撤销");
    expect(asked.at(-1)).toEqual({
      path: "/api/query/end-authority", body: { number: "XF1", code: "7KQX", person: "p5", reason: "不再委托代理人" },
    });
    replies["/api/query/end-authority"] = [200, { ...status, merged: true }];
    await press("确认撤销");
    expect(asked.at(-1)?.body).toMatchObject({ reason: "不再委托代理人" });
    expect(says()).not.toContain("撤销委托");
  });

  it("shows the opinion of review and that it was merged, and accepts without a reason", async () => {
    const review = { organ_name: "兰州市信访局", finding: "changed", text: "责令制定维修方案" } as const;
    replies["/api/query"] = [200, { ...status, state: "reviewed", review, merged: true, can_accept: true }];
    replies["/api/query/accept"] = [200, { ...status, state: "closed", can_withdraw: false }];
    await show(QueryPage);
    await write("编号", "XF1");
    await write("查询码", "7KQX");
    document.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
    await settle();
    expect(says()).toContain("变更原意见");
    expect(says()).toContain("合并后一起办理");
    await press("接受结果");
    await press("接受并办结");
    expect(asked.at(-1)?.path).toBe("/api/query/accept");
    expect(says()).toContain("已办结");
  });
});
