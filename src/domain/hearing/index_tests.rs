use super::*;
use uuid::Uuid;

const HEARING: HearingId = HearingId(Uuid::nil());

fn seat(letter: char) -> SeatId {
    SeatId(Uuid::from_u128(u128::from(u32::from(letter))))
}

/// One look a second at who speaks (a letter each, `.` for nobody), then closed: voices as `letter from-to` in seconds.
#[track_caller]
fn check(seconds: &str, voices: &str) {
    let mut index = RecordingIndex::default();
    let (mut now, mut kept) = (Timestamp(0), Vec::new());
    for letter in seconds.chars() {
        let speaking: Vec<_> = Some(letter).filter(|letter| *letter != '.').map(seat).into_iter().collect();
        index.look(&table(&speaking), now);
        now = now.plus_millis(1_000);
        let due = index.take_due(now);
        index.stored(&due);
        enter(&mut kept, &due);
    }
    let due = index.close(now);
    index.rest(&due);
    enter(&mut kept, &due);
    kept.sort_unstable();
    let told: Vec<_> = kept.iter().filter_map(told).collect();
    assert_eq!(told.join(" "), voices, "{seconds}");
}

const fn table(speaking: &[SeatId]) -> TableNow<'_> {
    TableNow { phase: AgendaPhase::Statement, floor: None, speaking, unkept: &[] }
}

fn told(stretch: &Stretch) -> Option<String> {
    let Indexed::Voice(seat) = stretch.what else { return None };
    let letter = char::from_u32(u32::try_from(seat.0.as_u128()).unwrap()).unwrap();
    Some(format!("{letter}{}-{}", stretch.from.0 / 1000, stretch.to.0 / 1000))
}

#[test]
fn a_turn_is_told_from_its_first_word_to_its_last() {
    check("..aaaa..", "a2-6");
}

#[test]
fn a_breath_does_not_cut_a_turn_and_a_pause_does() {
    check("aaa..aaa", "a0-8");
    check("aaa....aaa", "a0-3 a7-10");
}

#[test]
fn a_yes_between_is_not_a_turn() {
    check("aaaabaaaa", "a0-9");
}

#[test]
fn who_answers_has_a_turn_of_their_own() {
    check("aaaabbbbbaaaa", "a0-4 b4-9 a9-13");
}

#[test]
fn what_goes_on_is_on_record_before_it_ends() {
    let mut index = RecordingIndex::default();
    let speaking = [seat('a')];
    let mut kept = Vec::new();
    for second in 0..9 {
        let now = Timestamp(second * 1_000);
        index.look(&table(&speaking), now);
        kept.push(index.take_due(now).iter().filter(|one| told(one).is_some()).count());
    }
    assert_eq!(kept, [0, 0, 0, 0, 0, 1, 0, 0, 0]);
}

#[test]
fn phases_and_the_floor_follow_one_another_without_a_gap() {
    let mut index = RecordingIndex::default();
    let of = |phase, floor| TableNow { phase, floor, speaking: &[], unkept: &[] };
    index.look(&of(AgendaPhase::Opening, None), Timestamp(0));
    index.look(&of(AgendaPhase::Statement, Some(seat('a'))), Timestamp(700));
    index.look(&of(AgendaPhase::Statement, Some(seat('b'))), Timestamp(900));
    let mut due = index.close(Timestamp(1_000));
    due.sort_unstable();
    let stretch = |from, what, to| Stretch { from: Timestamp(from), what, to: Timestamp(to) };
    let expected = [
        stretch(0, Indexed::Phase(AgendaPhase::Opening), 700),
        stretch(700, Indexed::Phase(AgendaPhase::Statement), 1_000),
        stretch(700, Indexed::Floor(seat('a')), 900),
        stretch(900, Indexed::Floor(seat('b')), 1_000),
    ];
    assert_eq!(due, expected);
}

#[test]
fn whose_pictures_are_missing_is_told_from_when_to_when() {
    let mut index = RecordingIndex::default();
    const fn look(unkept: &[SeatId]) -> TableNow<'_> {
        TableNow { phase: AgendaPhase::Statement, floor: None, speaking: &[], unkept }
    }
    index.look(&look(&[]), Timestamp(0));
    index.look(&look(&[seat('a')]), Timestamp(500));
    index.look(&look(&[]), Timestamp(900));
    let text = index_text(HEARING, &index.close(Timestamp(1_000)));
    assert!(text.contains(&format!("\n500 900 unkept {}\n", seat('a'))), "{text}");
}

const fn voice(to: i64) -> Stretch {
    Stretch { from: Timestamp(0), what: Indexed::Voice(SeatId(Uuid::nil())), to: Timestamp(to) }
}

#[test]
fn what_could_not_be_recorded_is_due_again_after_a_while_and_the_newer_word_stands() {
    let mut index = RecordingIndex { due: vec![voice(5_000)], ..RecordingIndex::default() };
    let due = index.take_due(Timestamp(5_000));
    assert_eq!(due, [voice(5_000)]);
    index.due.push(voice(6_000));
    index.give_back(&due, Timestamp(8_000));
    assert_eq!(index.take_due(Timestamp(7_999)), [], "a store that fails is left alone");
    assert_eq!(index.take_due(Timestamp(8_000)), [voice(6_000)]);
    index.stored(&[voice(6_000)]);
    assert_eq!(index.close(Timestamp(9_000)), []);
}

#[test]
fn what_is_on_its_way_is_closed_too_whatever_becomes_of_it() {
    let mut index = RecordingIndex { due: vec![voice(5_000)], ..RecordingIndex::default() };
    let underway = index.take_due(Timestamp(5_000));
    let closed = index.close(Timestamp(6_000));
    assert_eq!(closed, [voice(5_000)], "its write may fail");
    index.give_back(&underway, Timestamp(8_000));
    index.due.push(Stretch { from: Timestamp(1), ..voice(7_000) });
    index.rest(&closed);
    assert_eq!(index.due, [Stretch { from: Timestamp(1), ..voice(7_000) }], "what was not closed stays due");
}

#[test]
fn the_log_vouches_for_the_text() {
    let mut index = RecordingIndex::default();
    index.look(&table(&[seat('a')]), Timestamp(1_000));
    let due = index.close(Timestamp(4_000));
    let change = indexed(HEARING, &due).unwrap();
    let text = index_text(HEARING, &due);
    let lines = [
        "lianjie-index 1".to_owned(),
        format!("hearing: {HEARING}"),
        "1000 4000 phase statement".to_owned(),
        format!("1000 4000 voice {}", seat('a')),
    ];
    assert_eq!(text.lines().collect::<Vec<_>>(), lines);
    let sha256: [u8; 32] = Sha256::digest(text).into();
    assert_eq!(change.details.last(), Some(&("sha256".to_owned(), hex(&sha256))));
    assert_eq!(indexed(HEARING, &[]), None, "of nothing there is no file");
}
