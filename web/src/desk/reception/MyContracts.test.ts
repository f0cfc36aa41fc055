import { expect, it, vi } from "vitest";
import { reception } from "../api";
import { show } from "../parts/show";
import MyContracts from "./MyContracts.vue";

const contract = (id: string, state: string) => ({
  taken_at: 1, petition: { id, title: `事项${id}`, number: `XF${id}`, place_name: "某街道", unit_name: null, state, next_due: null, paused: false },
});

it("lists what is over apart from what runs, page by page", async () => {
  vi.spyOn(reception, "mine").mockImplementation((after) =>
    Promise.resolve((after ? { rows: [contract("3", "routed")], next: null } : { rows: [contract("1", "handling"), contract("2", "closed")], next: "a" }) as never),
  );
  const { page, gone } = show(MyContracts, {});
  const titles = (part: string) => [...page.querySelectorAll(`[data-part=${part}] tbody th`)].map((cell) => cell.textContent?.match(/事项\d/)?.[0]);
  await vi.waitFor(() => expect(titles("running")).toEqual(["事项1"]));
  page.querySelector<HTMLElement>("button.more")?.click();
  await vi.waitFor(() => expect(titles("running")).toEqual(["事项1", "事项3"]));
  expect(titles("over")).toEqual(["事项2"]);
  gone();
});
