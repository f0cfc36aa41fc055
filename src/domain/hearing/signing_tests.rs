//! Freezing, against its rules; `corrections` asks for other words before, `marks` are what it is signed and closed with.

#[path = "signing_corrections.rs"]
mod corrections;
#[path = "signing_marks.rs"]
mod marks;

use super::*;
use crate::domain::{
    hearing::{AgendaPhase, Occupant, ParticipantRole as R, Stage, StageName},
    ids::{AttachmentId, EntryId, HearingId},
};
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
        struck: None,
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

#[test]
fn a_struck_line_keeps_its_number_in_the_text_and_nothing_else() {
    let struck = |number, text: &str| Entry {
        struck: Some("误按打点，不是发言".to_owned()),
        ..entry(number, text)
    };
    let minutes = [entry(1, "物业三年"), struck(2, "【待补】"), entry(3, "记录在案")];
    let record = frozen(&minutes);
    let latest = record.latest().unwrap();
    let (_, lines) = latest.text.split_once("笔录：\n").unwrap();
    let expected = "\
1. 陈述 2026-11-23 09:00:00 席位2 张某：
  物业三年
2. （作废）
3. 陈述 2026-11-23 09:00:00 席位2 张某：
  记录在案
（完）
";
    assert_eq!(lines, expected);
    assert!(!format!("{:?}", latest.change()).contains("to_be_written"), "a struck blank is done");
    assert!(record.says(&signing(), "XF1", &minutes));
    let restored = [entry(1, "物业三年"), entry(2, "【待补】"), entry(3, "记录在案")];
    assert!(!record.says(&signing(), "XF1", &restored), "written again, it is there again");
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
    assert_eq!(refused_with(by(1, no())), Some(RefusalCode::NotAllowed), "nobody refused");
    let paper = Mark::PaperScan { attachment: AttachmentId(id(5)), sha256: [7; 32] };
    let coded = || Mark::Coded { code: OpId(id(6)), ending: "0001".to_owned() };
    assert!(by(1, paper).is_ok() && by(1, coded()).is_ok(), "the clerk takes its word all the same");
    for mark in [no(), coded(), Mark::Confirmed, Mark::Drawn { strokes: "M1 1L2 2".to_owned() }] {
        assert_eq!(refused_with(by(3, mark)), Some(RefusalCode::NotAllowed), "not its own");
    }

    let late = NOW.plus_millis(1);
    table.seats[3].admitted = Some(late);
    assert!(record.sign(&table, seat(3), asked(&record, 3, no()), late).is_ok(), "but once it came");
    table.seats[3].send_out(StageName::Signing, late);
    assert!(record.sign(&table, seat(3), asked(&record, 3, no()), late).is_ok(), "and after it hung up");
    table.seats[3].admitted = Some(late);
    assert_eq!(silent(&record, &table), [0, 1, 2, 4].map(seat), "not of minutes it did not hear read");
    assert_eq!(freeze(&record, &table, late).map(|next| next.version), Some(2), "the minutes tell who came");
    record.versions.extend(freeze(&record, &table, late));
    assert_eq!(silent(&record, &table), [0, 1, 2, 3, 4].map(seat));
}

/// The presider never came, or was gone from the beginning of what is signed; a member of the panel led in their place.
#[test]
fn who_stood_in_signs_and_a_presider_who_never_came_owes_no_word() {
    let mut table = signing();
    table.seats[0].admitted = None;
    let mut record = SigningRecord::default();
    record.versions.extend(record.freeze(&table, "XF1", &[entry(1, "一")], None, NOW));
    assert!(record.latest().unwrap().text.contains("\n  主持人（未入席） 席位0 张某\n"));
    let sign = |table: &Hearing, n, mark| record.sign(table, seat(n), asked(&record, n, mark), NOW);
    assert_eq!(refused_with(sign(&table, 6, Mark::Confirmed)), Some(RefusalCode::NotAllowed), "only attends");
    table.seats[6].acted = Some(NOW);
    let silent: Vec<_> = record.silent(&table.seats).map(|seat| seat.id).collect();
    assert_eq!(silent, [1, 2, 3, 4, 6].map(seat));
    assert!(sign(&table, 6, Mark::Confirmed).is_ok());
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
fn lines_frozen_before_they_were_written_up_are_named_in_the_log() {
    let lines = [entry(1, "一"), entry(2, "【待补】"), entry(3, "三\n见下【待补】"), entry(4, "四")];
    let told = |lines: &[Entry]| {
        let change = frozen(lines).latest().unwrap().change();
        change.details.into_iter().find(|(name, _)| name == "to_be_written").map(|(_, value)| value)
    };
    assert_eq!(told(&lines).as_deref(), Some("2、3"));
    assert_eq!(told(&lines[..1]), None);
}
