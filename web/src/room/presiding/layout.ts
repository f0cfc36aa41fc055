// Which layout this page shows: its own choice, or the presider's. A pinned seat is for this page alone.
import { computed, ref, watch, type ComputedRef, type Ref } from "vue";
import { largeSeats } from "@/state/presiding";
import { seatOf } from "@/state/room";
import { onStage, pictured } from "@/state/seen";
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

export function useLayout({ room }: HearingRoom): Shown {
  /** Who spoke last stays: kept from one state of the room to the next. */
  const speaker = ref<SeatId | null>(null);
  watch(room, (view) => (speaker.value = view && onStage(view, speaker.value)), { immediate: true });
  const own = ref<Layout | null>(null);
  const pinned = ref<SeatId | null>(null);
  const layout = computed<Layout>(() => own.value ?? room.value?.presiding?.layout ?? "speaker");
  const large = computed(() => {
    const view = room.value;
    if (view === null) return [];
    const seats = largeSeats(view, layout.value, pinned.value, speaker.value).flatMap((id) => seatOf(view, id) ?? []);
    return [...new Set(seats.map((seat) => pictured(view.seats, seat)))];
  });
  return { layout, own, pinned, large, pin: (seat) => (pinned.value = pinned.value === seat ? null : seat) };
}
