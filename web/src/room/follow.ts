// Apart from what it is done with: pages that only check a device show pictures too.
import type { InjectionKey } from "vue";

/** Follows an element that shows a received stream; returns how to stop. The own picture is not followed. */
export type Follow = (element: HTMLVideoElement, stream: MediaStream) => () => void;
export const FOLLOW: InjectionKey<Follow> = Symbol();
