//! Checks a signature, and the closing of a signed hearing, against the rules.

use super::*;
use crate::domain::{
    event::EventKind,
    hearing::{Archived, MarkKind, ProxyPaper, Unfinished},
};
use proptest::prelude::*;

fn strokes() -> String {
    "M10 10L20.5 30L-1 4".to_owned()
}

fn proxy(name: &str, reason: &str) -> Mark {
    Mark::Proxy { name: name.to_owned(), strokes: strokes(), reason: reason.to_owned(), paper: None }
}

/// Rows: role of the seat; itself, the clerk for it by drawing, by proxy, a refusal noted, on paper.
#[test]
fn each_seat_signs_for_itself_and_the_clerk_takes_the_rest() {
    let record = frozen(&[entry(1, "一")]);
    let draw = || Mark::Drawn { strokes: strokes() };
    let proxy = || proxy("李某", "手部受伤，不便书写");
    let coded = || Mark::Coded { code: OpId(id(6)), ending: "0001".to_owned() };
    let refuse = || Mark::Refused { reason: "与我所述不符".to_owned() };
    let paper = || Mark::PaperScan { attachment: AttachmentId(id(5)), sha256: [7; 32] };
    for (n, role) in ROLES.iter().enumerate() {
        let signs = !matches!(role, R::Observer | R::HearingMember);
        let may = |by: usize, mark| record.sign(&signing(), seat(by), asked(&record, n, mark), NOW).is_ok();
        assert_eq!(may(n, draw()), signs, "{role}");
        assert_eq!(may(n, Mark::Confirmed), signs, "{role}");
        assert_eq!(may(n, refuse()), signs, "{role}");
        assert_eq!(may(n, proxy()), signs, "{role}");
        assert_eq!(may(n, coded()), signs, "{role}");
        assert_eq!(may(1, coded()), signs, "the clerk types in the code of {role}");
        assert!(n == 3 || !may(3, coded()), "nobody else types in the code of {role}");
        assert_eq!(may(1, draw()), n == 1, "nobody signs for {role} in its own hand");
        assert_eq!(may(1, refuse()), signs, "{role}");
        assert_eq!(may(1, paper()), signs, "{role}");
        assert_eq!(may(2, refuse()), n == 2, "only the clerk notes for {role}");
        assert!(!may(3, paper()), "only the clerk takes paper for {role}");
    }
}

#[test]
fn a_mark_that_says_nothing_is_refused() {
    let record = frozen(&[entry(1, "一")]);
    let long = format!("M0 0{}", "L1 1".repeat(MAX_STROKES));
    for (mark, code) in [
        (Mark::Drawn { strokes: String::new() }, RefusalCode::BadText),
        (Mark::Drawn { strokes: "M1 1".to_owned() }, RefusalCode::BadText),
        (Mark::Drawn { strokes: "M1 1L2 2\"/><script>".to_owned() }, RefusalCode::BadText),
        (Mark::Drawn { strokes: long }, RefusalCode::BadText),
        (proxy(" ", "手部受伤，不便书写"), RefusalCode::BadText),
        (proxy("李某", ""), RefusalCode::ReasonNeeded),
        (proxy("李某", "手部受伤\n不便书写"), RefusalCode::ReasonNeeded),
        (Mark::Refused { reason: "不".to_owned() }, RefusalCode::ReasonNeeded),
        (Mark::Refused { reason: "不".repeat(501) }, RefusalCode::ReasonNeeded),
    ] {
        let result = record.sign(&signing(), seat(2), asked(&record, 2, mark.clone()), NOW);
        assert_eq!(refused_with(result), Some(code), "{mark:?}");
    }
}

/// Columns: drawn by the seat, its scan, a proxy with its paper, a proxy without, a refusal noted.
#[test]
fn what_was_broken_off_is_signed_on_paper_and_by_nothing_else() {
    let record = frozen(&[entry(1, "一")]);
    let (attachment, sha256) = (AttachmentId(id(5)), [7; 32]);
    let with_paper = match proxy("李某", "手部受伤，不便书写") {
        Mark::Proxy { name, strokes, reason, .. } => {
            Mark::Proxy { name, strokes, reason, paper: Some(ProxyPaper { attachment, sha256 }) }
        }
        other => other,
    };
    let marks = [
        (2, Mark::Drawn { strokes: strokes() }),
        (1, Mark::PaperScan { attachment, sha256 }),
        (1, with_paper),
        (1, proxy("李某", "手部受伤，不便书写")),
        (1, Mark::Refused { reason: "与我所述不符".to_owned() }),
    ];
    let closed = Hearing {
        archived: Some(Archived { at: NOW, sha256, bytes: 1 }),
        ..hearing(Stage::InPerson { at: NOW, reason: "需当场核对原件".to_owned() })
    };
    let scan = asked(&record, 2, Mark::PaperScan { attachment, sha256 });
    assert_eq!(refused_with(record.sign(&closed, seat(1), scan, NOW)), Some(RefusalCode::Archived));
    let reason = || "需当场核对原件".to_owned();
    let adjourned = Stage::Adjourned { at: NOW, phase: AgendaPhase::Statement, reason: reason() };
    for (stage, taken) in [
        (Stage::Signing { since: NOW }, [true; 5]),
        (Stage::InPerson { at: NOW, reason: reason() }, [false, true, true, false, false]),
        (adjourned, [false, true, true, false, false]),
        (Stage::NoShow { at: NOW, reason: reason() }, [false; 5]),
        (Stage::Closed { at: NOW }, [false; 5]),
    ] {
        let hearing = hearing(stage);
        let found = marks
            .each_ref()
            .map(|(by, mark)| record.sign(&hearing, seat(*by), asked(&record, 2, mark.clone()), NOW).is_ok());
        assert_eq!(found, taken, "{}", hearing.stage.name());
    }
}

#[test]
fn a_signature_names_the_version_that_stands_and_a_new_version_asks_again() {
    let mut record = frozen(&[entry(1, "一")]);
    let sign = |record: &SigningRecord, mark| record.sign(&signing(), seat(2), asked(record, 2, mark), NOW);
    let old = asked(&record, 2, Mark::Confirmed);
    record.signatures.push(sign(&record, Mark::Confirmed).unwrap());
    assert_eq!(refused_with(sign(&record, Mark::Confirmed)), Some(RefusalCode::SignedAlready));
    freeze(&mut record, &[entry(1, "二")]);
    assert_eq!(record.word_of(seat(2)), None, "the signature stays with version 1");
    let stale = record.sign(&signing(), seat(2), old, NOW);
    assert_eq!(refused_with(stale), Some(RefusalCode::StaleRevision));
    let other = MarkAsked { sha256: "00".to_owned(), ..asked(&record, 2, Mark::Confirmed) };
    assert_eq!(refused_with(record.sign(&signing(), seat(2), other, NOW)), Some(RefusalCode::StaleRevision));
    let signature = sign(&record, Mark::Confirmed).unwrap();
    assert_eq!((signature.version, signature.paper_sha256), (2, record.latest().unwrap().sha256));
}

#[test]
fn who_refused_may_still_sign_and_a_refusal_does_not_block_closing() {
    let mut record = frozen(&[entry(1, "一")]);
    assert_eq!(record.silent(&signing().seats).count(), 5);
    let said = Unfinished { unsigned: Some("各方同意另行补签".to_owned()), agreement: None };
    let none = SigningRecord::default();
    let closes = |record: &SigningRecord| Unfinished::as_said(&said, &signing(), record, &none);
    assert_eq!(closes(&record).unwrap_err().code, RefusalCode::Unsigned, "said or not: silence is no word");
    for n in 0..5 {
        let mark =
            if n == 2 { Mark::Refused { reason: "与我所述不符".to_owned() } } else { Mark::Confirmed };
        record.signatures.push(record.sign(&signing(), seat(n), asked(&record, n, mark), NOW).unwrap());
    }
    assert_eq!(closes(&record), Ok(Unfinished::default()), "it is signed, whatever was said");
    let after = record.sign(&signing(), seat(2), asked(&record, 2, Mark::Confirmed), NOW).unwrap();
    assert_eq!(after.mark.kind(), MarkKind::Confirmed);
}

#[test]
fn what_is_closed_while_it_is_read_back_says_why_nobody_signed() {
    let (record, none) = (frozen(&[entry(1, "一")]), SigningRecord::default());
    let review = hearing(Stage::MinutesReview { since: NOW });
    let closes = |why: Option<&str>| {
        let said = Unfinished { unsigned: why.map(str::to_owned), agreement: None };
        Unfinished::as_said(&said, &review, &record, &none)
    };
    let silent = closes(None).unwrap_err();
    assert_eq!(silent.code, RefusalCode::Unsigned);
    assert_eq!(silent.sentence.split('、').count(), 5, "{}", silent.sentence);
    assert_eq!(closes(Some("短")).unwrap_err().code, RefusalCode::ReasonNeeded);
    let known = closes(Some(" 信访人临时离席，另行补签 ")).unwrap();
    assert_eq!(known.unsigned.as_deref(), Some("信访人临时离席，另行补签"));
    let told: Vec<_> = known.changes().into_iter().map(|change| (change.kind, change.reason)).collect();
    assert_eq!(told, [(EventKind::HearingClosedUnsigned, known.unsigned.clone())]);
    let after = hearing(Stage::Closed { at: NOW });
    let issued = Unfinished::as_said(&Unfinished::default(), &after, &record, &none);
    assert_eq!(issued, Ok(Unfinished::default()), "an outcome after the closing asks for nothing more");
}

proptest! {
    /// Invariant 7, whatever is frozen and signed in whatever order.
    #[test]
    fn every_signature_names_a_version_that_was_there_before_it(
        deeds in proptest::collection::vec((0..7_usize, 0..7_usize, 0..4_u8, 0..3_u32), 1..60)
    ) {
        let mut record = SigningRecord::default();
        for (by, n, what, text) in deeds {
            let known = record.versions.clone();
            if what == 0 || known.is_empty() {
                freeze(&mut record, &[entry(1, &text.to_string())]);
                continue;
            }
            let latest = &known[known.len().saturating_sub(usize::from(what == 3) + 1)];
            let mark = if what == 1 { Mark::Confirmed } else { Mark::Refused { reason: "与我所述不符".to_owned() } };
            let asked = MarkAsked {
                paper: PaperKind::Minutes,
                op: OpId(id(9)), seat: seat(n), version: latest.version, sha256: hex(&latest.sha256), mark,
            };
            if let Ok(signature) = record.sign(&signing(), seat(by), asked, NOW) {
                let last = known.last().unwrap();
                prop_assert_eq!((signature.version, signature.paper_sha256), (last.version, last.sha256));
                prop_assert!(!record.signatures.iter().any(|s| s.seat == signature.seat
                    && s.version == signature.version && !s.is_refusal()));
                record.signatures.push(signature);
            }
        }
    }
}
