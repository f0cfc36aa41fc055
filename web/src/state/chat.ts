// What was written to this page, and what of it was not read yet. Pure.
import type { ChatChannel, ChatNews, ChatView, Grants, SeatId } from "@/wire";

export interface Chat {
  /** Who presides has closed the table's. */
  readonly closed: boolean;
  /** By time. */
  readonly messages: readonly ChatView[];
}

export const noChat: Chat = { closed: false, messages: [] };

export function applyChat(known: Chat, news: ChatNews): Chat {
  switch (news.kind) {
    case "all": return { closed: news.closed, messages: news.messages };
    case "closed": return { ...known, closed: news.closed };
    case "said": {
      const again = known.messages.some((message) => message.id === news.message.id);
      return again ? known : { ...known, messages: [...known.messages, news.message] };
    }
  }
}

/** One text for each channel, and for each thread with the officer. */
export function keyOf(channel: ChatChannel): string {
  return channel.channel === "desk" ? `desk:${channel.seat}` : channel.channel;
}

/** What one channel holds. */
export function within(chat: Chat, channel: ChatChannel): ChatView[] {
  return chat.messages.filter((message) => keyOf(message.to) === keyOf(channel));
}

/** Channels this seat reads: the table's, the staff's, threads with the officer; its own thread last of all. */
export function channelsOf(chat: Chat, grants: Grants, you: SeatId, waiting: readonly SeatId[]): ChatChannel[] {
  const channels: ChatChannel[] = [];
  const told = (channel: string) => chat.messages.some((message) => message.to.channel === channel);
  if (grants.chat.read || told("table")) channels.push({ channel: "table" });
  if (grants.chat.staff) channels.push({ channel: "staff" });
  if (!grants.chat.desk) return [...channels, { channel: "desk", seat: you }];
  const threads = new Set(waiting.filter((seat) => seat !== you));
  for (const message of chat.messages) if (message.to.channel === "desk" && message.to.seat !== you) threads.add(message.to.seat);
  return [...channels, ...[...threads].map((seat) => ({ channel: "desk", seat }) as const)];
}

export function mayWrite(channel: ChatChannel, grants: Grants): boolean {
  return channel.channel === "desk" || (channel.channel === "table" ? grants.chat.table : grants.chat.staff);
}

/** How many others' messages came after what was read last, by channel. */
export function unread(chat: Chat, you: SeatId, readUntil: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const message of chat.messages) {
    const key = keyOf(message.to);
    if (message.from !== you && message.at > (readUntil.get(key) ?? 0)) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
