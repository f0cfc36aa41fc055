//! 办结报告 (art. 22(3)): an assignment (交办) has a day, and by that day whoever got it reports to who gave it, what was found
//! and what was done. A demand like others, but that the step which assigns makes it, and who gets the report judges it.

use super::{
    Answer, Demand, DemandKind, DemandState, Escalated, NewDemand, Refusal, RefusalCode, Returned, Way,
    papers, text,
};
use crate::domain::{
    ReasonNeeded, Timestamp,
    event::{Change, EventKind},
    given_reason,
    ids::StaffId,
    petition::{Applied, Attachment, Calendar, Petition, PetitionState},
    timestamp::DAY,
};
use time::Date;

const WANTED: &str = "交办事项办结后，请报送办结报告：查明的情况、办理结果、信访人意见";
/// Working days for a report asked for again whose day is over meanwhile (our choice): two weeks.
const AGAIN: u32 = 10;

/// What an organ reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub found: String,
    pub done: String,
    /// What the petitioner says to it.
    pub view: String,
    pub files: Vec<Attachment>,
}

impl Report {
    fn words(&self) -> Result<String, Refusal> {
        const ARTICLE: u8 = 22;
        let [found, done, view] = [("found", &self.found), ("done", &self.done), ("view", &self.view)]
            .map(|(field, words)| text(field, ARTICLE, words));
        Ok(format!("查明情况：{}\n办理结果：{}\n信访人意见：{}", found?, done?, view?))
    }
}

/// The report that goes with the step `applied`, if that assigned the matter to another organ. Of a sealed report none:
/// who reads an organ's demands is not who reads its reports (art. 30), and the discipline desk asks by itself.
#[must_use]
pub fn report_wanted(before: &Petition, applied: &Applied) -> Option<Escalated> {
    let Applied { petition, change } = applied;
    let to = match change.kind {
        EventKind::PetitionHandedDown => petition.desk,
        EventKind::PetitionRouted | EventKind::PetitionRerouted | EventKind::PetitionCompetenceRuled => {
            petition.state.unit()?
        }
        _ => return None,
    };
    let day = change.details.iter().find(|(name, _)| name == "ordered_until")?.1.as_str();
    let answer_by = Some(Date::parse(day, DAY).ok()?);
    let (kind, way, text) = (DemandKind::Completion, Way::System, WANTED.to_owned());
    let wanted = !petition.is_sealed() && to != before.desk;
    wanted.then_some(Escalated {
        by: before.desk,
        demand: NewDemand { kind, way, to: Some(to), text, answer_by, about: None },
    })
}

/// The reports of `demands` that nobody waits for after the step `applied`: it took the matter away from who owes them, ended
/// it, or put it behind the wall of art. 30, and then what was filed is done with too.
#[must_use]
pub fn reports_waived(
    before: &Petition,
    applied: &Applied,
    demands: Vec<Demand>,
    now: Timestamp,
) -> Vec<(Demand, Demand, Change)> {
    let (kind, sealed) = (applied.change.kind, !before.is_sealed() && applied.petition.is_sealed());
    let waive = |before: Demand, why: &str| {
        let mut waived = before.clone();
        let change = waived.waive(why, now);
        (before, waived, change)
    };
    let reports = demands.into_iter().filter(|one| one.kind == DemandKind::Completion);
    let pointless = |one: Demand| {
        if sealed && !one.state.is_lifted() {
            return Some(waive(one, "办结报告不再需要"));
        }
        let why = why_waived(kind, before, &one).filter(|_| one.state.is_owed())?;
        Some(waive(one, why))
    };
    reports.filter_map(pointless).collect()
}

/// Why nobody waits for the report `one` after a step of this kind.
fn why_waived(kind: EventKind, before: &Petition, one: &Demand) -> Option<&'static str> {
    use EventKind as E;
    match kind {
        E::PetitionRerouted | E::PetitionCompetenceRuled if before.state.unit() == Some(one.to) => {
            Some("事项已重新转送、交办，原办结报告不再需要")
        }
        E::PetitionTakenBack if before.state.unit() == Some(one.to) => {
            Some("事项已收回重新甄别，办结报告不再需要")
        }
        E::PetitionGivenBack if before.desk == one.to => Some("事项已退回，办结报告不再需要"),
        E::PetitionWithdrawn => Some("信访人已撤回，办结报告不再需要"),
        E::PetitionMerged => Some("事项已并案，办结报告不再需要"),
        // The desk has it again, and no unit does.
        E::PetitionUndone if before.desk == one.by => Some("事项重新甄别，原办结报告不再需要"),
        _ => None,
    }
}

/// The reports that bureaus owe again after the step `applied`: it took back the withdrawal or the merger with which they
/// were waived.
#[must_use]
pub fn reports_wanted_again(
    before: &Petition,
    applied: &Applied,
    demands: &[Demand],
    calendar: &Calendar,
    now: Timestamp,
) -> Vec<Escalated> {
    let (PetitionState::Withdrawn { at: ended } | PetitionState::Merged { at: ended, .. }) = before.state
    else {
        return Vec::new();
    };
    if applied.change.kind != EventKind::PetitionUndone || applied.petition.is_sealed() {
        return Vec::new();
    }
    let today = now.local_date();
    let waived = |one: &&Demand| {
        let then = matches!(one.state, DemandState::Lifted { at, .. } if at == ended);
        one.kind == DemandKind::Completion && then && one.by != before.desk
    };
    let again = |one: &Demand| Escalated {
        by: one.by,
        demand: NewDemand {
            kind: one.kind,
            way: one.way,
            to: Some(one.to),
            text: one.text.clone(),
            answer_by: one
                .answer_by
                .filter(|day| *day > today)
                .or_else(|| calendar.working_day_after(today, AGAIN)),
            about: None,
        },
    };
    demands.iter().filter(waived).map(again).collect()
}

impl Demand {
    /// The report of what was assigned: once the matter is replied to, or has ended without a reply.
    ///
    /// # Errors
    /// None is wanted, or it was filed or waived; the matter is not done yet; a part of it is too short or too long; who
    /// files it must keep away.
    pub fn report(
        &mut self,
        report: &Report,
        petition: &Petition,
        by: StaffId,
        now: Timestamp,
    ) -> Result<Change, Refusal> {
        if self.kind != DemandKind::Completion || !self.state.is_owed() {
            return Err(self.refuse(RefusalCode::WrongState, "No completion report (办结报告) is waited for"));
        }
        if petition.keeps_away(by) {
            let sentence = "Who must keep away (回避) does not report on the matter";
            return Err(Refusal::of(RefusalCode::Recused, 28, sentence));
        }
        if petition.delivered_opinion().is_none() && petition.state.is_open() {
            let sentence = "The completion report follows the reply, or another end of the matter";
            return Err(self.refuse(RefusalCode::WrongState, sentence));
        }
        let files = papers::checked(&report.files, self.kind.article())?;
        let answer = Answer { text: report.words()?, adopted: None, files, by, at: now };
        self.keep_returned();
        self.state = DemandState::Answered(answer);
        let change = Change::new(EventKind::CompletionFiled)
            .with("demand", self.id)
            .with("demander", self.by)
            .with("addressee", self.to);
        let change = papers::told(change, &report.files);
        Ok(if self.is_late(now) { change.with("late", "yes") } else { change })
    }

    /// Who gets the report is not content with it: it is made anew.
    ///
    /// # Errors
    /// There is no report to send back, or no reason is given.
    pub fn send_back(&mut self, reason: &str, now: Timestamp) -> Result<Change, Refusal> {
        let DemandState::Answered(answer) = &self.state else {
            return Err(self.refuse(RefusalCode::WrongState, "There is no report to send back"));
        };
        if self.kind != DemandKind::Completion {
            return Err(self.refuse(RefusalCode::WrongState, "Only a completion report is sent back"));
        }
        let (answer, reason) = (answer.clone(), self.given(reason)?);
        self.state = DemandState::Returned(Returned { answer, reason: reason.clone(), at: now });
        Ok(Change::new(EventKind::CompletionReturned)
            .with("demand", self.id)
            .with("addressee", self.to)
            .because(reason))
    }

    /// Nobody waits for it any more, for `reason`.
    fn waive(&mut self, reason: &str, now: Timestamp) -> Change {
        self.keep_returned();
        let answer = self.state.answer().cloned();
        self.state = DemandState::Lifted { answer, reason: reason.to_owned(), at: now };
        let change =
            Change::new(EventKind::CompletionWaived).with("demand", self.id).with("level", self.kind);
        change.because(reason.to_owned())
    }

    /// What was sent back stays on record, with the reason, whatever comes next.
    pub(super) fn keep_returned(&mut self) {
        if let DemandState::Returned(returned) = &self.state {
            self.earlier.push(returned.clone());
            self.state = DemandState::Open;
        }
    }

    pub(super) const fn refuse(&self, code: RefusalCode, sentence: &'static str) -> Refusal {
        Refusal::of(code, self.kind.article(), sentence)
    }

    pub(super) fn given(&self, reason: &str) -> Result<String, Refusal> {
        let none = self.refuse(RefusalCode::BadText, ReasonNeeded::SENTENCE);
        given_reason(reason).map_err(|_| none.at("reason"))
    }
}
