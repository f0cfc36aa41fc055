// Text read aloud by the device's own voice.

export const canSpeak = (): boolean => typeof window !== "undefined" && "speechSynthesis" in window;

/** Short enough that a voice does not stop in the middle (some stop after a quarter of a minute). */
export function sentences(text: string): string[] {
  return text.split(/[\n。！？!?]+/).map((line) => line.trim()).filter((line) => line !== "");
}

/** Instead of whatever is being read. `done` when the last word was said; false when there is nothing to say. */
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
  end.onend = done;
  spoken.forEach((said) => speechSynthesis.speak(said));
  return true;
}

export function hush(): void {
  if (canSpeak()) speechSynthesis.cancel();
}
