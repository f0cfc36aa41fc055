import { describe, expect, it } from "vitest";
import { setLang } from "@/i18n";
import { asked, eachOnAPageOfItsOwn, press, replies, says, settle, show, status, write } from "../showPage";
import QueryPage from "./QueryPage.vue";

eachOnAPageOfItsOwn();

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

  it("shows who verifies a package the fingerprint of the node's key, once they look for it", async () => {
    replies["/api/key"] = [200, { algorithm: "ed25519", public_key: "ab", fingerprint: "1f2e 77a0" }];
    await show(QueryPage);
    expect(asked).toEqual([]);
    const verify = document.querySelector<HTMLDetailsElement>("[data-part=verify]")!;
    verify.open = true;
    verify.dispatchEvent(new Event("toggle"));
    await settle();
    expect(document.querySelector("[data-part=key]")?.textContent).toBe("1f2e 77a0");
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
