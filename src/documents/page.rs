//! A page as a list of placed items: made by layout, drawn by PDF. Points, from the top left.

/// One millimetre.
pub(super) const MM: f32 = 72.0 / 25.4;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Black,
    Grey,
    /// Of an organ's head and the line below it.
    Red,
}

/// Characters on one baseline, each with the width it is given, in ems.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Text {
    pub x: f32,
    pub baseline: f32,
    pub size: f32,
    pub ink: Ink,
    pub chars: Vec<(char, f32)>,
}

/// A filled rectangle: rules, and the squares of a code.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bar {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
    pub ink: Ink,
}

/// What a hand drew: strokes, each from point to point.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Trace {
    pub strokes: Vec<Vec<(f32, f32)>>,
    pub width: f32,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Page {
    pub texts: Vec<Text>,
    pub bars: Vec<Bar>,
    pub traces: Vec<Trace>,
}

/// A piece of a column as wide as the column: what is not cut when a page is full. Places are from its own top.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Strip {
    pub height: f32,
    /// Stays on one page with the strip after it.
    pub keep: bool,
    pub texts: Vec<Text>,
    pub bars: Vec<Bar>,
    pub traces: Vec<Trace>,
}

impl Strip {
    /// Nothing, `height` tall.
    pub fn gap(height: f32) -> Self {
        Self { height, ..Self::default() }
    }

    fn put(&self, page: &mut Page, top: f32) {
        let moved = |text: &Text| Text { baseline: text.baseline + top, ..text.clone() };
        page.texts.extend(self.texts.iter().map(moved));
        page.bars.extend(self.bars.iter().map(|bar| Bar { y: bar.y + top, ..*bar }));
        page.traces.extend(self.traces.iter().map(|trace| trace.moved(top)));
    }
}

impl Trace {
    fn moved(&self, down: f32) -> Self {
        let stroke = |points: &Vec<(f32, f32)>| points.iter().map(|(x, y)| (*x, y + down)).collect();
        Self { strokes: self.strokes.iter().map(stroke).collect(), width: self.width }
    }
}

/// What sums of heights may be off by.
const ROUNDING: f32 = 0.01;

/// Fills pages from the top, each `room` tall, keeping together what belongs together as far as a page is high.
pub(super) fn paginate(strips: &[Strip], top: f32, room: f32) -> Vec<Page> {
    let mut pages = vec![Page::default()];
    let mut used = 0.0;
    let mut rest = strips;
    while !rest.is_empty() {
        let together = rest.iter().position(|strip| !strip.keep).map_or(rest.len(), |last| last + 1);
        let (group, after) = rest.split_at(together);
        let height: f32 = group.iter().map(|strip| strip.height).sum();
        if used > 0.0 && used + height > room + ROUNDING {
            pages.push(Page::default());
            used = 0.0;
        }
        for strip in group {
            if used > 0.0 && used + strip.height > room + ROUNDING {
                pages.push(Page::default());
                used = 0.0;
            }
            if let Some(page) = pages.last_mut() {
                strip.put(page, top + used);
            }
            used += strip.height;
        }
        rest = after;
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strip(height: f32, keep: bool) -> Strip {
        let bar = Bar { x: 0.0, y: 0.0, width: 1.0, height, ink: Ink::Black };
        Strip { height, keep, bars: vec![bar], ..Strip::default() }
    }

    #[test]
    fn pages_are_filled_and_what_belongs_together_stays_so() {
        let (plain, kept) = (strip(4.0, false), strip(4.0, true));
        for (strips, pages) in [
            (vec![], vec![0]),
            (vec![plain.clone(); 2], vec![2]),
            (vec![plain.clone(); 3], vec![2, 1]),
            (vec![plain.clone(), kept.clone(), plain.clone()], vec![1, 2]),
            (vec![kept.clone(), kept.clone(), kept.clone(), plain.clone()], vec![2, 2]),
            (vec![strip(40.0, false), plain], vec![1, 1]),
        ] {
            let found: Vec<_> = paginate(&strips, 0.0, 10.0).iter().map(|page| page.bars.len()).collect();
            assert_eq!(found, pages, "{strips:?}");
        }
    }
}
