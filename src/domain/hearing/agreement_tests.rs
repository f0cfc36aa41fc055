use super::*;
use crate::domain::{
    hearing::{
        AgendaPhase, HearingKind, Mark, MarkAsked, Occupant, PaperKind, ParticipantRole as R, Stage,
        Unfinished,
    },
    hex,
    ids::OpId,
};
use uuid::Uuid;

const NOW: Timestamp = Timestamp(1_795_395_600_000);
const TERMS: &str = "物业公司于12月31日前完成供热管道改造。";
const CLERK: usize = 1;

fn seat(n: usize) -> SeatId {
    SeatId(Uuid::from_u128(n as u128))
}

fn hearing(stage: Stage) -> Hearing {
    let roles = [R::Presider, R::Clerk, R::Representative, R::Petitioner, R::AgencyRep, R::CompanyRep];
    let of = |(n, role): (usize, &R)| Seat {
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
        kind: HearingKind::Mediation,
        title: "供热".to_owned(),
        starts_at: NOW,
        ends_at: NOW,
        agenda: vec![AgendaPhase::Mediation],
        seats: roles.iter().enumerate().map(of).collect(),
        stage,
        ..Hearing::blank()
    }
}

fn session() -> Hearing {
    hearing(Stage::InSession { since: NOW, phase: AgendaPhase::Mediation, phase_since: NOW })
}

fn freeze(
    hearing: &Hearing,
    record: &SigningRecord,
    (terms, parties, by): (&str, &[usize], usize),
) -> Result<Option<FrozenPaper>, Refusal> {
    let draft =
        AgreementDraft { terms: terms.to_owned(), parties: parties.iter().copied().map(seat).collect() };
    draft.freeze(hearing, "XF1", record, seat(by), NOW)
}

fn sign(record: &SigningRecord, who: usize, mark: Mark) -> Result<Signature, Refusal> {
    let latest = record.latest().unwrap();
    let asked = MarkAsked {
        op: OpId(Uuid::from_u128(100 + who as u128)),
        paper: PaperKind::Agreement,
        seat: seat(who),
        version: latest.version,
        sha256: hex(&latest.sha256),
        mark,
    };
    record.sign(&session(), seat(who), asked, NOW)
}

#[test]
fn an_agreement_is_frozen_by_who_keeps_the_minutes_between_parties_on_two_sides() {
    let closed = hearing(Stage::Closed { at: NOW });
    for (hearing, asked, refused) in [
        (session(), (TERMS, &[2, 5][..], CLERK), None),
        (session(), (TERMS, &[2, 4, 5], 0), None),
        (closed, (TERMS, &[2, 5], CLERK), Some(RefusalCode::WrongStage)),
        (session(), (TERMS, &[2, 5], 2), Some(RefusalCode::NotAllowed)),
        (session(), ("太短", &[2, 5], CLERK), Some(RefusalCode::BadText)),
        (session(), (TERMS, &[2, 3], CLERK), Some(RefusalCode::BadText)),
        (session(), (TERMS, &[2, 9], CLERK), Some(RefusalCode::BadText)),
        (session(), (TERMS, &[], CLERK), Some(RefusalCode::BadText)),
    ] {
        let code = freeze(&hearing, &SigningRecord::default(), asked).err().map(|refusal| refusal.code);
        assert_eq!(code, refused, "{asked:?}");
    }
}

#[test]
fn it_is_in_force_when_the_last_party_has_signed_and_not_before() {
    let first = freeze(&session(), &SigningRecord::default(), (TERMS, &[2, 4, 5], CLERK)).unwrap().unwrap();
    assert_eq!(first.kind(), PaperKind::Agreement);
    let mut record = SigningRecord { versions: vec![first], ..SigningRecord::default() };
    assert_eq!(freeze(&session(), &record, (TERMS, &[2, 4, 5], CLERK)), Ok(None), "it says that already");
    let stranger = sign(&record, CLERK, Mark::Confirmed).unwrap_err();
    assert_eq!(stranger.code, RefusalCode::NotAllowed, "the clerk is no party");
    let no = Mark::Refused { reason: "赔偿数额不对".to_owned() };
    assert_eq!(record.open_version(), Some(1), "nobody has signed");
    for (who, mark, in_force, waits) in [
        (2, Mark::Confirmed, false, true),
        (4, no, false, false),
        (5, Mark::Confirmed, false, false),
        (4, Mark::Confirmed, true, false),
    ] {
        let signature = sign(&record, who, mark).unwrap();
        assert_eq!(record.agreed_by(&signature).is_some(), in_force, "{who}");
        record.signatures.push(signature);
        assert_eq!(record.is_agreed(), in_force, "{who}");
        assert_eq!(record.open_version().is_some(), waits, "{who}");
    }
    let other = freeze(&session(), &record, ("另一份内容完全不同的协议条款。", &[2, 4, 5], CLERK));
    assert_eq!(other.unwrap_err().code, RefusalCode::SignedAlready);
}

#[test]
fn a_new_version_is_signed_anew_by_everybody() {
    let first = freeze(&session(), &SigningRecord::default(), (TERMS, &[2, 5], CLERK)).unwrap().unwrap();
    let mut record = SigningRecord { versions: vec![first], ..SigningRecord::default() };
    let signed = sign(&record, 2, Mark::Confirmed).unwrap();
    record.signatures.push(signed);
    let second = freeze(&session(), &record, ("于次年1月31日前完成供热改造。", &[2, 5], CLERK));
    record.versions.push(second.unwrap().unwrap());
    assert_eq!(record.latest().map(|latest| latest.version), Some(2));
    assert_eq!(record.word_of(seat(2)), None);
}

#[test]
fn an_agreement_that_waits_for_signatures_ends_with_the_hearing_only_if_it_is_named() {
    let first = freeze(&session(), &SigningRecord::default(), (TERMS, &[2, 5], CLERK)).unwrap().unwrap();
    let mut agreement = SigningRecord { versions: vec![first], ..SigningRecord::default() };
    let half = sign(&agreement, 2, Mark::Confirmed).unwrap();
    agreement.signatures.push(half);
    let review = hearing(Stage::MinutesReview { since: NOW });
    let unsigned = Some("各方同意另行补签".to_owned());
    let closes = |agreement: &SigningRecord, named| {
        let said = Unfinished { unsigned: unsigned.clone(), agreement: named };
        Unfinished::as_said(&said, &review, &SigningRecord::default(), agreement)
    };
    for named in [None, Some(2)] {
        let refused = closes(&agreement, named).unwrap_err();
        assert_eq!((refused.code, refused.sentence.as_str()), (RefusalCode::OpenAgreement, "1"));
    }
    let left = closes(&agreement, Some(1)).unwrap();
    assert_eq!(left.agreement, Some(1));
    assert!(left.changes().iter().any(|change| change.kind == EventKind::HearingAgreementLapsed));
    let last = sign(&agreement, 5, Mark::Confirmed).unwrap();
    agreement.signatures.push(last);
    assert_eq!(closes(&agreement, Some(1)).unwrap().agreement, None, "it came into force meanwhile");
}

#[test]
fn a_party_whose_plate_says_its_role_is_named_once_and_what_stands_says_that_already() {
    let mut hearing = session();
    hearing.seats[3].label = "信访人".to_owned();
    let asked: (_, &[usize], _) = (TERMS, &[3, 5], CLERK);
    let paper = freeze(&hearing, &SigningRecord::default(), asked).unwrap().unwrap();
    assert!(paper.text.contains("\n  信访人 张某\n"), "{}", paper.text);
    let before = paper.text.replace("  信访人 张某", "  信访人 信访人 张某");
    let versions = vec![FrozenPaper { text: before, ..paper }];
    let record = SigningRecord { versions, ..SigningRecord::default() };
    assert_eq!(freeze(&hearing, &record, asked), Ok(None));
}
