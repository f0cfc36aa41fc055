use super::*;
use crate::domain::{
    hearing::{Occupant, ParticipantRole},
    ids::{PersonId, RoomId},
    people::{PartyKind, Phone},
};
use uuid::Uuid;

const SENT: Timestamp = Timestamp(1_000_000);

fn code(wrong: u32) -> SigningCode {
    let nil = Uuid::nil();
    SigningCode {
        id: OpId(nil),
        hearing: HearingId(nil),
        seat: SeatId(nil),
        paper: PaperKind::Minutes,
        version: 2,
        digits: Digits::kept("042917".into()),
        ending: "0001".into(),
        sent_at: SENT,
        wrong,
    }
}

/// Rows: digits, paper, version, milliseconds after, wrong before; whether it confirms.
#[test]
fn a_code_confirms_its_version_in_time_and_not_after_five_wrong_ones() {
    use PaperKind::{Agreement, Minutes};
    for (digits, paper, version, after, wrong, good) in [
        ("042917", Minutes, 2, 0, 0, true),
        (" 042917 ", Minutes, 2, CODE_LIVES - 1, 4, true),
        ("42917", Minutes, 2, 0, 0, false),
        ("", Minutes, 2, 0, 0, false),
        ("042917", Minutes, 3, 0, 0, false),
        ("042917", Agreement, 2, 0, 0, false),
        ("042917", Minutes, 2, CODE_LIVES, 0, false),
        ("042917", Minutes, 2, 0, 5, false),
    ] {
        let mark = code(wrong).mark(digits, (paper, version), SENT.plus_millis(after));
        assert_eq!(mark.is_ok(), good, "{digits} {paper} {version} {after} {wrong}");
    }
}

#[test]
fn digits_are_six_and_no_log_shows_them() {
    assert_eq!(Digits::of([0; 8]).as_str(), "000000");
    assert_eq!(Digits::of(1_000_042_u64.to_le_bytes()).as_str(), "000042");
    assert!(!format!("{:?}", code(0)).contains("042917"));
    let told = code(0).change();
    assert!(told.details.iter().all(|(_, value)| !value.contains("042917") && !value.contains("0001")));
    assert!(code(0).text("TJ1").contains("042917"));
}

#[test]
fn a_press_alone_confirms_only_for_whom_no_code_reaches() {
    let person = |n| PersonId(Uuid::from_u128(n));
    let party = |n, phone: Option<&str>| Party {
        id: person(n),
        kind: PartyKind::Petitioner,
        name: "某".to_owned(),
        phone: phone.map(str::to_owned),
        id_number: None,
        address: None,
        authority: None,
    };
    let people = [party(1, Some("139 0000 0001")), party(2, Some("0931-8888888")), party(3, None)];
    let external = |phone: Option<&str>| Occupant::External {
        organisation: "某公司".to_owned(),
        name: "赵经理".to_owned(),
        phone: phone.map(|phone| Phone::new(phone.to_owned())),
    };
    for (claim, occupant, code) in [
        ("a mobile phone", Occupant::Party { person: person(1) }, true),
        ("a phone at home takes no messages", Occupant::Party { person: person(2) }, false),
        ("none", Occupant::Party { person: person(3) }, false),
        ("a company's", external(Some("13900000004")), true),
        ("a company's without", external(None), false),
        ("a reception room", Occupant::Room { room: RoomId(Uuid::nil()) }, false),
    ] {
        let seat = Seat::new(SeatId(Uuid::nil()), ParticipantRole::Petitioner, occupant);
        assert_eq!(confirms_by_code(&seat, Some(&people)), code, "{claim}");
        assert!(!confirms_by_code(&seat, None), "{claim}: no messages go out");
    }
}
