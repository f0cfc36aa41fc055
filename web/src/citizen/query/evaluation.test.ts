import { describe, expect, it } from "vitest";
import { asked, eachOnAPageOfItsOwn, press, replies, says, settle, show, status, write } from "../showPage";
import QueryPage from "./QueryPage.vue";

eachOnAPageOfItsOwn();

describe("evaluating how a petition was handled", () => {
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
});
