import { expect, it, vi } from "vitest";
import { nextTick, shallowReactive } from "vue";
import { show } from "@/desk/parts/show";
import { apply, type RoomView } from "@/state/room";
import { seat, welcome } from "@/state/sample";
import AgreementPart from "./AgreementPart.vue";
import { termsOf } from "./rules";

const frozen = (terms: string) =>
  `调解协议：联合接访\n版本：1\n当事人：\n  信访人 马某\n  责任单位代表 张某\n协议内容：\n${terms.split("\n").map((line) => `  ${line}`).join("\n")}\n本协议自各方当事人签字之日起生效。\n（完）\n`;

function room(version: number, terms: string): RoomView {
  const seats = [seat("clerk", { role: "clerk", side: "panel" }), seat("unit"), seat("petitioner", { role: "petitioner", side: "petitioner" })];
  const signers = ["unit", "petitioner"].map((one) => ({ seat: one, mark: null, at: null, reason: null, absent: false, by_code: false }));
  const agreement = { version, sha256: "00", frozen_at: 0, changed: false, corrections: [], seats: signers, text: frozen(terms) };
  return { ...(apply(null, welcome({ seats }), 0) as RoomView), papers: { agreement, agreed: false, items: [], entries: [], reading: null } };
}

it("finds the terms in what was frozen, whatever they say", () => {
  const terms = "一、月底前公开账目。\n\n本协议自各方当事人签字之日起生效。\n协议内容：\n二、退还押金。";
  expect(termsOf(frozen(terms))).toBe(terms);
  expect(termsOf("")).toBe("");
});

it("the next version begins with the one that stands, and what is being written stays", async () => {
  const props = shallowReactive<Record<string, unknown>>({ hearing: { request: vi.fn() }, room: room(1, "物业公司月底前公开账目。") });
  const { page, type, gone } = show(AgreementPart, props);
  await nextTick();
  const field = page.querySelector("[data-part=agreement-form] textarea") as HTMLTextAreaElement;
  const parties = () => [...page.querySelectorAll<HTMLInputElement>("[data-party]")].filter((box) => box.checked).map((box) => box.value);
  expect([field.value, parties()]).toEqual(["物业公司月底前公开账目。", ["unit", "petitioner"]]);
  props.room = room(2, "物业公司十五日内公开账目。");
  await nextTick();
  expect(field.value, "another keeper was faster").toBe("物业公司十五日内公开账目。");
  await type(field, "物业公司十日内公开账目。");
  props.room = room(3, "物业公司一个月内公开账目。");
  await nextTick();
  expect(field.value).toBe("物业公司十日内公开账目。");
  gone();
  sessionStorage.clear();
});
