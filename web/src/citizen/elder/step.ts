// The one thing to do next on a page, and what of it is read aloud. Pure.

/** What must be ticked first, else the page's first primary key that can be pressed. */
export function nextStep(page: ParentNode): HTMLElement | null {
  const tick = page.querySelector<HTMLInputElement>("main .agree input[type=checkbox]:not(:checked)");
  return tick ?? page.querySelector<HTMLElement>("main .button.primary:not([disabled])");
}

/** Short enough that a voice does not stop in the middle (some stop after a quarter of a minute). */
export function sentences(text: string): string[] {
  return text.split(/[\n。！？!?]+/).map((line) => line.trim()).filter((line) => line !== "");
}
