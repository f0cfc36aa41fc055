//! State of the model hearing, and what each action does to it.

use super::{
    deeds::{Deed, REASON, turn},
    due::GRACE,
    filed::Filed,
    record::Record,
    table::{CLERKS, HELPER, NOW, SEATS, id, laid, official, parties, petition},
};
use crate::{
    domain::{
        Timestamp,
        event::Change,
        hearing::{
            Entry, Hearing, IdentityRule, ItemProposal, MarkKind, Outcome, Presence, Presiding,
            RecordingStage, SigningRecord, Stage, StageName, Step, TalkWindow, Unfinished, automatic, step,
        },
        ids::SeatId,
        petition::{By, Calendar, Petition, Proof, ProofWay, SamePerson, Transition, apply},
    },
    rooms::{check_in::Arrivals, live},
};
use signaling::{
    room::{Input, Room, Routes},
    wire,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

pub struct Story {
    pub petition: Petition,
    pub hearing: Hearing,
    pub now: Timestamp,
    pub room: Room,
    pub arrivals: Arrivals,
    pub presence: Presence,
    pub presiding: Presiding,
    pub record: Record,
    pub minutes: Vec<Entry>,
    pub papers: [SigningRecord; 2],
    pub items: Vec<ItemProposal>,
    pub outcome: Option<Outcome>,
    /// What the log has of the hearing.
    pub log: Vec<Change>,
    /// What the relay was told to forward last.
    pub flows: Vec<Routes>,
    /// The newest connection of a seat, and how many there were.
    pub conns: BTreeMap<SeatId, u64>,
    pub opened: u64,
    /// Who is in which talk, by the log.
    pub talks: BTreeMap<SeatId, wire::TalkId>,
    /// Admitted, though nobody had said who it was: why.
    pub unidentified: BTreeSet<SeatId>,
    /// Who has sat at the table that day.
    pub sat: BTreeSet<SeatId>,
    /// Whose microphone was muted by who presides.
    pub muted: BTreeSet<SeatId>,
    /// What each seat's page shows of exhibits.
    pub shown: BTreeMap<SeatId, wire::ShownView>,
    /// Who asked to hear the interpreter, and whether it speaks to all.
    pub listening: BTreeSet<SeatId>,
    pub aloud: bool,
    /// Who has signed which version, told a second time.
    pub signed: BTreeSet<(bool, u32, SeatId)>,
    pub in_force: bool,
    pub accepted: u32,
    /// Since when there is no quorum.
    pub missed_since: Option<Timestamp>,
    /// Its file as it was closed.
    pub filed: Option<Filed>,
}

impl Story {
    pub fn begins(report: bool) -> Self {
        let petition = petition(report);
        let hearing = laid(&petition);
        let names: HashMap<_, _> = parties().into_iter().map(|party| (party.id, party.name)).collect();
        let mut story = Self {
            room: Room::new(NOW.0, live::setups(&hearing)),
            arrivals: Arrivals::new(IdentityRule::Demanded, Vec::new(), Vec::new(), names),
            petition,
            hearing,
            now: NOW,
            presence: Presence::default(),
            presiding: Presiding { absence_grace: GRACE, ..Presiding::default() },
            record: Record::default(),
            minutes: Vec::new(),
            papers: [SigningRecord::default(), SigningRecord::default()],
            items: Vec::new(),
            outcome: None,
            log: Vec::new(),
            flows: Vec::new(),
            conns: BTreeMap::new(),
            opened: 0,
            talks: BTreeMap::new(),
            unidentified: BTreeSet::new(),
            sat: BTreeSet::new(),
            muted: BTreeSet::new(),
            shown: BTreeMap::new(),
            listening: BTreeSet::new(),
            aloud: false,
            signed: BTreeSet::new(),
            in_force: false,
            accepted: 0,
            missed_since: None,
            filed: None,
        };
        story.opens();
        story
    }

    pub fn does(&mut self, deed: Deed) {
        self.now = self.now.plus_millis(1);
        match deed {
            Deed::OnWith => self.takes(self.plain_step()),
            Deed::Turn(which) => self.takes(turn(which)),
            Deed::Wait(millis) => {
                self.now = self.now.plus_millis(millis);
                self.feed(Input::Tick);
            }
            Deed::Due(off) => self.waits_for_what_is_due(off),
            Deed::Postpone(minutes) => self.is_put_off(minutes),
            Deed::NoShow => self.declares_no_show(),
            Deed::Archive(reasoned) => self.archives(reasoned),
            Deed::Matter(which) => self.matter_moves(which),
            Deed::Accuse(whom) => self.accuses(whom),
            Deed::Write(by, text) => self.writes(by, text),
            Deed::Revise(by, which, text) => self.revises(by, which, text),
            Deed::Strike(by, which) => self.strikes(by, which),
            Deed::Correct(by) => self.wants_corrected(by),
            Deed::AnswerCorrection(by, taken) => self.answers_correction(by, taken),
            Deed::Freeze if self.hearing.stage.name() == StageName::MinutesReview => self.freezes(),
            Deed::Freeze => {}
            Deed::Sign(by, whose, how, old, minutes) => self.signs(by, whose, how, old, minutes),
            Deed::Round(how, minutes) => (0..SEATS).for_each(|n| self.signs(n, n, how, 0, minutes)),
            Deed::Agree(terms, by) => self.agrees(terms, by),
            Deed::Propose(by, whom) => self.proposes(by, whom),
            Deed::Answer(by, yes) => self.answers(by, yes),
            Deed::Issue(which) => self.issues(which),
            Deed::StandIn(by, whom) => self.names_stand_in(by, whom),
            Deed::Lock(by, locked) => self.locks_microphones(by, locked),
            Deed::Slow(slow) => self.record_is(slow),
            Deed::Deliver => self.record_answers(true),
            Deed::Fail => self.record_answers(false),
            among_people => self.meets(among_people),
        }
        self.settles();
    }

    /// As the room does after every wake.
    fn settles(&mut self) {
        self.presides_by_itself();
        self.count_heads();
        if let Some(step) = automatic(&self.hearing, &self.presence, self.now) {
            self.suspends_for_good_reason(&step);
            self.takes(step);
            self.presides_by_itself();
        }
        self.clears_viewers();
    }

    fn count_heads(&mut self) {
        let there = |seat| self.is_represented(seat);
        let here = |seat: SeatId| self.conns.contains_key(&seat);
        let Hearing { seats, stage, .. } = &self.hearing;
        let presence = Presence::of(seats, stage.phase(), there).with_petitioners(seats, here);
        let presence = presence.following(&self.presence, self.now);
        let quorate = self.is_quorate();
        assert_eq!(presence.missing.is_empty(), quorate, "{:?}", presence.missing);
        self.missed_since = (!quorate).then(|| self.missed_since.unwrap_or(self.now));
        self.presence = Presence { grace: self.presiding.absence_grace, ..presence };
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
            Stage::Signing { .. } => {
                Step::Close { reason: "结论另行书面作出".to_owned(), left: Unfinished::default() }
            }
            _ => Step::Resume,
        }
    }

    /// What the room asks of signing before a step, the step, and what it freezes.
    pub fn takes(&mut self, step: Step) {
        self.count_heads();
        let [minutes, agreement] = &self.papers;
        let lawful = match (&step, step.left()) {
            (_, Some(said)) => Unfinished::as_said(said, &self.hearing, minutes, agreement),
            (Step::StartSigning, _) => {
                minutes.may_begin(&self.hearing, "XF1", &self.minutes).map(|()| Unfinished::default())
            }
            _ => Ok(Unfinished::default()),
        };
        let from = self.hearing.stage.clone();
        let (reviews, closes) = (matches!(step, Step::ReviewMinutes), step.left().is_some());
        let frozen = minutes.freeze_at_end(&self.hearing, "XF1", &self.minutes, self.now);
        let stepped =
            lawful.and_then(|left| Ok((self::step(&self.hearing, step, &self.presence, self.now)?, left)));
        let Ok((stepped, left)) = stepped else { return };
        if closes {
            self.nothing_ends_unsaid(&left);
        }
        if reviews {
            self.freezes();
        }
        self.record_catches_up();
        // Seats may have been let in meanwhile: theirs are the rows known here.
        let seats = std::mem::take(&mut self.hearing.seats);
        self.hearing = Hearing { seats, ..stepped.hearing };
        if self.hearing.stage.name().has_file() {
            self.papers[0].versions.extend(frozen);
        }
        self.log.push(stepped.change);
        if self.hearing.is_coming() {
            self.comes_anew();
        }
        if TalkWindow::pulls_in(&from, &self.hearing.stage) {
            self.feed(Input::EndTalks);
        }
        self.regrant();
        if self.hearing.stage.name().is_vacant() {
            self.everybody_goes();
        }
    }

    /// The petition goes its own way meanwhile (invariants 3 to 6).
    fn matter_moves(&mut self, which: u8) {
        let reason = || REASON.to_owned();
        let transition = match which % 16 {
            0..4 => Transition::Accept,
            4..6 => Transition::AssignHandler { handler: official(2) },
            6..8 => Transition::AssignHandler { handler: official(3) },
            8 => Transition::Recuse { staff: official(0).id, reason: reason() },
            9 => Transition::Recuse { staff: official(2).id, reason: reason() },
            10..14 => Transition::Extend { days: u16::from(which % 30) + 1, reason: reason() },
            14 => {
                let proof = Some(Proof { way: ProofWay::Signed, paper: Uuid::nil(), at: self.now });
                Transition::Withdraw { reason: reason(), together: false, proof }
            }
            _ => {
                let (earlier, same) = (Box::new(self.petition.clone()), Some(SamePerson::Recorded));
                Transition::RefuseRepeated { earlier, received_on: None, same, reason: reason() }
            }
        };
        let accepts = matches!(transition, Transition::Accept);
        let moved = apply(&self.petition, transition, By::Staff, self.now, &Calendar::shipped());
        let Ok(moved) = moved else { return };
        self.accepted += u32::from(accepts);
        self.petition = moved.petition;
        self.regrant();
    }

    /// What of interest is going on.
    pub fn marks(&self) -> Vec<String> {
        let stage = self.hearing.stage.name();
        let together = self.talks.len() > self.talks.values().collect::<BTreeSet<_>>().len();
        let in_session = stage == StageName::InSession;
        let missed_too_long =
            matches!(&self.hearing.stage, Stage::Suspended { reason, .. } if reason.starts_with("必到席位"));
        let recorded = RecordingStage::of(&self.hearing.stage) == RecordingStage::On;
        [
            ("talk", together),
            ("exhibit", self.shown.len() > 1),
            ("recorded", recorded && self.room.sending().len() > 2),
            ("agreed", self.in_force),
            ("accepted item", self.items.iter().any(|item| item.acceptance().is_some())),
            ("recused in session", in_session && !self.petition.course.recused.is_empty()),
            ("stood in", in_session && self.presiding.acting().is_some()),
            ("whispered", in_session && !self.aloud && !self.listening.is_empty()),
            ("hidden", in_session && !self.hidden().is_empty()),
            ("helped", in_session && self.room.is_there(id(HELPER).into())),
            ("reseated", in_session && self.hearing.standing().any(|seat| seat.replaces.is_some())),
            ("extended", self.petition.course.extended_by.is_some()),
            (
                "relieved",
                in_session && !self.is_represented(id(CLERKS[0])) && self.is_represented(id(CLERKS[1])),
            ),
            ("missed too long", missed_too_long),
            ("archived", self.filed.is_some()),
            ("not stored", self.record.failed),
            ("locked", in_session && self.presiding.microphones_locked),
            ("muted", in_session && !self.muted.is_empty()),
            ("proxy", self.has_mark(MarkKind::Proxy)),
            ("on paper", stage.takes_paper() && self.has_mark(MarkKind::PaperScan)),
        ]
        .into_iter()
        .filter(|(_, holds)| *holds)
        .map(|(mark, _)| mark.to_owned())
        .chain([stage.to_string()])
        .collect()
    }
}
