//! Rights in a hearing: which actions somebody may take now, by role, relation and stage.

use super::{Official, SCHEDULERS, SeatRelation, WORKERS, action_set, reads_minutes_in_room};
use crate::domain::{
    hearing::{Hearing, HearingKind, Occupant, ParticipantRole, Seat, StageName, StepKind, possible},
    named,
    people::Role,
    petition::Petition,
};

named!(
    /// What may be done to a hearing from the desk. What a seat may do in the room is `seat_grants`.
    pub enum HearingAction {
        See = "see",
        IssueLinks = "issue_links",
        IssueOutcome = "issue_outcome",
        Publish = "publish",
        /// Put the outcome right, and take it back from who reads by query code.
        CorrectOutcome = "correct_outcome",
        /// Say that the conclusion was handed over on paper.
        Deliver = "deliver",
        Cancel = "cancel",
        Postpone = "postpone",
        /// Adds, replaces and withdraws seats, changes the agenda.
        Reseat = "reseat",
        /// Break it off where nobody in the room does.
        Adjourn = "adjourn",
        /// Have it face to face instead: arranged so beforehand, or because nobody in the room does it.
        ConvertInPerson = "convert_in_person",
        Enter = "enter",
        ReadMinutes = "read_minutes",
        PlayRecording = "play_recording",
        /// Take the evidence package along.
        TakePackage = "take_package",
        /// Close its file (归档, H17).
        Archive = "archive",
        /// Decide how long recordings are kept, seal and destroy them, have a film made of them.
        KeepRecording = "keep_recording",
        /// Says who sits on a seat, and knows their names.
        CheckIn = "check_in",
        /// Looks after its legs: rings, announces, restarts.
        Assist = "assist",
        /// Says that somebody showed their paper, at an office that has a seat.
        SeePaper = "see_paper",
    }
);

action_set!(
    /// What one person may do to one hearing now; empty if there is no such hearing for them.
    HearingRights of HearingAction
);

/// What `actor` may do to `hearing` of `petition` now. `seat` is their nearness to *this* hearing.
///
/// A sealed report's hearing is seen by the discipline desks of its place and by who holds a seat in it. Once the report was
/// opened nobody knows any more whom it accused: then of the desks only the one that held it sees it.
#[must_use]
pub fn hearing_rights(
    actor: &Official,
    hearing: &Hearing,
    petition: &Petition,
    seat: SeatRelation,
) -> HearingRights {
    let standing = Standing { actor, hearing, petition, seat };
    if !standing.sees() {
        return HearingRights::default();
    }
    let alone = Standing { actor: &actor.alone(), ..standing };
    let entitled = |action: HearingAction| {
        let standing = if FOR_DEPUTIES.contains(&action) { &standing } else { &alone };
        standing.entitled(action)
    };
    HearingAction::ALL
        .iter()
        .copied()
        .filter(|action| standing.lawful(*action) && entitled(*action))
        .collect()
}

/// Whether closing files is `actor`'s post at all, of whatever hearing.
#[must_use]
pub fn keeps_files(actor: &Official) -> bool {
    actor.alone().has_any(KEEPERS) || actor.is_discipline_desk()
}

/// What is open to who acts for somebody else (委托代办). All else about a hearing takes posts of one's own, or a
/// seat: who presides has a stand-in there.
const FOR_DEPUTIES: &[HearingAction] =
    &[HearingAction::See, HearingAction::ReadMinutes, HearingAction::Publish];

/// Posts at which people show who they are.
const COUNTERS: &[Role] = &[Role::CounterClerk, Role::Clerk, Role::Officer];

/// Posts that may listen to what was recorded.
const LISTENERS: &[Role] = &[Role::BureauHead, Role::Presider, Role::Clerk, Role::Leader];

/// Posts that answer for what becomes of files and recordings.
const KEEPERS: &[Role] = &[Role::BureauHead, Role::Archivist];

#[derive(Clone, Copy)]
struct Standing<'a> {
    actor: &'a Official,
    hearing: &'a Hearing,
    petition: &'a Petition,
    seat: SeatRelation,
}

impl Standing<'_> {
    fn sees(&self) -> bool {
        if self.actor.staff.disabled {
            return false;
        }
        if self.petition.is_sealed() {
            let accused = self.petition.accuses(self.actor.agency.id)
                || self.petition.accuses_person(self.actor.staff.id);
            let desk =
                self.actor.is_discipline_desk() && self.actor.agency.division.contains(&self.petition.place);
            return !accused && (desk || self.seat == SeatRelation::Own);
        }
        if self.is_walled_off() {
            return self.seat == SeatRelation::Own || self.as_host(&[]);
        }
        let above = self.actor.is_bureau() && self.actor.agency.division.contains(&self.petition.place);
        let near = above || self.is_host() || self.seat != SeatRelation::None;
        // The officer on duty watches the hearings of the house without reading its petitions.
        let works = self.actor.has_any(WORKERS) || self.actor.has_any(&[Role::Officer]);
        let keeps = self.is_host() && self.actor.has_any(KEEPERS);
        (near && works) || keeps || self.seat == SeatRelation::Own
    }

    /// The stage allows it, whoever asks.
    fn lawful(&self, action: HearingAction) -> bool {
        use HearingAction as A;
        let stage = self.hearing.stage.name();
        match action {
            A::See => true,
            A::CheckIn | A::Assist | A::SeePaper => before_or_during(stage),
            A::IssueLinks => before_or_during(stage) || stage == StageName::Postponed,
            A::IssueOutcome => self.may_step(StepKind::IssueOutcome),
            A::Archive => self.may_step(StepKind::Archive),
            // The query code never opens a report (docs/rules.md 1.4).
            A::Publish => stage == StageName::OutcomeIssued && !self.is_walled_off(),
            A::CorrectOutcome => stage == StageName::OutcomeIssued,
            A::Deliver => {
                stage == StageName::OutcomeIssued && self.hearing.kind == HearingKind::FormalHearing
            }
            A::Cancel => self.may_step(StepKind::Cancel),
            A::Postpone => self.may_step(StepKind::Postpone),
            A::Reseat => stage.takes_seats(),
            A::Adjourn => self.may_step(StepKind::Adjourn),
            A::ConvertInPerson => self.may_step(StepKind::ConvertInPerson),
            A::Enter => before_or_during(stage),
            A::TakePackage | A::KeepRecording => stage.has_file(),
            A::ReadMinutes | A::PlayRecording => !matches!(
                stage,
                StageName::Requested | StageName::Scheduled | StageName::Cancelled | StageName::Postponed
            ),
        }
    }

    /// This person may do it, at whatever stage. The table.
    fn entitled(&self, action: HearingAction) -> bool {
        use HearingAction as A;
        match action {
            A::See => true,
            A::IssueLinks | A::Cancel | A::Postpone | A::Reseat => {
                self.as_host(SCHEDULERS) || self.presides()
            }
            A::IssueOutcome => self.keeps_record() || self.as_host(&[Role::BureauHead]),
            A::TakePackage => self.keeps_record() || self.as_host(KEEPERS),
            A::Adjourn | A::CorrectOutcome => self.presides() || self.as_host(&[Role::BureauHead]),
            // What has not begun is arranged; what has is broken off.
            A::ConvertInPerson => {
                let began = self.hearing.stage.name().is_live();
                self.entitled(if began { A::Adjourn } else { A::Cancel })
            }
            A::CheckIn => {
                self.presides()
                    || self.sits_as(ParticipantRole::Clerk)
                    || self.as_host(SCHEDULERS)
                    || self.as_host(&[Role::Officer])
            }
            // Where a petitioner stands, be it the room of another organ: what is seen there is seen by nobody else.
            A::SeePaper => {
                let stands_there = self.seat != SeatRelation::None && !self.is_walled_off();
                self.entitled(A::CheckIn) || (stands_there && self.actor.has_any(COUNTERS))
            }
            // The officer's, over the whole house and the houses below it; of a report's hearing its discipline desk's.
            A::Assist => {
                self.presides()
                    || self.sits_as(ParticipantRole::Clerk)
                    || self.sits_as(ParticipantRole::Officer)
                    || self.keeps_watch(&[Role::Officer])
            }
            A::Deliver => self.presides() || self.sits_as(ParticipantRole::Clerk) || self.as_host(SCHEDULERS),
            A::Publish => self.presides() || self.as_host(&[Role::BureauHead, Role::Presider]),
            A::Enter => self.seat != SeatRelation::None && self.may_enter(),
            // While it goes on, the minutes are read at the table.
            // Not the parties; of the bureaus the one that holds it and those above.
            A::PlayRecording => self.presides() || self.keeps_watch(LISTENERS),
            A::KeepRecording | A::Archive => self.as_host(KEEPERS),
            A::ReadMinutes => {
                // A witness tells what it knows, not what it read (OLR21 26).
                let testifies = self.is_live() && self.sits_as(ParticipantRole::Witness);
                let at_table = self.seat == SeatRelation::Own && (!self.is_live() || self.reads_there());
                !testifies && (at_table || (self.reads() && (!self.is_live() || self.is_host())))
            }
        }
    }

    /// As the agency that holds it, or a petition bureau above the place; for a report the host's discipline desk.
    fn keeps_watch(&self, roles: &[Role]) -> bool {
        let above = self.actor.is_bureau() && self.actor.agency.division.contains(&self.petition.place);
        self.as_host(roles) || (above && !self.is_walled_off() && self.actor.has_any(roles))
    }

    /// As the agency that holds it; behind the wall its discipline desk, whatever the posts.
    fn as_host(&self, roles: &[Role]) -> bool {
        if self.is_walled_off() {
            return self.is_host() && self.actor.is_discipline_desk();
        }
        self.is_host() && self.actor.has_any(roles)
    }

    /// Of a report, or held while its petition was one.
    fn is_walled_off(&self) -> bool {
        self.petition.is_sealed() || self.hearing.stays_behind_the_wall(self.petition)
    }

    /// Whose post it is to read what people say. Not the officer's on duty, and not who keeps what is over: they
    /// have the lines and the files in their care.
    fn reads(&self) -> bool {
        self.actor.has_any(WORKERS) || self.actor.is_discipline_desk()
    }

    fn is_host(&self) -> bool {
        self.hearing.host == self.actor.agency.id
    }

    fn may_step(&self, kind: StepKind) -> bool {
        self.hearing.archived.is_none() && possible(self.hearing.stage.name(), kind)
    }

    fn keeps_record(&self) -> bool {
        self.presides() || self.sits_as(ParticipantRole::Clerk)
    }

    fn presides(&self) -> bool {
        self.sits_as(ParticipantRole::Presider)
    }

    fn sits_as(&self, role: ParticipantRole) -> bool {
        self.own_seats().any(|seat| seat.role == role)
    }

    fn own_seats(&self) -> impl Iterator<Item = &Seat> {
        let me = self.actor.staff.id;
        let mine =
            move |occupant: &Occupant| matches!(occupant, Occupant::Official { staff, .. } if *staff == me);
        self.hearing.seats.iter().filter(move |seat| seat.stands() && mine(&seat.occupant))
    }

    /// What the room tells nobody outside is not read there by another door.
    fn reads_there(&self) -> bool {
        self.own_seats().any(|seat| reads_minutes_in_room(seat, self.hearing.stage.name()))
    }

    /// Presider and clerk may come before check-in opens: they open it.
    fn may_enter(&self) -> bool {
        self.hearing.stage.name() != StageName::Scheduled
            || self.presides()
            || self.sits_as(ParticipantRole::Clerk)
    }

    fn is_live(&self) -> bool {
        before_or_during(self.hearing.stage.name())
    }
}

const fn before_or_during(stage: StageName) -> bool {
    stage.is_live() || matches!(stage, StageName::Scheduled)
}
