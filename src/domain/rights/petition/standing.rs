//! Who somebody is to a petition: role, agency, relation, recusal.

use super::{ARCHIVISTS, PetitionAction};
use crate::domain::{
    people::Role,
    petition::{Petition, StateName},
    rights::{
        Official, SeatRelation, WORKERS,
        lists::{ARCHIVED, rules_on_competence},
    },
};

/// Who says for the bureau above that it has seen what is urgent.
const URGENT_READERS: &[Role] = &[Role::Screener, Role::BureauHead, Role::Leader, Role::Supervisor];

/// Somebody before a petition.
pub struct Standing<'a> {
    pub actor: &'a Official,
    pub petition: &'a Petition,
    pub seat: SeatRelation,
}

impl Standing<'_> {
    pub(super) fn sees(&self) -> bool {
        if self.petition.is_sealed() { self.behind_the_wall() } else { self.sees_open() }
    }

    fn behind_the_wall(&self) -> bool {
        let accused =
            self.petition.accuses(self.actor.agency.id) || self.petition.accuses_person(self.actor.staff.id);
        let works = self.actor.has_any(WORKERS) || self.actor.is_discipline_desk();
        !accused
            && self.actor.program.is_none()
            && (self.is_its_discipline_desk()
                || self.as_unit(&[Role::Handler, Role::UnitHead])
                || self.as_organ(&[Role::Handler, Role::UnitHead])
                || (self.seat == SeatRelation::Own && works))
    }

    pub(super) fn is_its_discipline_desk(&self) -> bool {
        self.actor.is_discipline_desk_of(&self.petition.place)
    }

    fn sees_open(&self) -> bool {
        let home = self.is_above() || self.is_unit() || self.is_keeper();
        let near = home
            || self.is_organ()
            || self.is_reviewer()
            || self.has_reviewed()
            || self.sees_dispute()
            || self.seat != SeatRelation::None;
        let archives = self.actor.has_any(ARCHIVISTS) && ARCHIVED.contains(&self.petition.state.name());
        (near && self.actor.has_any(WORKERS)) || (home && archives)
    }

    /// Art. 28: who is recused may know of it, and does nothing to it.
    pub(super) fn keeps_away(&self, action: PetitionAction) -> bool {
        action != PetitionAction::See && self.petition.course.is_recused(self.actor.staff.id)
    }

    /// As the bureau that has it: its decisions. For a report its discipline desk stands in its place.
    pub(super) fn as_desk(&self, roles: &[Role]) -> bool {
        if self.petition.is_sealed() {
            return self.is_its_discipline_desk();
        }
        self.is_desk() && self.actor.has_any(roles)
    }

    /// As the bureau that registered it or the one that has it: the record, and whoever comes to either counter.
    pub(super) fn as_keeper(&self, roles: &[Role]) -> bool {
        self.keeps_record() && (self.petition.is_sealed() || self.actor.has_any(roles))
    }

    pub(super) fn as_desk_of_report(&self) -> bool {
        self.petition.is_sealed() && self.is_its_discipline_desk()
    }

    /// Two people: neither who proposed it, nor anybody in their place (委托代办).
    pub(super) fn may_unseal(&self) -> bool {
        let Some(proposed) = &self.petition.course.unsealing else { return false };
        let proposer = |staff| staff == proposed.by;
        let me = self.actor.not_for(proposer);
        self.petition.is_sealed() && !proposer(me.staff.id) && me.is_discipline_desk_of(&self.petition.place)
    }

    pub(super) fn as_unit(&self, roles: &[Role]) -> bool {
        self.is_unit() && self.actor.has_any(roles)
    }

    /// As the organ it was diverted to.
    pub(super) fn as_organ(&self, roles: &[Role]) -> bool {
        self.is_organ() && self.actor.has_any(roles)
    }

    /// As a petition bureau of the place or above it.
    pub(super) fn as_bureau_above(&self, roles: &[Role]) -> bool {
        if self.petition.is_sealed() {
            return self.is_its_discipline_desk();
        }
        self.is_above() && self.actor.has_any(roles)
    }

    /// As the organ that reviews it, or has reviewed it and may be asked about that.
    pub(super) fn as_reviewer(&self, roles: &[Role]) -> bool {
        self.is_reviewer() && self.actor.has_any(roles)
    }

    /// As a common superior of those who dispute competence (art. 24): a bureau above the one that sent
    /// it, or the joint conference of the place. Which units it may name is the transition's to say.
    pub(super) fn as_superior(&self) -> bool {
        self.is_superior() && self.petition.state.name() == StateName::Objected
    }

    /// Whoever ruled still reads it: what became of the dispute, and the answer to their own ruling.
    fn sees_dispute(&self) -> bool {
        self.as_superior() || (self.is_superior() && self.petition.course.ruled)
    }

    fn is_superior(&self) -> bool {
        rules_on_competence(self.actor)
            && !self.is_desk()
            && !self.petition.is_sealed()
            && self.actor.agency.division.contains(&self.petition.place)
    }

    /// Whether the record is this person's to keep: of a report the discipline desk's.
    pub fn keeps_record(&self) -> bool {
        if self.petition.is_sealed() { self.is_its_discipline_desk() } else { self.is_keeper() }
    }

    /// Whether this is a petition bureau of the place or above it.
    pub fn is_above(&self) -> bool {
        self.actor.is_bureau() && self.actor.agency.division.contains(&self.petition.place)
    }

    pub fn is_reviewer(&self) -> bool {
        self.petition.state.reviewer() == Some(self.actor.agency.id)
    }

    /// Its opinion is on record, and it has the paper of that to write, whoever has the matter by now.
    pub fn has_reviewed(&self) -> bool {
        let course = &self.petition.course;
        let mut reviews = [&course.review, &course.rereview].into_iter().flatten();
        reviews.any(|review| review.organ == self.actor.agency.id)
    }

    pub fn is_unit(&self) -> bool {
        self.petition.state.unit() == Some(self.actor.agency.id)
    }

    pub fn is_organ(&self) -> bool {
        self.petition.state.organ() == Some(self.actor.agency.id)
    }

    fn is_desk(&self) -> bool {
        self.petition.desk == self.actor.agency.id
    }

    fn is_keeper(&self) -> bool {
        self.is_desk() || self.petition.registered_by == self.actor.agency.id
    }

    /// As the organ that an urgent matter was reported to.
    pub(super) fn as_reported_to(&self) -> bool {
        let to = self.petition.course.urgent.as_ref().and_then(|urgent| urgent.reported_to);
        to == Some(self.actor.agency.id) && self.reads_urgent()
    }

    pub(super) fn reads_urgent(&self) -> bool {
        self.actor.has_any(URGENT_READERS) || self.actor.is_discipline_desk()
    }

    pub(super) fn is_handler(&self) -> bool {
        self.petition.state.handler() == Some(self.actor.staff.id)
    }
}
