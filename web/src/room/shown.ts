// Has the relay told how large each picture really is on the screen, as long as a stage is on it.
import { onScopeDispose, provide, watch } from "vue";
import { Tiles } from "@/media/tiles";
import { FOLLOW, type Follow } from "./follow";
import type { HearingRoom } from "./hearing";

/** More pixels than this per point are not seen from where people hold a phone, but are paid for. */
const MAX_RATIO = 2;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Height at which the whole picture would be drawn: filling a box crops it, fitting it leaves bars. */
export function drawnHeight(box: Size, picture: Size, fit: string): number {
  if (picture.width === 0 || picture.height === 0 || box.width === 0) return box.height;
  const byWidth = (box.width * picture.height) / picture.width;
  return fit === "contain" ? Math.min(box.height, byWidth) : Math.max(box.height, byWidth);
}

/** Tells an element's height in device pixels once it is known, and whenever it changes; returns how to stop. */
export function watchShown(element: HTMLVideoElement, onHeight: (height: number) => void): () => void {
  let inView: boolean | null = null;
  const tell = () => {
    if (inView === null) return;
    const box = { width: element.clientWidth, height: element.clientHeight };
    const picture = { width: element.videoWidth, height: element.videoHeight };
    const height = drawnHeight(box, picture, getComputedStyle(element).objectFit);
    onHeight(inView ? Math.round(height * Math.min(devicePixelRatio || 1, MAX_RATIO)) : 0);
  };
  const resized = new ResizeObserver(tell);
  const seen = new IntersectionObserver((entries) => {
    inView = entries[entries.length - 1]?.isIntersecting ?? inView;
    tell();
  });
  resized.observe(element);
  seen.observe(element);
  element.addEventListener("resize", tell); // of the picture: another shape, say of a phone that was turned
  return () => {
    resized.disconnect();
    seen.disconnect();
    element.removeEventListener("resize", tell);
  };
}

const ofStage = new WeakMap<HearingRoom, Follow>();

/**
 * For the component that shows the stage; the pictures within it are followed. Browsers without the observers
 * say nothing: then all pictures count as shown in full.
 */
export function useShown(hearing: HearingRoom): void {
  const { room, received, link, request } = hearing;
  if (typeof ResizeObserver !== "function" || typeof IntersectionObserver !== "function") return;
  const tiles = new Tiles(request);
  const seen = () => tiles.hide(document.visibilityState === "hidden");
  const now = { immediate: true, flush: "sync" } as const;
  watch(received, (tracks) => tiles.connected([...tracks].filter(([, track]) => track.kind === "video")), now);
  watch(() => room.value?.slots ?? [], (slots) => {
    tiles.carry(slots.filter(({ kind }) => kind !== "microphone").map(({ mid }) => mid));
  }, now);
  watch(() => link.value.is === "open", (open) => open && tiles.again(), { flush: "sync" });
  const follow: Follow = (element, stream) => {
    const track = stream.getVideoTracks()[0];
    const mid = [...received.value].find(([, known]) => known === track)?.[0];
    if (mid === undefined) return () => undefined;
    const view = {};
    const stop = watchShown(element, (height) => tiles.show(view, mid, height));
    return () => {
      stop();
      tiles.gone(view);
    };
  };
  provide(FOLLOW, follow);
  ofStage.set(hearing, follow);
  document.addEventListener("visibilitychange", seen);
  seen();
  onScopeDispose(() => {
    document.removeEventListener("visibilitychange", seen);
    tiles.stop();
  });
}

/** For what shows a picture over the stage: it counts like one on it. */
export function followLikeStage(hearing: HearingRoom): void {
  const follow = ofStage.get(hearing);
  if (follow) provide(FOLLOW, follow);
}
