// How large a picture really is on the screen, in device pixels; 0 while it is scrolled out of view.
import type { InjectionKey } from "vue";

/** Follows an element that shows a stream; returns how to stop. Without it, nobody is told (the own picture). */
export type Follow = (element: HTMLVideoElement, stream: MediaStream) => () => void;
export const FOLLOW: InjectionKey<Follow> = Symbol("follow");

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

/** Old browsers without these observers say nothing: then all pictures count as shown in full. */
export function watchShown(element: HTMLVideoElement, onHeight: (height: number) => void): () => void {
  if (typeof ResizeObserver !== "function" || typeof IntersectionObserver !== "function") return () => undefined;
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
