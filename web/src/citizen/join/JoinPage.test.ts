import { describe, expect, it, vi } from "vitest";
import { asked, eachOnAPageOfItsOwn, press, replies, says, show } from "../showPage";
import type { SeatPass } from "../shape";
import JoinPage from "./JoinPage.vue";

const pass: SeatPass = {
  hearing: "h", seat: "s", role: "petitioner", label: "信访人", name: "马某", title: "联合接访", number: "TJ1", kind: "joint_reception",
  starts_at: 1_800_000_000_000, ends_at: 1_800_003_600_000, opens_at: 1_799_998_200_000, stage: "check_in",
  slots: { audio: 3, video: 4 }, ice: [], recording_years: null,
};

/** As the browser opens the link of a message. */
const openLink = () => history.replaceState(null, "", "/join#K7QX");

eachOnAPageOfItsOwn();

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
    expect(says()).not.toContain("举办机关录音录像");
    expect(location.hash).toBe("");
    expect(document.querySelector<HTMLButtonElement>("[data-do=agree]")?.disabled).toBe(true);
  });

  it("says before one enters who records it, for how long that is kept and who may play it", async () => {
    openLink();
    replies["/api/seat/exchange"] = [200, { ...pass, recording_years: 10 }];
    await show(JoinPage);
    await press("确认入场");
    expect(says()).toMatch(/举办机关录音录像（.*单独谈话不录），保存 10 年，只有.*可以播放/);
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
