// What only this page can know of why its seat fails: a device that is gone, a battery nearly empty.

export type Trouble = "device" | "power" | null;

/** A device that is back within this was not gone. Seconds. */
const GONE_FOR = 5;
/** Share of the battery at which a phone may go out at any time. */
const NEARLY_EMPTY = 0.05;

/** Tells changes only: what ails the page now, or null when nothing does any more. */
export class OwnTrouble {
  private told: Trouble = null;
  private goneSince: number | null = null;

  /** Undefined when there is nothing new. A battery that ends everything counts before a device. */
  next(at: number, deviceGone: boolean, powerLow: boolean): Trouble | undefined {
    this.goneSince = deviceGone ? (this.goneSince ?? at) : null;
    const device = this.goneSince !== null && at - this.goneSince >= GONE_FOR;
    const now = powerLow ? "power" : device ? "device" : null;
    if (now === this.told) return undefined;
    this.told = now;
    return now;
  }

  /** Whoever listens now knows nothing. */
  forget(): void {
    this.told = null;
  }
}

interface Battery {
  readonly charging: boolean;
  readonly level: number;
}

export function isLow({ charging, level }: Battery): boolean {
  return !charging && level <= NEARLY_EMPTY;
}

/** A look at the battery, where the browser lets pages have one (Chromium). */
export async function batteryIsLow(): Promise<() => boolean> {
  const ask = (navigator as { getBattery?: () => Promise<Battery> }).getBattery;
  const battery = await ask?.call(navigator).catch(() => undefined);
  return () => battery !== undefined && isLow(battery);
}
