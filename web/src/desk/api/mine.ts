// Who is signed in, and what is theirs.
import { del, get, post, put } from "@/api/http";
import type * as rest from "../rest";
import { asked, id } from "./path";

export const session = {
  me: () => get<rest.Me>("/session"),
  /** `fresh`: in place of a password over its age. */
  signIn: (username: string, password: string, fresh?: string) =>
    post<rest.Me | rest.SecondStep>("/session", { username, password, new_password: fresh }),
  second: (step: string, code: string, fresh?: string) =>
    post<rest.SignedInBySteps>("/session/second", { step, code, new_password: fresh }),
  setUpAtDoor: (step: string) => post<rest.NewFactor>("/session/second/set-up", { step }),
  signOut: () => del("/session"),
  newPassword: (body: rest.NewPassword) => post<void>("/session/password", body),
  ownPassword: (body: rest.OwnPassword) => put<void>("/session/password", body),
};

/** My own authenticator. */
export const ownFactor = {
  of: () => get<rest.OwnFactor>("/session/factor"),
  draw: (proof: rest.FactorProof) => post<rest.NewFactor>("/session/factor", proof),
  confirm: (code: string) => post<rest.RecoveryCodes>("/session/factor/confirm", { code }),
  remove: (proof: rest.FactorProof) => post<void>("/session/factor/remove", proof),
};

/** My own phone, for urgent notices. */
export const ownPhone = {
  of: () => get<rest.OwnPhone>("/session/phone"),
  set: (phone: string | null, messages: boolean) => put<rest.OwnPhone>("/session/phone", { phone, messages }),
};

/** What waits for me. */
export const staffNotices = {
  list: (unread: boolean, after: string | null) =>
    get<rest.StaffNoticeList>(`/staff-notices?${asked({ unread, after })}`),
  count: () => get<rest.UnreadNotices>("/staff-notices/count"),
  read: (ids: string[]) => post<rest.UnreadNotices>("/staff-notices/read", { ids }),
  readUntil: (until: number) => post<rest.UnreadNotices>("/staff-notices/read", { until }),
};

export const savedFilters = {
  mine: () => get<rest.SavedFilter[]>("/saved-filters"),
  save: (name: string, query: string) => post<rest.SavedFilter[]>("/saved-filters", { name, query }),
  drop: (filter: string) => del(`/saved-filters/${id(filter)}`),
};

export const delegations = {
  list: (after: string | null) => get<rest.DelegationList>(`/delegations?${asked({ after })}`),
  make: (body: rest.NewDelegation) => post<rest.DelegationView>("/delegations", body),
  end: (delegation: string) => post<rest.DelegationView>(`/delegations/${id(delegation)}/end`, {}),
};
