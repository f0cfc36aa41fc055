use super::*;
use crate::domain::{
    hearing::{AgendaPhase, ParticipantRole, Presence, Stage, Step, step},
    ids::{PersonId, RoomId},
    people::PartyKind,
};
use uuid::Uuid;

const HOUR: i64 = 3_600_000;
const START: Timestamp = Timestamp(1_795_395_600_000);

fn hearing(stage: Stage) -> Hearing {
    Hearing { starts_at: START, ends_at: START.plus_millis(HOUR), stage, ..Hearing::blank() }
}

fn notice(kind: NoticeKind) -> HearingNotice {
    HearingNotice {
        id: HearingNoticeId(Uuid::nil()),
        petition: PetitionId(Uuid::nil()),
        hearing: HearingId(Uuid::nil()),
        seat: SeatId(Uuid::nil()),
        kind,
        event: EventId(Uuid::nil()),
        at: START,
        starts_at: START,
        ends_at: START,
        receipt: None,
    }
}

#[test]
fn a_seat_is_reminded_a_day_and_an_hour_before_and_not_twice() {
    use NoticeKind::{DayBefore, HourBefore};
    for (told, now, expected) in [
        (-72, -25, None),
        (-72, -24, Some(DayBefore)),
        (-72, -2, Some(DayBefore)), // the server was down for a while
        (-24, -2, None),
        (-20, -19, None), // scheduled within the day: the first notice says the same
        (-24, -1, Some(HourBefore)),
        (-72, -1, Some(HourBefore)),
        (-1, -1, None),
        (-72, 0, None),
    ] {
        let at = |hours: i64| START.plus_millis(hours * HOUR);
        let (since, soon) = (at(told), at(now));
        // Somebody may open the check-in by hand long before.
        for stage in [Stage::Scheduled, Stage::CheckIn { since }, Stage::Ready { since }] {
            assert_eq!(reminder_due(&hearing(stage), at(told), soon), expected, "{told} {now}");
        }
        let off = Stage::Cancelled { at: at(told), reason: String::new() };
        assert_eq!(reminder_due(&hearing(off), at(told), at(now)), None);
    }
}

fn table(kind: Option<NoticeKind>) -> Vec<(Whom, NoticeKind)> {
    kind.into_iter().map(|kind| (Whom::Table, kind)).collect()
}

/// What the room writes is what is read here.
#[test]
fn seats_are_told_of_postponing_and_cancelling() {
    let reason = || "主持人临时有紧急公务".to_owned();
    let before = START.plus_millis(-48 * HOUR);
    let later = Some((START.plus_millis(HOUR), START.plus_millis(2 * HOUR)));
    for (asked, expected) in [
        (Step::Postpone { reason: reason(), to: later }, Some(NoticeKind::Postponed)),
        (Step::Postpone { reason: reason(), to: None }, Some(NoticeKind::Deferred)),
        (Step::Cancel { reason: reason() }, Some(NoticeKind::Cancelled)),
        (Step::OpenCheckIn, None),
    ] {
        let presence = Presence::default();
        let change = step(&hearing(Stage::Scheduled), asked, &presence, before).unwrap().change;
        assert_eq!(notices_of(change.kind, &change.details), table(expected));
    }
    let (check_in, ready) = (Stage::CheckIn { since: before }, Stage::Ready { since: before });
    let session = Stage::InSession { since: before, phase: AgendaPhase::Opening, phase_since: before };
    for (stage, asked, expected) in [
        (session, Step::Adjourn { reason: reason() }, Some(NoticeKind::Adjourned)),
        (ready, Step::ConvertInPerson { reason: reason() }, Some(NoticeKind::InPerson)),
        (Stage::Scheduled, Step::ConvertInPerson { reason: reason() }, Some(NoticeKind::InPerson)),
        (check_in, Step::DeclareNoShow { reason: reason() }, Some(NoticeKind::NoShow)),
    ] {
        let late = START.plus_millis(HOUR);
        let change = step(&hearing(stage), asked, &Presence::default(), late).unwrap().change;
        assert_eq!(notices_of(change.kind, &change.details), table(expected));
    }
    for kind in [NoticeKind::DayBefore, NoticeKind::HourBefore] {
        let change = reminded(kind);
        assert_eq!(notices_of(change.kind, &change.details), table(Some(kind)));
    }
}

#[test]
fn who_had_not_signed_is_told_that_and_the_others_what_happened() {
    let theirs = seat(Occupant::Party { person: PersonId(Uuid::nil()) });
    let other = SeatId(Uuid::from_u128(7));
    let change = || Change::new(EventKind::HearingStage).with("step", "convert_in_person");
    let event = |change: Change| Event {
        id: EventId(Uuid::nil()),
        at: START,
        chain: "620103".parse().unwrap(),
        petition: PetitionId(Uuid::nil()),
        hearing: Some(HearingId(Uuid::nil())),
        actor: crate::domain::event::Actor::System,
        kind: change.kind,
        reason: None,
        due_before: None,
        due_after: None,
        details: change.details,
    };
    let (all, one) = (event(change()), event(naming_unsigned(change(), std::iter::once(&theirs))));
    for (event, seat, expected) in [
        (&all, theirs.id, NoticeKind::InPerson),
        (&one, theirs.id, NoticeKind::Unsigned),
        (&one, other, NoticeKind::InPerson),
    ] {
        let [(Whom::Table, kind)] = notices_of(event.kind, &event.details)[..] else {
            panic!("all are told")
        };
        assert_eq!(told_to(seat, event, kind), expected);
    }
    assert_eq!(naming_unsigned(change(), std::iter::empty()).details, change().details);
}

fn seat(occupant: Occupant) -> Seat {
    Seat { mandatory: true, ..Seat::new(SeatId(Uuid::nil()), ParticipantRole::Petitioner, occupant) }
}

fn outsider(phone: Option<&str>) -> Seat {
    let phone = phone.map(|phone| Phone::new(phone.into()));
    seat(Occupant::External { organisation: "某译社".into(), name: "卓某".into(), phone })
}

#[test]
fn a_message_tells_the_time_and_not_the_matter() {
    let theirs = seat(Occupant::Party { person: PersonId(Uuid::nil()) });
    let page = query_page("https://a.example", "XF620103202611230000001K");
    let around = Around { page: &page, recorded: false, phone: Some("0931-2345678") };
    for (kind, word) in [
        (NoticeKind::Scheduled, "定于11月23日9:00"),
        (NoticeKind::Postponed, "改于11月23日9:00"),
        (NoticeKind::Deferred, "已延期，时间另行通知"),
        (NoticeKind::Cancelled, "已取消"),
        (NoticeKind::DayBefore, "测试设备"),
        (NoticeKind::HourBefore, "可签到"),
        (NoticeKind::Again, "没有确认到场"),
        (NoticeKind::Adjourned, "已休会"),
        (NoticeKind::InPerson, "改为现场"),
        (NoticeKind::NoShow, "没有举行"),
        (NoticeKind::Withdrawn, "不必到场"),
        (NoticeKind::Unsigned, "您还没有签字"),
    ] {
        let text = seat_text("TJ62010320261123-1", &notice(kind), &theirs, &around);
        assert!(text.contains(word) && text.contains(" https://a.example/query#XF62"), "{text}");
        assert!(text.chars().count() < 134, "two messages at most: {text}");
        let text = seat_text("TJ62010320261123-1", &notice(kind), &outsider(None), &around);
        assert!(text.contains(word) && !text.contains("query"), "they have no query code: {text}");
        assert!(text.ends_with("咨询电话0931-2345678。"), "{text}");
    }
    let around = Around { phone: None, ..around };
    let text = seat_text("TJ62010320261123-1", &notice(NoticeKind::Scheduled), &outsider(None), &around);
    assert!(text.ends_with("没有收到请联系举办接访的机关。"), "{text}");
}

#[test]
fn who_is_to_come_where_it_is_recorded_is_told_that_beforehand() {
    let theirs = seat(Occupant::Party { person: PersonId(Uuid::nil()) });
    let page = query_page("https://xinfang.lanzhou.gov.cn", "XF620103202611230000001K");
    for (kind, recorded, says) in [
        (NoticeKind::Scheduled, true, true),
        (NoticeKind::Postponed, true, true),
        (NoticeKind::Cancelled, true, false), // nobody comes
        (NoticeKind::Scheduled, false, false),
    ] {
        let around = Around { page: &page, recorded, phone: Some("0931-2345678") };
        for seat in [&theirs, &outsider(None)] {
            let text = seat_text("TJ62010320261123-1", &notice(kind), seat, &around);
            assert_eq!(text.contains("会场录音录像。"), says, "{text}");
            assert!(text.chars().count() < 134, "two messages at most: {text}");
        }
    }
}

#[test]
fn people_of_the_petition_and_outsiders_are_reached_and_nobody_else() {
    let person = PersonId(Uuid::from_u128(7));
    let party = Party {
        id: person,
        kind: PartyKind::Petitioner,
        name: String::new(),
        phone: Some("13900000001".into()),
        id_number: None,
        address: None,
        authority: None,
    };
    let room = RoomId(Uuid::nil());
    for (seat, phone) in [
        (seat(Occupant::Party { person }), Some("13900000001")),
        (seat(Occupant::Party { person: PersonId(Uuid::nil()) }), None),
        (outsider(Some("13900000004")), Some("13900000004")),
        (outsider(None), None),
        (seat(Occupant::Room { room }), None),
    ] {
        assert_eq!(on_the_phone(&seat, std::slice::from_ref(&party)), phone, "{:?}", seat.occupant);
    }
}

#[test]
fn a_notice_is_overtaken_by_a_later_one_of_the_same_seat() {
    let first = notice(NoticeKind::Scheduled);
    let later = HearingNotice { at: START.plus_millis(1), ..notice(NoticeKind::Postponed) };
    let elsewhere = HearingNotice { seat: SeatId(Uuid::from_u128(1)), ..later.clone() };
    assert!(first.is_overtaken(&[first.clone(), later.clone()]));
    assert!(!later.is_overtaken(&[first.clone(), later.clone()]));
    assert!(!first.is_overtaken(&[first.clone(), elsewhere]));
}
