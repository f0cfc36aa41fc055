use super::DivisionCode;
use crate::domain::{
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
        Court = "court",
        Procuratorate = "procuratorate",
        MassOrg = "mass_org",
        Soe = "soe",
        Township = "township",
        Centre = "centre",
        Hotline = "hotline",
    }
);

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
}

/// The petition bureau that registers what citizens file themselves about `place`: the nearest one upwards.
#[must_use]
pub fn registering_bureau<'a>(place: &DivisionCode, agencies: &'a [Agency]) -> Option<&'a Agency> {
    agencies
        .iter()
        .filter(|agency| agency.kind == AgencyKind::PetitionBureau && agency.division.contains(place))
        .max_by_key(|agency| agency.division.as_str().len())
}

/// The nearest petition bureau of a level above `division`: it reviews opinions of organs there (art. 35), and sees to
/// it that bureaus there keep their dates (art. 40).
#[must_use]
pub fn bureau_above<'a>(division: &DivisionCode, agencies: &'a [Agency]) -> Option<&'a Agency> {
    registering_bureau(&division.parent()?, agencies)
}
