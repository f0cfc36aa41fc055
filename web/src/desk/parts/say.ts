// Short messages and questions, in the person's words.
import { ElMessage, ElMessageBox } from "element-plus";
import "element-plus/es/components/message/style/css";
import "element-plus/es/components/message-box/style/css";
import { Problem } from "@/api/http";
import { lang, problemText, words } from "@/i18n";
import { refusals } from "@/i18n/refusals";
import { signInAgain } from "../shell/session";
import { t } from "../text";
import { lineWords } from "../words/serverSaid";
import { last } from "./last";

/** Something went well. */
export function told(message: string): void {
  ElMessage({ message, type: "success", grouping: true });
}

/** It was done, and came to something else than was wanted. */
export function warned(message: string): void {
  ElMessage({ message, type: "warning", duration: 10000, showClose: true, grouping: true });
}

/** Something failed: the rule it broke or its sentence, and the article behind it. `here`: codes that say something else here.
 *  Where no sentence says it, a general one and what the server says of it; never a code. */
export function failureText(problem: unknown, here: Record<string, string> = {}): string {
  if (!(problem instanceof Problem)) return problemText(problem);
  if (problem.code === "bad_line") return t.value.admin.badLine(problem.number("line") ?? 1, lineWords(problem.detail ?? ""));
  if (problem.code === "unprocessable" && !("unprocessable" in here)) return refusedField(problem);
  const rules: Record<string, string> = { ...refusals.value, ...t.value.rule, ...here };
  const said = problem.code in rules || problem.code in words.value.problem;
  const detail = !said && [412, 422].includes(problem.status) ? problem.detail : null;
  const article = problem.extras.article;
  const basis = article === undefined || article === null ? "" : t.value.petition.article(String(article));
  return [problemText(problem, rules), detail, basis].filter(Boolean).join(" ");
}

/** A field holds what it cannot. What the server says of it is English: beside ours on an English page, on no other. */
function refusedField(problem: Problem): string {
  const field = last((problem.field ?? "").split(".")) ?? "";
  const asks: Record<string, string> = t.value.fieldAsks;
  const names: Record<string, string> = t.value.fieldName;
  const name = names[field];
  const sentence = asks[field] ?? (name === undefined ? problemText(problem) : t.value.fieldRefused(name));
  return lang.value === "en" && problem.detail ? `${sentence} (${problem.detail})` : sentence;
}

/** A problem that came inside an answer; null: none was told. */
export function failureToldText(told: { status: number; code: string; detail?: string | null; field?: string | null } | null): string {
  if (!told) return failureText(new Problem(0, "unreachable"));
  const { status, code, detail, field, ...extras } = told;
  return failureText(new Problem(status, code, detail ?? null, field ?? null, extras));
}

export function failed(problem: unknown, here: Record<string, string> = {}): void {
  if (problem instanceof Problem && problem.status === 401) {
    signInAgain();
    return;
  }
  ElMessage({
    message: failureText(problem, here),
    type: "error",
    duration: 8000,
    showClose: true,
    grouping: true,
  });
}

/** Asks before something that cannot be undone. */
export async function confirmed(question: string, grave = false): Promise<boolean> {
  try {
    await ElMessageBox.confirm(question, {
      confirmButtonText: t.value.common.confirm,
      cancelButtonText: t.value.common.cancel,
      confirmButtonClass: grave ? "el-button--danger" : "",
    });
    return true;
  } catch {
    return false; // turned down
  }
}

/** Asks for a line of text; null when turned down. */
export async function askedFor(question: string): Promise<string | null> {
  try {
    const { value } = await ElMessageBox.prompt(question, {
      confirmButtonText: t.value.common.confirm,
      cancelButtonText: t.value.common.cancel,
      inputValidator: (text) => (text ?? "").trim() !== "" || t.value.common.required,
    });
    return value.trim();
  } catch {
    return null;
  }
}

export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    told(t.value.common.copied);
  } catch {
    // No clipboard without HTTPS: the text stays selectable on the page.
  }
}
