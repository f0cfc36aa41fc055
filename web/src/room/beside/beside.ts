// Exhibits and what seats write to each other: beside the call itself, and loaded after it.
import { computed, shallowRef, type ShallowRef } from "vue";
import { Refused, type Send } from "@/socket/requests";
import { applyChat, keyOf, noChat, unread, type Chat } from "@/state/chat";
import { applyExhibit, noExhibits, type Exhibits } from "@/state/exhibits";
import { newId } from "@/state/newId";
import type { ChatChannel, ClientMessage, RefusalCode, ServerMessage } from "@/wire";
import DeskTalk from "./DeskTalk.vue";
import ShownExhibit from "./ShownExhibit.vue";

/** Written here, not on record yet. */
export interface Unsent {
  readonly op: string;
  readonly to: ChatChannel;
  readonly text: string;
  /** Why it was turned down; null while it is on its way. */
  readonly refused: RefusalCode | null;
}

/** Pause before what came too fast is sent again, in milliseconds. */
const RETRY_MS = 3000;

export class Beside {
  readonly exhibits: ShallowRef<Exhibits> = shallowRef(noExhibits);
  readonly chat: ShallowRef<Chat> = shallowRef(noChat);
  readonly unsent: ShallowRef<readonly Unsent[]> = shallowRef([]);
  /** Until when each channel was read, by its key. */
  readonly readUntil: ShallowRef<ReadonlyMap<string, number>> = shallowRef(new Map());
  /** The channel somebody asked to see from elsewhere on the page. */
  readonly wanted: ShallowRef<ChatChannel | null> = shallowRef(null);
  readonly you: ShallowRef<string> = shallowRef("");
  readonly unread = computed(() => unread(this.chat.value, this.you.value, this.readUntil.value));
  readonly unreadInAll = computed(() => [...this.unread.value.values()].reduce((sum, n) => sum + n, 0));
  /** For the pages around the call, which are not to wait for them. */
  readonly talk = DeskTalk;
  readonly stage = ShownExhibit;

  /** `unheard` came before this did. */
  constructor(readonly send: Send, unheard: readonly ServerMessage[], private readonly id = newId) {
    unheard.forEach((message) => this.hear(message));
  }

  hear(message: ServerMessage): void {
    if (message.type === "welcome") {
      this.exhibits.value = noExhibits;
      this.chat.value = noChat;
      this.you.value = message.you;
      for (const draft of this.unsent.value) void this.deliver(draft);
    } else if (message.type === "exhibit") {
      this.exhibits.value = applyExhibit(this.exhibits.value, message.news);
    } else if (message.type === "chat") {
      this.chat.value = applyChat(this.chat.value, message.news);
      const said = new Set(this.chat.value.messages.map(({ id }) => id));
      this.unsent.value = this.unsent.value.filter(({ op }) => !said.has(op));
    }
  }

  say(to: ChatChannel, text: string): void {
    const draft: Unsent = { op: this.id(), to, text, refused: null };
    this.unsent.value = [...this.unsent.value, draft];
    void this.deliver(draft);
  }

  drop(op: string): void {
    this.unsent.value = this.unsent.value.filter((draft) => draft.op !== op);
  }

  /** All of a channel was seen. */
  seen(channel: ChatChannel): void {
    const key = keyOf(channel);
    const newest = this.chat.value.messages.filter((message) => keyOf(message.to) === key).pop();
    if (newest === undefined || (this.readUntil.value.get(key) ?? 0) >= newest.at) return;
    this.readUntil.value = new Map([...this.readUntil.value, [key, newest.at]]);
  }

  /** A request about exhibits. Whether it was done, or why not. */
  async ask(message: ClientMessage): Promise<RefusalCode | "disconnected" | null> {
    try {
      await this.send(message);
      return null;
    } catch (error) {
      return error instanceof Refused ? error.code : "disconnected";
    }
  }

  /** What is lost with the connection is sent again after `welcome`, with the same `op`: it is written once. */
  private async deliver({ op, to, text }: Unsent): Promise<void> {
    try {
      await this.send({ type: "chat", chat: { kind: "say", op, to, text } });
      this.drop(op);
    } catch (error) {
      if (!(error instanceof Refused)) return;
      if (error.code === "too_fast" || error.code === "not_stored") {
        setTimeout(() => {
          const draft = this.unsent.value.find((one) => one.op === op);
          if (draft) void this.deliver(draft);
        }, RETRY_MS);
        return;
      }
      this.unsent.value = this.unsent.value.map((draft) => (draft.op === op ? { ...draft, refused: error.code } : draft));
    }
  }
}
