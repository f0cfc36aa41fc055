use super::*;

#[test]
fn tries_grow_apart_and_end_after_two_days() {
    let waits: Vec<_> = (1..).map_while(retry_after).collect();
    assert!(waits.is_sorted() && waits.len() == 12);
    let hours = waits.iter().sum::<i64>() / 3_600_000;
    assert!((40..=56).contains(&hours), "{hours} hours");
    assert_eq!(retry_after(0), None, "not yet tried");
}

#[test]
fn a_message_names_the_number_and_not_the_matter() {
    let text = neutral_text("XF620102202611231000001K", EventKind::PetitionRouted);
    assert!(text.contains("XF620102202611231000001K") && text.chars().count() < 70, "{text}");
    assert!(neutral_text("X", EventKind::HearingScheduled).contains("接访"));
}
