//! 重复信访 after an end: whoever comes again with what was closed files a petition of its own, and its screening says so; what
//! re-review ended, or what is being handled, is taken up again only by who says why.

use super::{
    Invalid, InvalidCode, Petition, PetitionState, Refusal, RefusalCode, TransitionKind, table::Row,
};
use crate::domain::{
    ReasonNeeded,
    event::{Change, EventKind},
    given_reason,
};

/// What a petition raises again.
#[derive(Debug, Clone)]
pub struct Again {
    /// As it was found by its number.
    pub earlier: Petition,
    /// What `earlier` went on in: itself, where it was not merged.
    pub matter: Petition,
    /// Whether the records say that its petitioner had asked in their own name in that matter.
    pub same_person: bool,
}

impl Again {
    /// What the screening of `petition` says of it, and what the log of the earlier matter says.
    ///
    /// # Errors
    /// Nothing of that petitioner was closed there, or one of them is a report.
    pub fn of(&self, petition: &Petition, screening: Change) -> Result<(Change, Change), Invalid> {
        let Self { earlier, matter, same_person } = self;
        let sentence = if petition.is_sealed() || matter.is_sealed() {
            "A report (检举控告) is named beside no other petition"
        } else if !matches!(matter.state.ending(), PetitionState::Closed { .. })
            || matter.registered_at > petition.registered_at
        {
            "Only what was closed (办结) is raised again"
        } else if !*same_person {
            "The records do not say that it is the same person's"
        } else {
            let screening = screening.with("again_of", matter.id).with("earlier_number", &earlier.number);
            let raised = Change::new(EventKind::PetitionRaisedAgain)
                .with("again_in", petition.id)
                .with("again_number", &petition.number)
                .with("filed_at", petition.registered_at.0);
            return Ok((screening, raised));
        };
        Err(Invalid::new("again_of", InvalidCode::Malformed, sentence))
    }
}

/// What the records show of the same person with a like title: re-review ended it (art. 36), or it is being handled (art. 19).
#[derive(Debug, Clone, Copy)]
pub enum Earlier<'a> {
    Known(&'a Petition),
    /// One is being handled of which whoever asks may not know more than that; never a report (art. 30).
    Unseen,
}

impl Earlier<'_> {
    fn is_pending(self) -> bool {
        match self {
            Self::Known(earlier) => earlier.is_pending(),
            Self::Unseen => true,
        }
    }

    fn asks_why(self) -> String {
        match self {
            Self::Known(Petition { number, .. }) if self.is_pending() => format!(
                "{number} of the same person with a like title is being handled already: do not accept this one (不予受理), or \
                 say why it is another matter"
            ),
            Self::Known(Petition { number, .. }) => format!(
                "Re-review ended {number} of the same person with a like title: no longer accept this one (不再受理), or say why \
                 it is another matter"
            ),
            Self::Unseen => "Another organ is handling a matter of the same person with a like title already: ask the bureau \
                             that sent this one (转送机关), do not accept it (不予受理), or say why it is another matter"
                .to_owned(),
        }
    }
}

/// `change`, the step by which a matter is taken up, with the reason given for it.
///
/// # Errors
/// There is an earlier one, and nobody says why; the reason is too short or too long.
pub fn taken_up(
    kind: TransitionKind,
    change: Change,
    earlier: Option<Earlier<'_>>,
    reason: Option<&str>,
) -> Result<Change, Refusal> {
    let is_pending = earlier.is_some_and(Earlier::is_pending);
    let article = if is_pending { 19 } else { 36 };
    let refuse = |code, sentence: String| Refusal { article, ..Row::of(kind).refuse(code, sentence) };
    let change = match reason {
        Some(reason) => {
            let reason = given_reason(reason);
            let short = |_| refuse(RefusalCode::ReasonNeeded, ReasonNeeded::SENTENCE.to_owned());
            change.because(reason.map_err(short)?)
        }
        None => change,
    };
    match earlier {
        Some(earlier) if change.reason.is_none() => {
            let code = if is_pending { RefusalCode::PendingBefore } else { RefusalCode::TerminatedBefore };
            Err(refuse(code, earlier.asks_why()))
        }
        Some(Earlier::Known(earlier)) => {
            Ok(change.with("earlier", earlier.id).with("earlier_number", &earlier.number))
        }
        Some(Earlier::Unseen) | None => Ok(change),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        Timestamp,
        ids::{AgencyId, PetitionId},
        petition::Category,
    };
    use uuid::Uuid;

    const NOW: Timestamp = Timestamp(1_795_395_600_000);

    fn closed() -> Petition {
        let (id, number) = (PetitionId(Uuid::from_u128(1)), "XF1".to_owned());
        let state = PetitionState::Closed { unit: AgencyId(Uuid::from_u128(3)), at: NOW };
        Petition { id, number, state, registered_at: NOW, ..Petition::blank() }
    }

    fn screened() -> Petition {
        let (id, number, registered_at) =
            (PetitionId(Uuid::from_u128(2)), "XF2".to_owned(), NOW.plus_millis(1));
        Petition { id, number, registered_at, state: PetitionState::Screening, ..Petition::blank() }
    }

    /// Art. 36.
    #[test]
    fn what_rereview_ended_is_taken_up_by_who_says_why() {
        let earlier = closed();
        let take = |earlier: Option<&Petition>, reason| {
            let change = Change::new(EventKind::PetitionRouted);
            taken_up(TransitionKind::Route, change, earlier.map(Earlier::Known), reason)
                .map_err(|refusal| refusal.code)
        };
        let why = Some("反映的是复核以后新发生的事实");
        assert_eq!(take(Some(&earlier), None), Err(RefusalCode::TerminatedBefore));
        assert_eq!(take(Some(&earlier), Some("不同")), Err(RefusalCode::ReasonNeeded));
        let taken = take(Some(&earlier), why).unwrap();
        assert_eq!(taken.reason.as_deref(), why);
        assert!(taken.details.contains(&("earlier_number".to_owned(), "XF1".to_owned())));
        assert_eq!(take(None, None), Ok(Change::new(EventKind::PetitionRouted)));
        assert_eq!(take(None, why).unwrap().reason.as_deref(), why);
        let (change, known) = (Change::new(EventKind::PetitionAccepted), Some(Earlier::Known(&earlier)));
        let refusal = taken_up(TransitionKind::Accept, change, known, None).unwrap_err();
        assert_eq!((refusal.rule, refusal.article), ("P9", 36));
        assert!(refusal.sentence.contains("XF1"), "it is named");
    }

    /// Art. 19, whatever came of it since it was accepted.
    #[test]
    fn what_is_being_handled_is_accepted_a_second_time_by_who_says_why() {
        let unit = AgencyId(Uuid::from_u128(3));
        let change = || Change::new(EventKind::PetitionAccepted);
        for state in
            [PetitionState::Accepted { unit, since: NOW }, PetitionState::Replied { unit, delivered_at: NOW }]
        {
            let earlier = Petition { state, ..closed() };
            let known = Some(Earlier::Known(&earlier));
            let refusal = taken_up(TransitionKind::Accept, change(), known, None).unwrap_err();
            assert_eq!((refusal.code, refusal.article), (RefusalCode::PendingBefore, 19));
            assert!(refusal.sentence.contains("XF1"), "it is named");
            let why = Some("反映的是另一栋楼的电梯");
            let taken = taken_up(TransitionKind::Accept, change(), known, why).unwrap();
            assert!(taken.details.contains(&("earlier_number".to_owned(), "XF1".to_owned())));
        }
        for state in [PetitionState::Screening, PetitionState::Withdrawn { at: NOW }, closed().state] {
            assert!(!Petition { state, ..closed() }.is_pending(), "nobody has accepted it, or it has ended");
        }
    }

    /// Another organ's: whoever accepts it is asked all the same, and is told no number and writes none down.
    #[test]
    fn what_is_handled_out_of_sight_asks_why_too() {
        let take = |reason| {
            let change = Change::new(EventKind::PetitionAccepted);
            taken_up(TransitionKind::Accept, change, Some(Earlier::Unseen), reason)
        };
        let refusal = take(None).unwrap_err();
        assert_eq!((refusal.code, refusal.article), (RefusalCode::PendingBefore, 19));
        assert!(take(Some("反映的是另一栋楼的电梯")).unwrap().details.is_empty());
    }

    #[test]
    fn what_was_closed_is_raised_again_by_its_own_petitioner() {
        type Case = (&'static str, fn(&mut Again, &mut Petition));
        let cases: [Case; 6] = [
            ("", |_, _| {}),
            ("another person's", |again, _| again.same_person = false),
            ("still handled", |again, _| again.matter.state = PetitionState::Screening),
            ("itself", |again, petition| again.matter = petition.clone()),
            ("a report", |again, _| again.matter.category = Category::Report),
            ("screened as a report", |_, petition| petition.category = Category::Report),
        ];
        for (why_not, change) in cases {
            let mut again = Again { earlier: closed(), matter: closed(), same_person: true };
            let mut petition = screened();
            change(&mut again, &mut petition);
            let told = again.of(&petition, Change::new(EventKind::PetitionScreening));
            assert_eq!(told.is_ok(), why_not.is_empty(), "{why_not}");
            let Ok((screening, raised)) = told else { continue };
            assert!(screening.details.contains(&("again_of".to_owned(), closed().id.to_string())));
            assert!(raised.details.contains(&("again_number".to_owned(), "XF2".to_owned())));
            let filed_at = petition.registered_at.0.to_string();
            assert!(raised.details.contains(&("filed_at".to_owned(), filed_at)), "not when it was screened");
        }
    }
}
