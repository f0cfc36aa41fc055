import { Problem } from "@/api/http";
import { problemText } from "@/i18n";
import { codeText } from "./text";

/** Why a code was not sent, or not taken, in words of its own. */
export function codeFailure(error: unknown): string {
  const sentences: Record<string, string> = codeText.value.errors;
  return (error instanceof Problem ? sentences[error.code] : undefined) ?? problemText(error);
}
