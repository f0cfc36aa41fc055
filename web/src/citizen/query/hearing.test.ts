import { describe, expect, it } from "vitest";
import { asked, eachOnAPageOfItsOwn, press, replies, says, settle, show, status, write } from "../showPage";
import QueryPage from "./QueryPage.vue";

eachOnAPageOfItsOwn();

describe("hearings of a petition looked up", () => {
  it("asks for a hearing by number and code, with what for", async () => {
    const one = {
      id: "r", kind: "appointed", purpose: "请当面答复电梯维修", requested_at: 1_800_000_000_000, due: 1_800_200_000_000, organ_name: "七里河区信访局",
      state: "requested", state_at: null, target_name: null, reason: null, can_withdraw: true,
    } as const;
    replies["/api/query"] = [200, { ...status, can_request_hearing: true }];
    replies["/api/query/hearing-request"] = [200, { ...status, hearing_requests: [one] }];
    await show(QueryPage);
    await write("编号", "XF1");
    await write("查询码", "7KQX");
    document.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
    await settle();
    await press("申请接访");
    const form = () => document.querySelector("[data-part=request] form");
    form()?.dispatchEvent(new Event("submit", { cancelable: true }));
    await settle();
    expect(says()).toContain("请写 5 到 500 个字");
    await write("为什么申请", one.purpose);
    await press("到就近的接访室");
    for (const [code, said] of [["asked_already", "不用再提"], ["petition_over", "已经办结或撤回"], ["bad_wish", "最多 200 个字"]] as const) {
      replies["/api/query/hearing-request"] = [422, { code, detail: "in English" }];
      form()?.dispatchEvent(new Event("submit", { cancelable: true }));
      await settle();
      expect(says()).toContain(said);
    }
    replies["/api/query/hearing-request"] = [200, { ...status, hearing_requests: [one] }];
    form()?.dispatchEvent(new Event("submit", { cancelable: true }));
    await settle();
    const body = { number: "XF1", code: "7KQX", purpose: one.purpose, attendance: "room", wish: "" };
    expect(asked.at(-1)).toEqual({ path: "/api/query/hearing-request", body });
    expect(says()).toContain("已收到，等待审查");
    replies["/api/query/hearing-request/withdraw"] = [200, { ...status, can_request_hearing: true }];
    await press("撤回申请");
    expect(asked.at(-1)?.path, "it is asked first").toBe("/api/query/hearing-request");
    await press("确认撤回");
    expect(asked.at(-1)).toEqual({ path: "/api/query/hearing-request/withdraw", body: { number: "XF1", code: "7KQX" } });
    expect(says()).not.toContain("已收到，等待审查");
  });

  it("has read what it shows of a hearing, and confirms when told to", async () => {
    const notice = {
      kind: "scheduled", at: 1_800_000_000_000, read_at: null, answer: null, answered_at: null, language: null, interpreter: false, can_decline: true,
    } as const;
    const hearing = {
      number: "TJ1", kind: "joint_reception", title: "联合接访", starts_at: 1_800_000_000_000, ends_at: 1_800_003_600_000,
      stage: "scheduled", notice, way_in: null, outcome: null,
    } as const;
    const with_ = (more: object) => ({ ...status, hearings: [{ ...hearing, notice: { ...notice, ...more } }] });
    replies["/api/query"] = [200, with_({})];
    replies["/api/query/receipt"] = [200, with_({ read_at: 1_800_000_000_000 })];
    await show(QueryPage);
    await write("编号", "XF1");
    await write("查询码", "7KQX");
    document.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
    await settle();
    const body = { number: "XF1", code: "7KQX", hearing: "TJ1" };
    expect(asked.at(-1)).toEqual({ path: "/api/query/receipt", body: { ...body, answer: null } });
    replies["/api/query/receipt"] = [200, with_({ read_at: 1, answer: { kind: "comes" }, answered_at: 1_800_000_000_000 })];
    await press("会按时参加");
    expect(asked.at(-1)?.body).toEqual({ ...body, answer: { kind: "comes" }, language: null, interpreter: false });
    expect(says()).toContain("确认参加");
    // Something has come up: a reason and what is wished, and what was typed stays when it is refused.
    await press("不能参加");
    await press("告诉接访机关");
    expect(says()).toContain("请写明理由");
    await write("原因", "当天要住院手术");
    replies["/api/query/receipt"] = [422, { code: "too_late_to_answer", detail: "in English" }];
    await press("告诉接访机关");
    expect(says()).toContain("接访已经开始、结束，或时间未定");
    const cannot = { kind: "cannot", reason: "当天要住院手术", wish: "another_time" };
    replies["/api/query/receipt"] = [200, with_({ read_at: 1, answer: cannot, answered_at: 1_800_000_000_000 })];
    await press("告诉接访机关");
    expect(asked.at(-1)?.body).toEqual({ ...body, answer: cannot, language: null, interpreter: false });
    expect(says()).toContain("答复不能参加：换个时间");
  });

  it("leads into the hearing by a code to the phone, and the link opens at once", async () => {
    const hearing = {
      number: "TJ1", kind: "joint_reception", title: "联合接访", starts_at: 1_800_000_000_000, ends_at: 1_800_003_600_000,
      stage: "scheduled", notice: null, way_in: "by_ending", outcome: null,
    } as const;
    replies["/api/query"] = [200, { ...status, hearings: [hearing] }];
    replies["/api/query/seat"] = [422, { code: "which_phone", field: "ending" }];
    history.replaceState(null, "", "/query#XF1");
    await show(QueryPage);
    await write("查询码", "7KQX");
    document.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
    await settle();
    await press("进入接访");
    const form = () => document.querySelector("[data-part=way-in] form")?.dispatchEvent(new Event("submit", { cancelable: true }));
    await write("后四位", "9999");
    form();
    await settle();
    expect(says()).toContain("没有找到以这四位数字结尾");
    const body = { number: "XF1", code: "7KQX", hearing: "TJ1", ending: "0002" };
    replies["/api/query/seat"] = [204, null];
    await write("后四位", "0002");
    form();
    await settle();
    expect(asked.at(-1)).toEqual({ path: "/api/query/seat", body });
    replies["/api/query/seat/confirm"] = [200, { url: "https://a.example/join#K7QX" }];
    await write("六位验证码", "042917");
    form();
    await settle();
    expect(asked.at(-1)).toEqual({ path: "/api/query/seat/confirm", body: { ...body, digits: "042917" } });
    expect(location.pathname + location.hash).toBe("/join#K7QX");
    expect(history.state).toEqual({ sent: true });
  });

  it("says that an outcome is being put right", async () => {
    const hearing = {
      number: "TJ1", kind: "joint_reception", title: "联合接访", starts_at: 1, ends_at: 2, stage: "outcome_issued", notice: null, way_in: null,
      outcome: null, outcome_withdrawn: true,
    } as const;
    replies["/api/query"] = [200, { ...status, hearings: [hearing] }];
    await show(QueryPage);
    await write("编号", "XF1");
    await write("查询码", "7KQX");
    document.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
    await settle();
    expect(document.querySelector("[data-part=withdrawn]")?.textContent).toContain("正在更正");
  });

  it("says whom to ask where no message can be sent", async () => {
    const hearing = {
      number: "TJ1", kind: "joint_reception", title: "联合接访", starts_at: 1, ends_at: 2, stage: "in_session", notice: null, way_in: "office", outcome: null,
    } as const;
    replies["/api/query"] = [200, { ...status, hearings: [hearing] }];
    await show(QueryPage);
    await write("编号", "XF1");
    await write("查询码", "7KQX");
    document.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
    await settle();
    expect(document.querySelector("[data-part=way-in]")?.textContent).toContain("领取入场链接");
    expect(document.querySelector("[data-do=way-in]")).toBeNull();
  });
});
