use super::*;
use crate::domain::hearing::{AgendaPhase, Occupant, ParticipantRole as R, Stage};
use uuid::Uuid;

const NOW: Timestamp = Timestamp(1_795_395_600_000);
const CLERK: usize = 1;
const PETITIONER: usize = 2;
const UNIT: usize = 3;
const OTHER_UNIT: usize = 4;
const INTERPRETER: usize = 5;
const OBSERVER: usize = 6;

fn seat(n: usize) -> SeatId {
    SeatId(Uuid::from_u128(n as u128))
}

fn agency(n: usize) -> AgencyId {
    AgencyId(Uuid::from_u128(n as u128))
}

fn hearing(stage: Stage) -> Hearing {
    let roles =
        [R::Presider, R::Clerk, R::Petitioner, R::AgencyRep, R::AgencyRep, R::Interpreter, R::Observer];
    let of = |(n, role): (usize, &R)| Seat {
        agency: Some(agency(n)),
        label: format!("席位{n}"),
        name: "张某".to_owned(),
        admitted: Some(NOW),
        ..Seat::new(
            seat(n),
            *role,
            Occupant::External { organisation: String::new(), name: String::new(), phone: None },
        )
    };
    Hearing {
        number: "TJ62010020261123-1".to_owned(),
        title: "供热".to_owned(),
        host: agency(0),
        starts_at: NOW,
        ends_at: NOW,
        agenda: vec![AgendaPhase::Response],
        seats: roles.iter().enumerate().map(of).collect(),
        stage,
        ..Hearing::blank()
    }
}

fn session() -> Hearing {
    hearing(Stage::InSession { since: NOW, phase: AgendaPhase::Response, phase_since: NOW })
}

fn entry() -> Entry {
    Entry {
        id: EntryId(Uuid::from_u128(7)),
        hearing: HearingId(Uuid::nil()),
        number: 1,
        revision: 1,
        phase: AgendaPhase::Response,
        speaker: None,
        text: "承诺月底前办结".to_owned(),
        at: NOW,
        struck: None,
        author: seat(CLERK),
    }
}

fn item() -> ItemProposal {
    ItemProposal {
        id: ActionItemId(Uuid::from_u128(9)),
        hearing: HearingId(Uuid::nil()),
        agency: agency(UNIT),
        content: "月底前办结".to_owned(),
        deadline: NOW.local_date(),
        entry: entry().id,
        by: seat(CLERK),
        at: NOW,
        answer: ItemAnswer::Open,
    }
}

#[test]
fn an_item_is_put_to_an_agency_that_sits_there_from_a_line_of_the_minutes() {
    let yesterday = NOW.local_date().previous_day().unwrap();
    for (item, refused) in [
        (item(), None),
        (ItemProposal { by: seat(UNIT), ..item() }, Some(RefusalCode::NotAllowed)),
        (ItemProposal { agency: agency(PETITIONER), ..item() }, Some(RefusalCode::BadText)),
        (ItemProposal { content: " ".to_owned(), ..item() }, Some(RefusalCode::BadText)),
        (ItemProposal { deadline: yesterday, ..item() }, Some(RefusalCode::BadText)),
        (ItemProposal { entry: EntryId(Uuid::nil()), ..item() }, Some(RefusalCode::BadText)),
    ] {
        let code = item.check(&session(), &[entry()], NOW).err().map(|refusal| refusal.code);
        assert_eq!(code, refused, "{item:?}");
    }
    let closed = hearing(Stage::Closed { at: NOW });
    assert_eq!(item().check(&closed, &[entry()], NOW).unwrap_err().code, RefusalCode::WrongStage);
    let struck = Entry { struck: Some("当事人没有说过".to_owned()), ..entry() };
    assert_eq!(item().check(&session(), &[struck], NOW).unwrap_err().code, RefusalCode::BadText);
}

#[test]
fn only_the_seat_of_that_agency_accepts_and_a_yes_stays() {
    let no = || Some("不属于我单位职责".to_owned());
    for (by, declined, refused) in [
        (UNIT, None, None),
        (UNIT, no(), None),
        (UNIT, Some("不".to_owned()), Some(RefusalCode::ReasonNeeded)),
        (OTHER_UNIT, None, Some(RefusalCode::NotAllowed)),
        (CLERK, None, Some(RefusalCode::NotAllowed)),
    ] {
        let answered = item().answered(&session(), seat(by), declined, NOW);
        assert_eq!(answered.err().map(|refusal| refusal.code), refused, "{by}");
    }
    let declined = item().answered(&session(), seat(UNIT), no(), NOW).unwrap();
    let accepted = declined.answered(&session(), seat(UNIT), None, NOW).unwrap();
    assert_eq!(accepted.acceptance(), Some(Acceptance { seat: seat(UNIT), at: NOW }));
    let again = accepted.answered(&session(), seat(UNIT), no(), NOW).unwrap_err();
    assert_eq!(again.code, RefusalCode::SignedAlready);
}

#[test]
fn an_agency_of_two_seats_says_one_thing() {
    let two = |stage| {
        let mut hearing = hearing(stage);
        hearing.seats[OTHER_UNIT].agency = Some(agency(UNIT));
        hearing
    };
    let (open, closed) = (two(session().stage), two(Stage::Closed { at: NOW }));
    let no = |reason: &str| Some(reason.to_owned());
    let later = NOW.plus_millis(1);
    let declined = item().answered(&open, seat(UNIT), no("不属于我单位职责"), NOW).unwrap();
    let accepted = item().answered(&open, seat(UNIT), None, NOW).unwrap();
    for (item, again) in [(&declined, no("不属于我单位职责")), (&accepted, None)] {
        for hearing in [&open, &closed] {
            for by in [UNIT, OTHER_UNIT] {
                let said = item.clone().answered(hearing, seat(by), again.clone(), later).unwrap();
                assert_eq!(said, *item, "said by {by}");
            }
        }
    }
    let better = declined.clone().answered(&open, seat(OTHER_UNIT), no("已由街道办理完毕"), later).unwrap();
    assert_ne!(better, declined);
    let refusal = accepted.answered(&open, seat(OTHER_UNIT), no("不属于我单位职责"), later).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::SignedAlready);
    assert!(refusal.sentence.ends_with("席位3 张某"), "{refusal}");
    let refusal = declined.answered(&closed, seat(OTHER_UNIT), None, later).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::WrongStage);
}

#[test]
fn a_proposed_line_is_open_until_it_is_an_entry_or_was_returned() {
    let proposal = EntryProposal {
        id: entry().id,
        hearing: HearingId(Uuid::nil()),
        seat: seat(UNIT),
        phase: AgendaPhase::Response,
        text: "已于十月完成勘察。".to_owned(),
        at: NOW,
        returned: None,
    };
    for (by, may) in [(UNIT, true), (PETITIONER, true), (INTERPRETER, true), (OBSERVER, false)] {
        let proposal = EntryProposal { seat: seat(by), ..proposal.clone() };
        assert_eq!(proposal.check(&session()).is_ok(), may, "seat {by}");
    }
    assert!(proposal.is_open(&[]));
    assert!(!proposal.is_open(&[entry()]), "taken: the entry has its id");
    let why = || "与会上所说不一致".to_owned();
    let returned = proposal.clone().returned(&session(), &[], seat(CLERK), why()).unwrap();
    assert!(!returned.is_open(&[]));
    for (proposal, entries, by, refused) in [
        (proposal.clone(), vec![], UNIT, RefusalCode::NotAllowed),
        (proposal, vec![entry()], CLERK, RefusalCode::SignedAlready),
        (returned, vec![], CLERK, RefusalCode::SignedAlready),
    ] {
        let refusal = proposal.returned(&session(), &entries, seat(by), why()).unwrap_err();
        assert_eq!(refusal.code, refused);
    }
}
