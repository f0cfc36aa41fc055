use super::*;
use crate::domain::{
    DAY_MS, HOUR_MS,
    ids::{AttachmentId, PetitionId},
};
use uuid::Uuid;

fn file(media_type: &str) -> Attachment {
    Attachment {
        id: AttachmentId(Uuid::from_u128(9)),
        petition: PetitionId(Uuid::from_u128(8)),
        name: "合同.pdf".into(),
        media_type: media_type.into(),
        size: 12,
        sha256: [0xab; 32],
        added_at: Timestamp(1),
    }
}

fn new(n: u128, title: &str, media_type: &str) -> NewExhibit {
    NewExhibit {
        id: ExhibitId(Uuid::from_u128(n)),
        hearing: HearingId(Uuid::from_u128(7)),
        title: title.into(),
        brought_by: Some(SeatId(Uuid::from_u128(5))),
        file: file(media_type),
    }
}

fn brought(others: &[Exhibit], n: u128, by_keeper: bool) -> Exhibit {
    bring(others, new(n, "房屋买卖合同", "application/pdf"), by_keeper, Timestamp(3)).unwrap()
}

/// Exhibits are brought from the schedule on: when the check-in opens says nothing of what was uploaded for the hearing.
#[test]
fn what_is_brought_anew_comes_with_the_hearing_however_early() {
    let (opens_at, day_before) = (Timestamp(2 * DAY_MS), Timestamp(DAY_MS));
    let after = opens_at.plus_millis(HOUR_MS);
    for (stored, laid, came) in [
        (day_before, day_before, true),
        (day_before, day_before.plus_millis(5_000), true),
        (day_before, day_before.plus_millis(HOUR_MS), false),
        (day_before, after, false),
        (after, after, true),
        (opens_at, after, true),
    ] {
        let mut exhibit = brought(&[], 1, true);
        (exhibit.file.added_at, exhibit.added_at) = (stored, laid);
        assert_eq!(exhibit.came_with(opens_at), came, "stored {stored:?}, laid {laid:?}");
    }
}

#[test]
fn numbers_are_given_when_it_is_taken_in_the_order_of_taking() {
    let offered = brought(&[], 1, false);
    assert_eq!(offered.number(), None);
    let first = brought(std::slice::from_ref(&offered), 2, true);
    assert_eq!(first.number(), Some(1));
    let all = [offered.clone(), first];
    let second = accept(&offered, &all);
    assert_eq!(second.number(), Some(2));
    assert_eq!(accept(&second, &all), second, "twice is once");
}

#[test]
fn a_title_a_type_and_a_measure_are_asked_for() {
    let too_long = "长".repeat(MAX_TITLE + 1);
    for (title, media_type, fits) in [
        ("合同", "application/pdf", true),
        ("  ", "application/pdf", false),
        (&*too_long, "application/pdf", false),
        ("合\n同", "application/pdf", false),
        ("表", "application/msword", false),
        ("照片", "image/heic", false),
        ("录音", "audio/mpeg", true),
        ("现场视频", "video/quicktime", true),
    ] {
        assert_eq!(
            bring(&[], new(1, title, media_type), true, Timestamp(0)).is_ok(),
            fits,
            "{title} {media_type}"
        );
    }
    let full: Vec<_> = (0..MAX_EXHIBITS as u128).map(|n| brought(&[], n, false)).collect();
    assert!(bring(&full, new(99, "合同", "application/pdf"), true, Timestamp(0)).is_err());

    let mut film = brought(&[], 1, false);
    let next = new(2, "现场视频", "video/mp4");
    film.file.size = MAX_EXHIBIT_BYTES - next.file.size;
    assert!(bring(&[film.clone()], next.clone(), true, Timestamp(0)).is_ok());
    film.file.size += 1;
    assert!(bring(&[film], next, true, Timestamp(0)).is_err(), "all go into one package");
}

#[test]
fn only_what_was_taken_is_put_on_record_and_once() {
    let offered = brought(&[], 1, false);
    assert!(put_on_record(&offered, Timestamp(9)).is_err());
    let taken = accept(&offered, &[]);
    let on_record = put_on_record(&taken, Timestamp(9)).unwrap();
    assert_eq!(on_record.state, ExhibitState::Accepted { number: 1, on_record: Some(Timestamp(9)) });
    assert!(put_on_record(&on_record, Timestamp(10)).is_err());
    assert!(refuse(&taken, "与本案无关，不予采纳").is_err());
    let refused = refuse(&offered, " 与本案无关，不予采纳 ").unwrap();
    assert!(refuse(&offered, "无关").is_err(), "a reason says something");
    assert_eq!(accept(&refused, &[]).number(), Some(1), "the clerk may think again");
}

#[test]
fn the_log_vouches_for_title_and_bytes_and_repeats_neither_name() {
    let change = put_on_record(&accept(&brought(&[], 1, false), &[]), Timestamp(9)).unwrap().change();
    assert_eq!(change.kind, EventKind::HearingExhibitOnRecord);
    let named: Vec<_> = change.details.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(named, ["exhibit", "number", "sha256", "title_sha256"]);
    assert!(!format!("{change:?}").contains("合同"));
}

#[test]
fn the_line_says_number_title_who_and_hash() {
    let taken = accept(&brought(&[], 1, false), &[]);
    let hash = "ab".repeat(32);
    assert_eq!(
        taken.line(Some("信访人 张某")),
        format!("出示证据一《房屋买卖合同》，信访人 张某提交，SHA-256：{hash}。")
    );
    assert_eq!(taken.line(None), format!("出示证据一《房屋买卖合同》，SHA-256：{hash}。"));
}

#[test]
fn numerals_are_chinese_up_to_ninety_nine() {
    for (number, expected) in
        [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (45, "四十五"), (99, "九十九"), (100, "100")]
    {
        assert_eq!(numeral(number), expected);
    }
}
