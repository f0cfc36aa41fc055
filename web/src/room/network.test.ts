import { afterEach, describe, expect, it, vi } from "vitest";
import { followNetwork } from "./network";

class FakeNetwork extends EventTarget {
  constructor(public type: string | undefined) { super(); }
  becomes(type: string | undefined) {
    this.type = type;
    this.dispatchEvent(new Event("change"));
  }
}

const heard = vi.fn();
let stop: () => void = () => undefined;

function after(...types: (string | undefined)[]): number {
  const network = new FakeNetwork(types[0]);
  window.addEventListener("online", heard);
  stop = followNetwork(network);
  types.slice(1).forEach((type) => network.becomes(type));
  stop();
  network.becomes("ethernet");
  return heard.mock.calls.length;
}

afterEach(() => {
  window.removeEventListener("online", heard);
  heard.mockClear();
});

describe("another network", () => {
  it.each([
    ["is Wi-Fi become 4G", ["wifi", "cellular"], 1],
    ["is each change of it", ["wifi", "cellular", "wifi"], 2],
    ["is not the same one, faster or slower", ["wifi", "wifi", "wifi"], 0],
    ["is found after a moment of none", ["wifi", "none", "cellular"], 1],
    ["is not the same after a moment of none", ["wifi", "none", "wifi"], 0],
    ["is not told where the browser has no word for it", [undefined, undefined], 0],
  ] as [string, (string | undefined)[], number][])("%s", (_, types, times) => expect(after(...types)).toBe(times));

  it("is nothing to ask for where there is no such API", () => expect(followNetwork(undefined)).not.toThrow());
});
