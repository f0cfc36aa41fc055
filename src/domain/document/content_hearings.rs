//! Papers of a hearing: who signed, what the seal names.

use super::*;

/// A version of before tells of nobody that they were absent: then the paper says that they did not sign.
#[test]
fn whoever_did_not_sign_minutes_stands_there_or_is_told_as_absent() {
    let occupant =
        || Occupant::External { organisation: "某单位".into(), name: "赵某".into(), phone: None };
    let seat = |n, role| Seat {
        label: format!("席位{n}"),
        admitted: (role == ParticipantRole::Clerk).then_some(NOW),
        ..Seat::new(SeatId(Uuid::from_u128(n)), role, occupant())
    };
    let seats = vec![seat(1, ParticipantRole::Clerk), seat(2, ParticipantRole::AgencyRep)];
    let id = HearingId(Uuid::nil());
    let hearing = Hearing {
        id,
        host: BUREAU,
        starts_at: NOW,
        seats,
        stage: Stage::Closed { at: NOW },
        ..Hearing::blank()
    };
    let told = FrozenPaper::of(&hearing, "XF1", &[], 1, NOW, None);
    assert!(told.text.contains("（未入席）"), "{}", told.text);
    let before = FrozenPaper { text: told.text.replace("（未入席）", ""), ..told.clone() };
    let wish = Wish { hearing: Some(id), ..Wish::default() };
    for (version, unsigned) in [(told, 1), (before, 2)] {
        let heard = Heard {
            hearing: hearing.clone(),
            minutes: SigningRecord { versions: vec![version], ..SigningRecord::default() },
            agreement: SigningRecord::default(),
            outcome: None,
            seals: Vec::new(),
            next: None,
        };
        let made = Scene::new().case(BUREAU, |case| {
            content(DocumentKind::Minutes, &Case { heard: Some(&heard), ..*case }, &wish)
        });
        let text = plain(&made.unwrap());
        assert_eq!(text.matches("未签名").count(), unsigned, "{text}");
    }
}

/// Who holds the paper holds it against the package: the hash that the seal names, and the seal.
#[test]
fn an_outcome_names_the_hash_that_its_seal_names() {
    let id = HearingId(Uuid::nil());
    let hearing = Hearing { id, host: BUREAU, stage: Stage::OutcomeIssued { at: NOW }, ..Hearing::blank() };
    let issued = Outcome {
        hearing: id,
        petition: PetitionId(Uuid::nil()),
        conclusion: "物业公司公开账目，业主某甲撤回投诉".into(),
        standards: vec![OutcomeStandard::Resolve],
        items: Vec::new(),
        issued_at: NOW,
        closed_at: NOW,
        next: None,
        published_at: None,
        withdrawn_at: None,
        earlier: Vec::new(),
    };
    let correction = OutcomeCorrection {
        conclusion: "物业公司公开近三年账目".into(),
        standards: vec![OutcomeStandard::Resolve],
        reason: "结论中出现第三人姓名".into(),
    };
    let corrected = correction.of(issued.clone(), CLERK, NOW.plus_millis(DAY)).unwrap();
    let wish = Wish { hearing: Some(id), ..Wish::default() };
    for (outcome, version) in [(issued, None), (corrected, Some("第2版（2026年11月26日更正）"))] {
        let (none, left) = (SigningRecord::default(), Unfinished::default());
        let signed = Signed { minutes: &none, agreement: &none, left: &left };
        let seal = Seal::of(&hearing, "XF1", &signed, Some(&outcome), (1, NOW), &Marker);
        let named =
            seal.statement.lines().find_map(|line| line.strip_prefix("outcome: ")).unwrap().to_owned();
        let heard = Heard {
            hearing: hearing.clone(),
            minutes: none.clone(),
            agreement: none.clone(),
            outcome: Some(outcome),
            seals: vec![seal],
            next: None,
        };
        let made = Scene::new().case(BUREAU, |case| {
            content(DocumentKind::Outcome, &Case { heard: Some(&heard), ..*case }, &wish)
        });
        let text = plain(&made.unwrap());
        for part in ["结果文本校验值（SHA-256）", &*named, "印章签名值", "5ea1"] {
            assert!(text.contains(part), "no {part} in {text}");
        }
        assert_eq!(version.is_some(), text.contains("更正）"), "{text}");
        assert!(version.is_none_or(|version| text.contains(version)), "{text}");
    }
}

/// Puts the same mark under everything.
#[derive(Debug)]
struct Marker;

impl Sealer for Marker {
    fn algorithm(&self) -> &'static str {
        "marker"
    }

    fn public_key(&self) -> Vec<u8> {
        vec![1]
    }

    fn sign(&self, _: &[u8]) -> Vec<u8> {
        vec![0x5e, 0xa1]
    }
}
