//! Versions of an outcome that was put right.

use super::{
    super::{outcomes::*, verify::Files},
    made::{ID, NOW, slice},
};
use crate::domain::{
    hearing::{Outcome, OutcomeCorrection, OutcomeStandard},
    ids::{HearingId, PetitionId, StaffId},
};

const OUTCOME: &str = "outcome.txt";
const FIRST: &str = "outcome/1.txt";

fn issued() -> Outcome {
    Outcome {
        hearing: HearingId(ID),
        petition: PetitionId(ID),
        conclusion: "物业公司公开账目，业主某甲撤回投诉".to_owned(),
        standards: vec![OutcomeStandard::Resolve],
        items: Vec::new(),
        issued_at: NOW,
        closed_at: NOW,
        next: None,
        published_at: None,
        withdrawn_at: None,
        earlier: Vec::new(),
    }
}

fn corrected() -> Outcome {
    let correction = OutcomeCorrection {
        conclusion: "物业公司公开近三年账目".to_owned(),
        standards: vec![OutcomeStandard::Resolve],
        reason: "结论中出现第三人姓名".to_owned(),
    };
    correction.of(issued(), StaffId(ID), NOW.plus_millis(1)).unwrap()
}

fn files(outcome: &Outcome) -> Files {
    files_of(outcome).into_iter().map(|file| (file.name, file.bytes)).collect()
}

#[test]
fn versions_follow_each_other_as_the_log_has_them() {
    let logged = slice(vec![(corrected().corrected(), true)], HearingId(ID)).unwrap();
    let unlogged = slice(vec![(Outcome::published(), true)], HearingId(ID)).unwrap();
    assert_eq!(check(&files(&corrected()), &logged), Some((2, Vec::new())));
    assert_eq!(check(&files(&issued()), &unlogged), None, "nobody put it right");
    let forged = |change: &dyn Fn(&mut Files)| {
        let mut files = files(&corrected());
        change(&mut files);
        check(&files, &logged).unwrap().1
    };
    let rename = |name: &'static str, from: &'static str| {
        move |files: &mut Files| {
            let text = String::from_utf8(files[name].clone()).unwrap();
            files.insert(name.to_owned(), text.replace(from, "业主").into_bytes());
        }
    };
    assert!(!forged(&rename(FIRST, "业主某甲")).is_empty(), "the hash of the first is in the second");
    assert!(!forged(&rename(OUTCOME, "物业公司")).is_empty(), "that of the second is in the log");
    assert!(!forged(&|files: &mut Files| drop(files.remove(FIRST))).is_empty());
    assert!(!check(&files(&corrected()), &unlogged).unwrap().1.is_empty());
    assert!(!check(&files(&issued()), &logged).unwrap().1.is_empty(), "as if it had never been put right");
}
