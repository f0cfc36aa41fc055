import { effectScope } from "vue";
import { describe, expect, it } from "vitest";
import { usePages } from "./pages";

/** 1, 2 | 3, 4 | 5 */
const PAGES = { "": [1, 2], "2": [3, 4], "4": [5] } as Record<string, number[]>;

function answer(after: string | null) {
  const rows = PAGES[after ?? ""] ?? [];
  const last = rows.at(-1);
  return Promise.resolve({ rows, next: last === undefined || last === 5 ? null : String(last) });
}

describe("a list page by page", () => {
  it("goes on behind its last row until there is no more, keeps its length when it is loaded again, and begins anew when asked to", async () => {
    await effectScope().run(async () => {
      const list = usePages(answer);
      await list.load.reload();
      expect([list.rows.value, list.next.value]).toEqual([[1, 2], "2"]);
      await list.more();
      await list.more();
      expect([list.rows.value, list.next.value]).toEqual([[1, 2, 3, 4, 5], null]);
      await list.load.reload();
      expect([list.rows.value, list.next.value]).toEqual([[1, 2, 3, 4, 5], null]);
      await list.anew();
      expect([list.rows.value, list.next.value]).toEqual([[1, 2], "2"]);
      await list.more();
      list.load.data = null; // another list is chosen
      await list.load.reload();
      expect(list.rows.value).toEqual([1, 2]);
    });
  });

  it("drops a page that comes after the list began anew", async () => {
    await effectScope().run(async () => {
      let late = () => undefined as void;
      const held = new Promise<void>((done) => (late = done));
      const list = usePages(async (after) => {
        if (after !== null) await held;
        return answer(after);
      });
      await list.load.reload();
      const more = list.more();
      await list.load.reload();
      late();
      await more;
      expect(list.rows.value).toEqual([1, 2]);
    });
  });
});
