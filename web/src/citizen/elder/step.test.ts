// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { sentences } from "@/ui/speech";
import { nextStep } from "./step";

function step(html: string): string | undefined {
  document.body.innerHTML = `<main>${html}</main>`;
  return nextStep(document)?.id;
}

describe("with large type", () => {
  it("offers one step: the promise first, then the key", () => {
    const tick = (state: string) => `<label class="agree"><input id="tick" type="checkbox" ${state}></label>`;
    expect(step(`${tick("")}<button id="key" class="button primary" disabled></button>`)).toBe("tick");
    expect(step(`${tick("checked")}<button id="key" class="button primary"></button>`)).toBe("key");
    expect(step(`<button id="key" class="button primary" disabled></button>`)).toBeUndefined();
  });

  it("reads sentence by sentence", () => {
    expect(sentences("您好。\n\n请点“确认入场”！ 好")).toEqual(["您好", "请点“确认入场”", "好"]);
  });
});
