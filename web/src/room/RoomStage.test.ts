import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ref, shallowRef } from "vue";
import { show, type Shown } from "@/desk/parts/show";
import { apply, type RoomView } from "@/state/room";
import { welcome } from "@/state/sample";
import RoomStage from "./RoomStage.vue";

let shown: Shown | null = null;
beforeEach(() => {
  vi.stubGlobal("ResizeObserver", undefined); // nothing is measured here
});
afterEach(() => {
  shown?.gone();
  vi.unstubAllGlobals();
});

const exhibit = { exhibits: ref({ shown: {} }), stage: { props: ["beside", "room"], render: () => null } };

/** The clerk's page, with the presider and the petitioner large. */
function stage(beside: typeof exhibit | null, stripOnly: boolean) {
  const room = apply(null, welcome(), 0) as RoomView;
  const hearing = {
    room: shallowRef(room), pictures: ref(new Map()), devices: { camera: ref(null) },
    wants: ref({ microphone: true, camera: true }), beside: shallowRef(beside),
  };
  const large = room.seats.filter(({ id }) => id !== "clerk");
  const pin = vi.fn();
  shown = show(RoomStage, { hearing, shown: { layout: ref("three"), own: ref(null), pinned: ref(null), large: ref(large), pin }, stripOnly });
  const { page } = shown;
  const strip = [...page.querySelectorAll<HTMLElement>(".strip figure")].map((figure) => figure.dataset.seat);
  return { pin, strip, pins: [...page.querySelectorAll<HTMLElement>(".one .pin")] };
}

it("lets each of several large pictures be enlarged", () => {
  const { pin, strip, pins } = stage(null, false);
  expect(strip).toEqual([]);
  expect(pins).toHaveLength(2);
  pins[1]?.click();
  expect(pin).toHaveBeenCalledWith("petitioner");
});

it.each<[string, typeof exhibit | null, boolean]>([
  ["the page shows the strip alone", null, true],
  ["an exhibit is shown", exhibit, false],
])("has everybody in the strip while %s", (_, beside, stripOnly) => {
  const { strip, pins } = stage(beside, stripOnly);
  expect(strip).toEqual(["presider", "petitioner"]);
  expect(pins).toEqual([]);
});
