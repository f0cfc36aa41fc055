// The line under the clerk's fingers, new or of before: whose it is, in which phase, kept in this browser until it is saved.
import { computed, nextTick, onMounted, ref, watch, type Ref } from "vue";
import { writtenIn } from "@/room/papers/rules";
import { revisionRead, type Line } from "@/state/drafts";
import type { Outbox } from "@/state/outbox";
import type { RoomView } from "@/state/room";
import { MAX_ENTRY_CHARS, type AgendaPhase } from "@/wire";
import { phaseOf, speakerOf, textNow, textOf } from "../minutes/sections";
import { confirmed } from "../parts/say";
import { t } from "../text";
import { blankIn } from "./skeleton";
import { speakerNow } from "./speaker";
import { changeBefore, keepChange, keepTyping, typedBefore, type Writer } from "./typing";

export interface EditorProps {
  readonly room: RoomView;
  readonly outbox: Outbox;
  /** The earlier line that is mended. */
  readonly editing: Line | null;
  readonly lines: readonly Line[];
}

export interface EditorEmits {
  (event: "done"): void;
  (event: "edit", line: Line): void;
  (event: "strike", line: Line): void;
}

export function useLineInHand(props: EditorProps, field: Readonly<Ref<HTMLTextAreaElement | null>>, emit: EditorEmits) {
  const writer = { hearing: props.room.hearing.id, seat: props.room.you };
  /** The revision of the line that was read when it was opened to be mended; null while none is. */
  const base = ref<number | null>(null);
  const { text, tooLong } = useTyping(writer, base);
  const place = usePlace(props, text);
  const { picked, pickedPhase, speaker, phase, deliberates } = place;
  const { begin, theirs, isChanged } = useMending(props, writer, base, text, place);

  async function open(line: Line) {
    begin(line);
    await nextTick();
    field.value?.focus();
    field.value?.setSelectionRange(...blankIn(text.value));
  }

  function reset() {
    const mending = base.value !== null;
    base.value = null;
    text.value = mending ? typedBefore(writer) : "";
    picked.value = undefined;
    pickedPhase.value = null;
    if (!mending) return;
    keepChange(writer, null);
    emit("done");
  }

  /** Whether the line may be left for another: what was changed of it is not given up unasked. */
  async function leave(): Promise<boolean> {
    const line = props.editing;
    if (base.value === null || line === null) return true;
    if (isChanged(line) && !(await confirmed(t.value.minutes.leaveChange(line.entry?.number ?? 0)))) return false;
    reset();
    return true;
  }

  function save() {
    const line = text.value.trim();
    if (line === "" || tooLong.value > 0 || deliberates.value) return;
    const entry = props.editing?.id;
    // A refused or outdated draft of the line gives way to this text.
    const held = props.editing?.draft;
    if (held && held.state.is !== "unsaved") props.outbox.discard(held.op);
    props.outbox.write({ entry, base: base.value ?? 0, phase: phase.value, speaker: speaker.value, text: line, at: Date.now() });
    reset();
  }

  watch(() => props.editing, (line) => line && open(line), { immediate: true });
  onMounted(() => {
    const line = props.editing ? null : props.lines.find((one) => one.id === changeBefore(writer)?.entry);
    if (line) emit("edit", line);
  });
  return { ...place, text, tooLong, theirs, isChanged, leave, save };
}

/** What is in the box. What is typed anew is kept in this browser; what is mended is kept by `useMending`. */
function useTyping(writer: Writer, base: Readonly<Ref<number | null>>) {
  const text = ref(typedBefore(writer));
  const tooLong = computed(() => [...text.value].length - MAX_ENTRY_CHARS);
  watch(text, (now) => {
    if (base.value === null) keepTyping(writer, now);
  });
  return { text, tooLong };
}

/** An earlier line that is mended, and what others make of it meanwhile. */
function useMending(props: EditorProps, writer: Writer, base: Ref<number | null>, text: Ref<string>, place: ReturnType<typeof usePlace>) {
  const { picked, pickedPhase, speaker, phase } = place;
  /** What somebody else made of the line while it is mended here. */
  const theirs = computed(() => {
    const now = props.lines.find((line) => line.id === props.editing?.id)?.entry;
    return now && base.value !== null && now.revision > base.value ? textNow(now) : null;
  });
  const isChanged = (line: Line) =>
    text.value.trim() !== textOf(line) || speaker.value !== speakerOf(line) || phase.value !== phaseOf(line);

  /** Puts the line into the box, with what was changed of it before. */
  function begin(line: Line) {
    const kept = changeBefore(writer);
    const mine = kept?.entry === line.id ? kept : null;
    base.value = mine?.base ?? revisionRead(line);
    text.value = mine?.text ?? textOf(line);
    picked.value = mine ? mine.speaker : speakerOf(line);
    pickedPhase.value = mine?.phase ?? phaseOf(line);
  }

  watch([text, speaker, phase], () => {
    const line = props.editing;
    if (line === null || base.value === null) return;
    const change = { entry: line.id, base: base.value, text: text.value, speaker: speaker.value, phase: phase.value };
    keepChange(writer, isChanged(line) ? change : null);
  });
  return { begin, theirs, isChanged };
}

/** Who said the line, and in which phase: both follow the room unless picked. */
function usePlace(props: EditorProps, text: Ref<string>) {
  /** Picked by the clerk; `undefined` follows who is speaking. */
  const picked = ref<string | null | undefined>(undefined);
  const pickedPhase = ref<AgendaPhase | null>(null);
  /** Who was speaking when the first character of the line was typed. */
  const heldSpeaker = ref<string | null>(null);
  const current = computed(() => speakerNow(props.room));
  const speaker = computed(() => {
    if (picked.value !== undefined) return picked.value;
    return text.value === "" ? current.value : heldSpeaker.value;
  });
  const phase = computed(() => pickedPhase.value ?? writtenIn(props.room));
  /** What is said there is in no minutes: everybody reads them. */
  const deliberates = computed(() => phase.value === "deliberation");

  watch(text, (now, before) => {
    if (before === "" && now !== "" && picked.value === undefined) heldSpeaker.value = current.value;
  });
  return { picked, pickedPhase, current, speaker, phase, deliberates };
}
