use super::*;
use crate::domain::{
    hearing::{outcome_statement, outcome_statements},
    hex,
    ids::{HearingId, PetitionId},
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

const NOW: Timestamp = Timestamp(1_795_395_600_000);
const HEAD: StaffId = StaffId(Uuid::from_u128(7));

fn issued() -> Outcome {
    Outcome {
        hearing: HearingId(Uuid::from_u128(1)),
        petition: PetitionId(Uuid::from_u128(2)),
        conclusion: "物业公司公开账目，业主某甲撤回投诉".to_owned(),
        standards: vec![OutcomeStandard::Resolve],
        items: Vec::new(),
        issued_at: NOW,
        closed_at: NOW,
        next: None,
        published_at: Some(NOW.plus_millis(1)),
        withdrawn_at: None,
        earlier: Vec::new(),
    }
}

fn to(conclusion: &str) -> OutcomeCorrection {
    let (standards, reason) = (vec![OutcomeStandard::Resolve], "结论中出现第三人姓名".to_owned());
    OutcomeCorrection { conclusion: conclusion.to_owned(), standards, reason }
}

fn sha256(text: &str) -> String {
    let digest: [u8; 32] = Sha256::digest(text.as_bytes()).into();
    hex(&digest)
}

#[test]
fn a_correction_keeps_what_stood_and_asks_for_publication_again() {
    let at = NOW.plus_millis(5);
    let corrected = to(" 物业公司公开近三年账目 ").of(issued(), HEAD, at).unwrap();
    assert_eq!(corrected.conclusion, "物业公司公开近三年账目");
    assert_eq!((corrected.version(), corrected.worded_at()), (2, at));
    assert_eq!((corrected.published_at, corrected.withdrawn_at), (None, Some(at)));
    let before = &corrected.earlier[0];
    assert_eq!((&before.conclusion, before.published_at), (&issued().conclusion, issued().published_at));
    let change = corrected.corrected();
    assert_eq!(change.reason.as_deref(), Some("结论中出现第三人姓名"));
    assert!(change.details.contains(&("outcome_sha256".into(), sha256(&outcome_statement(&corrected)))));
    let unpublished = Outcome { published_at: None, ..issued() };
    let corrected = to("物业公司公开近三年账目").of(unpublished, HEAD, at).unwrap();
    assert_eq!(corrected.withdrawn_at, None, "nobody could read it");
}

#[test]
fn what_cannot_stand_or_changes_nothing_is_no_correction() {
    for (conclusion, code) in [
        ("公开", OutcomeFaultCode::BadConclusion),
        ("物业公司公开账目，业主某甲撤回投诉 ", OutcomeFaultCode::SameWording),
    ] {
        let fault = to(conclusion).of(issued(), HEAD, NOW).unwrap_err();
        assert_eq!((fault.code, &*fault.field), (code, "conclusion"), "{conclusion}");
    }
    let none = OutcomeCorrection { standards: Vec::new(), ..to("物业公司公开近三年账目") };
    assert_eq!(none.of(issued(), HEAD, NOW).unwrap_err().code, OutcomeFaultCode::NoStandard);
    let other = OutcomeCorrection { standards: vec![OutcomeStandard::Persuade], ..to(&issued().conclusion) };
    assert!(other.of(issued(), HEAD, NOW).is_ok());
}

/// Seals are on these bytes: what was sealed before outcomes could be corrected still is.
#[test]
fn each_version_names_the_hash_of_the_one_before_and_the_first_reads_as_ever() {
    let first = outcome_statement(&issued());
    assert!(first.starts_with("lianjie-outcome 1\nhearing: "), "{first}");
    assert!(
        first.contains("\nissued_at: 1795395600000\nstandards: resolve\nconclusion:\n  物业公司"),
        "{first}"
    );
    let second = to("物业公司公开近三年账目").of(issued(), HEAD, NOW.plus_millis(5)).unwrap();
    let third = to("物业公司公开近五年账目").of(second.clone(), HEAD, NOW.plus_millis(6)).unwrap();
    let texts = outcome_statements(&third);
    assert_eq!(texts[..2], [first, outcome_statement(&second)]);
    assert_eq!(texts[2], outcome_statement(&third));
    for (n, pair) in (2..).zip(texts.windows(2)) {
        assert!(pair[1].contains(&format!("\nversion: {n}\n")), "{}", pair[1]);
        assert!(pair[1].contains(&format!("\nbefore: {}\n", sha256(&pair[0]))), "{}", pair[1]);
    }
}
