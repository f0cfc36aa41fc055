// The demo's seed case with a hearing of our own, so that a test decides who sits where.
import { Caller } from "./api.mjs";

export const PASSWORD = process.env.LIANJIE_DEMO_PASSWORD ?? "Lanzhou-2026-demo";
export const PRESIDER = { username: "gs-presider", password: PASSWORD, name: "王某", agency: "甘肃省信访局" };
export const CLERK = { username: "lz-clerk", password: PASSWORD, name: "张某", agency: "兰州市信访局" };
/** Of a bureau whose head sits in the demo's own hearing. */
export const HOUSING = { username: "qlh-handler", password: PASSWORD, name: "唐某", agency: "七里河区住房和城乡建设局" };
export const OFFICER = { username: "lz-officer", password: PASSWORD, name: "周某", agency: "兰州市信访局" };
/** The counter that registered the seed case: only it hands out a new query code. */
export const COUNTER = { username: "qlh-counter", password: PASSWORD };

const HOUR_MS = 3_600_000;
const SHORT = { title: "浏览器测试联合接访", agenda: ["opening", "statement", "read_back"], startsIn: 60_000, lasts: HOUR_MS };

/**
 * Schedules presider (province), clerk (city), a district room, a petitioner and `extra` seats, for in a minute; gives
 * the ids. `extra` may be asked with what names people: `official(person)`, `representative(n)`. Times in ms.
 */
export async function scheduleHearing(origin, extra = [], settings = {}) {
  const { title, agenda, startsIn, lasts } = { ...SHORT, ...settings };
  const desk = await Caller.signIn(origin, CLERK.username, PASSWORD);
  const { rows } = await desk.get("/petitions?search=物业");
  const petition = await desk.get(`/petitions/${rows[0].id}`);
  const { rows: staff } = await desk.get("/staff?limit=100");
  const { rows: rooms } = await desk.get("/rooms?limit=100");
  const person = ({ name, agency }) => staff.find((one) => one.name === name && one.agency_name === agency).id;
  const room = rooms.findLast((one) => one.agency_name.includes("七里河")); // newest first: the demo's own
  const petitioner = petition.parties.find((one) => one.kind === "petitioner");
  const representatives = petition.parties.filter((one) => one.kind === "representative");
  const occupants = {
    official: (who) => ({ is: "official", staff: person(who) }),
    representative: (n) => ({ is: "party", person: representatives[n].id }),
  };
  const more = typeof extra === "function" ? extra(occupants) : extra;
  const starts = Date.now() + startsIn;
  const hearing = await desk.post(`/petitions/${petition.id}/hearings`, {
    kind: "joint_reception",
    title,
    starts_at: starts,
    ends_at: starts + lasts,
    agenda,
    seats: [
      { role: "presider", occupant: occupants.official(PRESIDER) },
      { role: "clerk", occupant: occupants.official(CLERK) },
      { role: "agency_rep", occupant: { is: "room", room: room.id }, mandatory: true },
      { role: "petitioner", occupant: { is: "party", person: petitioner.id }, mandatory: true },
      ...more,
    ],
  });
  const seat = (role) => hearing.seats.find((one) => one.role === role).id;
  const link = async (role) => (await desk.post(`/hearings/${hearing.id}/seats/${seat(role)}/link`)).url;
  return { desk, petition, hearing, seat, link, links: { district: await link("agency_rep"), phone: await link("petitioner") } };
}
