// What is laid before a hearing from the desk: by whom, and which files of its petition.
import { petitions } from "../api";
import type { AttachmentView, HearingDetail } from "../rest";

/** What the server shows: documents, pictures, sound, films, those of phones (.mov) too. */
export const isShowable = ({ media_type }: Pick<AttachmentView, "media_type">): boolean =>
  /pdf|jpeg|png|webp|mp4|quicktime|mpeg/.test(media_type);

/** Who may not read the petition has none to choose from. */
export async function showableFiles(petition: string): Promise<readonly AttachmentView[]> {
  const found = await petitions.one(petition).catch(() => null);
  return found?.attachments.filter(isShowable) ?? [];
}

/** Scheduled, and my seat is one that brings exhibits. */
export function bringsBefore({ stage, seats, my_seat }: Pick<HearingDetail, "stage" | "seats" | "my_seat">): boolean {
  const mine = seats.find((seat) => seat.id === my_seat && seat.removed === null && seat.withdrawn === null);
  return stage.stage === "scheduled" && mine !== undefined && mine.side !== "observer" && mine.role !== "interpreter";
}
