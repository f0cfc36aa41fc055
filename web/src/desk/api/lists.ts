// What forms offer to choose from.
import { get } from "@/api/http";
import type * as rest from "../rest";
import { asked, id } from "./path";

/** Lists for forms change seldom: each is fetched once for as long as the page lives. */
function once<T>(path: string): () => Promise<T> {
  let held: Promise<T> | null = null;
  return () => {
    held ??= get<T>(path).catch((error: unknown) => {
      held = null;
      throw error;
    });
    return held;
  };
}

export interface StaffWanted {
  search?: string;
  agency?: string;
  /** A post they have. */
  role?: string;
  /** With commas between. */
  ids?: string;
}

export interface AgenciesWanted {
  search?: string;
  kind?: string;
  /** Of this division, of what lies in it, and of what it lies in. */
  near?: string;
  /** With commas between. */
  ids?: string;
  limit?: number;
}

export interface RoomsWanted {
  search?: string;
  agency?: string;
  /** With commas between. */
  ids?: string;
}

export const lists = {
  divisions: once<rest.Division[]>("/divisions"),
  /** Down to villages and grids. */
  below: (code: string) => get<rest.Division[]>(`/divisions?below=${id(code)}`),
  /** A province has thousands of these: the first of those that fit. */
  agencies: (wanted: AgenciesWanted) => get<rest.AgencyList>(`/agencies?${asked(wanted)}`),
  rooms: (wanted: RoomsWanted) => get<rest.RoomList>(`/rooms?${asked(wanted)}`),
  staff: (wanted: StaffWanted) => get<rest.StaffList>(`/staff?${asked(wanted)}`),
};
