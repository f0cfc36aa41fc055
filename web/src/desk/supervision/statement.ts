import { within } from "@/i18n/typed";

/** What supervision puts on record beside reasons: 5 to 2,000 characters. */
export const isStatement = (text: string): boolean => within(text, 5, 2000);
