//! 重复信访 after an end: whoever comes again with what was closed files a petition of its own, and its screening says so.

use super::{Invalid, InvalidCode, Petition, PetitionState};
use crate::domain::event::{Change, EventKind};

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
