//! Where a line of Chinese may end (禁则): no line begins with a closing sign or ends with an opening one, words and
//! numbers stay whole.

/// Signs that no line begins with.
const NEVER_FIRST: &str = "，。、：；！？）》」』】〕”’…—～·,.:;!?)]}%‰℃°";
/// Signs that no line ends with.
const NEVER_LAST: &str = "（《「『【〔“‘([{￥$§№";

/// Cuts `text` into lines of at most `first` and `rest` ems. A word wider than a line is cut where it must be.
pub(super) fn lines(text: &str, first: f32, rest: f32, width: &dyn Fn(char) -> f32) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0.0;
    for piece in pieces(text) {
        let room = if lines.is_empty() { first } else { rest };
        let wide: f32 = piece.chars().map(width).sum();
        // What hangs out at the end of a line is white.
        let needed: f32 = piece.trim_end().chars().map(width).sum();
        if used + needed <= room + SLACK {
            line.push_str(&piece);
            used += wide;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        (line, used) = cut_to_fit(&piece, rest, width, &mut lines);
    }
    lines.push(line);
    for line in &mut lines {
        line.truncate(line.trim_end_matches(' ').len());
    }
    lines
}

/// Rounding must not cost a line its last character. Ems.
const SLACK: f32 = 0.001;

/// The end of `piece` that begins a line of its own; what is too wide for that is cut into whole lines before.
fn cut_to_fit(piece: &str, room: f32, width: &dyn Fn(char) -> f32, lines: &mut Vec<String>) -> (String, f32) {
    let (mut line, mut used) = (String::new(), 0.0);
    for c in piece.chars() {
        if used + width(c) > room + SLACK && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
            used = 0.0;
        }
        line.push(c);
        used += width(c);
    }
    (line, used)
}

/// What must not be cut: characters with the signs that cling to them, words, numbers.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for c in text.chars() {
        match pieces.last_mut() {
            Some(piece) if !may_part(piece, c) => piece.push(c),
            _ => pieces.push(c.to_string()),
        }
    }
    pieces
}

/// Whether a line may end between `piece` and `c`. White at its end is dropped, so the sign before that counts.
fn may_part(piece: &str, c: char) -> bool {
    let ends_open = piece.trim_end().ends_with(|last| NEVER_LAST.contains(last));
    if c == ' ' || ends_open || NEVER_FIRST.contains(c) {
        return false;
    }
    !(piece.ends_with(is_in_word) && is_in_word(c))
}

/// Letters, digits and the signs inside addresses and numbers; Chinese characters stand alone.
fn is_in_word(c: char) -> bool {
    c.is_ascii_graphic() || (c.is_alphanumeric() && !is_wide(c))
}

/// Set on a square of its own.
pub(super) fn is_wide(c: char) -> bool {
    u32::from(c) >= 0x2e80
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ems(c: char) -> f32 {
        if is_wide(c) || "，。“”‘’…—·".contains(c) { 1.0 } else { 0.5 }
    }

    fn cut(text: &str, width: f32) -> Vec<String> {
        lines(text, width, width, &ems)
    }

    #[test]
    fn lines_end_where_they_may() {
        for (text, width, expected) in [
            ("受理告知书", 3.0, vec!["受理告", "知书"]),
            ("受理告，知书", 3.0, vec!["受理", "告，知", "书"]),
            ("受理《告知书》", 3.0, vec!["受理", "《告知", "书》"]),
            ("一二。”三四", 3.0, vec!["一", "二。”", "三四"]),
            ("第XF62号件", 2.5, vec!["第", "XF62", "号件"]),
            ("共3.5万元", 2.0, vec!["共", "3.5", "万元"]),
            ("六十日。", 3.0, vec!["六十", "日。"]),
            ("于2026年11月25日前", 4.0, vec!["于2026年", "11月25日", "前"]),
            ("ABCDEFGHIJ", 3.0, vec!["ABCDEF", "GHIJ"]),
            ("open the door", 3.5, vec!["open", "the", "door"]),
            ("一——二", 3.0, vec!["一——", "二"]),
            ("", 3.0, vec![""]),
        ] {
            assert_eq!(cut(text, width), expected, "{text} in {width}");
        }
    }

    #[test]
    fn the_first_line_may_be_shorter() {
        assert_eq!(lines("一二三四五六七", 2.0, 4.0, &ems), ["一二", "三四五六", "七"]);
    }

    proptest! {
        /// Whatever is written: nothing is lost, no line is too long, no sign stands where it must not.
        #[test]
        fn no_text_breaks_the_rules(text in "[一二三，。：；（）《》“”XF0-9. ]{0,80}", width in 6_u8..20) {
            let width = f32::from(width);
            let cut = cut(&text, width);
            let without_spaces = |text: &str| text.replace(' ', "");
            prop_assert_eq!(without_spaces(&cut.concat()), without_spaces(&text));
            let is_plain = pieces(&text).iter().all(|piece| piece.chars().map(ems).sum::<f32>() <= width);
            for (at, line) in cut.iter().enumerate() {
                prop_assert!(line.chars().map(ems).sum::<f32>() <= width + 0.01, "{line}");
                let first = line.chars().next().filter(|_| at > 0 && is_plain);
                prop_assert!(!first.is_some_and(|c| NEVER_FIRST.contains(c)), "{cut:?}");
                let last = line.chars().next_back().filter(|_| at + 1 < cut.len() && is_plain);
                prop_assert!(!last.is_some_and(|c| NEVER_LAST.contains(c)), "{cut:?}");
            }
        }
    }
}
