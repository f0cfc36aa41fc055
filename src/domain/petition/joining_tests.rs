use super::*;
use crate::domain::{
    Timestamp,
    ids::{AgencyId, PetitionId},
    petition::PetitionState,
};
use uuid::Uuid;

const FILE: AttachmentId = AttachmentId(Uuid::from_u128(70));
const NOW: Timestamp = Timestamp(1_795_395_600_000);

fn petition() -> Petition {
    Petition {
        registered_by: AgencyId(Uuid::from_u128(1)),
        desk: AgencyId(Uuid::from_u128(1)),
        registered_at: NOW,
        state: PetitionState::Screening,
        ..Petition::blank()
    }
}

fn party(n: u128, kind: PartyKind) -> Party {
    let id = PersonId(Uuid::from_u128(n));
    Party { id, kind, name: format!("某{n}"), phone: None, id_number: None, address: None, authority: None }
}

fn joining(kind: PartyKind, authority: Option<AttachmentId>) -> Joining {
    let party = NewParty { name: " 赵律师 ".to_owned(), ..NewParty::default() };
    Joining { kind, party, authority }
}

fn join(joining: Joining, petition: &Petition, others: &[Party]) -> Result<Joined, NotCorrected> {
    let petitioner = party(1, PartyKind::Petitioner);
    let parties: Vec<_> = [petitioner].into_iter().chain(others.iter().cloned()).collect();
    let file = Attachment {
        id: FILE,
        petition: petition.id,
        name: String::new(),
        media_type: String::new(),
        size: 0,
        sha256: [0; 32],
        added_at: NOW,
    };
    joining.join(petition, &parties, &[file], PersonId(Uuid::from_u128(9)))
}

#[track_caller]
fn refused(asked: Joining, others: &[Party], field: &str, code: InvalidCode) {
    match join(asked, &petition(), others).expect_err("should be refused") {
        NotCorrected::Invalid(invalid) => assert_eq!((invalid.field.as_str(), invalid.code), (field, code)),
        NotCorrected::Refused(refusal) => panic!("{refusal}"),
    }
}

#[test]
fn an_agents_authority_ends_with_a_reason_and_when_they_sit_nowhere() {
    let agent = Party { authority: Some(FILE), ..party(5, PartyKind::Agent) };
    let parties = [party(1, PartyKind::Petitioner), agent];
    let end_in = |household: &Household, person: u128, seated, reason: &str| {
        let person = PersonId(Uuid::from_u128(person));
        end_authority(household, &parties, (person, seated), reason.to_owned())
    };
    let end = |petition: &Petition, person: u128, seated, reason: &str| {
        let household = Household { own: petition.clone(), matter: petition.clone() };
        end_in(&household, person, seated, reason)
    };
    let change = end(&petition(), 5, false, "信访人书面撤销委托").unwrap();
    assert_eq!(change.kind, EventKind::PetitionAuthorityEnded);
    assert!(change.details.contains(&("authority".to_owned(), FILE.to_string())));
    for (person, seated) in [(1, false), (9, false), (5, true)] {
        let refused = end(&petition(), person, seated, "信访人书面撤销委托").unwrap_err();
        assert!(matches!(refused, NotCorrected::Invalid(Invalid { ref field, .. }) if field == "person"));
    }
    let closed = Petition { state: PetitionState::Withdrawn { at: NOW }, ..petition() };
    for (petition, reason) in [(petition(), "短"), (closed, "信访人书面撤销委托")] {
        let refused = end(&petition, 5, false, reason).unwrap_err();
        assert!(matches!(refused, NotCorrected::Refused(_)));
    }
    // 并案: it is over for a household when the matter is that it goes on in.
    let matter = Petition { id: PetitionId(Uuid::from_u128(2)), ..petition() };
    let own = Petition { state: PetitionState::Merged { lead: matter.id, at: NOW }, ..petition() };
    let merged = Household { own, matter };
    assert!(end_in(&merged, 5, false, "信访人书面撤销委托").is_ok());
    let over = Household {
        matter: Petition { state: PetitionState::Withdrawn { at: NOW }, ..merged.matter },
        ..merged
    };
    assert!(matches!(end_in(&over, 5, false, "信访人书面撤销委托"), Err(NotCorrected::Refused(_))));
}

#[test]
fn an_agent_joins_by_written_authority() {
    let Joined { petition, party, change } =
        join(joining(PartyKind::Agent, Some(FILE)), &petition(), &[]).unwrap();
    assert_eq!((party.name.as_str(), party.kind, party.authority), ("赵律师", PartyKind::Agent, Some(FILE)));
    assert_eq!(petition.persons_concerned, 1, "who acts for somebody is not concerned");
    assert!(change.details.contains(&("authority".to_owned(), FILE.to_string())));
    assert!(!format!("{change:?}").contains("赵"), "no name in the log");
}

#[test]
fn a_co_petitioner_is_one_more_person_concerned() {
    let joined = join(joining(PartyKind::CoPetitioner, None), &petition(), &[]).unwrap();
    assert_eq!(joined.petition.persons_concerned, 2);
    assert!(joined.change.details.contains(&("persons_concerned".to_owned(), "2".to_owned())));
    let many = Petition { persons_concerned: 66, ..petition() };
    let joined = join(joining(PartyKind::CoPetitioner, None), &many, &[]).unwrap();
    assert_eq!(joined.petition.persons_concerned, 66);
}

#[test]
fn who_may_not_join_is_told_why() {
    use InvalidCode as C;
    let strange = Some(AttachmentId(Uuid::nil()));
    refused(joining(PartyKind::Agent, None), &[], "authority", C::TooShort);
    refused(joining(PartyKind::Agent, strange), &[], "authority", C::Malformed);
    refused(joining(PartyKind::Representative, None), &[], "kind", C::Malformed);
    refused(joining(PartyKind::Petitioner, None), &[], "kind", C::Malformed);
    let agents = [party(5, PartyKind::Agent), party(6, PartyKind::Agent)];
    refused(joining(PartyKind::Agent, Some(FILE)), &agents, "kind", C::TooMany);
    let nameless = Joining { party: NewParty::default(), ..joining(PartyKind::CoPetitioner, None) };
    refused(nameless, &[], "party.name", C::TooShort);
    let over = Petition { state: PetitionState::Withdrawn { at: NOW }, ..petition() };
    let late = join(joining(PartyKind::CoPetitioner, None), &over, &[]);
    assert!(matches!(late, Err(NotCorrected::Refused(refusal)) if refusal.code == RefusalCode::WrongState));
}
