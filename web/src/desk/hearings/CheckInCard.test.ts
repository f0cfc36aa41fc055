import { afterEach, expect, it, vi } from "vitest";
import { Problem } from "@/api/http";
import { checkIn } from "../api";
import { show, type Shown } from "../parts/show";
import type { SeatCheckIn } from "../rest";
import CheckInCard from "./CheckInCard.vue";

let shown: Shown;
afterEach(() => {
  shown.gone();
  vi.restoreAllMocks();
});

const row = (seat: string, more: Partial<SeatCheckIn>): SeatCheckIn => ({
  seat, role: "petitioner", label: "信访人", name: seat, masked: false, identified_here: false, state: "checking_in", identity: null,
  phone_confirmed: false, photo: false, declared_at: null, language: null, interpreter: false, test: null, helps: null, beside: null,
  may_carry: false, ...more,
});
/** A petitioner, a room, and a company from outside. */
const rows = (beside: string | null) => [
  row("petitioner", { identified_here: true, beside }),
  row("room", { role: "agency_rep", label: "住建局", name: "", may_carry: true }),
  row("company", { role: "company_rep", declared_at: 1 }),
];

const select = () => document.querySelector<HTMLSelectElement>("[data-field=beside]");

async function card() {
  vi.spyOn(checkIn, "of").mockResolvedValue(rows(null));
  shown = show(CheckInCard, { id: "h", reseats: false });
  await vi.waitFor(() => expect(select()).not.toBeNull());
}

function choose(carrier: string) {
  const field = select();
  if (!field) throw new Error("no choice");
  field.value = carrier;
  field.dispatchEvent(new Event("change"));
}

it("puts who has no device before a room's camera, and takes them back", async () => {
  const put = vi.spyOn(checkIn, "beside").mockImplementation((_hearing, _seat, carrier) => Promise.resolve(rows(carrier)));
  await card();
  expect(document.querySelectorAll("[data-field=beside]")).toHaveLength(1);
  expect([...(select()?.options ?? [])].map(({ value }) => value)).toEqual(["", "room"]);
  choose("room");
  await vi.waitFor(() => expect(put).toHaveBeenLastCalledWith("h", "petitioner", "room"));
  await vi.waitFor(() => expect([select()?.value, select()?.disabled]).toEqual(["room", false]));
  choose("");
  await vi.waitFor(() => expect(put).toHaveBeenLastCalledWith("h", "petitioner", null));
});

it("shows what was refused as it was", async () => {
  vi.spyOn(checkIn, "beside").mockRejectedValue(new Problem(422, "cannot_sit_beside", "no"));
  await card();
  choose("room");
  await vi.waitFor(() => expect(select()?.value).toBe(""));
  await vi.waitFor(() => expect(document.querySelector(".el-message")).not.toBeNull());
  document.querySelectorAll(".el-message").forEach((message) => message.remove());
});

it("offers who stands at another organ's counter the paper and nothing else", async () => {
  vi.spyOn(checkIn, "of").mockResolvedValue([row("petitioner", { identified_here: true }), row("room", { may_carry: true })]);
  shown = show(CheckInCard, { id: "h", reseats: false, paperOnly: true });
  await vi.waitFor(() => expect(document.querySelector("[data-identity]")).not.toBeNull());
  expect([...document.querySelectorAll<HTMLElement>("[data-identity]")].map((key) => key.dataset.identity)).toEqual(["paper"]);
  expect(document.querySelectorAll("[data-part=check-in] button, [data-part=check-in] select")).toHaveLength(1);
});
