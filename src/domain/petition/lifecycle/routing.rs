//! From registration to the unit that has it: P2–P9.

use super::{ClockKind, Move, Refusal, RefusalCode};
use crate::domain::{
    ids::AgencyId,
    jurisdiction::{Agency, AgencyKind, DivisionCode},
    people::Staff,
    petition::{
        Accused, Category, Clock, ContentClass, LegalWay, NonAcceptance, Petition, PetitionState, Routing,
        SamePerson, StateName,
    },
};
use time::Date;

/// After so many objections the sender has had its say, and the common superior rules (our choice; art. 24).
pub const OBJECTIONS_BEFORE_RULING: u32 = 2;

impl Move<'_> {
    pub(super) fn start_screening(
        &mut self,
        category: Option<Category>,
        content_class: Option<ContentClass>,
    ) -> Result<(), Refusal> {
        self.classify(category, content_class)?;
        self.petition.state = PetitionState::Screening;
        Ok(())
    }

    /// As what it is found to be. What is a report already stays one.
    pub(super) fn classify(
        &mut self,
        category: Option<Category>,
        content_class: Option<ContentClass>,
    ) -> Result<(), Refusal> {
        if let Some(category) = category.filter(|category| *category != self.petition.category) {
            if self.petition.is_sealed() {
                let sentence = "A report (检举控告) stays sealed; it is not reclassified";
                return self.no_by(30, RefusalCode::StaysSealed, sentence);
            }
            self.note("category_before", self.petition.category);
            self.note("category", category);
            self.petition.category = category;
        }
        if let Some(class) = content_class.filter(|class| *class != self.petition.content_class) {
            self.note("content_class_before", self.petition.content_class);
            self.note("content_class", class);
            self.petition.content_class = class;
        }
        Ok(())
    }

    /// Both must be of the same category: a report that joined an open matter would lose its wall.
    pub(super) fn merge(&mut self, lead: &Petition, same_person: bool) -> Result<(), Refusal> {
        self.accused_is_named()?;
        let sentence = if lead.id == self.petition.id {
            "A petition does not lead itself"
        } else if !lead.state.is_open() {
            "The leading petition (主件) must still be open"
        } else if lead.category != self.petition.category || lead.accused != self.petition.accused {
            "Only petitions of the same category, and reports on the same people, are merged"
        } else {
            self.note("lead", lead.id);
            self.note("same_person", same_person);
            self.stop_all();
            self.petition.state = PetitionState::Merged { lead: lead.id, at: self.now };
            return Ok(());
        };
        self.no(RefusalCode::BadPetition, sentence)
    }

    pub(super) fn divert(&mut self, way: LegalWay, organ: &Agency, reason: String) -> Result<(), Refusal> {
        self.may_reach(organ.id)?;
        self.reason(reason)?;
        self.note("way", way);
        self.note("organ", organ.id);
        self.stop_all();
        self.petition.state = PetitionState::Diverted { way, organ: organ.id, at: self.now };
        Ok(())
    }

    /// It is no longer the organ's; the bureau that sent it away has it back.
    pub(super) fn return_diverted(&mut self, reason: String) -> Result<(), Refusal> {
        self.reason(reason)?;
        if let Some(organ) = self.petition.state.organ() {
            self.note("organ", organ);
        }
        self.screen_anew();
        Ok(())
    }

    /// Whom a report accuses; their organ with each person. The reporter's words may name others, outside the house. What the
    /// accused have by then, because it was sealed late, goes back to its desk.
    pub(super) fn name_accused(
        &mut self,
        agencies: &[Agency],
        staff: &[Staff],
        reason: String,
    ) -> Result<(), Refusal> {
        if !self.petition.is_sealed() {
            return self.no(RefusalCode::OnlyReports, "Only a report (检举控告) accuses somebody");
        }
        self.reason(reason)?;
        let organs = agencies.iter().map(|agency| agency.id).chain(staff.iter().map(|one| one.agency));
        let accused = Accused::new(organs, staff.iter().map(|one| one.id));
        self.note("agencies", accused.agencies().len());
        self.note("staff", accused.staff().len());
        self.petition.accused = Some(accused);
        let unit = self.petition.state.unit().filter(|unit| self.petition.accuses(*unit));
        if let Some(unit) = unit
            && self.petition.state.name() != StateName::Objected
        {
            self.note("unit", unit);
            self.back_to_desk();
        }
        Ok(())
    }

    /// No unit has it any more: it is screened again, with fifteen days of its own. How often units have objected is still
    /// counted, or the third would object as if it were the first (art. 24).
    pub(super) fn back_to_desk(&mut self) {
        self.stop_for_unit();
        self.drop_draft();
        let course = &mut self.petition.course;
        (course.ruled, course.extended_by, course.redone_by) = (false, None, None);
        self.start(ClockKind::Route);
        self.petition.state = PetitionState::Screening;
    }

    fn accused_is_named(&self) -> Result<(), Refusal> {
        if self.petition.is_accused_unnamed() {
            let sentence =
                "Say first whom the report accuses, or that they are not of this system (指明被检举控告人)";
            return self.no_by(30, RefusalCode::AccusedUnnamed, sentence);
        }
        Ok(())
    }

    /// A report goes nowhere before it is known whom it accuses, and never to them.
    pub(super) fn may_reach(&self, unit: AgencyId) -> Result<(), Refusal> {
        self.accused_is_named()?;
        if self.petition.accuses(unit) {
            return self.no_by(30, RefusalCode::AccusedUnit, "A report never goes to the agency it accuses");
        }
        Ok(())
    }

    /// To a unit: from now on it has 15 days to accept and 5 working days to object.
    pub(super) fn send(&mut self, how: Routing, unit: &Agency, until: Option<Date>) -> Result<(), Refusal> {
        if unit.kind == AgencyKind::PetitionBureau {
            let sentence =
                "A petition bureau is no unit, and could route it no further: hand it down to it (转下级)";
            return self.no_by(22, RefusalCode::BureauNoUnit, sentence);
        }
        self.may_reach(unit.id)?;
        let ordered = self.ordered(how, until)?;
        self.note("how", how);
        self.note("unit", unit.id);
        if let Some(from) = self.petition.state.unit().filter(|from| *from != unit.id) {
            self.note("from", from);
        }
        self.stop_for_unit();
        self.start(ClockKind::Accept);
        self.start(ClockKind::Objection);
        if let Some(day) = ordered {
            self.petition.clocks.push(Clock::ordered(self.now, day));
            self.note("ordered_until", day);
        }
        self.petition.state = PetitionState::Routed { how, unit: unit.id, since: self.now };
        Ok(())
    }

    /// A unit begins anew; what the bureau that sends it owes to the one above runs on.
    fn stop_for_unit(&mut self) {
        let own: Vec<_> =
            self.petition.clocks.iter().map(|clock| !self.petition.is_ordered_from_above(clock)).collect();
        let clocks = self.petition.clocks.iter_mut().zip(own);
        for (clock, _) in clocks.filter(|(clock, own)| *own && clock.stopped_at.is_none()) {
            clock.stop(self.now, self.calendar);
        }
    }

    pub(super) fn ordered(&self, how: Routing, until: Option<Date>) -> Result<Option<Date>, Refusal> {
        let sentence = match (how, until) {
            (Routing::Transfer, None) => return Ok(None),
            (Routing::Assignment, Some(day)) if day > self.now.local_date() => return Ok(Some(day)),
            (Routing::Transfer, Some(_)) => "A transfer (转送) sets no deadline",
            (Routing::Assignment, None) => "An assignment (交办) sets a handling deadline",
            (Routing::Assignment, Some(_)) => "The ordered deadline must lie ahead",
        };
        self.no_by(22, RefusalCode::BadDeadline, sentence)
    }

    pub(super) fn refuse_acceptance(
        &mut self,
        ground: NonAcceptance,
        elsewhere: Option<&Petition>,
        reason: String,
    ) -> Result<(), Refusal> {
        self.pending_elsewhere(ground, elsewhere)?;
        self.reason(reason)?;
        self.note("ground", ground);
        if let Some(elsewhere) = elsewhere {
            self.note("elsewhere", elsewhere.id);
            self.note("elsewhere_number", &elsewhere.number);
        }
        let unit = self.petition.state.unit();
        if let Some(unit) = unit {
            self.note("unit", unit);
        }
        self.stop_all();
        self.petition.state = PetitionState::NotAccepted { unit, ground, at: self.now };
        Ok(())
    }

    /// Who is told that it is being handled already is told where. No report is named in the record of what is none.
    fn pending_elsewhere(&self, ground: NonAcceptance, elsewhere: Option<&Petition>) -> Result<(), Refusal> {
        let sentence = match (ground, elsewhere) {
            (NonAcceptance::PendingElsewhere, None) => {
                "Say by its number which petition is being handled already (正在办理的事项编号)"
            }
            (NonAcceptance::PendingElsewhere, Some(other)) => {
                if other.id != self.petition.id
                    && other.state.is_open()
                    && other.category == self.petition.category
                {
                    return Ok(());
                }
                "What is being handled already is another petition of the same category, and still open"
            }
            (_, None) => return Ok(()),
            (_, Some(_)) => "Another petition is named only where it is being handled already",
        };
        self.no_by(19, RefusalCode::BadPetition, sentence)
    }

    /// Only what re-review ended is never taken up again, and only of the same person with the same facts and reasons: who has
    /// had no re-review of their own is heard.
    pub(super) fn refuse_repeated(
        &mut self,
        (earlier, received_on): (&Petition, Option<Date>),
        same: Option<SamePerson>,
        reason: String,
    ) -> Result<(), Refusal> {
        if earlier.id == self.petition.id || !earlier.is_final() {
            let sentence = "Only a matter that re-review (复核) ended is no longer accepted (不再受理)";
            return self.no(RefusalCode::BadPetition, sentence);
        }
        let Some(same) = same else {
            let sentence =
                "Somebody else petitioned then: say that it is the same person, and how that is known";
            return self.no(RefusalCode::AnotherPerson, sentence);
        };
        self.reason(reason)?;
        self.note("earlier", earlier.id);
        self.note("earlier_number", &earlier.number);
        self.note("same_person", same);
        if let Some(review) = &earlier.course.rereview {
            self.note("organ", review.organ);
        }
        if let PetitionState::Terminated { at, .. } = earlier.state.ending() {
            self.note("terminated_on", at.local_date());
        }
        if let Some(day) = received_on {
            self.note("received_on", day);
        }
        self.stop_all();
        self.petition.state = PetitionState::NoLongerAccepted { earlier: earlier.id, at: self.now };
        Ok(())
    }

    /// The days to accept in go on meanwhile: the law names no pause.
    pub(super) fn object(&mut self, reason: String) -> Result<(), Refusal> {
        let PetitionState::Routed { how, unit, .. } = self.petition.state else {
            return self.no(RefusalCode::WrongState, "It is not with a unit that could object");
        };
        if self.petition.course.ruled {
            let sentence = "The common superior has ruled who is competent; the unit accepts it or not";
            return self.no_by(24, RefusalCode::RulingFinal, sentence);
        }
        if self.petition.clock(ClockKind::Objection).is_some_and(|clock| clock.is_lapsed(self.now)) {
            let sentence = "An objection is made within 5 working days of receipt (5个工作日)";
            return self.no(RefusalCode::TooLate, sentence);
        }
        self.reason(reason)?;
        self.petition.course.objections += 1;
        self.note("unit", unit);
        self.note("objections", self.petition.course.objections);
        self.petition.state = PetitionState::Objected { how, unit, since: self.now };
        Ok(())
    }

    fn may_answer(&self) -> Result<(), Refusal> {
        if self.petition.course.objections >= OBJECTIONS_BEFORE_RULING {
            let sentence =
                "After two objections the common superior bureau or the joint conference rules (裁定管辖)";
            return self.no_by(24, RefusalCode::RulingNeeded, sentence);
        }
        Ok(())
    }

    /// The unit keeps it, with the clocks it has.
    pub(super) fn refuse_objection(&mut self, reason: String) -> Result<(), Refusal> {
        let PetitionState::Objected { how, unit, .. } = self.petition.state else {
            return self.no(RefusalCode::WrongState, "Nobody objected");
        };
        self.may_answer()?;
        self.may_reach(unit)?;
        self.reason(reason)?;
        self.note("unit", unit);
        let received = self.petition.clock(ClockKind::Accept).map_or(self.now, |clock| clock.anchor);
        self.petition.state = PetitionState::Routed { how, unit, since: received };
        Ok(())
    }

    pub(super) fn reroute(
        &mut self,
        how: Routing,
        unit: &Agency,
        until: Option<Date>,
        reason: String,
    ) -> Result<(), Refusal> {
        self.may_answer()?;
        self.reason(reason)?;
        self.send(how, unit, until)
    }

    /// The bureau agrees with the unit, and does with it what it would have done: divert it, turn it down, send it elsewhere. No
    /// rework: nothing was done yet that is done again. After two objections it is no longer the sender's to route, by this way
    /// as little as by another; of a report nobody rules who may not read it, and its desk takes it back.
    pub(super) fn take_back(&mut self, reason: String) -> Result<(), Refusal> {
        let unit = self.unit()?;
        if !self.petition.is_sealed() {
            self.may_answer()?;
        }
        self.reason(reason)?;
        self.note("unit", unit);
        self.back_to_desk();
        Ok(())
    }

    /// The ruling names a unit, the one that objected or another; it receives the petition anew.
    pub(super) fn rule_competence(
        &mut self,
        unit: &Agency,
        ruled_by: &Agency,
        was: &DivisionCode,
        reason: String,
    ) -> Result<(), Refusal> {
        let PetitionState::Objected { how, .. } = self.petition.state else {
            return self.no(RefusalCode::WrongState, "Nobody objected");
        };
        let rules = matches!(ruled_by.kind, AgencyKind::JointConference | AgencyKind::PetitionBureau);
        let above = |division: &DivisionCode| ruled_by.division.contains(division);
        if !rules || !above(&unit.division) || !above(was) || ruled_by.id == self.petition.desk {
            let sentence =
                "Competence is ruled by a petition bureau above all concerned, or by the joint conference";
            return self.no(RefusalCode::NotSuperior, sentence);
        }
        self.reason(reason)?;
        let ordered = self.petition.clocks.iter().find(|clock| {
            let running = clock.kind == ClockKind::Ordered && clock.stopped_at.is_none();
            running && !self.petition.is_ordered_from_above(clock)
        });
        let ordered = ordered.map(|clock| clock.due.local_date());
        // A deadline that has passed meanwhile orders nothing any more.
        let until = ordered.filter(|day| *day > self.now.local_date());
        let how = if until.is_some() { how } else { Routing::Transfer };
        self.note("ruled_by", ruled_by.id);
        self.petition.course.ruled = true;
        self.send(how, unit, until)
    }

    /// The 60 days run for appeals only: reports and suggestions have no such clock (docs/rules.md 7.3).
    pub(super) fn accept(&mut self) -> Result<(), Refusal> {
        let unit = self.unit()?;
        self.stop(&[ClockKind::Accept, ClockKind::Objection]);
        if self.is_appeal() {
            self.start(ClockKind::Reply);
        }
        self.note("unit", unit);
        self.petition.state = PetitionState::Accepted { unit, since: self.now };
        Ok(())
    }
}
