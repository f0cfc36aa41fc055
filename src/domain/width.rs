//! 全角、半角: an input method writes letters, digits and signs as wide as Chinese, or narrow as ASCII has them. They are the
//! same letters, and are kept and looked for as one.

/// From a wide form (U+FF01 to U+FF5E) to the ASCII it stands for.
const APART: u32 = 0xfee0;

fn narrow(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - APART).unwrap_or(c),
        _ => c,
    }
}

/// All of it narrow: for phones, and for numbers of papers.
#[must_use]
pub fn narrowed(text: &str) -> String {
    text.chars().map(narrow).collect()
}

/// Its letters and digits narrow. The signs of Chinese stay as wide as they are written, （），！ among them.
#[must_use]
pub fn narrow_letters(text: &str) -> String {
    let letter = |c: char| Some(narrow(c)).filter(char::is_ascii_alphanumeric);
    text.chars().map(|c| letter(c).unwrap_or(c)).collect()
}

/// The forms in which a number may stand in records from before letters and digits were kept narrow: narrow, with wide
/// digits, and with wide letters as well.
#[must_use]
pub fn widths(text: &str) -> [String; 3] {
    let narrow = narrow_letters(text);
    let wide = |which: fn(&char) -> bool| {
        let widened = |c: char| if which(&c) { char::from_u32(u32::from(c) + APART).unwrap_or(c) } else { c };
        narrow.chars().map(widened).collect()
    };
    let (digits, letters) = (wide(char::is_ascii_digit), wide(char::is_ascii_alphanumeric));
    [narrow, digits, letters]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_looked_for_in_either_width() {
        for text in ["甘信A〔2026〕7号", "甘信Ａ〔２０２６〕７号", "甘信A〔２０２６〕７号"]
        {
            assert_eq!(
                widths(text),
                ["甘信A〔2026〕7号", "甘信A〔２０２６〕７号", "甘信Ａ〔２０２６〕７号"],
                "{text}"
            );
        }
    }

    #[test]
    fn wide_letters_are_the_narrow_ones() {
        for (text, all, letters) in [
            ("１３９－００００－０００１", "139-0000-0001", "139－0000－0001"),
            ("（０９３１）", "(0931)", "（0931）"),
            ("６２０１０３Ｘ", "620103X", "620103X"),
            ("３号楼Ｂ座，ａ户", "3号楼B座,a户", "3号楼B座，a户"),
            ("张　三", "张 三", "张　三"),
            ("～！", "~!", "～！"),
            ("物业", "物业", "物业"),
        ] {
            assert_eq!((narrowed(text).as_str(), narrow_letters(text).as_str()), (all, letters), "{text}");
        }
    }
}
