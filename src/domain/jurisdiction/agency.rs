//! Agencies (机关、单位), their kinds, and their reception rooms (接访室).

use super::DivisionCode;
use crate::domain::{
    Timestamp,
    ids::{AgencyId, RoomId},
    named,
};

named!(
    /// Kinds of organ under article 2 of the Regulation.
    pub enum AgencyKind {
        PetitionBureau = "petition_bureau",
        ResponsibleUnit = "responsible_unit",
        JointConference = "joint_conference",
        LegalPolitical = "legal_political",
        Discipline = "discipline",
        /// 人民代表大会机关
        Congress = "congress",
        /// 政协机关
        Cppcc = "cppcc",
        /// 党委部门, but for those that have a kind of their own: political-legal and discipline
        Party = "party",
        Court = "court",
        Procuratorate = "procuratorate",
        MassOrg = "mass_org",
        Soe = "soe",
        Township = "township",
        Centre = "centre",
        Hotline = "hotline",
    }
);

impl AgencyKind {
    /// Where discipline desks are.
    pub const DESKS: &[Self] = &[Self::Discipline, Self::PetitionBureau];
    /// Whose matters nobody evaluates (EVAL14 art. 4).
    const UNRATED: &[Self] = &[Self::Congress, Self::Court, Self::Procuratorate];
    /// Whose organs review the opinion of one below (art. 35): the petition bureaus for their governments, and the organs of the line
    /// that a unit belongs to. Who judges, disciplines, co-ordinates or takes calls reviews none.
    pub const REVIEWERS: &[Self] = &[
        Self::PetitionBureau,
        Self::ResponsibleUnit,
        Self::Party,
        Self::Congress,
        Self::Cppcc,
        Self::MassOrg,
        Self::Soe,
    ];
    /// Who may rule on competence (art. 24).
    pub const RULERS: &[Self] = &[Self::PetitionBureau, Self::JointConference];

    /// Whether how it handled a matter is evaluated by the petitioner.
    #[must_use]
    pub fn is_rated(self) -> bool {
        !Self::UNRATED.contains(&self)
    }
}

/// 机关、单位. It acts for its division and what lies in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agency {
    pub id: AgencyId,
    pub name: String,
    pub kind: AgencyKind,
    pub division: DivisionCode,
}

/// 接访室.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceptionRoom {
    pub id: RoomId,
    pub agency: AgencyId,
    pub name: String,
    /// From then on nothing is scheduled there; hearings that were held in it keep its name.
    pub closed_at: Option<Timestamp>,
}

impl ReceptionRoom {
    #[must_use]
    pub fn open(id: RoomId, agency: AgencyId, name: impl Into<String>) -> Self {
        Self { id, agency, name: name.into(), closed_at: None }
    }

    /// Whether none of `others` has its name in the same agency: people are sent to a room by its name.
    #[must_use]
    pub fn is_told_apart(&self, others: &[Self]) -> bool {
        let same =
            |other: &Self| other.id != self.id && other.agency == self.agency && other.name == self.name;
        !others.iter().any(same)
    }
}

/// The name of an agency or a room as it is kept: 2 to 60 characters without space around them, or none.
#[must_use]
pub fn place_name(name: &str) -> Option<String> {
    let name = name.trim();
    (2..=60).contains(&name.chars().count()).then(|| name.to_owned())
}

/// The petition bureau that registers what citizens file themselves about `place`: the nearest one upwards.
#[must_use]
pub fn registering_bureau<'a>(place: &DivisionCode, agencies: &'a [Agency]) -> Option<&'a Agency> {
    nearest(AgencyKind::PetitionBureau, place, agencies)
}

/// The petition bureau at which something for `agency` waits: itself if it is one and still `open`, else the one that answers
/// for its division. At a closed one nobody would look.
#[must_use]
pub fn bureau_of<'a>(agency: &Agency, open: &'a [Agency]) -> Option<&'a Agency> {
    let itself = open.iter().find(|one| one.id == agency.id && one.kind == AgencyKind::PetitionBureau);
    itself.or_else(|| registering_bureau(&agency.division, open))
}

/// The agency of this kind for `place`, or for the division next above that has one.
#[must_use]
pub fn nearest<'a>(kind: AgencyKind, place: &DivisionCode, agencies: &'a [Agency]) -> Option<&'a Agency> {
    agencies
        .iter()
        .filter(|agency| agency.kind == kind && agency.division.contains(place))
        .max_by_key(|agency| agency.division.as_str().len())
}

/// The agencies of these kinds for `place`, a list for each level that has any, the nearest first.
#[must_use]
pub fn upwards(kinds: &[AgencyKind], place: &DivisionCode, agencies: &[Agency]) -> Vec<Vec<Agency>> {
    let there = |agency: &&Agency| kinds.contains(&agency.kind) && agency.division.contains(place);
    let mut found: Vec<Agency> = agencies.iter().filter(there).cloned().collect();
    let order = |agency: &Agency| {
        let kind = kinds.iter().position(|kind| *kind == agency.kind);
        (std::cmp::Reverse(agency.division.as_str().len()), kind)
    };
    found.sort_by_key(order);
    found.chunk_by(|one, next| one.division == next.division).map(<[Agency]>::to_vec).collect()
}

/// The nearest petition bureau of a level above `division`: it reviews opinions of organs there (art. 35), and sees to
/// it that bureaus there keep their dates (art. 40).
#[must_use]
pub fn bureau_above<'a>(division: &DivisionCode, agencies: &'a [Agency]) -> Option<&'a Agency> {
    registering_bureau(&division.parent()?, agencies)
}

/// Where an opinion is reviewed (art. 35, 36): above where it was made, and no higher than the nearest petition bureau there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextHigher {
    below: DivisionCode,
    /// None: there is no bureau above.
    highest: Option<DivisionCode>,
}

impl NextHigher {
    #[must_use]
    pub fn of(below: DivisionCode, agencies: &[Agency]) -> Self {
        let highest = bureau_above(&below, agencies).map(|bureau| bureau.division.clone());
        Self { below, highest }
    }

    /// Whether this organ is one that reviews it.
    #[must_use]
    pub fn is(&self, organ: &Agency) -> bool {
        let above = organ.division != self.below && organ.division.contains(&self.below);
        let near = self.highest.as_ref().is_none_or(|highest| highest.contains(&organ.division));
        above && near && AgencyKind::REVIEWERS.contains(&organ.kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn room(id: u128, agency: u128, name: &str) -> ReceptionRoom {
        ReceptionRoom::open(RoomId(Uuid::from_u128(id)), AgencyId(Uuid::from_u128(agency)), name)
    }

    #[test]
    fn rooms_of_one_agency_are_told_apart_by_their_names() {
        let others = [room(1, 1, "第一接访室"), room(2, 2, "第二接访室")];
        for (wanted, apart) in [
            (room(3, 1, "第一接访室"), false),
            (room(3, 1, "第二接访室"), true), // another agency's
            (room(1, 1, "第一接访室"), true), // itself
        ] {
            assert_eq!(wanted.is_told_apart(&others), apart, "{wanted:?}");
        }
    }

    #[test]
    fn what_waits_waits_at_a_bureau_that_is_open() {
        let agency = |id, kind, division: &str| Agency {
            id: AgencyId(Uuid::from_u128(id)),
            name: String::new(),
            kind,
            division: division.parse().unwrap(),
        };
        let (bureau, unit) = (AgencyKind::PetitionBureau, AgencyKind::ResponsibleUnit);
        let open = [agency(1, bureau, "6201"), agency(2, bureau, "620103"), agency(3, unit, "620103")];
        for (asked, waits) in [
            (&open[1], Some(2)),
            (&open[2], Some(2)),
            (&agency(4, bureau, "620103"), Some(2)), // closed, and another took over
            (&agency(5, bureau, "620102"), Some(1)), // closed, and none of its level is left
            (&agency(6, unit, "6202"), None),
        ] {
            assert_eq!(bureau_of(asked, &open).map(|found| found.id.0.as_u128()), waits, "{asked:?}");
        }
    }

    /// Art. 35. The city has no bureau here, and its own line reviews there all the same.
    #[test]
    fn the_next_higher_organ_is_of_the_nearest_level_with_a_bureau_or_nearer() {
        let agency = |kind, division: &str| Agency {
            id: AgencyId(Uuid::nil()),
            name: String::new(),
            kind,
            division: division.parse().unwrap(),
        };
        let (bureau, unit) = (AgencyKind::PetitionBureau, AgencyKind::ResponsibleUnit);
        let bureaus = |divisions: &[&str]| -> Vec<Agency> {
            divisions.iter().map(|division| agency(bureau, division)).collect()
        };
        for (below, open, kind, division, reviews) in [
            ("620103", &["6201", "62"][..], bureau, "6201", true),
            ("620103", &["6201", "62"], unit, "6201", true),
            ("620103", &["6201", "62"], bureau, "62", false), // two levels up
            ("620103", &["62"], bureau, "62", true),
            ("620103", &["62"], unit, "6201", true),
            ("620103", &["6201"], unit, "620103", false),
            ("620103", &["6201"], unit, "6202", false),
            ("620103", &["6201"], AgencyKind::Congress, "6201", true),
            ("620103", &["6201"], AgencyKind::Court, "6201", false),
            ("620103", &["6201"], AgencyKind::JointConference, "6201", false),
            ("62", &["62"], bureau, "62", false),
            ("620103", &[], unit, "6201", true),
        ] {
            let next = NextHigher::of(below.parse().unwrap(), &bureaus(open));
            assert_eq!(next.is(&agency(kind, division)), reviews, "{kind} of {division} above {below}");
        }
    }

    #[test]
    fn upwards_of_a_place_the_nearest_level_comes_first_and_no_other_place() {
        let agencies: Vec<Agency> = [
            (1, AgencyKind::PetitionBureau, "62"),
            (2, AgencyKind::PetitionBureau, "620103"),
            (3, AgencyKind::Discipline, "620103"),
            (4, AgencyKind::Discipline, "620102"),
            (5, AgencyKind::Court, "6201"),
        ]
        .into_iter()
        .map(|(id, kind, division)| Agency {
            id: AgencyId(Uuid::from_u128(id)),
            name: String::new(),
            kind,
            division: division.parse().unwrap(),
        })
        .collect();
        let found = upwards(AgencyKind::DESKS, &"620103002".parse().unwrap(), &agencies);
        let ids: Vec<Vec<u128>> =
            found.iter().map(|level| level.iter().map(|agency| agency.id.0.as_u128()).collect()).collect();
        assert_eq!(ids, [vec![3, 2], vec![1]]);
    }

    #[test]
    fn a_place_has_a_name_of_2_to_60_characters() {
        for (name, kept) in
            [("  第一接访室 ", Some("第一接访室")), ("室", None), ("   室 ", None), ("一二", Some("一二"))]
        {
            assert_eq!(place_name(name).as_deref(), kept, "{name:?}");
        }
        assert!(place_name(&"室".repeat(60)).is_some());
        assert!(place_name(&"室".repeat(61)).is_none());
    }
}
