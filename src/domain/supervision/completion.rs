//! 办结报告 (art. 22(3)): an assignment (交办) has a day, and by that day whoever got it reports to who gave it, what was found
//! and what was done. A demand like others, but that the step which assigns makes it, and who gets the report judges it.

use super::{Answer, Demand, DemandKind, DemandState, Escalated, Fault, FaultCode, NewDemand, Way, text};
use crate::domain::{
    Timestamp,
    event::{Change, EventKind},
    ids::{AgencyId, StaffId},
    is_reason,
    petition::{Applied, Petition},
};
use time::{Date, format_description::StaticFormatDescription, macros::format_description};

const DAY: StaticFormatDescription = format_description!("[year]-[month]-[day]");
const WANTED: &str = "交办事项办结后，请报送办结报告：查明的情况、办理结果、信访人意见";
const GONE: &str = "事项已不由该单位办理，办结报告不再需要";

/// What an organ reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub found: String,
    pub done: String,
    /// What the petitioner says to it.
    pub view: String,
    /// Names of files of the petition that go with it.
    pub files: Vec<String>,
}

impl Report {
    fn words(&self) -> Result<String, Fault> {
        const ARTICLE: u8 = 22;
        let [found, done, view] = [("found", &self.found), ("done", &self.done), ("view", &self.view)]
            .map(|(field, words)| text(field, ARTICLE, words));
        let mut words = format!("查明情况：{}\n办理结果：{}\n信访人意见：{}", found?, done?, view?);
        if !self.files.is_empty() {
            words.push_str("\n附件：");
            words.push_str(&self.files.join("、"));
        }
        Ok(words)
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
    let answer_by = Some(Date::parse(day, &DAY).ok()?);
    let (kind, way, text) = (DemandKind::Completion, Way::System, WANTED.to_owned());
    let wanted = !petition.is_sealed() && to != before.desk;
    wanted.then_some(Escalated {
        by: before.desk,
        demand: NewDemand { kind, way, to: Some(to), text, answer_by },
    })
}

/// The reports of `demands` that nobody waits for after the step `applied`: it took the matter away from who owes them.
#[must_use]
pub fn reports_waived(
    before: &Petition,
    applied: &Applied,
    demands: Vec<Demand>,
    now: Timestamp,
) -> Vec<(Demand, Demand, Change)> {
    use EventKind as E;
    let gone = |to: AgencyId| match applied.change.kind {
        E::PetitionRerouted | E::PetitionCompetenceRuled => before.state.unit() == Some(to),
        E::PetitionGivenBack => before.desk == to,
        E::PetitionWithdrawn | E::PetitionMerged => true,
        _ => false,
    };
    let owed = |one: &Demand| one.kind == DemandKind::Completion && one.state.is_owed() && gone(one.to);
    let waive = |before: Demand| {
        let mut waived = before.clone();
        let change = waived.lift(GONE, now).ok()?;
        Some((before, waived, change))
    };
    demands.into_iter().filter(owed).filter_map(waive).collect()
}

impl Demand {
    /// The report of what was assigned: once the matter is replied to, or has ended without a reply.
    ///
    /// # Errors
    /// None is wanted, or it was filed or waived; the matter is not done yet; a part of it is too short or too long.
    pub fn report(
        &mut self,
        report: &Report,
        petition: &Petition,
        by: StaffId,
        now: Timestamp,
    ) -> Result<Change, Fault> {
        if self.kind != DemandKind::Completion || !self.state.is_owed() {
            return Err(self.refuse(FaultCode::WrongState, "No completion report (办结报告) is waited for"));
        }
        if petition.delivered_opinion().is_none() && petition.state.is_open() {
            let sentence = "The completion report follows the reply, or another end of the matter";
            return Err(self.refuse(FaultCode::WrongState, sentence));
        }
        self.state = DemandState::Answered(Answer { text: report.words()?, adopted: None, by, at: now });
        let change =
            Change::new(EventKind::CompletionFiled).with("demand", self.id).with("addressee", self.to);
        Ok(if self.is_late(now) { change.with("late", "yes") } else { change })
    }

    /// Who gets the report is not content with it: it is made anew.
    ///
    /// # Errors
    /// There is no report to send back, or no reason is given.
    pub fn send_back(&mut self, reason: &str, now: Timestamp) -> Result<Change, Fault> {
        let DemandState::Answered(answer) = &self.state else {
            return Err(self.refuse(FaultCode::WrongState, "There is no report to send back"));
        };
        if self.kind != DemandKind::Completion {
            return Err(self.refuse(FaultCode::WrongState, "Only a completion report is sent back"));
        }
        if !is_reason(reason) {
            let sentence = "A reason of 5 to 500 characters is needed";
            return Err(self.refuse(FaultCode::BadText, sentence).at("reason"));
        }
        let (answer, reason) = (answer.clone(), reason.trim().to_owned());
        self.state = DemandState::Returned { answer, reason: reason.clone(), at: now };
        Ok(Change::new(EventKind::CompletionReturned).with("demand", self.id).because(reason))
    }

    const fn refuse(&self, code: FaultCode, sentence: &'static str) -> Fault {
        Fault::of(code, self.kind.article(), sentence)
    }
}
