// Which layout this page shows: its own choice, or the presider's. A pinned seat is for this page alone.
import { computed, ref, type ComputedRef, type Ref } from "vue";
import { largeSeats } from "@/state/presiding";
import { seatOf } from "@/state/room";
import type { Layout, SeatId, SeatView } from "@/wire";
import type { HearingRoom } from "../hearing";

export interface Shown {
  readonly layout: ComputedRef<Layout>;
  /** Null follows the presider. */
  readonly own: Ref<Layout | null>;
  readonly pinned: Ref<SeatId | null>;
  readonly large: ComputedRef<readonly SeatView[]>;
  pin(seat: SeatId): void;
}

export function useLayout({ room, stageSeat }: HearingRoom): Shown {
  const own = ref<Layout | null>(null);
  const pinned = ref<SeatId | null>(null);
  const layout = computed<Layout>(() => own.value ?? room.value?.presiding?.layout ?? "speaker");
  const large = computed(() => {
    const view = room.value;
    if (view === null) return [];
    return largeSeats(view, layout.value, pinned.value, stageSeat.value).flatMap((id) => seatOf(view, id) ?? []);
  });
  return { layout, own, pinned, large, pin: (seat) => (pinned.value = pinned.value === seat ? null : seat) };
}
