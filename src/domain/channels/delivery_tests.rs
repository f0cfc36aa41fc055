use super::*;
use crate::domain::{
    event::{Actor, Change},
    petition::{PetitionState, Routing},
};

const fn agency(n: u128) -> AgencyId {
    AgencyId(Uuid::from_u128(n))
}

fn client(of: u128) -> ApiClient {
    ApiClient {
        id: ClientId(Uuid::from_u128(90)),
        agency: agency(of),
        name: "区住建局办件系统".to_owned(),
        scopes: vec![Scope::Webhooks],
        made_by: StaffId(Uuid::from_u128(91)),
        made_at: Timestamp(0),
        last_used_at: None,
        revoked_at: None,
        agency_closed_at: None,
    }
}

/// Registered by 1, with 2; as it stands after the event.
#[test]
fn who_loses_a_matter_hears_that_it_went() {
    use EventKind as E;
    let at = Timestamp(1_795_395_600_000);
    let routed = |unit| PetitionState::Routed { how: Routing::Transfer, unit: agency(unit), since: at };
    for (kind, details, state, hear) in [
        (E::PetitionRouted, &[("unit", 3)][..], routed(3), &[1, 2, 3][..]),
        (E::PetitionWithdrawn, &[("unit", 3)], PetitionState::Withdrawn { at }, &[1, 2, 3]),
        (E::PetitionRerouted, &[("unit", 4), ("from", 3)], routed(4), &[1, 2, 3, 4]),
        (E::PetitionHandedDown, &[("from", 5)], PetitionState::Screening, &[1, 2, 5]),
        (E::PetitionAccepted, &[("unit", 4)], routed(4), &[1, 2, 4]),
        (E::PetitionScreening, &[], PetitionState::Screening, &[1, 2]),
    ] {
        let petition = Petition { registered_by: agency(1), desk: agency(2), state, ..Petition::blank() };
        let change =
            details.iter().fold(Change::new(kind), |change, (part, n)| change.with(part, agency(*n)));
        let event = change.event(EventId(Uuid::nil()), at, Actor::System, &petition);
        let heard: Vec<_> = (1..=6).filter(|of| hears(&client(*of), &petition, &event, None)).collect();
        assert_eq!(heard, hear, "{kind}");
        assert!(hears(&client(6), &petition, &event, Some(client(6).id.0)), "{kind}: who brought it");
        let closed = ApiClient { agency_closed_at: Some(at), ..client(1) };
        assert!(!hears(&closed, &petition, &event, None), "{kind}: others have it now");
        assert!(hears(&closed, &petition, &event, Some(closed.id.0)), "{kind}: who brought it");
    }
}

#[test]
fn tries_grow_apart_and_end_after_two_days() {
    let waits: Vec<_> = (1..).map_while(retry_after).collect();
    assert!(waits.is_sorted() && waits.len() == 12);
    let hours = waits.iter().sum::<i64>() / 3_600_000;
    assert!((40..=56).contains(&hours), "{hours} hours");
    assert_eq!(retry_after(0), None, "not yet tried");
}

#[test]
fn a_message_names_the_number_and_not_the_matter() {
    let text = neutral_text("XF620102202611231000001K", EventKind::PetitionRouted);
    assert!(text.contains("XF620102202611231000001K") && text.chars().count() < 70, "{text}");
    for (kind, said) in [
        (EventKind::HearingScheduled, "您的接访安排有新进展，编号 X。"),
        (EventKind::HearingOutcomePublished, "您的接访结果已公布，编号 X。"),
        (EventKind::PetitionRouted, "您的信访事项有新进展，编号 X。"),
    ] {
        let text = neutral_text("X", kind);
        assert!(text.starts_with(said), "{text}");
    }
}

#[test]
fn news_waits_for_the_day_and_codes_calls_and_programs_do_not() {
    let night = Timestamp::start_of(time::macros::date!(2026 - 11 - 27)).plus_millis(1000);
    for receiver in Receiver::ALL {
        let waits = matches!(receiver, Receiver::Sms | Receiver::Wechat);
        assert_eq!(receiver.told_at(night), if waits { night.morning() } else { night }, "{receiver}");
        assert_eq!(receiver.told_at(night.morning()), night.morning(), "{receiver}");
    }
}

#[test]
fn a_calendar_that_is_loaded_rings_no_phone() {
    let silent: Vec<_> = EventKind::ALL.iter().filter(|kind| !is_written_of(**kind)).collect();
    assert_eq!(silent, [&EventKind::PetitionClocksRecomputed]);
}
