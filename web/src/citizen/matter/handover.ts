// Number and code from the page that just showed them to the page that asks for them. In memory only.

let kept: { number: string; code: string } | null = null;

export function handOver(number: string, code: string): void {
  kept = { number, code };
}

/** Once: the next visit of the page begins empty. */
export function handedOver(): { number: string; code: string } | null {
  const key = kept;
  kept = null;
  return key;
}
