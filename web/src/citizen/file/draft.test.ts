import { describe, expect, it } from "vitest";
import { bodyOf, emptyDraft, faults, fieldOf, isEmpty, pack, purposesOf, unpack, type Draft, type Field } from "./draft";

const good: Draft = {
  ...emptyDraft(), title: "小区电梯停运", text: "小区三号楼电梯停运两个月，请求修复。", place: "620102",
  contentClass: "property_management", name: "张某", phone: "13900000000",
};

describe("what a person writes", () => {
  it("is right on every step when filled in", () => {
    expect([0, 1, 2].flatMap((step) => faults(good, step))).toEqual([]);
  });

  const rows: [Field, Partial<Draft>][] = [
    ["subject", { title: "电梯" }], ["subject", { title: "长".repeat(101) }], ["body", { text: " 太短了 " }],
    ["place", { place: "" }], ["contentClass", { contentClass: "" }],
    ["respondent", { category: "report" }], ["respondent", { category: "report", respondent: "某" }], ["name", { name: " " }], ["phone", { phone: "不知道" }],
    ["idNumber", { idNumber: "123" }], ["persons", { persons: "0" }], ["persons", { persons: "一" }],
    ["personName", { coPetitioners: [{ name: " ", phone: "" }] }],
    ["personPhone", { coPetitioners: [{ name: "李某", phone: "没有" }] }],
  ];
  it.each(rows)("has a fault in %s: %j", (field, change) => {
    expect([0, 1].flatMap((step) => faults({ ...good, ...change }, step))).toEqual([field]);
  });

  it("counts characters, not UTF-16 units", () => {
    expect(faults({ ...good, title: "𠮷𠮷𠮷" }, 0)).toEqual(["subject"]);
    expect(faults({ ...good, title: "𠮷𠮷𠮷𠮷" }, 0)).toEqual([]);
  });

  it("goes to the server trimmed, with null for what was left out", () => {
    const body = bodyOf({ ...good, name: " 张某 ", idNumber: "62010219700101123x", representatives: [{ name: "李某", phone: " " }] });
    expect(body.petitioner).toEqual({ name: "张某", phone: "13900000000", id_number: "62010219700101123X", address: null });
    expect(body).toMatchObject({ respondent: null, persons_concerned: 1, representatives: [{ name: "李某", phone: null }] });
    expect(body).not.toHaveProperty("channel");
  });

  it("goes to the leader's mailbox with the leader it names; a report, which is sealed, names none", () => {
    expect(bodyOf({ ...good, leader: "l1" }, true)).toMatchObject({ channel: "leader_mailbox", leader: "l1" });
    expect(bodyOf(good, true).leader).toBeNull();
    expect(bodyOf({ ...good, category: "report", leader: "l1" }, true).leader).toBeNull();
    expect(bodyOf({ ...good, leader: "left from before" })).not.toHaveProperty("leader");
  });

  it("takes digits and letters that were written full width", () => {
    const wide = { ...good, phone: "１３９００００００８８", idNumber: "６２０１０２１９７００１０１１２３ｘ", persons: "１２" };
    expect([0, 1].flatMap((step) => faults(wide, step))).toEqual([]);
    const { petitioner, persons_concerned } = bodyOf(wide);
    expect([petitioner.phone, petitioner.id_number, persons_concerned]).toEqual(["13900000088", "62010219700101123X", 12]);
  });

  it("says whom a report accuses, in words or by the list", () => {
    const report: Draft = { ...good, category: "report", purpose: "exposure" };
    expect(faults({ ...report, respondent: "某局的王某" }, 0)).toEqual([]);
    expect(faults({ ...report, accused: "a1" }, 0)).toEqual([]);
    expect(bodyOf({ ...report, accused: "a1" })).toMatchObject({ accused: "a1", respondent: null });
    expect(bodyOf({ ...good, accused: "left from before" }).accused).toBeNull();
  });

  it("is kept without the ID number", () => {
    expect(pack({ ...good, idNumber: "620102197001011234" })).not.toContain("620102197001011234");
    expect(unpack(pack(good))).toEqual(good);
    const { accused: _, ...older } = good;
    expect(unpack(JSON.stringify(older))).toEqual(good);
  });

  it("is not taken from a damaged storage", () => {
    expect(unpack("{")).toBeNull();
    expect(unpack("null")).toEqual(emptyDraft());
    expect(unpack('{"title":7}')).toBeNull();
    expect(unpack(null)).toBeNull();
    expect(isEmpty(emptyDraft())).toBe(true);
  });
});

it("each category has a usual purpose", () => {
  expect((["appeal", "suggestion", "report"] as const).map((c) => purposesOf(c)[0])).toEqual(["resolution", "suggestion", "exposure"]);
});

it.each([
  ["petitioner.phone", "phone", 1], ["petitioner.name", "name", 1], ["title", "subject", 0], ["leader", "leader", 0], ["accused", "respondent", 0], ["co_petitioners[3].name", "personName", 1],
  ["co_petitioners.3.name", "personName", 1], ["co_petitioners.36.phone", "personPhone", 1], ["representatives", "personName", 1],
])("the server's %s is our %s", (name, field, step) => {
  expect(fieldOf(name)).toEqual({ field, step });
});
