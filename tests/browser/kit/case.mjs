// The demo's seed case with a hearing of our own, so that a test decides who sits where.
import { Caller } from "./api.mjs";

export const PASSWORD = process.env.LIANJIE_DEMO_PASSWORD ?? "Lanzhou-2026-demo";
export const PRESIDER = { username: "gs-presider", password: PASSWORD, name: "王某", agency: "甘肃省信访局" };
export const CLERK = { username: "lz-clerk", password: PASSWORD, name: "张某", agency: "兰州市信访局" };
/** The counter that registered the seed case: only it hands out a new query code. */
export const COUNTER = { username: "qlh-counter", password: PASSWORD };

/** Schedules presider (province), clerk (city), a district room, a petitioner and `extra` seats, for in a minute; gives the ids. */
export async function scheduleHearing(origin, extra = [], { startsIn = 60_000, lasts = 3_540_000 } = {}) {
  const desk = await Caller.signIn(origin, CLERK.username, PASSWORD);
  const { rows } = await desk.get("/petitions?search=物业");
  const petition = await desk.get(`/petitions/${rows[0].id}`);
  const staff = await desk.get("/staff");
  const rooms = await desk.get("/rooms");
  const person = ({ name, agency }) => staff.find((one) => one.name === name && one.agency_name === agency).id;
  const room = rooms.find((one) => one.agency_name.includes("七里河"));
  const petitioner = petition.parties.find((one) => one.kind === "petitioner");
  const starts = Date.now() + startsIn;
  const hearing = await desk.post(`/petitions/${petition.id}/hearings`, {
    kind: "joint_reception",
    title: "浏览器测试联合接访",
    starts_at: starts,
    ends_at: starts + lasts,
    agenda: ["opening", "statement", "read_back"],
    seats: [
      { role: "presider", occupant: { is: "official", staff: person(PRESIDER) } },
      { role: "clerk", occupant: { is: "official", staff: person(CLERK) } },
      { role: "agency_rep", occupant: { is: "room", room: room.id }, mandatory: true },
      { role: "petitioner", occupant: { is: "party", person: petitioner.id }, mandatory: true },
      ...extra,
    ],
  });
  const seat = (role) => hearing.seats.find((one) => one.role === role).id;
  const link = async (role) => (await desk.post(`/hearings/${hearing.id}/seats/${seat(role)}/link`)).url;
  return { desk, petition, hearing, seat, link, links: { district: await link("agency_rep"), phone: await link("petitioner") } };
}
