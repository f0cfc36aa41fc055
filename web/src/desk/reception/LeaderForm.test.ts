import { expect, it, vi } from "vitest";
import { isoDay } from "@/i18n";
import { reception } from "../api";
import { show } from "../parts/show";
import LeaderForm from "./LeaderForm.vue";

vi.mock("../parts/StaffSelect.vue", async () => {
  const { h } = await import("vue");
  const setup = (_: unknown, { emit }: { emit: (name: string, value: string) => void }) => () =>
    h("input", { "data-part": "staff", onInput: (event: Event) => emit("update:modelValue", (event.target as HTMLInputElement).value) });
  return { default: { props: ["modelValue"], emits: ["update:modelValue"], setup } };
});

it("gives who is chosen nothing of who was chosen before", async () => {
  const put = vi.spyOn(reception, "putLeader").mockResolvedValue({} as never);
  const known = [{ staff: "a", title: "区长", rank: "chief", field: "城建", mailbox: true, since: "2025-03-01", tag: "1" }];
  const { page, type, gone } = show(LeaderForm, { known });
  const staff = page.querySelector<HTMLInputElement>("[data-part=staff]") as HTMLInputElement;
  const mailbox = () => page.querySelector<HTMLInputElement>("[type=checkbox]")?.checked;
  await type(staff, "a");
  expect(mailbox()).toBe(true);
  expect(page.querySelector<HTMLInputElement>("[type=date]")?.value).toBe("2025-03-01");
  await type(staff, "b");
  expect(mailbox()).toBe(false);
  page.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
  const blank = { staff: "b", title: "", rank: "other", field: "", mailbox: false, since: null };
  await vi.waitFor(() => expect(put).toHaveBeenCalledWith(blank, undefined));
  gone();
});

it("begins another post today, and takes a day back where the field is emptied", async () => {
  const put = vi.spyOn(reception, "putLeader").mockResolvedValue({} as never);
  const known = [{ staff: "a", title: "副区长", rank: "other", field: "城建", mailbox: false, since: "2025-03-01", tag: "1" }];
  const { page, type, gone } = show(LeaderForm, { known });
  await type(page.querySelector<HTMLInputElement>("[data-part=staff]") as HTMLInputElement, "a");
  const day = page.querySelector<HTMLInputElement>("[type=date]") as HTMLInputElement;
  const rank = page.querySelector("select") as HTMLSelectElement;
  const choose = (value: string) => {
    rank.value = value;
    rank.dispatchEvent(new Event("change"));
  };
  choose("chief");
  await vi.waitFor(() => expect(day.value).toBe(isoDay(Date.now())));
  choose("other");
  await vi.waitFor(() => expect(day.value).toBe("2025-03-01"));
  await type(day, "");
  page.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
  await vi.waitFor(() => expect(put).toHaveBeenCalledWith(expect.objectContaining({ staff: "a", since: null }), known[0]));
  gone();
});
