import { createApp, nextTick, type App, type Component } from "vue";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { setLang } from "@/i18n";
import JoinPage from "./join/JoinPage.vue";
import QueryPage from "./query/QueryPage.vue";
import type { PetitionStatus, SeatPass } from "./shape";

const pass: SeatPass = {
  hearing: "h", seat: "s", role: "petitioner", label: "信访人", name: "马某", title: "联合接访", number: "TJ1", kind: "joint_reception",
  starts_at: 1_800_000_000_000, ends_at: 1_800_003_600_000, opens_at: 1_799_998_200_000, stage: "check_in",
  slots: { audio: 3, video: 4 }, ice: [],
};
const status: PetitionStatus = {
  number: "XF1", title: "电梯停运", state: "handling", category: "appeal", registered_at: 1_800_000_000_000, place_name: "七里河区",
  unit_name: "七里河区住建局", desk_name: "七里河区信访局", came: null, next_due: null, can_withdraw: true, agents: [], can_add_files: true,
  can_request_review: false, can_accept: false, merged: false, steps: [], opinion: null, review: null, rereview: null, hearings: [],
  can_evaluate: [], evaluations: [], can_request_hearing: false, hearing_requests: [], documents: [],
};

let app: App;
let asked: { path: string; body: unknown }[];
let replies: Record<string, [number, unknown]>;

const settle = async () => { for (let i = 0; i < 24; i++) await nextTick(); };
const says = () => document.body.textContent ?? "";

async function show(page: Component): Promise<void> {
  app = createApp(page);
  app.mount("#app");
  await settle();
}

async function press(words: string): Promise<void> {
  const button = [...document.querySelectorAll("button")].find((b) => b.textContent?.includes(words));
  if (!button) throw new Error(`no button ${words} in: ${says()}`);
  button.click();
  await settle();
}

async function write(label: string, text: string): Promise<void> {
  const found = [...document.querySelectorAll("label")].find((l) => l.textContent?.includes(label));
  const input = document.getElementById(found?.htmlFor ?? "") as HTMLInputElement;
  input.value = text;
  input.dispatchEvent(new Event("input"));
  await settle();
}

/** As the browser opens the link of a message. */
const openLink = () => history.replaceState(null, "", "/join#K7QX");

beforeEach(() => {
  history.replaceState(null, "", "/join");
  document.body.innerHTML = '<div id="app"></div>';
  [asked, replies] = [[], {}];
  vi.stubGlobal("navigator", { ...navigator, userAgent: "phone", language: "zh-CN", mediaDevices: { getUserMedia: () => undefined } });
  vi.stubGlobal("fetch", (path: string, { body }: { body?: string }) => {
    asked.push({ path, body: body ? JSON.parse(body) : null });
    const [code, answer] = replies[path] ?? [401, { code: "unauthenticated" }];
    return Promise.resolve({ ok: code < 300, status: code, text: () => Promise.resolve(JSON.stringify(answer)) });
  });
});

afterEach(async () => {
  await setLang("zh");
  app.unmount();
  sessionStorage.clear();
  vi.unstubAllGlobals();
});

describe("joining a hearing", () => {
  it("does not use the link up before the person presses", async () => {
    openLink();
    await show(JoinPage);
    expect(says()).toContain("您收到了一个入场链接");
    expect(asked).toEqual([]);
  });

  it("shows whose seat it is and what to know, and goes on only when that was read", async () => {
    openLink();
    replies["/api/seat/exchange"] = [200, pass];
    await show(JoinPage);
    await press("确认入场");
    expect(asked).toEqual([{ path: "/api/seat/exchange", body: { secret: "K7QX", nonce: expect.any(String) } }]);
    expect(says()).toContain("马某");
    expect(says()).toContain("请勿录音、录屏");
    expect(location.hash).toBe("");
    expect(document.querySelector<HTMLButtonElement>("[data-do=agree]")?.disabled).toBe(true);
  });

  it("says who can help when the link was used elsewhere", async () => {
    openLink();
    replies["/api/seat/exchange"] = [410, { code: "link_used" }];
    await show(JoinPage);
    await press("确认入场");
    expect(says()).toContain("已在另一台设备上用过");
    expect(says()).toContain("请工作人员");
  });

  it("tells a browser without microphone before it uses the link up", async () => {
    vi.stubGlobal("navigator", { ...navigator, userAgent: "MicroMessenger", language: "zh-CN", mediaDevices: undefined });
    vi.stubGlobal("isSecureContext", true);
    openLink();
    await show(JoinPage);
    await vi.waitFor(() => expect(says()).toContain("微信在这台设备上不能使用麦克风")); // loaded when it is needed
    expect(says()).toContain("#K7QX");
    await press("只看只听");
    expect(says()).toContain("确认入场");
    expect(asked).toEqual([]);
  });

  it("without a link says where to find it", async () => {
    await show(JoinPage);
    expect(says()).toContain("请从收到的链接进入");
  });
});

describe("looking a petition up", () => {
  it("sends number and code tidied, and says in plain words where it stands", async () => {
    replies["/api/query"] = [200, status];
    await show(QueryPage);
    await write("编号", " xf 1 ");
    await write("查询码", "７kqx－m4p2");
    document.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
    await settle();
    expect(asked).toEqual([{ path: "/api/query", body: { number: "XF1", code: "7KQX-M4P2" } }]);
    expect(says()).toContain("正在办理");
    expect(says()).toContain("七里河区住建局");
    expect(document.activeElement?.tagName, "the key that was pressed is gone").toBe("H1");
  });

  it.each([
    [null, "甘肃省信访局", "甘肃省信访局，尚未转出"],
    ["transfer", "兰州市信访局", "已转送兰州市信访局（"],
    ["assignment", "七里河区信访局", "已转送七里河区信访局（"],
    ["back", "兰州市信访局", "已退回兰州市信访局（"],
  ] as const)("says which bureau has it while no unit does: %s %s", async (how, desk_name, words) => {
    const came = how && { how, at: 1_800_000_000_000 };
    replies["/api/query"] = [200, { ...status, state: "registered", unit_name: null, desk_name, came }];
    await show(QueryPage);
    await write("编号", "xf1");
    await write("查询码", "aaa");
    await press("查询");
    expect(says()).toContain(words);
  });

  it("says of what was withdrawn on its way not that a bureau has yet to pass it on", async () => {
    replies["/api/query"] = [200, { ...status, state: "withdrawn", unit_name: null, can_withdraw: false, can_add_files: false }];
    await show(QueryPage);
    await write("编号", "xf1");
    await write("查询码", "aaa");
    await press("查询");
    expect(says()).toContain(status.title);
    expect(says()).not.toMatch(/尚未转出|承办单位/);
  });

  it("shows what was said of an earlier reply beside the question about the new one", async () => {
    const said = (level: string, at: number) => ({ target: "unit", level, comment: null, at });
    const evaluations = [said("dissatisfied", 0), said("satisfied", 86_400_000)];
    replies["/api/query"] = [200, { ...status, state: "replied", can_evaluate: ["bureau"], evaluations }];
    await show(QueryPage);
    await write("编号", "XF1");
    await write("查询码", "7KQX-M4P2");
    document.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
    await settle();
    expect(document.querySelectorAll("[data-part=evaluate] p strong").length).toBe(2);
    expect(says()).toContain("对责任单位：不满意");
  });

  it("asks how it was handled, of one after the other, once there is a reply", async () => {
    replies["/api/query"] = [200, { ...status, state: "replied", can_evaluate: ["bureau", "unit"] }];
    const given = { target: "unit", level: "satisfied", comment: null, at: 0 };
    replies["/api/query/evaluate"] = [200, { ...status, state: "replied", can_evaluate: ["bureau"], evaluations: [given] }];
    await show(QueryPage);
    await write("编号", "XF1");
    await write("查询码", "7KQX-M4P2");
    document.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
    await settle();
    const unit = [...document.querySelectorAll("fieldset")].find((one) => one.textContent?.includes("对责任单位"));
    unit?.querySelector("button")?.click();
    await settle();
    await press("提交评价");
    expect(asked.at(-1)?.body).toEqual({ number: "XF1", code: "7KQX-M4P2", target: "unit", level: "satisfied", comment: null });
    expect(document.querySelectorAll("fieldset").length).toBe(1);
    expect(says()).toContain("对责任单位：满意");
  });

  it("sends what was chosen for each of both, with its own comment, and keeps what was refused", async () => {
    replies["/api/query"] = [200, { ...status, state: "replied", can_evaluate: ["bureau", "unit"] }];
    const given = { target: "bureau", level: "satisfied", comment: "接待耐心", at: 0 };
    replies["/api/query/evaluate"] = [200, { ...status, state: "replied", can_evaluate: ["unit"], evaluations: [given] }];
    await show(QueryPage);
    await write("编号", "XF1");
    await write("查询码", "7KQX-M4P2");
    await press("查询");
    const choose = async (target: number, level: number) => {
      document.querySelectorAll("fieldset")[target]?.querySelectorAll("button")[level]?.click();
      await settle();
    };
    const comment = async (target: number, text: string) => {
      const field = document.querySelectorAll("fieldset")[target]?.querySelector("textarea");
      if (field) field.value = text;
      field?.dispatchEvent(new Event("input"));
      await settle();
    };
    await choose(0, 0);
    await comment(0, "接待耐心");
    await choose(1, 2);
    await comment(1, "没有回应");
    expect(document.querySelectorAll("fieldset [aria-pressed=true]").length, "one choice does not take the other away").toBe(2);
    await press("提交评价");
    const bodies = asked.filter(({ path }) => path === "/api/query/evaluate").map(({ body }) => body);
    const key = { number: "XF1", code: "7KQX-M4P2" };
    expect(bodies).toEqual([
      { ...key, target: "bureau", level: "satisfied", comment: "接待耐心" },
      { ...key, target: "unit", level: "dissatisfied", comment: "没有回应" },
    ]);
  });

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

  it.each([[1, "1 day left"], [2, "2 days left"], [-1, "1 day overdue"]] as const)("counts %i as “%s” in English", async (days, words) => {
    await setLang("en");
    replies["/api/query"] = [200, { ...status, next_due: { kind: "reply", due: Date.now() + days * 86_400_000 } }];
    await show(QueryPage);
    await write("Number", "XF1");
    await write("Query code", "7KQX");
    document.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
    await settle();
    expect(document.querySelector(".left")?.textContent).toContain(words);
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
    const notice = { kind: "scheduled", at: 1_800_000_000_000, read_at: null, confirmed_at: null } as const;
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
    const body = { number: "XF1", code: "7KQX", hearing: "TJ1", confirm: false };
    expect(asked.at(-1)).toEqual({ path: "/api/query/receipt", body });
    replies["/api/query/receipt"] = [200, with_({ read_at: 1, confirmed_at: 1_800_000_000_000 })];
    await press("会按时参加");
    expect(asked.at(-1)?.body).toEqual({ ...body, confirm: true });
    expect(says()).toContain("确认参加");
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

  it("does not say which of the two was wrong", async () => {
    replies["/api/query"] = [404, { code: "no_match" }];
    await show(QueryPage);
    await write("编号", "XF1");
    await write("查询码", "X");
    document.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
    await settle();
    expect(says()).toContain("没有查到");
  });
});
