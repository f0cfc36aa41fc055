//! One hearing whole, told a second time: people come and go, clocks run, lines are written and frozen, papers are
//! signed, some talk apart. Whatever happens in whatever order, the invariants of a hearing hold.

mod holds;

use super::{Door, Sitting, beyond_cap, may_enter_talk, may_open_talk, seat_grants};
use crate::domain::{
    Timestamp,
    hearing::{
        AgendaPhase, AgreementDraft, Entry, Hearing, HearingKind, Mark, MarkAsked, Occupant, PaperKind,
        ParticipantRole as Role, Presence, Presiding, Seat, SigningRecord, Stage, StageName, Step, TalkKind,
        automatic, step,
    },
    hex,
    ids::{AgencyId, EntryId, HearingId, OpId, PetitionId, SeatId},
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

const NOW: Timestamp = Timestamp(1_795_395_600_000);
const ROLES: [Role; 11] = [
    Role::Presider,
    Role::Clerk,
    Role::HearingMember,
    Role::AgencyRep,
    Role::AgencyRep,
    Role::CompanyRep,
    Role::Petitioner,
    Role::Representative,
    Role::Representative,
    Role::Observer,
    Role::Witness,
];
/// Speakers for the petitioners.
const ALLOWED: u32 = 2;
const REASON: &str = "设备故障，稍后继续";

#[derive(Debug, Clone)]
enum Deed {
    Come(usize),
    Go(usize),
    /// The next step of the plain path.
    OnWith,
    /// Any other step.
    Turn(u8),
    Wait(i64),
    Write(usize, u8),
    Freeze,
    /// By, whose, how, of how old a version, of which paper.
    Sign(usize, usize, u8, usize, bool),
    Agree(u8, usize),
    Apart(usize, TalkKind),
    Back(usize),
    Floor(Option<usize>),
}

fn deed() -> impl Strategy<Value = Deed> {
    let seat = || 0..ROLES.len();
    let talk =
        prop_oneof![Just(TalkKind::Deliberation), Just(TalkKind::Consultation), Just(TalkKind::Mediation)];
    prop_oneof![
        6 => seat().prop_map(Deed::Come),
        1 => seat().prop_map(Deed::Go),
        8 => Just(Deed::OnWith),
        1 => any::<u8>().prop_map(Deed::Turn),
        3 => (0..40_000_i64).prop_map(Deed::Wait),
        4 => (seat(), any::<u8>()).prop_map(|(by, text)| Deed::Write(by, text)),
        2 => Just(Deed::Freeze),
        12 => (seat(), seat(), any::<u8>(), 0..4_usize, any::<bool>())
            .prop_map(|(by, whose, how, old, minutes)| Deed::Sign(by, whose, how, old, minutes)),
        2 => (any::<u8>(), seat()).prop_map(|(terms, by)| Deed::Agree(terms, by)),
        2 => (seat(), talk).prop_map(|(seat, of)| Deed::Apart(seat, of)),
        1 => seat().prop_map(Deed::Back),
        1 => prop::option::of(seat()).prop_map(Deed::Floor),
    ]
}

/// What is at hand of one hearing, and what was seen of it before.
struct Story {
    hearing: Hearing,
    now: Timestamp,
    there: BTreeSet<SeatId>,
    missing_since: Option<Timestamp>,
    minutes: Vec<Entry>,
    papers: [SigningRecord; 2],
    talks: BTreeMap<SeatId, TalkKind>,
    presiding: Presiding,
    /// Who has signed which version, told a second time.
    signed: BTreeSet<(bool, u32, SeatId)>,
    in_force: bool,
}

fn id(n: usize) -> SeatId {
    SeatId(Uuid::from_u128(n as u128 + 1))
}

fn op(n: usize) -> OpId {
    OpId(Uuid::from_u128(n as u128))
}

impl Story {
    fn begins() -> Self {
        let seat = |(n, role): (usize, &Role)| Seat {
            id: id(n),
            role: *role,
            occupant: Occupant::External { organisation: String::new(), name: String::new() },
            agency: None,
            level: None,
            label: format!("席位{n}"),
            name: String::new(),
            mandatory: false,
            admitted: None,
            muted: Vec::new(),
            removed: None,
            languages: Vec::new(),
            heard: None,
        };
        let hearing = Hearing {
            id: HearingId(Uuid::nil()),
            number: "TJ62010020261123-1".to_owned(),
            petition: PetitionId(Uuid::nil()),
            kind: HearingKind::JointReception,
            title: "联合接访".to_owned(),
            host: AgencyId(Uuid::nil()),
            starts_at: NOW,
            ends_at: NOW.plus_millis(3_600_000),
            agenda: vec![AgendaPhase::Statement, AgendaPhase::Deliberation, AgendaPhase::Conclusion],
            seats: ROLES.iter().enumerate().map(seat).collect(),
            stage: Stage::Scheduled,
            version: 1,
        };
        Self {
            hearing,
            now: NOW,
            there: BTreeSet::new(),
            missing_since: None,
            minutes: Vec::new(),
            papers: [SigningRecord::default(), SigningRecord::default()],
            talks: BTreeMap::new(),
            presiding: Presiding::default(),
            signed: BTreeSet::new(),
            in_force: false,
        }
    }

    fn does(&mut self, deed: Deed) {
        self.now = self.now.plus_millis(1);
        match deed {
            Deed::Come(n) => drop(self.there.insert(id(n))),
            Deed::Go(n) => self.goes(id(n)),
            Deed::OnWith => self.takes(self.plain_step()),
            Deed::Turn(which) => self.takes(turn(which)),
            Deed::Wait(millis) => self.now = self.now.plus_millis(millis),
            Deed::Write(by, text) => self.writes(id(by), text),
            Deed::Freeze if self.hearing.stage.name() == StageName::MinutesReview => self.freezes(),
            Deed::Freeze => {}
            Deed::Sign(by, whose, how, old, minutes) => self.signs(id(by), id(whose), how, old, minutes),
            Deed::Agree(terms, by) => self.agrees(terms, id(by)),
            Deed::Apart(n, of) => self.goes_apart(n, of),
            Deed::Back(n) => drop(self.talks.remove(&id(n))),
            Deed::Floor(n) => self.presiding.floor = n.map(id),
        }
        self.settles();
    }

    fn goes(&mut self, seat: SeatId) {
        self.there.remove(&seat);
        self.talks.remove(&seat);
    }

    /// As the room does after every wake.
    fn settles(&mut self) {
        let presence = self.presence();
        if let Some(step) = automatic(&self.hearing, &presence, self.now) {
            self.takes(step);
        }
    }

    fn presence(&mut self) -> Presence {
        let mut presence = Presence::of(&self.hearing.seats, |seat| self.there.contains(&seat));
        self.missing_since = match presence.missing.is_empty() {
            true => None,
            false => self.missing_since.or(Some(self.now)),
        };
        presence.missing_since = self.missing_since;
        presence
    }

    fn plain_step(&self) -> Step {
        let last = self.hearing.agenda.last().copied();
        match &self.hearing.stage {
            Stage::Scheduled => Step::OpenCheckIn,
            Stage::CheckIn { .. } => Step::QuorumReached,
            Stage::Ready { .. } => Step::Start,
            Stage::Countdown { .. } => Step::Begin,
            Stage::InSession { phase, .. } if Some(*phase) != last => Step::NextPhase,
            Stage::InSession { .. } => Step::ReviewMinutes,
            Stage::MinutesReview { .. } => Step::StartSigning,
            Stage::Signing { .. } => Step::Close { reason: "结论另行书面作出".to_owned() },
            Stage::Closed { .. } => Step::IssueOutcome,
            _ => Step::Resume,
        }
    }

    /// What the room asks of signing before a step, the step, and what it freezes.
    fn takes(&mut self, step: Step) {
        let (record, presence) =
            (&self.papers[0], Presence::of(&self.hearing.seats, |s| self.there.contains(&s)));
        let presence = Presence { missing_since: self.missing_since, ..presence };
        let lawful = match step {
            Step::StartSigning => record.may_begin(&self.hearing, "XF1", &self.minutes),
            Step::Close { .. } | Step::IssueOutcome => record.may_close(&self.hearing),
            _ => Ok(()),
        };
        let from = self.hearing.stage.name();
        let (reviews, closes) =
            (matches!(step, Step::ReviewMinutes), matches!(step, Step::Close { .. } | Step::IssueOutcome));
        let Ok(stepped) = lawful.and_then(|()| self::step(&self.hearing, step, &presence, self.now)) else {
            return;
        };
        if closes && from == StageName::Signing {
            let version = record.latest().map_or(0, |latest| latest.version);
            let silent = self.hearing.seats.iter().find(|seat| {
                let spoke = record.signatures.iter().any(|s| s.version == version && s.seat == seat.id);
                seat.must_sign() && !spoke
            });
            assert_eq!(silent.map(Seat::plate), None, "closed over somebody's silence");
        }
        if reviews {
            self.freezes();
        }
        self.hearing = stepped.hearing;
        self.talks.clear(); // the room ends them with the stage
    }

    fn writes(&mut self, by: SeatId, text: u8) {
        if !self.grants(by).minute {
            return;
        }
        let number = u32::try_from(self.minutes.len()).unwrap() + 1;
        self.minutes.push(Entry {
            id: EntryId(Uuid::from_u128(number.into())),
            hearing: self.hearing.id,
            number,
            revision: 1,
            phase: AgendaPhase::Statement,
            speaker: None,
            text: format!("第{text}句"),
            at: self.now,
            author: by,
        });
    }

    fn freezes(&mut self) {
        let version = self.papers[0].freeze(&self.hearing, "XF1", &self.minutes, None, self.now);
        self.papers[0].versions.extend(version);
    }

    fn agrees(&mut self, terms: u8, by: SeatId) {
        let draft = AgreementDraft {
            terms: format!("物业公司在{terms}日内公开三年账目"),
            parties: vec![id(3), id(6)],
        };
        let frozen = draft.freeze(&self.hearing, "XF1", &self.papers[1], by, self.now);
        if let Ok(Some(version)) = frozen {
            assert!(!self.in_force, "another version of what is in force");
            self.papers[1].versions.push(version);
        }
    }

    fn signs(&mut self, by: SeatId, whose: SeatId, how: u8, old: usize, minutes: bool) {
        let record = &self.papers[usize::from(!minutes)];
        let back = if old == 3 { 1 } else { 0 };
        let Some(on) = record.versions.iter().rev().nth(back).or(record.latest()) else { return };
        let mark = match how % 4 {
            0 => Mark::Drawn { strokes: "M1 1L2 2".to_owned() },
            1 => Mark::Confirmed,
            2 => Mark::Coded { code: op(1), ending: "0001".to_owned() },
            _ => Mark::Refused { reason: REASON.to_owned() },
        };
        let keeps = [id(0), id(1)].contains(&by);
        let latest = record.latest().is_some_and(|latest| latest.version == on.version);
        let of_it = on.is_signed_by(self.hearing.seat(whose).unwrap());
        let open = !self.signed.contains(&(minutes, on.version, whose));
        let stage = self.hearing.stage.name();
        let timely = match minutes {
            true => stage == StageName::Signing,
            false => matches!(
                stage,
                StageName::InSession | StageName::Paused | StageName::MinutesReview | StageName::Signing
            ),
        };
        let own = by == whose || (keeps && how % 4 >= 2);
        let paper = if minutes { PaperKind::Minutes } else { PaperKind::Agreement };
        let (version, sha256) = (on.version, hex(&on.sha256));
        let asked = MarkAsked { op: op(2), paper, seat: whose, version, sha256, mark };
        let found = record.sign(&self.hearing, by, asked, self.now);
        assert_eq!(
            found.is_ok(),
            timely && latest && of_it && open && own,
            "{paper} {by} for {whose}: {found:?}"
        );
        let Ok(signature) = found else { return };
        if !signature.is_refusal() {
            self.signed.insert((minutes, version, whose));
        }
        self.in_force |= !minutes && record.agreed_by(&signature).is_some();
        self.papers[usize::from(!minutes)].signatures.push(signature);
    }

    fn goes_apart(&mut self, n: usize, of: TalkKind) {
        let people: Vec<Role> = self
            .hearing
            .seats
            .iter()
            .filter(|s| self.talks.get(&s.id) == Some(&of))
            .map(|s| s.role)
            .collect();
        let door = Door { of, people: &people, stage: &self.hearing.stage };
        let goes = match people.is_empty() {
            true => may_open_talk(ROLES[n], true, true, &door),
            false => may_enter_talk(ROLES[n], true, true, &door),
        };
        if goes.is_ok() && self.there.contains(&id(n)) {
            self.talks.insert(id(n), of);
        }
    }

    fn grants(&self, seat: SeatId) -> super::SeatGrants {
        let talk = self.talks.get(&seat).copied();
        let beyond_cap = beyond_cap(&self.hearing.seats, seat, ALLOWED);
        let seat = self.hearing.seat(seat).unwrap();
        seat_grants(&Sitting {
            stage: &self.hearing.stage,
            seat,
            admitted: self.there.contains(&seat.id),
            has_floor: self.presiding.floor == Some(seat.id),
            talk,
            beyond_cap,
            presiding: &self.presiding,
        })
    }
}

/// Everything that is not the plain path; what ends a hearing early is rare.
fn turn(which: u8) -> Step {
    let reason = || REASON.to_owned();
    match which {
        0..50 => Step::Pause { reason: reason() },
        50..90 => Step::Suspend { reason: reason() },
        90..120 => Step::ReopenSession { reason: reason() },
        120..170 => Step::ReopenReview { reason: reason() },
        170..200 => Step::ReviewMinutes,
        200..220 => Step::PreviousPhase { reason: reason() },
        220..230 => Step::Close { reason: String::new() },
        230..240 => Step::Adjourn { reason: reason() },
        240..250 => Step::ConvertInPerson { reason: reason() },
        _ => Step::Cancel { reason: reason() },
    }
}

proptest! {
    /// `PROPTEST_CASES=5000` tells more stories.
    #[test]
    fn a_hearing_keeps_its_invariants_whatever_happens(deeds in prop::collection::vec(deed(), 40..260)) {
        let mut story = Story::begins();
        for n in 0..ROLES.len() {
            story.does(Deed::Come(n));
        }
        for deed in deeds {
            story.does(deed);
            story.holds();
        }
    }
}
