//! Merged petitions (并案): what a household whose petition was merged may still do by its own code, and what only the
//! elected representatives may do for all.

use super::{Petition, Refusal, RefusalCode, TransitionKind, table::Row};
use crate::domain::{
    Timestamp,
    hearing::Hearing,
    ids::AgencyId,
    people::{Party, PartyKind},
};

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

    /// Whether its people are told of what happened then. Who withdrew keeps what was there before, and their own end; how it
    /// goes on for others is not theirs.
    #[must_use]
    pub fn is_told(&self, at: Timestamp) -> bool {
        self.own.course.left_at.is_none_or(|left| at <= left)
    }

    /// What was heard behind the wall was heard of its own petitioner; who joined the matter since was not there (art. 30).
    #[must_use]
    pub fn may_know_of(&self, hearing: &Hearing) -> bool {
        !(self.is_merged() && hearing.stays_behind_the_wall(&self.matter))
    }

    /// The bureau that has it; for who withdrew, the one that had it then.
    #[must_use]
    pub fn desk(&self) -> AgencyId {
        let later = self.matter.course.hops.iter().find(|hop| !self.is_told(hop.at));
        later.map_or(self.matter.desk, |hop| hop.from)
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
/// elected to speak for all.
#[must_use]
pub fn speaker<'a>(person: &Party, of_matter: &'a [Party]) -> Option<&'a Party> {
    let speaks = |party: &Party| matches!(party.kind, PartyKind::Petitioner | PartyKind::Representative);
    of_matter.iter().find(|party| speaks(party) && party.is_same_person(person))
}

/// 重复信访: whether the petitioner among `own` had asked in their own name among `others` already.
#[must_use]
pub fn raised_before(own: &[Party], others: &[Party]) -> bool {
    let files = |party: &&Party| party.kind == PartyKind::Petitioner;
    let asked = |person: &Party| others.iter().any(|other| other.signs() && other.is_same_person(person));
    own.iter().filter(files).any(asked)
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
    use crate::domain::{
        ids::{PersonId, StaffId},
        petition::{Hop, Passage, Routing},
    };
    use uuid::Uuid;

    fn party(n: u128, kind: PartyKind, name: &str, phone: Option<&str>) -> Party {
        let (name, phone) = (name.to_owned(), phone.map(str::to_owned));
        let id = PersonId(Uuid::from_u128(n));
        Party { id, kind, name, phone, id_number: None, address: None, authority: None }
    }

    #[test]
    fn who_left_is_told_of_what_was_before() {
        let petition = Petition::blank();
        let mut opened = Household { own: petition.clone(), matter: petition };
        for (left_at, told) in [(None, [true, true, true]), (Some(Timestamp(5)), [true, true, false])] {
            opened.own.course.left_at = left_at;
            assert_eq!([4, 5, 6].map(|at| opened.is_told(Timestamp(at))), told, "{left_at:?}");
        }
    }

    #[test]
    fn who_left_is_told_where_it_was_then() {
        let bureau = |n| AgencyId(Uuid::from_u128(n));
        let hop = |passage, from, to, at| Hop {
            passage,
            from: bureau(from),
            to: bureau(to),
            by: StaffId(Uuid::nil()),
            at: Timestamp(at),
            share: 5,
        };
        let down = Passage::Down(Routing::Transfer);
        let own = Petition { desk: bureau(1), ..Petition::blank() };
        let mut matter = Petition { desk: bureau(3), ..Petition::blank() };
        matter.course.hops = vec![hop(down, 1, 2, 3), hop(Passage::Back, 2, 1, 5), hop(down, 1, 3, 7)];
        let mut opened = Household { own, matter };
        for (left_at, desk) in
            [(None, 3), (Some(2), 1), (Some(3), 2), (Some(4), 2), (Some(6), 1), (Some(8), 3)]
        {
            opened.own.course.left_at = left_at.map(Timestamp);
            assert_eq!(opened.desk(), bureau(desk), "{left_at:?}");
        }
    }

    #[test]
    fn a_matter_is_repeated_by_who_asked_before_in_their_own_name() {
        use PartyKind as K;
        let before = [
            party(1, K::Petitioner, "某甲", Some("13900000001")),
            party(2, K::CoPetitioner, "某乙", Some("13900000002")),
            party(3, K::Agent, "某丙", Some("13900000003")),
        ];
        for (kind, name, phone, is) in [
            (K::Petitioner, "某甲", Some("+86 139-0000-0001"), true),
            (K::Petitioner, "某乙", Some("13900000002"), true),
            (K::Petitioner, "某甲", Some("13900000002"), false), // of one household
            (K::Petitioner, "某甲", None, false),
            (K::Petitioner, "某丙", Some("13900000003"), false), // for somebody else
            (K::CoPetitioner, "某甲", Some("13900000001"), false), // whose petition is another's
        ] {
            let own = [party(9, kind, name, phone)];
            assert_eq!(raised_before(&own, &before), is, "{kind} {name} {phone:?}");
        }
    }

    #[test]
    fn a_number_of_an_identity_paper_tells_people_apart_and_together() {
        let with = |number: &str| Party {
            id_number: Some(number.to_owned()),
            ..party(1, PartyKind::Petitioner, "某甲", Some("13900000001"))
        };
        let renamed =
            Party { name: "某甲（曾用名）".to_owned(), phone: None, ..with("62010319600101123X") };
        assert!(with("62010319600101123x").is_same_person(&renamed));
        assert!(!with("620103196001011234").is_same_person(&with("62010319600101123X")), "two of one name");
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
