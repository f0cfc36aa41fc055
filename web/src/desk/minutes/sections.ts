// Minutes by phase, and finding words in them.
import type { Line } from "@/state/drafts";
import type { AgendaPhase, EntryView } from "@/wire";
import { t } from "../text";

/** The text of a line as its writer sees it: one's own unsaved words before what is committed. */
export function textOf(line: Line): string {
  return line.draft?.text ?? line.entry?.text ?? "";
}

export function phaseOf(line: Line): AgendaPhase {
  return line.entry?.phase ?? line.draft?.phase ?? "opening";
}

export function speakerOf(line: Line): string | null {
  return line.draft ? line.draft.speaker : (line.entry?.speaker ?? null);
}

/** Why a line says nothing any more; null as long as it stands, and where its writer is writing it again. */
export function struckOf(line: Line): string | null {
  return line.draft ? null : (line.entry?.struck ?? null);
}

/** What a line on record says to whoever mends it here: its text, or why it says nothing any more. */
export function textNow({ text, struck }: EntryView): string {
  return struck ? t.value.minutes.struck(struck) : text;
}

/** On record as it is shown, and not struck. */
export function mayBeStruck(line: Line): line is Line & { entry: EntryView } {
  return line.entry !== null && line.draft === null && struckOf(line) === null;
}

export interface Section {
  phase: AgendaPhase;
  lines: Line[];
}

/** Lines in their order, a heading wherever the phase changes (it may come back). */
export function sectionsOf(lines: readonly Line[]): Section[] {
  const sections: Section[] = [];
  for (const line of lines) {
    const last = sections[sections.length - 1];
    if (last && last.phase === phaseOf(line)) last.lines.push(line);
    else sections.push({ phase: phaseOf(line), lines: [line] });
  }
  return sections;
}

export function matches(line: Line, wanted: string): boolean {
  return wanted.trim() === "" || textOf(line).toLowerCase().includes(wanted.trim().toLowerCase());
}

/** Text cut at each hit, hits at odd places: for marking them. */
export function cutAt(text: string, wanted: string): string[] {
  const word = wanted.trim();
  if (word === "") return [text];
  const parts: string[] = [];
  let from = 0;
  for (;;) {
    const at = text.toLowerCase().indexOf(word.toLowerCase(), from);
    if (at < 0) return [...parts, text.slice(from)];
    parts.push(text.slice(from, at), text.slice(at, at + word.length));
    from = at + word.length;
  }
}
