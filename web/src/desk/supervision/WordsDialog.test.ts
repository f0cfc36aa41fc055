import { afterEach, expect, it, vi } from "vitest";
import { show } from "../parts/show";
import { t } from "../text";
import WordsDialog from "./WordsDialog.vue";

afterEach(() => sessionStorage.clear());

it.each([
  ["reason", false, t.value.common.reasonShort],
  ["statement", true, t.value.supervision.textHint],
])("holds a %s to what the server takes, and says how long it may be", async (_, statement, hint) => {
  const onSubmit = vi.fn();
  const { gone, type } = show(WordsDialog, { of: "w", title: "答复", label: "内容", statement, busy: false, onSubmit });
  const field = () => document.querySelector(".el-dialog textarea") as HTMLTextAreaElement;
  await vi.waitFor(() => expect(field()).not.toBeNull());
  const submit = () => document.querySelector<HTMLElement>("[data-do=submit]")?.click();
  await type(field(), "字".repeat(statement ? 2001 : 501));
  submit();
  await vi.waitFor(() => expect(document.querySelector(".el-form-item__error")?.textContent?.trim()).toBe(hint));
  expect(onSubmit).not.toHaveBeenCalled();
  const text = "字".repeat(statement ? 2000 : 500);
  await type(field(), text);
  submit();
  expect(onSubmit).toHaveBeenCalledWith(text, "", []);
  gone();
});
