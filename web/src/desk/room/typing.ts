// The line under the clerk's fingers, not sent yet: kept in this browser so that a reload loses no word.

const keyOf = (hearing: string) => `lj.typing.${hearing}`;

export function typedBefore(hearing: string): string {
  try {
    return localStorage.getItem(keyOf(hearing)) ?? "";
  } catch {
    return "";
  }
}

export function keepTyping(hearing: string, text: string): void {
  try {
    if (text === "") localStorage.removeItem(keyOf(hearing));
    else localStorage.setItem(keyOf(hearing), text);
  } catch {
    // Storage is off: the field itself still holds it.
  }
}
