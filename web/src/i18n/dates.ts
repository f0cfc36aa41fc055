// Dates as people write them. Hearings are held in China: every time is China Standard Time, wherever
// the phone thinks it is.
import { lang } from "./lang";

const ZONE = "Asia/Shanghai";
const DAY_MS = 86_400_000;

type Parts = Record<"year" | "month" | "day" | "weekday" | "hour" | "minute" | "second", string>;

function parts(at: number, locale: string): Parts {
  const format = new Intl.DateTimeFormat(locale, {
    timeZone: ZONE, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric",
    weekday: "short", hour: "2-digit", minute: "2-digit", second: "2-digit",
  });
  return Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value])) as Parts;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** 2026年11月23日（周一） · Mon 23 Nov 2026 */
export function day(at: number): string {
  const zh = lang.value === "zh";
  const p = parts(at, zh ? "zh-CN" : "en-GB");
  if (zh) return `${p.year}年${p.month}月${p.day}日（${p.weekday}）`;
  return `${p.weekday} ${Number(p.day)} ${MONTHS[Number(p.month) - 1]} ${p.year}`;
}

/** 15:30 */
export function clock(at: number): string {
  const p = parts(at, "en-GB");
  return `${p.hour}:${p.minute}`;
}

/** 2026年11月23日（周一）15:30 · Mon 23 Nov 2026, 15:30 */
export function moment(at: number): string {
  return lang.value === "zh" ? day(at) + clock(at) : `${day(at)}, ${clock(at)}`;
}

/** From–to on one day: 2026年11月23日（周一）15:30–17:00 */
export function span(from: number, to: number): string {
  return `${moment(from)}–${isoDay(from) === isoDay(to) ? clock(to) : moment(to)}`;
}

/** YYYY-MM-DD, as the API wants days. */
export function isoDay(at: number): string {
  const p = parts(at, "en-GB");
  return `${p.year}-${p.month.padStart(2, "0")}-${p.day.padStart(2, "0")}`;
}

/** A day of the API (YYYY-MM-DD) as people write it. */
export function writtenDay(iso: string): string {
  return day(Date.parse(`${iso}T12:00:00+08:00`));
}

/** Days of the API, in order, as people write several: 11月2–6、9–13日 · 2–6, 9–13 Nov */
export function daysOf(isos: readonly string[]): string {
  const runs: { month: number; from: number; to: number; next: number }[] = [];
  for (const iso of isos) {
    const [at, month, date] = [Date.parse(iso), Number(iso.slice(5, 7)), Number(iso.slice(8))];
    const last = runs[runs.length - 1];
    if (last?.month === month && last.next === at) Object.assign(last, { to: date, next: at + DAY_MS });
    else runs.push({ month, from: date, to: date, next: at + DAY_MS });
  }
  const written = ({ from, to }: { from: number; to: number }) => (from === to ? `${from}` : `${from}–${to}`);
  const months = [...new Set(runs.map(({ month }) => month))];
  const ofMonth = (month: number, list: string) => runs.filter((run) => run.month === month).map(written).join(list);
  if (lang.value === "zh") return months.map((month) => `${month}月${ofMonth(month, "、")}日`).join("，");
  return months.map((month) => `${ofMonth(month, ", ")} ${MONTHS[month - 1]}`).join("; ");
}

/** Calendar days from now until then; negative when past. */
export function daysUntil(then: number, now: number): number {
  return Math.round((Date.parse(isoDay(then)) - Date.parse(isoDay(now))) / DAY_MS);
}

/** A running clock: 05:09, or 1:05:09 from an hour on. */
export function elapsed(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number) => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${two(m)}:${two(s)}`;
}
