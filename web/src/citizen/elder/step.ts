// The one thing to do next on a page. Pure.

/** What must be ticked first, else the page's first primary button that can be pressed. */
export function nextStep(page: ParentNode): HTMLElement | null {
  const tick = page.querySelector<HTMLInputElement>("main .agree input[type=checkbox]:not(:checked)");
  return tick ?? page.querySelector<HTMLElement>("main .button.primary:not([disabled])");
}
