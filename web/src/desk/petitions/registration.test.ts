import { describe, expect, it } from "vitest";
import { findPlaces, placesOf } from "./places";
import { blankForm, blankPerson, faultsIn, lineOf, petitionOf, soughtOf, type RegistrationForm } from "./registration";

const filled: RegistrationForm = {
  ...blankForm(),
  title: "小区物业纠纷",
  text: "六十六户反映物业收费不公开，请求协调。",
  place: "620102",
  name: "赵某",
  phone: "13800000000",
};

describe("a registration", () => {
  const cases: [string, Partial<RegistrationForm>, string[]][] = [
    ["is complete", {}, []],
    ["needs a title of four characters", { title: " 物业 " }, ["title"]],
    ["needs a place and a telling", { place: "", text: "太短" }, ["text", "place"]],
    ["needs to say whom a report accuses", { category: "report" }, ["accused"]],
    ["takes an organ of the list", { category: "report", accused: "a1" }, []],
    ["takes words for whom the list does not have", { category: "report", respondent: "某局的王某" }, []],
    ["takes digits that were typed full width", { phone: "１３８００００００００", id_number: "６２０１０２１９７００１０１００１Ｘ" }, []],
    ["takes a landline", { phone: "0931-8888888" }, []],
    ["of who calls needs a phone number", { channel: "phone", phone: "", address: "西湖街道1号" }, ["phone"]],
    ["of who comes is content with an address", { phone: "", address: "西湖街道1号" }, []],
    ["of a letter is content with an address", { channel: "letter", phone: "", address: "西湖街道1号" }, []],
    ["of a letter needs one of the two", { channel: "letter", phone: "" }, ["phone"]],
    ["of an unsigned letter needs neither name nor number", { channel: "letter", signed: false, name: "", phone: "" }, []],
    ["of who comes is never unsigned", { signed: false, name: "", phone: "" }, ["name", "phone"]],
    ["needs the organ a number is of", { channel: "letter", external_number: "甘信〔2026〕7号" }, ["organ_name"]],
    [
      "wants no answer before the letter",
      { channel: "letter", dated: "2026-11-20", answer_by: "2026-11-19" },
      ["answer_by"],
    ],
    ["does not take words for a number", { phone: "没有电话" }, ["phone"]],
    ["takes an ID number that ends in X", { id_number: "62010219700101001X" }, []],
    ["does not take a short ID number", { id_number: "6201021970" }, ["id_number"]],
    ["counts people from one", { persons: 0 }, ["persons"]],
    ["drops no line with a number and no name", { co_petitioners: [{ ...blankPerson(), phone: "13800000002" }] }, ["co_petitioners"]],
    ["leaves empty lines alone", { representatives: [blankPerson()], co_petitioners: [blankPerson()] }, []],
  ];
  it.each(cases)("%s", (_claim, changes, faults) =>
    expect(faultsIn({ ...filled, ...changes })).toEqual(faults),
  );

  it("is compared with what was registered before once title and place are there", () => {
    const { title, place, category, content_class } = filled;
    expect(soughtOf({ ...filled, phone: "138", id_number: "6201" })).toEqual({ title, place, category, content_class });
    expect(soughtOf(filled)?.phone).toBe("13800000000");
    expect(soughtOf({ ...filled, phone: "1380000000" })?.phone).toBeUndefined();
    expect(soughtOf({ ...filled, phone: "2345678" })?.phone).toBe("2345678");
    // A pause in a landline is not its end; eleven digits are.
    expect(soughtOf({ ...filled, phone: "0931-2345" }, true)?.phone).toBeUndefined();
    expect(soughtOf({ ...filled, phone: "0931-2345678" })?.phone).toBe("0931-2345678");
    expect(soughtOf(filled, true)?.phone).toBe("13800000000");
    expect(soughtOf({ ...filled, phone: "138 0000 0000" })?.phone).toBe("138 0000 0000");
    for (const without of [{ title: "物业" }, { place: "" }, { category: "report" } as const])
      expect(soughtOf({ ...filled, ...without })).toBeNull();
  });

  it("finds the line that the server refuses among those that were sent", () => {
    const [empty, first, second] = [blankPerson(), { ...blankPerson(), name: "钱某" }, { ...blankPerson(), name: "孙某" }];
    const form = { ...filled, co_petitioners: [empty, first, second] };
    expect(lineOf(form, "co_petitioners.1.phone", "不对")).toEqual({ key: second.key, part: "phone", sentence: "不对" });
    for (const other of ["co_petitioners.2.phone", "co_petitioners", "petitioner.phone"]) expect(lineOf(form, other, "")).toBeNull();
  });

  it("leaves out what was left empty", () => {
    const sent = petitionOf({
      ...filled,
      accused: "left from before",
      co_petitioners: [{ ...blankPerson(), name: "钱某" }, blankPerson()],
    });
    expect(sent.accused).toBeUndefined();
    expect(sent.petitioner.address).toBeUndefined();
    expect([sent.signed, sent.origin]).toEqual([true, undefined]);
    expect(sent.co_petitioners).toEqual([{ name: "钱某", phone: undefined }]);
  });
});

it("of a registration sends what came with a letter, and not what was typed for another channel", () => {
  const typed = { ...filled, signed: false, organ_name: "甘肃省信访局", external_number: " 甘信〔2026〕7号 " };
  expect(petitionOf({ ...typed, channel: "visit" })).toMatchObject({ signed: true, origin: undefined });
  expect(petitionOf({ ...typed, channel: "superior_transfer" })).toMatchObject({
    signed: false,
    origin: { organ_name: "甘肃省信访局", external_number: "甘信〔2026〕7号", dated: undefined },
  });
});

it("of who calls or comes says whether it was read back, and of no other", () => {
  const sent = (channel: RegistrationForm["channel"], read_back: boolean) => petitionOf({ ...filled, channel, read_back }).read_back;
  expect([sent("visit", true), sent("phone", false), sent("letter", true)]).toEqual([true, false, undefined]);
});

it("of a letter to the leader's mailbox names a leader, and of no other and no report", () => {
  const sent = (typed: Partial<RegistrationForm>) => petitionOf({ ...filled, leader: "l1", ...typed }).leader;
  expect(sent({ channel: "leader_mailbox" })).toBe("l1");
  expect(sent({ channel: "leader_mailbox", leader: "" })).toBeUndefined();
  expect(sent({ channel: "leader_mailbox", category: "report", respondent: "某局的王某" })).toBeUndefined();
  expect(sent({ channel: "visit" })).toBeUndefined();
});

describe("a place", () => {
  const places = placesOf([
    { code: "62", name: "甘肃省", level: "province", parent: null },
    { code: "6201", name: "兰州市", level: "city", parent: "62" },
    { code: "620102", name: "城关区", level: "county", parent: "6201" },
    { code: "620102001", name: "酒泉路街道", level: "township", parent: "620102" },
  ]);
  it.each([
    ["酒泉", ["620102001"]],
    ["兰州 城关", ["620102", "620102001"]],
    ["620102", ["620102", "620102001"]],
    ["定西", []],
  ])("is found by %s", (typed, codes) =>
    expect(findPlaces(places, typed).map((place) => place.code)).toEqual(codes),
  );

  it("says what it lies in", () => {
    expect(findPlaces(places, "酒泉")[0]?.path).toBe("甘肃省 兰州市 城关区 酒泉路街道");
  });
});
