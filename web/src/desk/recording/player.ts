// All files of a hearing played as one: a clock of our own, and every element kept to it.
import { computed, onBeforeUnmount, reactive, ref, shallowRef } from "vue";
import { atHand, extent, mustSeek, nextRecorded, positionIn, ticked, type Playable } from "./playback";

/** Between two looks at the elements, milliseconds. */
const EVERY = 200;
/** `HTMLMediaElement.HAVE_FUTURE_DATA`. */
const READY = 3;
/** `MediaError.MEDIA_ERR_DECODE`: it came, and cannot be played. */
const DECODE = 3;
/** `MediaError.MEDIA_ERR_SRC_NOT_SUPPORTED`: of a format that is not known, and of what did not come at all. */
const NOT_TAKEN = 4;

/** Why a file does not play: this browser cannot, or it did not come. */
export type Fault = "unplayable" | "lost";

/** Whether there is something at an address now. One who plays asks for pieces all the time: it is no further playing. */
async function answers(address: string): Promise<boolean> {
  try {
    return (await fetch(address, { headers: { range: "bytes=0-0" } })).ok;
  } catch {
    return false;
  }
}

export function usePlayer() {
  const files = shallowRef<Playable[]>([]);
  const elements = new Map<string, HTMLMediaElement>();
  /** UTC milliseconds. */
  const at = ref(0);
  const playing = ref(false);
  const rate = ref(1);
  /** Ids of the files that have something now. */
  const live = reactive(new Set<string>());
  /** What keeps files, by their ids, from playing: all others go on without them. */
  const faults = reactive(new Map<string, Fault>());
  /** Ids of the files whose elements are to be on the page: a long day has more than a browser can hold. */
  const needed = reactive(new Set<string>());
  const span = computed(() => extent(files.value));
  let looked = performance.now();
  let waitedSince: number | null = null;

  function open(all: Playable[]): void {
    files.value = all;
    faults.clear();
    at.value = span.value?.from ?? 0;
    look();
  }

  function hold(id: string, element: HTMLMediaElement | null): void {
    if (element === null) {
      elements.delete(id);
      faults.delete(id); // whoever comes back tries anew
      return;
    }
    elements.set(id, element);
    const file = files.value.find((one) => one.id === id);
    if (file) place(file, element); // also while nothing plays: it shows the time that was chosen
  }

  async function broke(id: string, element: HTMLMediaElement): Promise<void> {
    const code = element.error?.code ?? 0;
    if (code < DECODE) return;
    const came = code !== NOT_TAKEN || (await answers(element.src));
    if (elements.get(id) === element) faults.set(id, came ? "unplayable" : "lost");
  }

  function seek(to: number): void {
    at.value = nextRecorded(files.value, to) ?? span.value?.to ?? 0;
    waitedSince = null;
    look();
  }

  function toggle(): void {
    if (!playing.value && span.value !== null && at.value >= span.value.to) at.value = span.value.from;
    playing.value = !playing.value;
    looked = performance.now();
    look();
  }

  /** Brings one element to the clock; whether it can sound if it should. */
  function place(file: Playable, element: HTMLMediaElement): boolean {
    const position = positionIn(file, at.value);
    if (position === null || !playing.value) element.pause();
    if (position === null) return true;
    element.playbackRate = rate.value;
    if (mustSeek(element.currentTime, position) && !element.seeking) element.currentTime = position;
    // Refused until somebody has touched the page; the next look tries again.
    if (playing.value && element.paused && !element.ended) void element.play().catch(() => undefined);
    return element.readyState >= READY || element.ended || element.error !== null;
  }

  /** Brings every element to the clock; whether all that should sound can. */
  function look(): boolean {
    let ready = true;
    const soon = new Set(atHand(files.value, at.value).map((file) => file.id));
    for (const id of needed) if (!soon.has(id)) needed.delete(id);
    for (const id of soon) needed.add(id);
    for (const file of files.value) {
      const sounds = positionIn(file, at.value) !== null;
      if (sounds) live.add(file.id);
      else live.delete(file.id);
      const element = elements.get(file.id);
      // One that is not there is on its way to the page.
      if (element === undefined ? sounds : !place(file, element)) ready = false;
    }
    return ready;
  }

  function tick(): void {
    const now = performance.now();
    const passed = now - looked;
    looked = now;
    if (!playing.value) return;
    const clock = ticked(files.value, { at: at.value, waitedSince }, { ready: look(), now, passed: passed * rate.value });
    at.value = clock.at;
    waitedSince = clock.waitedSince;
    if (!clock.over) return;
    playing.value = false;
    look();
  }

  const timer = setInterval(tick, EVERY);
  onBeforeUnmount(() => clearInterval(timer));

  return { files, at, playing, rate, live, faults, needed, span, open, hold, broke, seek, toggle };
}
