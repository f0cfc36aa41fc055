// Lists that are too long to be sent whole: looked up a few at a time, and known by their ids from then on.
import { shallowReactive } from "vue";
import { type AgenciesWanted, lists, type RoomsWanted, type StaffWanted } from "../api";
import type { AgencyRow, RoomRow, StaffRow } from "../rest";

export interface Found<T> {
  rows: T[];
  next: string | null;
}

export interface Known<T, W> {
  /** Every row a form was shown, by id. */
  rows: ReadonlyMap<string, T>;
  find: (wanted: W) => Promise<Found<T>>;
  /** Looks up those that are not known yet, such as what a draft or a filter has chosen. */
  know: (ids: readonly string[]) => Promise<void>;
}

/** As many as the server is asked for by their ids. */
const MOST = 100;

function knownBy<T extends { id: string }, W extends { ids?: string }>(list: (wanted: W) => Promise<Found<T>>): Known<T, W> {
  const rows = shallowReactive(new Map<string, T>());
  async function find(wanted: W) {
    const page = await list(wanted);
    for (const one of page.rows) rows.set(one.id, one);
    return page;
  }
  async function know(ids: readonly string[]) {
    const unknown = [...new Set(ids)].filter((id) => id !== "" && !rows.has(id));
    if (unknown.length > 0) await find({ ids: unknown.slice(0, MOST).join(",") } as W);
  }
  return { rows, find, know };
}

export const people = knownBy<StaffRow, StaffWanted>(lists.staff);
export const organs = knownBy<AgencyRow, AgenciesWanted>(lists.agencies);
export const receptionRooms = knownBy<RoomRow, RoomsWanted>(lists.rooms);
