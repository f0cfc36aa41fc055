import { afterEach, expect, it, vi } from "vitest";
import { renewWhenStale } from "./stale";

const page = (hash: string) => `<!doctype html><script type="module" src="/assets/citizen/index-${hash}.js"></script>`;
const reload = vi.fn();
const settled = () => new Promise((resolve) => setTimeout(resolve));

async function fails(): Promise<void> {
  window.dispatchEvent(new Event("vite:preloadError"));
  await settled();
}

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.innerHTML = "";
});

it("loads the page anew once another build is served, and not over a broken line or what somebody types", async () => {
  const own = document.createElement("i");
  own.innerHTML = page("old1234");
  document.body.append(own);
  const serves = (answer: () => Promise<unknown>) => vi.stubGlobal("fetch", vi.fn(answer));
  renewWhenStale(reload);
  renewWhenStale(reload);

  serves(() => Promise.resolve({ text: () => Promise.resolve(page("new1234")) }));
  await fails();
  expect(reload, "one failure may be the line").not.toHaveBeenCalled();

  serves(() => Promise.reject(new Error("lost")));
  await fails();
  serves(() => Promise.resolve({ text: () => Promise.resolve(page("old1234")) }));
  await fails();
  serves(() => Promise.resolve({ text: () => Promise.resolve("502 Bad Gateway") }));
  await fails();
  expect(reload, "the same build, or none").not.toHaveBeenCalled();

  serves(() => Promise.resolve({ text: () => Promise.resolve(page("new1234")) }));
  const form = document.body.appendChild(document.createElement("form"));
  await fails();
  expect(reload, "somebody may be typing").not.toHaveBeenCalled();
  form.remove();
  await fails();
  expect(reload).toHaveBeenCalledOnce();
});
