// That the person of this tab agreed not to record, so that a reload in mid-hearing does not ask again. Held another day, it is asked anew.

interface Day {
  readonly hearing: string;
  readonly starts_at: number;
}

const keyOf = ({ hearing, starts_at }: Day) => `lj.agreed.${hearing}.${starts_at}`;

export function hasAgreed(day: Day): boolean {
  try {
    return sessionStorage.getItem(keyOf(day)) === "1";
  } catch {
    return false;
  }
}

export function keepAgreed(day: Day): void {
  try {
    sessionStorage.setItem(keyOf(day), "1");
  } catch {
    // Asked again after a reload, no more.
  }
}
