//! Tables of names and values, such as the fields of a receipt.

use super::{
    breaking,
    layout::{LEFT, Setter, WIDTH},
    page::{Bar, Ink, Strip, Text},
};

/// 小四.
const SIZE: f32 = 12.0;
const LEADING: f32 = 18.0;
/// Between a line and what stands beside it.
const PADDING: f32 = 4.0;
const NAMES: f32 = WIDTH * 0.28;
/// Of a value to be written by hand.
const BLANK: f32 = 44.0;
const LINE: f32 = 0.6;

pub(super) fn strips(rows: &[(String, String)], setter: &Setter<'_>) -> Vec<Strip> {
    let mut strips: Vec<Strip> =
        rows.iter().enumerate().map(|(at, (name, value))| row(name, value, at == 0, setter)).collect();
    // A first row is not alone at the end of a page, nor a last one at the head of the next.
    let rows = strips.len();
    for at in [0, rows.saturating_sub(2), rows.saturating_sub(1)] {
        if let Some(row) = strips.get_mut(at) {
            row.keep = true;
        }
    }
    strips.push(Strip::gap(LEADING / 2.0));
    strips.insert(0, Strip { keep: true, ..Strip::gap(PADDING) });
    strips
}

fn row(name: &str, value: &str, is_first: bool, setter: &Setter<'_>) -> Strip {
    let cell = |text: &str, width: f32| {
        let room = (width - 2.0 * PADDING) / SIZE;
        breaking::lines(&setter.shown(text), room, room, &|c| setter.faces.width(c))
    };
    let (names, values) = (cell(name, NAMES), cell(value, WIDTH - NAMES));
    let tall = names.len().max(values.len()) as f32 * LEADING + 2.0 * PADDING;
    let height = if value.is_empty() { tall.max(BLANK) } else { tall };
    let mut texts = column(&names, LEFT + PADDING, height, setter);
    texts.extend(column(&values, LEFT + NAMES + PADDING, height, setter));
    let upright = |x| Bar { x, y: 0.0, width: LINE, height, ink: Ink::Black };
    let level = |y| Bar { x: LEFT, y, width: WIDTH + LINE, height: LINE, ink: Ink::Black };
    let mut bars = vec![upright(LEFT), upright(LEFT + NAMES), upright(LEFT + WIDTH), level(height)];
    if is_first {
        bars.push(level(0.0));
    }
    Strip { height, texts, bars, ..Strip::default() }
}

/// Lines one below the other, in the middle of the row.
fn column(lines: &[String], x: f32, height: f32, setter: &Setter<'_>) -> Vec<Text> {
    let top = (height - lines.len() as f32 * LEADING) / 2.0;
    let line = |(at, line): (usize, &String)| {
        let set = setter.line(setter.plain(line), x, SIZE, LEADING, Ink::Black);
        let down = top + at as f32 * LEADING;
        set.texts.into_iter().map(move |text| Text { baseline: text.baseline + down, ..text })
    };
    lines.iter().enumerate().flat_map(line).collect()
}
