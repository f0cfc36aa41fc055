import { afterEach, expect, it, vi } from "vitest";
import { settled, show } from "../parts/show";
import { t } from "../text";
import StaffImport from "./StaffImport.vue";

const person = { line: 1, name: "新某", username: "xinren", agency_name: "七里河区信访局", roles: [] };
const outcome = { rows: [person], faults: [], made: [{ staff: { ...person, id: "s" }, code: "ABCD-EFGH", expires_at: 0 }] };

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.innerHTML = "";
});

it("keeps the codes on the page until somebody says that they are kept", async () => {
  vi.stubGlobal("fetch", () =>
    Promise.resolve(new Response(JSON.stringify(outcome), { headers: { "content-type": "application/json" } })),
  );
  const { page, type } = show(StaffImport, {});
  const text = page.querySelector("textarea")!;
  const button = (word: string) => [...page.querySelectorAll("button")].find((one) => one.textContent.includes(word));
  await type(text, "新某,xinren,620103,七里河区信访局");
  button(t.value.roster.submit)?.click();
  await settled();
  expect(page.textContent).toContain("ABCD-EFGH");
  expect(text.readOnly).toBe(true);
  expect(page.querySelector<HTMLInputElement>("input[type=file]")!.disabled).toBe(true);
  expect(button(t.value.divisions.dry)?.disabled).toBe(true);
  button(t.value.roster.kept)?.click();
  await settled();
  expect(page.textContent).not.toContain("ABCD-EFGH");
  expect([text.readOnly, text.value]).toEqual([false, ""]);
});
