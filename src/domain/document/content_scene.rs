//! Test data: a petition of which documents are made.

use super::super::*;
use crate::domain::{
    Timestamp,
    document::Document,
    event::{Actor, EventKind},
    ids::{AgencyId, DocumentId, EventId, PersonId, StaffId},
    jurisdiction::{Agency, AgencyKind},
    people::{Party, PartyKind},
    petition::{By, Calendar, Channel, Clock, LegalWay, Opinion, Petition, PetitionState, Transition, apply},
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// 2026-11-25, 09:00 in China.
pub(super) const NOW: Timestamp = Timestamp(1_795_568_400_000);
pub(super) const DAY: i64 = 86_400_000;
pub(super) const BUREAU: AgencyId = AgencyId(Uuid::from_u128(1));
pub(super) const UNIT: AgencyId = AgencyId(Uuid::from_u128(2));
pub(super) const CLERK: StaffId = StaffId(Uuid::from_u128(3));

pub(super) fn agency(id: AgencyId) -> Agency {
    let name = if id == BUREAU { "七里河区信访局" } else { "七里河区住建局" };
    Agency { id, name: name.into(), kind: AgencyKind::PetitionBureau, division: "620103".parse().unwrap() }
}

/// A petition with a log of made-up events, and documents made of it.
pub(super) struct Scene {
    pub(super) petition: Petition,
    pub(super) parties: Vec<Party>,
    pub(super) events: Vec<Event>,
    pub(super) issued: Vec<Document>,
}

impl Scene {
    pub(super) fn new() -> Self {
        let petition = Petition {
            number: "XF620103202611251000001K".into(),
            title: "小区物业不公开收支".into(),
            channel: Channel::Web,
            registered_by: BUREAU,
            desk: BUREAU,
            registered_at: NOW,
            persons_concerned: 66,
            state: PetitionState::Replied { unit: UNIT, delivered_at: NOW },
            opinion: Some(Opinion {
                result: OpinionResult::Support,
                text: "经调查，物业公司未公示。\n账目应当公开。".into(),
                basis: "《物业管理条例》第五十三条".into(),
            }),
            clocks: vec![Clock {
                kind: ClockKind::Reply,
                anchor: NOW,
                raw_due: NOW,
                due: Timestamp::end_of(NOW.plus_millis(60 * DAY).local_date()),
                stopped_at: None,
                extended_by: 0,
                pauses: Vec::new(),
            }],
            ..Petition::blank()
        };
        let petitioner = Party {
            id: PersonId(Uuid::nil()),
            kind: PartyKind::Petitioner,
            name: "马某".into(),
            phone: None,
            id_number: None,
            address: None,
            authority: None,
        };
        Self { petition, parties: vec![petitioner], events: Vec::new(), issued: Vec::new() }
    }

    /// Something an organ did. Kinds the log does not know yet come as ones it knows: only texts are compared.
    pub(super) fn with(mut self, kind: EventKind, by: AgencyId, details: &[(&str, String)]) -> Self {
        self.events.push(Event {
            id: EventId(Uuid::nil()),
            at: NOW,
            chain: "620103".parse().unwrap(),
            petition: self.petition.id,
            hearing: None,
            actor: Actor::Staff { staff: CLERK, agency: by },
            kind,
            reason: Some("涉及多年账目，需要审计".into()),
            due_before: Some(Timestamp::end_of(NOW.local_date())),
            due_after: Some(Timestamp::end_of(NOW.plus_millis(30 * DAY).local_date())),
            details: details.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        });
        self
    }

    /// Diverted to the unit, by the bureau.
    pub(super) fn diverted(mut self, way: LegalWay) -> Self {
        self.petition.state = PetitionState::Screening;
        self.taking(Transition::Divert {
            way, organ: agency(UNIT), reason: "属于法定途径办理的".into()
        })
    }

    /// A step of the bureau, with the event that `apply` makes of it.
    pub(super) fn taking(mut self, step: Transition) -> Self {
        let applied = apply(&self.petition, step, By::Staff, NOW, &Calendar::shipped()).unwrap();
        let by = Actor::Staff { staff: CLERK, agency: BUREAU };
        self.events.push(applied.change.event(EventId(Uuid::nil()), NOW, by, &applied.petition));
        self.petition = applied.petition;
        self
    }

    pub(super) fn with_document(mut self, kind: DocumentKind, agency: AgencyId) -> Self {
        self.issued.push(Document {
            id: DocumentId(Uuid::from_u128(9)),
            petition: self.petition.id,
            kind,
            number: "七信访受字〔2026〕第1号".into(),
            agency,
            maker: CLERK,
            issued_at: NOW,
            size: 1,
            sha256: [0; 32],
            code: String::new(),
            corrects: None,
            hearing: None,
        });
        self
    }

    pub(super) fn case<T>(&self, maker: AgencyId, ask: impl FnOnce(&Case<'_>) -> T) -> T {
        self.case_after(&BTreeSet::new(), maker, ask)
    }

    /// After those organs were merged into the maker.
    pub(super) fn case_after<T>(
        &self,
        merged: &BTreeSet<AgencyId>,
        maker: AgencyId,
        ask: impl FnOnce(&Case<'_>) -> T,
    ) -> T {
        let names: BTreeMap<_, _> = [BUREAU, UNIT].map(|id| (id, agency(id).name)).into();
        ask(&Case {
            petition: &self.petition,
            parties: &self.parties,
            events: &self.events,
            issued: &self.issued,
            names: &names,
            maker: &agency(maker),
            merged,
            heard: None,
        })
    }

    pub(super) fn content(
        &self,
        kind: DocumentKind,
        maker: AgencyId,
        wish: &Wish,
    ) -> Result<Content, Missing> {
        self.case(maker, |case| content(kind, case, wish))
    }

    pub(super) fn text(&self, kind: DocumentKind, maker: AgencyId, wish: &Wish) -> String {
        plain(&self.content(kind, maker, wish).unwrap())
    }
}

pub(super) fn plain(content: &Content) -> String {
    let addressee = content.addressee.clone().map(|name| format!("{name}：")).unwrap_or_default();
    let line = |block: &Block| match block {
        Block::Verbatim(text) => text.clone(),
        Block::Signature { plate, said, .. } => format!("{plate} {said}"),
        Block::Paragraph(text) => text.clone(),
        Block::Table(rows) => rows.iter().map(|(name, value)| format!("{name}={value};")).collect(),
    };
    addressee + &content.blocks.iter().map(line).collect::<Vec<_>>().join("\n")
}

pub(super) fn transfer_details(how: &str) -> Vec<(&'static str, String)> {
    vec![("how", how.to_owned()), ("unit", UNIT.to_string()), ("ordered_until", "2026-12-12".to_owned())]
}

pub(super) fn refused(result: Result<Content, Missing>) -> MissingCode {
    result.unwrap_err().code
}
