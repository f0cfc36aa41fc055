use super::*;
use crate::domain::{
    Timestamp,
    ids::AgencyId,
    petition::{PetitionState, Routing, SHIPPED_RULES},
};
use uuid::Uuid;

const REASON: &str = "登记时听错一位号码";
const NOW: Timestamp = Timestamp(1_795_395_600_000);
const UNIT: AgencyId = AgencyId(Uuid::from_u128(2));

fn petition(state: PetitionState) -> Petition {
    Petition {
        title: "小区屋面漏水".to_owned(),
        text: "自去年雨季以来，三号楼屋面多处渗漏。".to_owned(),
        registered_by: AgencyId(Uuid::from_u128(1)),
        desk: AgencyId(Uuid::from_u128(1)),
        registered_at: NOW,
        persons_concerned: 3,
        respondent: Some("某物业公司".to_owned()),
        state,
        ..Petition::blank()
    }
}

fn id(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(n))
}

fn people() -> Vec<Party> {
    let party = |n, kind, phone: &str| Party {
        id: id(n),
        kind,
        name: format!("某{n}"),
        phone: Some(phone.to_owned()),
        id_number: None,
        address: None,
        authority: None,
    };
    vec![
        party(1, PartyKind::Petitioner, "13900000001"),
        party(2, PartyKind::CoPetitioner, "13900000002"),
        party(3, PartyKind::Representative, "13900000003"),
    ]
}

fn of(person: u128) -> PersonCorrection {
    PersonCorrection { id: id(person), name: None, phone: None, id_number: None, address: None }
}

fn person(person: PersonCorrection) -> Correction {
    Correction { people: vec![person], ..Correction::default() }
}

fn routed() -> PetitionState {
    PetitionState::Routed { how: Routing::Transfer, unit: UNIT, since: NOW }
}

fn accepted() -> PetitionState {
    PetitionState::Accepted { unit: UNIT, since: NOW }
}

fn run(state: PetitionState, asked: Correction) -> Result<Corrected, NotCorrected> {
    correct(&petition(state), &people(), asked, REASON.to_owned(), SHIPPED_RULES)
}

#[track_caller]
fn refused(state: PetitionState, asked: Correction, code: &str) {
    let found = match run(state, asked).expect_err("should be refused") {
        NotCorrected::Invalid(invalid) => format!("{} {}", invalid.field, invalid.code),
        NotCorrected::Refused(refusal) => refusal.code.to_string(),
    };
    assert_eq!(found, code);
}

#[test]
fn a_phone_is_corrected_at_any_time_and_the_log_has_no_number() {
    for state in [PetitionState::Registered, accepted(), PetitionState::Closed { unit: UNIT, at: NOW }] {
        let asked = person(PersonCorrection { phone: Some(" １３９11111111 ".to_owned()), ..of(1) });
        let corrected = run(state, asked).unwrap();
        assert_eq!(corrected.parties[0].phone.as_deref(), Some("13911111111"));
        assert_eq!(corrected.parties[1..], people()[1..]);
        let was =
            FormerValue { field: RecordField::Phone, person: Some(id(1)), text: "13900000001".to_owned() };
        assert!(corrected.former == [was]);
        assert_eq!(corrected.change.details, [("fields".to_owned(), "phone".to_owned())]);
        assert_eq!(corrected.change.reason.as_deref(), Some(REASON));
    }
}

#[test]
fn what_was_filed_is_corrected_until_a_unit_has_accepted_it() {
    let asked = || Correction {
        title: Some("小区三号楼屋面漏水".to_owned()),
        respondent: Some("  ".to_owned()),
        persons_concerned: Some(12),
        ..Correction::default()
    };
    for state in [PetitionState::Screening, routed()] {
        let Corrected { petition, former, change, .. } = run(state, asked()).unwrap();
        assert_eq!((petition.respondent, petition.persons_concerned, former.len()), (None, 12, 3));
        let fields = "title,respondent,persons_concerned".to_owned();
        let count = ("persons_concerned".to_owned(), "12".to_owned());
        assert_eq!(change.details, [("fields".to_owned(), fields), count]);
    }
    refused(accepted(), asked(), "accepted_already");
}

#[test]
fn a_place_is_corrected_in_its_county_and_before_it_is_routed() {
    let to = |code: &str| Correction { place: Some(code.parse().unwrap()), ..Correction::default() };
    let Corrected { petition, change, .. } = run(PetitionState::Screening, to("620103003")).unwrap();
    assert_eq!(petition.place.as_str(), "620103003");
    assert!(change.details.contains(&("place".to_owned(), "620103003".to_owned())));
    refused(routed(), to("620103003"), "place_fixed");
    refused(PetitionState::Screening, to("620102001"), "place_fixed");
    refused(PetitionState::Screening, to("6201"), "place_fixed");
}

#[test]
fn what_is_corrected_keeps_to_the_limits_of_registration() {
    let state = || PetitionState::Screening;
    let matter = |change: fn(&mut Correction)| {
        let mut asked = Correction::default();
        change(&mut asked);
        asked
    };
    for (asked, code) in [
        (Correction::default(), "correction unchanged"),
        (matter(|asked| asked.title = Some("小区屋面漏水 ".to_owned())), "correction unchanged"),
        (matter(|asked| asked.title = Some("漏水".to_owned())), "title too_short"),
        (matter(|asked| asked.persons_concerned = Some(1)), "persons_concerned out_of_range"),
        (person(PersonCorrection { name: Some(" ".to_owned()), ..of(2) }), "people.0.name too_short"),
        (person(PersonCorrection { phone: Some("call me".to_owned()), ..of(2) }), "people.0.phone malformed"),
        (person(PersonCorrection { phone: Some(String::new()), ..of(1) }), "people.0.phone no_contact"),
        (person(of(9)), "people.0.id malformed"),
    ] {
        refused(state(), asked, code);
    }
    // Who signs with others need not have a phone.
    assert!(run(state(), person(PersonCorrection { phone: Some(String::new()), ..of(2) })).is_ok());
    let unsaid = correct(&petition(state()), &people(), person(of(1)), "改".to_owned(), SHIPPED_RULES);
    assert!(
        matches!(unsaid, Err(NotCorrected::Refused(refusal)) if refusal.code == RefusalCode::ReasonNeeded)
    );
}
