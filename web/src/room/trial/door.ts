// Who asks for a trial of their seat: by a link that stays whole, or signed in.
import { post } from "@/api/http";
import type { components } from "@/api/schema";
import type { Measured } from "@/media/measure";

type Schemas = components["schemas"];

export interface TrialDoor {
  /** Whoever sits there works here. */
  staff: boolean;
  ways: () => Promise<Schemas["MediaWay"][]>;
  offer: (line: Schemas["MediaOffer"]) => Promise<Schemas["TrialAnswer"]>;
  keep: (measured: Measured) => Promise<Schemas["TestView"]>;
}

export const byLink = (secret: string): TrialDoor => ({
  staff: false,
  ways: () => post("/seat/trial/ways", { secret }),
  offer: (line) => post("/seat/trial/offer", { secret, ...line }),
  keep: (measured) => post("/seat/trial", { secret, measured }),
});

export const ofOwnSeat = (hearing: string): TrialDoor => {
  const path = `/hearings/${encodeURIComponent(hearing)}/own-seat/trial`;
  return {
    staff: true,
    ways: () => post(`${path}/ways`, {}),
    offer: (line) => post(`${path}/offer`, line),
    keep: (measured) => post(path, measured),
  };
};
