// Plays what the others say: one element per receive-only section, so that a change of speaker changes
// nothing here. Phones allow sound only after a tap: `unlock` runs directly in its handler.
import { shallowRef, type ShallowRef } from "vue";

export class Sound {
  /** The browser holds sound back until the person taps. */
  readonly blocked: ShallowRef<boolean> = shallowRef(false);
  /** By mid: whoever hears an interpreter has the others lowered. */
  readonly elements = new Map<string, HTMLAudioElement>();
  private readonly tap = () => this.unlock();

  constructor() {
    document.addEventListener("pointerdown", this.tap);
    document.addEventListener("visibilitychange", this.tap);
  }

  /** Sections of a fresh connection replace those of the one before. */
  play(tracks: ReadonlyMap<string, MediaStreamTrack>): void {
    for (const [mid, track] of tracks) {
      if (track.kind !== "audio") continue;
      const element = this.elements.get(mid) ?? this.add(mid);
      const playing = element.srcObject instanceof MediaStream ? element.srcObject.getTracks()[0] : null;
      if (playing === track) continue;
      element.srcObject = new MediaStream([track]);
      void this.start(element);
    }
  }

  unlock(): void {
    for (const element of this.elements.values()) if (element.paused) void this.start(element);
  }

  close(): void {
    document.removeEventListener("pointerdown", this.tap);
    document.removeEventListener("visibilitychange", this.tap);
    for (const element of this.elements.values()) {
      element.srcObject = null;
      element.remove();
    }
    this.elements.clear();
  }

  private add(mid: string): HTMLAudioElement {
    const element = document.createElement("audio");
    element.autoplay = true;
    element.hidden = true;
    document.body.append(element);
    this.elements.set(mid, element);
    return element;
  }

  private async start(element: HTMLAudioElement): Promise<void> {
    try {
      await element.play();
      this.blocked.value = false;
    } catch (error) {
      // AbortError: replaced while starting. NotAllowedError: a tap is needed.
      if (error instanceof Error && error.name === "NotAllowedError") this.blocked.value = true;
    }
  }
}
