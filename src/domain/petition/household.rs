//! 并案 as a household sees it whose petition goes on in another one: what it may do there, and what only those may who
//! speak for all.

use super::{Petition, Refusal, RefusalCode, TransitionKind, table::Row};
use crate::domain::people::{Party, PartyKind};

/// A petition as its own people know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Household {
    /// Under their number; what is theirs alone is kept by it.
    pub own: Petition,
    /// What is done about it: the leading petition if theirs was merged, else the same.
    pub matter: Petition,
}

impl Household {
    #[must_use]
    pub fn is_merged(&self) -> bool {
        self.own.id != self.matter.id
    }

    /// Screening may find out that the leading petition is a report: then it is closed to those who joined it, too.
    #[must_use]
    pub fn is_sealed(&self) -> bool {
        self.own.is_sealed() || self.matter.is_sealed()
    }
}

/// Representatives are elected under this article.
const REPRESENTATION: u8 = 20;

/// Who `person`, of a merged petition, is among the people of the matter: its petitioner under a second number, or
/// elected to speak for all. One person with two places in the record is told by name and phone.
#[must_use]
pub fn speaker<'a>(person: &Party, of_matter: &'a [Party]) -> Option<&'a Party> {
    let speaks = |party: &Party| matches!(party.kind, PartyKind::Petitioner | PartyKind::Representative);
    let same =
        |party: &Party| party.phone.is_some() && (&party.name, &party.phone) == (&person.name, &person.phone);
    of_matter.iter().find(|party| speaks(party) && same(party))
}

/// Accepting the reply closes the matter for every household in it, so it takes who speaks for all.
///
/// # Errors
/// Nobody who does.
pub fn accepts_for_all(speaker: Option<&Party>) -> Result<(), Refusal> {
    if speaker.is_some() {
        return Ok(());
    }
    let sentence = "It goes on together with others: its leading petitioner or an elected representative accepts for all";
    let refusal = Row::of(TransitionKind::Close).refuse(RefusalCode::NotYours, sentence);
    Err(Refusal { article: REPRESENTATION, ..refusal })
}

/// Who withdrew does nothing more in the matter.
#[must_use]
pub fn has_left() -> Refusal {
    let sentence = "This household has withdrawn (本户已撤回)";
    let refusal = Row::of(TransitionKind::Withdraw).refuse(RefusalCode::HasLeft, sentence);
    Refusal { article: REPRESENTATION, ..refusal }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::PersonId;
    use uuid::Uuid;

    fn party(n: u128, kind: PartyKind, name: &str, phone: Option<&str>) -> Party {
        let (name, phone) = (name.to_owned(), phone.map(str::to_owned));
        let id = PersonId(Uuid::from_u128(n));
        Party { id, kind, name, phone, id_number: None, address: None, authority: None }
    }

    #[test]
    fn those_speak_for_all_who_lead_or_were_elected() {
        use PartyKind as K;
        let matter = [
            party(1, K::Petitioner, "某甲", Some("13900000001")),
            party(2, K::CoPetitioner, "某乙", Some("13900000002")),
            party(3, K::Representative, "某丙", Some("13900000003")),
            party(4, K::Representative, "某丁", None),
        ];
        for (name, phone, found) in [
            ("某甲", Some("13900000001"), Some(1)),
            ("某乙", Some("13900000002"), None),
            ("某丙", Some("13900000003"), Some(3)),
            ("某丙", Some("13900000009"), None),
            ("某丁", None, None),
            ("某戊", Some("13900000001"), None),
        ] {
            let speaker = speaker(&party(9, K::Petitioner, name, phone), &matter);
            assert_eq!(speaker.map(|party| party.id.0.as_u128()), found, "{name} {phone:?}");
            let article = accepts_for_all(speaker).err().map(|refusal| (refusal.rule, refusal.article));
            assert_eq!(article, found.is_none().then_some(("P18", 20)), "{name}");
        }
    }
}
