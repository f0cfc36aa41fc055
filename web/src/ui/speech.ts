// Text read aloud by the device's own voice.

export const canSpeak = (): boolean => typeof window !== "undefined" && "speechSynthesis" in window;

/** Short enough that a voice does not stop in the middle (some stop after a quarter of a minute). */
export function sentences(text: string): string[] {
  return text.split(/[\n。！？!?]+/).map((line) => line.trim()).filter((line) => line !== "");
}

/** Tells who had read aloud what is being read that it is over. */
let over: (() => void) | null = null;

/**
 * Instead of whatever is being read. `done` once: when the last word was said or the reading was cut off; false when
 * there is nothing to say.
 */
export function speak(text: string, language: string, done: () => void): boolean {
  hush();
  const spoken = sentences(text).map((sentence) => {
    const said = new SpeechSynthesisUtterance(sentence);
    said.lang = language;
    said.rate = 0.9;
    return said;
  });
  const end = spoken[spoken.length - 1];
  if (end === undefined) return false;
  const mine = () => {
    if (over !== mine) return; // a voice may tell late of what was cut off
    over = null;
    done();
  };
  over = mine;
  end.onend = end.onerror = mine;
  spoken.forEach((said) => speechSynthesis.speak(said));
  return true;
}

export function hush(): void {
  over?.();
  if (canSpeak()) speechSynthesis.cancel();
}
