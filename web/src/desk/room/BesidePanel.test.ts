import { afterEach, expect, it, vi } from "vitest";
import { shallowReactive } from "vue";
import { apply, type RoomView } from "@/state/room";
import { seat, welcome } from "@/state/sample";
import { checkIn } from "../api";
import { show, type Shown } from "../parts/show";
import type { SeatCheckIn } from "../rest";
import { t } from "../text";
import BesidePanel from "./BesidePanel.vue";

let shown: Shown;
afterEach(() => {
  shown.gone();
  vi.restoreAllMocks();
});

const row = (id: string, more: Partial<SeatCheckIn>): SeatCheckIn => ({
  seat: id, role: "petitioner", label: "信访人", name: id, masked: false, identified_here: false, state: "checking_in", identity: null,
  phone_confirmed: false, photo: false, declared_at: null, language: null, interpreter: false, test: null, helps: null, beside: null,
  may_carry: false, ...more,
});
const rows = (beside: string | null) => [row("petitioner", { identified_here: true, beside }), row("clerk", { role: "clerk", may_carry: true })];
const select = () => shown.page.querySelector<HTMLSelectElement>("[data-field=beside]");

it("sets and clears in the room before whose camera somebody sits, and says what is done by their own phone", async () => {
  const put = vi.spyOn(checkIn, "beside").mockImplementation((_hearing, _seat, carrier) => Promise.resolve(rows(carrier)));
  const of = vi.spyOn(checkIn, "of").mockResolvedValue(rows(null));
  const view = apply(null, welcome(), 0) as RoomView;
  const props = shallowReactive<Record<string, unknown>>({ room: view });
  shown = show(BesidePanel, props);
  await vi.waitFor(() => expect(select()).not.toBeNull());
  expect(shown.page.textContent).toContain(t.value.checkIn.besideRoom);
  expect(t.value.checkIn.besideRoom).toMatch(/私下会谈.*手机/);
  for (const carrier of ["clerk", ""]) {
    const field = select() as HTMLSelectElement;
    field.value = carrier;
    field.dispatchEvent(new Event("change"));
    await vi.waitFor(() => expect(put).toHaveBeenLastCalledWith("h", "petitioner", carrier || null));
    await vi.waitFor(() => expect([select()?.value, select()?.disabled]).toEqual([carrier, false]));
  }
  // Another desk sets it: the room tells, and the panel looks again.
  of.mockResolvedValue(rows("clerk"));
  props.room = { ...view, seats: [seat("clerk", { role: "clerk" }), seat("petitioner", { beside: "clerk" })] };
  await vi.waitFor(() => expect(select()?.value).toBe("clerk"));
});

it("says so where nobody has a camera to share", async () => {
  vi.spyOn(checkIn, "of").mockResolvedValue([row("petitioner", { identified_here: true })]);
  shown = show(BesidePanel, { room: apply(null, welcome(), 0) });
  await vi.waitFor(() => expect(shown.page.textContent).toContain(t.value.checkIn.besideNobody));
  expect(select()).toBeNull();
});
