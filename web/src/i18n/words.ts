import { Problem } from "@/api/http";
import { dictionary, fill } from "./lang";
import { words as zh } from "./words.zh";

/** Words both entries share, in the language of the page. */
export const words = dictionary(zh, () => import("./words.en").then((module) => module.words));

/** The sentence for a failed request; never empty, never only a code. */
/** `here`: codes that say something of their own in this place. */
export function problemText(error: unknown, here: Record<string, string> = {}): string {
  const sentences: Record<string, string> = words.value.problem;
  if (!(error instanceof Problem)) return words.value.problem.internal;
  const sentence = here[error.code] ?? sentences[error.code] ?? sentences[byStatus(error)] ?? words.value.problem.internal;
  const wait = error.number("retry_after_s");
  return wait === null ? sentence : `${sentence} ${fill(words.value.retryAfter, { n: Math.ceil(wait) })}`;
}

/** A rule of procedure that says no has a code of its own; the page shows its `detail` beside this. */
function byStatus({ status, field }: Problem): string {
  switch (status) {
    case 400: return "bad_request";
    case 401: return "unauthenticated";
    case 404: return "not_found";
    case 409: return "conflict";
    case 413: return "too_large";
    case 422: return field === null ? "refused" : "unprocessable";
    case 429: return "too_many";
    case 503: return "unavailable";
    default: return "internal";
  }
}
