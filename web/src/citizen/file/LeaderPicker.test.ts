import { createApp, h, nextTick, ref } from "vue";
import { afterEach, expect, it, vi } from "vitest";
import LeaderPicker from "./LeaderPicker.vue";

const leader = (id: string, name: string, title: string) => ({ id, name, title, agency_name: "七里河区信访局" });
const AT: Record<string, unknown> = {
  "620103002": [leader("a", "甲某", "区长"), leader("b", "乙某", "副区长")],
  "620102001": [leader("c", "丙某", "区长")],
};

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.innerHTML = "";
});

async function settled() {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((done) => setTimeout(done, 0));
  await nextTick();
}

function show(start: string, at: string) {
  const [value, place, found] = [ref(start), ref(at), ref<string[]>([])];
  const page = document.createElement("div");
  document.body.append(page);
  const render = () =>
    h(LeaderPicker, {
      modelValue: value.value,
      "onUpdate:modelValue": (now: string) => (value.value = now),
      place: place.value,
      error: null,
      onFound: (rows: readonly { id: string }[]) => (found.value = rows.map(({ id }) => id)),
    });
  createApp({ render }).mount(page);
  const names = () => [...page.querySelectorAll("option")].map((one) => one.textContent?.trim()).slice(1);
  const again = () => page.querySelector<HTMLElement>("[data-do=again]");
  return { value, place, found, names, again };
}

const answer = (path: string) => {
  const place = new URL(path, "http://x").searchParams.get("place") ?? "";
  return Promise.resolve(Response.json(AT[place] ?? []));
};

it("offers the leaders of the place by post and name, and means none of another place any more", async () => {
  vi.stubGlobal("fetch", answer);
  const { value, place, found, names } = show("b", "");
  await settled();
  expect(names()).toEqual([]);
  expect(value.value).toBe("b");
  place.value = "620103002";
  await settled();
  expect(names()).toEqual(["区长 甲某", "副区长 乙某"]);
  expect(value.value).toBe("b");
  expect(found.value).toEqual(["a", "b"]);
  place.value = "620102001";
  await settled();
  expect(names()).toEqual(["区长 丙某"]);
  expect(value.value).toBe("");
});

it("still means who was chosen where the list does not come, and asks for it again", async () => {
  const fetches = vi.fn(answer).mockRejectedValueOnce(new TypeError("no line"));
  vi.stubGlobal("fetch", fetches);
  const { value, names, again } = show("b", "620103002");
  await settled();
  expect([value.value, names()]).toEqual(["b", []]);
  again()?.click();
  await settled();
  expect([value.value, names(), again()]).toEqual(["b", ["区长 甲某", "副区长 乙某"], null]);
});
