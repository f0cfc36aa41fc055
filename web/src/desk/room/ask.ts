// Sends a request to the room and says in words why it was not done.
import { ElMessage } from "element-plus";
import "element-plus/es/components/message/style/css";
import { refusalText } from "@/i18n/refusals";
import type { HearingRoom } from "@/room/hearing";
import { Refused } from "@/socket/requests";
import type { ClientMessage, RefusalCode } from "@/wire";
import { t } from "../text";

/** What to do about a refusal instead of saying it; whether it was done in the end. */
export type Instead = Partial<Record<RefusalCode, (detail: string) => Promise<boolean>>>;

/** Codes that say something else here than they do in general. */
export function saying(sentences: Partial<Record<RefusalCode, string>>): Instead {
  const says = ([code, sentence]: [string, string]) => [code, () => Promise.resolve(refuse(sentence))];
  return Object.fromEntries(Object.entries(sentences).map(says)) as Instead;
}

function refuse(message: string): false {
  ElMessage({ message, type: "error", duration: 6000, showClose: true, grouping: true });
  return false;
}

/** Whether it was done. */
export async function ask(hearing: HearingRoom, message: ClientMessage, instead: Instead = {}): Promise<boolean> {
  try {
    await hearing.request(message);
    return true;
  } catch (error) {
    const other = error instanceof Refused ? instead[error.code] : undefined;
    if (other) return other((error as Refused).detail ?? "");
    const said = error instanceof Refused ? refusalText(error.code) : t.value.room.reconnecting;
    // Labels of seats are names, not sentences: worth adding in any language.
    const names = error instanceof Refused && ["no_quorum", "unsigned"].includes(error.code);
    const who = names && error.detail ? ` ${error.detail}` : "";
    return refuse(said + who);
  }
}
