// The officer on duty sends this page to another session: by a fresh link, or by the path of that room.
import { watch, type Ref } from "vue";
import type { RoomView } from "@/state/room";

/** Where it goes on; `path` is that of the room it is in. */
export function wayTo(news: { hearing: string; secret: string | null }, here: { hearing: string; path: string }): { hash: string } | { path: string } {
  return news.secret === null ? { path: here.path.replace(here.hearing, news.hearing) } : { hash: `#${news.secret}` };
}

/** Leaves first: nobody waits for who went elsewhere. */
export function followMoves(room: Ref<RoomView | null>, leave: () => Promise<void>): void {
  watch(() => room.value?.checkIn.last, async (news) => {
    if (news?.kind !== "moved" || room.value === null) return;
    const way = wayTo(news, { hearing: room.value.hearing.id, path: location.pathname });
    await leave();
    if ("hash" in way) {
      // Nobody confirms a link that the page itself was given.
      history.replaceState({ sent: true }, "", way.hash);
      window.dispatchEvent(new HashChangeEvent("hashchange"));
    }
    else location.assign(way.path);
  });
}
