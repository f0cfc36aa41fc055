import { Problem } from "@/api/http";
import { last } from "../parts/last";
import { failureText } from "../parts/say";
import { t } from "../text";
import { itemWords } from "../words/serverSaid";

/** What is wrong with a field of an item that came from outside: the sentence beside the field. */
export function besideField(field: string, reason: string): string {
  return itemWords(reason) ?? failureText(new Problem(422, "unprocessable", reason, field));
}

/** The same where no field stands beside it: with the field's name. */
export function withField(field: string, reason: string): string {
  const names: Record<string, string> = t.value.fieldName;
  const name = names[last(field.split(".")) ?? ""];
  const words = itemWords(reason);
  return name === undefined || words === null ? besideField(field, reason) : t.value.waiting.why(name, words);
}
