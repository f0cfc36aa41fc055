use super::*;
use crate::domain::petition::{Origin, PetitionState, SHIPPED_RULES, StateName};
use time::macros::{date, datetime};
use uuid::Uuid;

const TODAY: Date = date!(2026 - 11 - 23);

fn party(name: &str) -> NewParty {
    NewParty { name: name.to_owned(), phone: Some("139 0000 0000".to_owned()), ..NewParty::default() }
}

fn filing() -> NewPetition {
    NewPetition {
        title: " 小区屋面漏水无人维修 ".to_owned(),
        text: "自去年雨季以来，三号楼屋面多处渗漏。".to_owned(),
        place: "620103002".parse().unwrap(),
        category: Category::Appeal,
        purpose: Purpose::Resolution,
        content_class: ContentClass::PropertyManagement,
        channel: Channel::Web,
        origin: Origin::default(),
        respondent: Some("  ".to_owned()),
        accused: None,
        persons_concerned: 1,
        petitioner: party("张某"),
        co_petitioners: vec![party("李某"), party("王某")],
        representatives: vec![party("李某")],
    }
}

#[track_caller]
fn refused(change: impl FnOnce(&mut NewPetition), field: &str, code: InvalidCode) {
    let mut new = filing();
    change(&mut new);
    let invalid = new.check(SHIPPED_RULES, TODAY).err().expect("should be refused");
    assert_eq!((invalid.field.as_str(), invalid.code), (field, code));
}

/// An input method that writes wide digits is no reason to turn somebody away, nor to lose them in a search.
#[test]
fn what_is_typed_wide_is_kept_narrow() {
    let mut new = filing();
    new.title = "３号楼Ｂ座屋面漏水（多年）".to_owned();
    new.petitioner = NewParty {
        name: "约翰Ａ".to_owned(),
        phone: Some("１３９－００００－０００１".to_owned()),
        id_number: Some("６２０１０３１９９００１０１１２３Ｘ".to_owned()),
        address: Some("西湖街道１号".to_owned()),
    };
    let ValidPetition(kept) = new.check(SHIPPED_RULES, TODAY).ok().unwrap();
    let NewParty { name, phone, id_number, address } = kept.petitioner;
    assert_eq!((kept.title.as_str(), name.as_str()), ("3号楼B座屋面漏水（多年）", "约翰A"));
    assert_eq!(phone.as_deref(), Some("139-0000-0001"));
    assert_eq!((id_number.as_deref(), address.as_deref()), (Some("62010319900101123X"), Some("西湖街道1号")));
}

#[test]
fn limits_are_those_of_the_contract() {
    use InvalidCode as C;
    refused(|new| new.title = "  漏水了 ".to_owned(), "title", C::TooShort);
    refused(|new| new.title = "长".repeat(101), "title", C::TooLong);
    refused(|new| new.text = "短".repeat(9), "text", C::TooShort);
    refused(|new| new.text = "长".repeat(10_001), "text", C::TooLong);
    refused(|new| new.persons_concerned = 0, "persons_concerned", C::OutOfRange);
    refused(|new| new.persons_concerned = 100_001, "persons_concerned", C::OutOfRange);
    refused(|new| new.petitioner.name = " ".to_owned(), "petitioner.name", C::TooShort);
    refused(|new| new.petitioner.phone = None, "petitioner.phone", C::NoContact);
    refused(|new| new.petitioner.phone = Some("call me".to_owned()), "petitioner.phone", C::Malformed);
    refused(
        |new| new.petitioner.id_number = Some("620102＊".to_owned()),
        "petitioner.id_number",
        C::Malformed,
    );
    refused(|new| new.co_petitioners = vec![party("某"); 501], "co_petitioners", C::TooMany);
    refused(|new| new.representatives[0].name.clear(), "representatives.0.name", C::TooShort);
    refused(|new| new.accused = Some(AgencyId(Uuid::nil())), "accused", C::OnlyInReports);
}

/// Art. 19: name and address. Rows: the channel, then without phone and address, with an address, unsigned.
#[test]
fn who_writes_or_comes_can_be_answered_by_post() {
    use Channel as Ch;
    for (channel, expected) in [
        (Ch::Web, [false, false, false]),
        (Ch::App, [false, false, false]),
        (Ch::Wechat, [false, false, false]),
        (Ch::Hotline12345, [false, false, false]),
        (Ch::Phone, [false, false, false]),
        (Ch::Letter, [false, true, true]),
        (Ch::Fax, [false, true, true]),
        (Ch::Visit, [false, true, false]),
        (Ch::LeaderMailbox, [false, false, false]),
        (Ch::GridReport, [false, false, false]),
        (Ch::SuperiorTransfer, [false, true, true]),
        (Ch::OtherOrgan, [false, true, true]),
    ] {
        let taken = |change: fn(&mut NewPetition)| {
            let mut new = NewPetition { channel, ..filing() };
            new.petitioner = NewParty { name: "张某".to_owned(), ..NewParty::default() };
            change(&mut new);
            new.check(SHIPPED_RULES, TODAY).is_ok()
        };
        let found = [
            taken(|_| ()),
            taken(|new| new.petitioner.address = Some("西湖街道1号".to_owned())),
            taken(|new| new.origin.signed = false),
        ];
        assert_eq!(found, expected, "{channel}");
        assert!(taken(|new| new.petitioner.phone = Some("0931-0000001".to_owned())), "{channel}");
    }
}

#[test]
fn who_is_not_named_is_registered_as_such() {
    let mut new = NewPetition { channel: Channel::Letter, ..filing() };
    new.origin.signed = false;
    new.petitioner = NewParty::default();
    let valid = new.check(SHIPPED_RULES, TODAY).map_err(|invalid| invalid.to_string()).unwrap();
    assert_eq!(valid.0.petitioner.name, UNSIGNED);
}

#[test]
fn what_came_with_a_letter_is_held_together() {
    let origin = |change: fn(&mut Origin)| {
        move |new: &mut NewPetition| {
            new.channel = Channel::SuperiorTransfer;
            change(&mut new.origin);
        }
    };
    let text = |text: &str| Some(text.to_owned());
    for (field, change) in [
        (
            "origin.organ_name",
            (|origin| origin.number = Some("甘信〔2026〕7号".to_owned())) as fn(&mut Origin),
        ),
        ("origin.organ_name", |origin| origin.organ = Some("省".to_owned())),
        ("origin.external_number", |origin| {
            (origin.organ, origin.number) = (Some("甘肃省信访局".to_owned()), Some("7".repeat(65)));
        }),
        ("origin.dated", |origin| origin.dated = Some(date!(2026 - 11 - 24))),
        ("origin.answer_by", |origin| {
            (origin.dated, origin.answer_by) = (Some(date!(2026 - 11 - 20)), Some(date!(2026 - 11 - 19)));
        }),
    ] {
        refused(origin(change), field, InvalidCode::Malformed);
    }
    refused(|new| new.origin.signed = false, "signed", InvalidCode::OnlyOnPaper);
    let mut new = filing();
    new.origin = Origin { organ: text(" 甘肃省信访局 "), number: text(" "), ..Origin::default() };
    let valid = new.check(SHIPPED_RULES, TODAY).map_err(|invalid| invalid.to_string()).unwrap();
    assert_eq!((valid.0.origin.organ.as_deref(), valid.0.origin.number), (Some("甘肃省信访局"), None));
}

#[test]
fn too_many_representatives_are_told_how_many_may_be() {
    for (place, persons, elected, allowed) in [
        ("620103002", 66, 5, None),
        ("620103002", 66, 6, Some(5)),
        ("330106", 8, 3, None),
        ("330106", 8, 4, Some(3)),
        ("330106", 66, 5, None),
    ] {
        let mut new = filing();
        new.place = place.parse().unwrap();
        new.persons_concerned = persons;
        new.representatives = vec![party("某"); elected];
        let invalid = new.check(SHIPPED_RULES, TODAY).err();
        assert_eq!(invalid.as_ref().and_then(|invalid| invalid.allowed), allowed, "{place} {elected}");
    }
}

#[test]
fn a_registered_petition_has_people_a_number_and_fifteen_days() {
    let now = Timestamp(datetime!(2026-11-23 23:59 +8).unix_timestamp() * 1000);
    let day = now.local_date();
    let number = PetitionNumber::new(&"620103".parse().unwrap(), day, Channel::Web, 7).unwrap();
    let given = Registering {
        id: PetitionId(Uuid::nil()),
        number: number.clone(),
        by: AgencyId(Uuid::nil()),
        now,
        received_at: now,
        query_code_hash: [7; 32],
    };
    let mut people = 0;
    let valid = filing().check(SHIPPED_RULES, TODAY).map_err(|invalid| invalid.to_string()).unwrap();
    let (registration, change) = valid.register(given, &Calendar::shipped(), || {
        people += 1;
        PersonId(Uuid::from_u128(people))
    });
    let kinds: Vec<_> = registration.parties.iter().map(|party| party.kind.as_str()).collect();
    assert_eq!(kinds, ["petitioner", "co_petitioner", "co_petitioner", "representative"]);
    let petition = registration.petition;
    assert_eq!((petition.title.as_str(), petition.respondent), ("小区屋面漏水无人维修", None));
    assert_eq!((petition.persons_concerned, petition.version), (3, 1));
    assert_eq!(petition.state, PetitionState::Registered);
    assert_eq!(petition.state.name(), StateName::Registered);
    assert_eq!(petition.number, number.to_string());
    assert_eq!(petition.clocks[0].due.local_date(), time::macros::date!(2026 - 12 - 08));
    assert_eq!(change.due_after, Some(petition.clocks[0].due));
    let logged = format!("{change:?}");
    assert!(!logged.contains("张某") && !logged.contains("漏水"), "{logged}");
}

/// The day is a clock of the bureau's from the first, whatever becomes of the fifteen days; a citizen's page sets none.
#[test]
fn the_day_by_which_the_organ_above_wants_an_answer_is_a_clock() {
    let now = Timestamp(datetime!(2026-11-23 10:00 +8).unix_timestamp() * 1000);
    let number = PetitionNumber::new(&"620103".parse().unwrap(), TODAY, Channel::Letter, 7).unwrap();
    let day = date!(2026 - 12 - 20);
    for (channel, ordered) in
        [(Channel::SuperiorTransfer, Some(Timestamp::end_of(day))), (Channel::Letter, None)]
    {
        let (id, by) = (PetitionId(Uuid::nil()), AgencyId(Uuid::nil()));
        let given =
            Registering { id, number: number.clone(), by, now, received_at: now, query_code_hash: [7; 32] };
        let origin = Origin { answer_by: Some(day), ..Origin::default() };
        let filed = NewPetition { channel, origin, ..filing() };
        let valid = filed.check(SHIPPED_RULES, TODAY).map_err(|invalid| invalid.to_string()).unwrap();
        let (Registration { petition, .. }, change) =
            valid.register(given, &Calendar::shipped(), || PersonId(Uuid::nil()));
        let clock = petition.clock(ClockKind::Ordered);
        assert_eq!(clock.map(|clock| clock.due), ordered, "{channel}");
        assert!(clock.is_none_or(|clock| petition.is_ordered_from_above(clock)));
        assert_eq!(change.due_after, Some(petition.clocks[0].due), "the fifteen days count in statistics");
    }
}
