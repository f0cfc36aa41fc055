// That the person of this tab agreed not to record, so that a reload in mid-hearing does not ask again.

const keyOf = (hearing: string) => `lj.agreed.${hearing}`;

export function hasAgreed(hearing: string): boolean {
  try {
    return sessionStorage.getItem(keyOf(hearing)) === "1";
  } catch {
    return false;
  }
}

export function keepAgreed(hearing: string): void {
  try {
    sessionStorage.setItem(keyOf(hearing), "1");
  } catch {
    // Asked again after a reload, no more.
  }
}
