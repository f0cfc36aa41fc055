//! Freezing, signing, closing, against their rules; `corrections` asks for other words before.

#[path = "signing_corrections.rs"]
mod corrections;

use super::*;
use crate::domain::{
    event::EventKind,
    hearing::{
        AgendaPhase, Archived, MarkKind, Occupant, ParticipantRole as R, ProxyPaper, Stage, StageName,
        Unfinished,
    },
    ids::{AttachmentId, EntryId, HearingId},
};
use proptest::prelude::*;
use uuid::Uuid;

const NOW: Timestamp = Timestamp(1_795_395_600_000);
const ROLES: [R; 7] =
    [R::Presider, R::Clerk, R::Representative, R::AgencyRep, R::CompanyRep, R::Observer, R::HearingMember];

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn seat(n: usize) -> SeatId {
    SeatId(id(n as u128))
}

fn hearing(stage: Stage) -> Hearing {
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
        title: "联合接访".to_owned(),
        starts_at: NOW,
        ends_at: NOW,
        agenda: vec![AgendaPhase::Statement],
        seats: ROLES.iter().enumerate().map(of).collect(),
        stage,
        ..Hearing::blank()
    }
}

fn signing() -> Hearing {
    hearing(Stage::Signing { since: NOW })
}

fn entry(number: u32, text: &str) -> Entry {
    Entry {
        id: EntryId(id(number.into())),
        hearing: HearingId(Uuid::nil()),
        number,
        revision: 1,
        phase: AgendaPhase::Statement,
        speaker: (number % 2 == 1).then(|| seat(2)),
        text: text.to_owned(),
        at: NOW,
        author: seat(1),
    }
}

fn frozen(entries: &[Entry]) -> SigningRecord {
    let mut record = SigningRecord::default();
    freeze(&mut record, entries);
    record
}

fn freeze(record: &mut SigningRecord, entries: &[Entry]) -> bool {
    let version = record.freeze(&signing(), "XF1", entries, Some(seat(1)), NOW);
    let new = version.is_some();
    record.versions.extend(version);
    new
}

fn strokes() -> String {
    "M10 10L20.5 30L-1 4".to_owned()
}

fn asked(record: &SigningRecord, n: usize, mark: Mark) -> MarkAsked {
    let latest = record.latest().unwrap();
    MarkAsked {
        op: OpId(id(9)),
        paper: PaperKind::Minutes,
        seat: seat(n),
        version: latest.version,
        sha256: hex(&latest.sha256),
        mark,
    }
}

fn refused_with(result: Result<Signature, Refusal>) -> Option<RefusalCode> {
    result.err().map(|refusal| refusal.code)
}

#[test]
fn the_frozen_text_is_this_byte_for_byte() {
    let record = frozen(&[entry(1, "物业三年\r\n没有公开账目"), entry(2, "记录在案")]);
    let expected = "\
接访笔录：联合接访
接访编号：TJ62010020261123-1
信访件编号：XF1
事由：联合接访
版本：1
定稿时间：2026-11-23 09:00:00
席位：
  主持人 席位0 张某
  书记员 席位1 张某
  信访代表 席位2 张某
  责任单位代表 席位3 张某
  涉事单位代表 席位4 张某
  旁听 席位5 张某
  听证员 席位6 张某
笔录：
1. 陈述 2026-11-23 09:00:00 席位2 张某：
  物业三年
  没有公开账目
2. 陈述 2026-11-23 09:00:00 记录：
  记录在案
（完）
";
    let latest = record.latest().unwrap();
    assert_eq!(latest.text, expected);
    assert_eq!(hex(&latest.sha256), crate::domain::hex(&sha2_of(expected)));
}

fn sha2_of(text: &str) -> [u8; 32] {
    use sha2::{Digest, Sha256};
    Sha256::digest(text.as_bytes()).into()
}

#[test]
fn minutes_that_say_the_same_are_not_frozen_twice() {
    let mut record = frozen(&[entry(1, "一")]);
    assert!(!freeze(&mut record, &[entry(1, "一")]));
    assert!(freeze(&mut record, &[entry(1, "一（更正）")]));
    assert_eq!(record.versions.iter().map(|v| v.version).collect::<Vec<_>>(), [1, 2]);
    let review = hearing(Stage::MinutesReview { since: NOW });
    assert!(record.may_begin(&review, "XF1", &[entry(1, "一（更正）")]).is_ok());
    assert!(record.may_begin(&review, "XF1", &[entry(1, "一")]).is_err());
    assert!(SigningRecord::default().may_begin(&review, "XF1", &[]).is_err());
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
        (Mark::Drawn { strokes: String::new() }, RefusalCode::BadMark),
        (Mark::Drawn { strokes: "M1 1".to_owned() }, RefusalCode::BadMark),
        (Mark::Drawn { strokes: "M1 1L2 2\"/><script>".to_owned() }, RefusalCode::BadMark),
        (Mark::Drawn { strokes: long }, RefusalCode::BadMark),
        (proxy(" ", "手部受伤，不便书写"), RefusalCode::BadMark),
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
fn what_ends_leaves_frozen_what_was_written_since() {
    let (one, two) = ([entry(1, "一")], [entry(1, "一"), entry(2, "二")]);
    let frozen = frozen(&one);
    let since = NOW;
    let session = || Stage::InSession { since, phase: AgendaPhase::Statement, phase_since: since };
    let none = SigningRecord::default();
    for (record, stage, entries, version) in [
        (&none, session(), one.as_slice(), Some(1)),
        (&none, session(), &[], None),
        (&frozen, Stage::MinutesReview { since }, &one, None),
        (&frozen, Stage::MinutesReview { since }, &two, Some(2)),
        (&frozen, Stage::Signing { since }, &two, None),
    ] {
        let hearing = hearing(stage);
        let left = record.freeze_at_end(&hearing, "XF1", entries, NOW);
        assert_eq!(left.map(|left| left.version), version, "{} {}", hearing.stage.name(), entries.len());
    }
}

/// A second agency was invited and stayed away; the company was sent out before its end.
#[test]
fn who_never_came_is_told_as_absent_and_owes_no_word() {
    let mut table = signing();
    table.seats[3].admitted = None;
    table.seats[4].send_out(StageName::InSession, NOW);
    let freeze = |record: &SigningRecord, table: &Hearing, at| {
        record.freeze(table, "XF1", &[entry(1, "一")], None, at)
    };
    let mut record = SigningRecord::default();
    record.versions.extend(freeze(&record, &table, NOW));
    let silent = |record: &SigningRecord, table: &Hearing| {
        record.silent(&table.seats).map(|seat| seat.id).collect::<Vec<_>>()
    };
    let text = &record.latest().unwrap().text;
    assert!(text.contains("\n  责任单位代表（未入席） 席位3 张某\n  涉事单位代表 席位4 张某\n"), "{text}");
    assert_eq!(silent(&record, &table), [0, 1, 2, 4].map(seat));
    let no = || Mark::Refused { reason: "与我所述不符".to_owned() };
    let by = |by, mark| record.sign(&table, seat(by), asked(&record, 3, mark), NOW);
    assert_eq!(refused_with(by(1, no())), Some(RefusalCode::NotASigner), "nobody refused");
    let paper = Mark::PaperScan { attachment: AttachmentId(id(5)), sha256: [7; 32] };
    assert!(by(1, paper).is_ok() && by(3, no()).is_ok(), "its own word is taken all the same");

    let late = NOW.plus_millis(1);
    table.seats[3].admitted = Some(late);
    assert_eq!(silent(&record, &table), [0, 1, 2, 4].map(seat), "not of minutes it did not hear read");
    assert_eq!(freeze(&record, &table, late).map(|next| next.version), Some(2), "the minutes tell who came");
    record.versions.extend(freeze(&record, &table, late));
    assert_eq!(silent(&record, &table), [0, 1, 2, 3, 4].map(seat));
}

/// An absentee was let in while the minutes were read back, and sent out again.
#[test]
fn who_came_after_the_freeze_owes_no_word_of_it_whatever_became_of_them() {
    let mut table = signing();
    table.seats[3].admitted = None;
    let mut record = SigningRecord::default();
    record.versions.extend(record.freeze(&table, "XF1", &[entry(1, "一")], None, NOW));
    let late = NOW.plus_millis(1);
    table.seats[3].admitted = Some(late);
    for n in [3, 4] {
        table.seats[n].send_out(StageName::MinutesReview, late.plus_millis(1));
    }
    let silent: Vec<_> = record.silent(&table.seats).map(|seat| seat.id).collect();
    assert_eq!(silent, [0, 1, 2, 4].map(seat));
    assert!(table.seats[3].was_there(), "the next version tells that it came");
}

#[test]
fn who_was_sent_out_before_anybody_talked_was_not_there() {
    use StageName::{CheckIn, Countdown, InSession, Paused, Ready, Scheduled};
    for (stage, there) in [
        (Scheduled, false),
        (CheckIn, false),
        (Ready, false),
        (Countdown, false),
        (InSession, true),
        (Paused, true),
    ] {
        let mut table = signing();
        table.seats[3].send_out(stage, NOW);
        assert_eq!(table.seats[3].was_there(), there, "{stage}");
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
    assert_eq!(refused_with(stale), Some(RefusalCode::StaleVersion));
    let other = MarkAsked { sha256: "00".to_owned(), ..asked(&record, 2, Mark::Confirmed) };
    assert_eq!(refused_with(record.sign(&signing(), seat(2), other, NOW)), Some(RefusalCode::StaleVersion));
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

#[test]
fn lines_frozen_before_they_were_written_up_are_named_in_the_log() {
    let lines = [entry(1, "一"), entry(2, "【待补】"), entry(3, "三\n见下【待补】"), entry(4, "四")];
    let told = |lines: &[Entry]| {
        let change = frozen(lines).latest().unwrap().change();
        change.details.into_iter().find(|(name, _)| name == "to_be_written").map(|(_, value)| value)
    };
    assert_eq!(told(&lines).as_deref(), Some("2、3"));
    assert_eq!(told(&lines[..1]), None);
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
