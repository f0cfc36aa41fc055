// How a line fares, or fared, in words and figures.
import { fill, words } from "@/i18n";
import { roomText } from "@/room/text";
import type { DropCount, LineView, SeatQuality } from "../rest";
import { record, t } from "../text";

type Word = SeatQuality["words"];

/** 92 % */
export function percent(part: number, whole: number): string {
  return whole > 0 ? `${Math.round((part / whole) * 100)} %` : "–";
}

/** Per thousand as people say it: 3.4 %; nothing measured is a dash. */
export function rate(perThousand: number | null | undefined): string {
  if (perThousand === null || perThousand === undefined) return "–";
  return `${(perThousand / 10).toFixed(perThousand < 100 && perThousand % 10 !== 0 ? 1 : 0)} %`;
}

/** 84 ms; nothing measured is a dash. */
export function millis(ms: number | null | undefined): string {
  return ms === null || ms === undefined ? "–" : `${ms} ms`;
}

/** 1.2 Mbit/s, 350 kbit/s */
export function bits(perSecond: number | null | undefined): string {
  if (perSecond === null || perSecond === undefined || perSecond === 0) return "–";
  return perSecond >= 1_000_000 ? `${(perSecond / 1_000_000).toFixed(1)} Mbit/s` : `${Math.round(perSecond / 1000)} kbit/s`;
}

/** 3 分钟; under a minute in seconds. */
export function lasting(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? t.value.lines.seconds(seconds) : t.value.lines.minutes(Math.round(seconds / 60));
}

/** 断线 2 次（网络中断 2） */
export function dropWords(drops: readonly DropCount[], what: (n: number) => string): string | null {
  const times = drops.reduce((sum, drop) => sum + drop.times, 0);
  if (times === 0) return null;
  const why = drops.map((drop) => `${words.value.dropped[drop.reason]} ${drop.times}`).join(words.value.list);
  return what(times) + fill(t.value.lines.because, { why });
}

/** 良好 92 % · 较差 3 分钟 · 断线 2 次（网络中断 2） */
export function summary(seat: SeatQuality): string {
  const { good, fair, poor, broken }: Word = seat.words;
  const quality = roomText.value.quality;
  const parts = [`${quality.good} ${percent(good, good + fair + poor + broken)}`];
  if (poor > 0) parts.push(`${quality.poor} ${lasting(poor)}`);
  if (broken > 0) parts.push(`${quality.broken} ${lasting(broken)}`);
  const went = (drop: DropCount) => drop.reason === "user_left" || drop.reason === "removed";
  parts.push(dropWords(seat.drops.filter((drop) => !went(drop)), t.value.lines.drops) ?? t.value.lines.noDrops);
  const left = dropWords(seat.drops.filter(went), t.value.lines.left);
  if (left !== null) parts.push(left);
  const media = dropWords(seat.media_drops, t.value.lines.mediaDrops);
  return (media === null ? parts : [...parts, media]).join(" · ");
}

/** Way by share, most first: UDP 98 % */
export function carrierWords(seat: SeatQuality): string {
  const whole = seat.carriers.reduce((sum, way) => sum + way.millis, 0);
  const ways = [...seat.carriers].sort((a, b) => b.millis - a.millis);
  return ways.map((way) => `${record.value.carrier[way.carrier]} ${percent(way.millis, whole)}`).join(words.value.list) || "–";
}

/** Shares of what was shown: 全部 90 %、只有声音 10 % */
export function pictureWords(seat: SeatQuality): string {
  const kinds = ["full", "reduced", "stills", "sound_only"] as const;
  const whole = kinds.reduce((sum, kind) => sum + seat.pictures[kind], 0);
  const shown = kinds.filter((kind) => seat.pictures[kind] > 0);
  return shown.map((kind) => `${record.value.pictures[kind]} ${percent(seat.pictures[kind], whole)}`).join(words.value.list) || "–";
}

/** 最小、中、最大 by share of time. */
export function layerWords(seat: SeatQuality): string {
  const whole = seat.layers.reduce((sum, layer) => sum + layer.millis, 0);
  return seat.layers.map((layer) => `${t.value.lines.layer(layer.layer)} ${percent(layer.millis, whole)}`).join(words.value.list) || "–";
}

/** Lines worst first, as who watches needs them; equals stay in the order of the table. */
export function worstFirst(lines: readonly LineView[]): LineView[] {
  const rank = { good: 0, fair: 1, poor: 2, broken: 3 };
  return [...lines].sort((a, b) => rank[b.word] - rank[a.word]);
}
