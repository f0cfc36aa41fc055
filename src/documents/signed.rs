//! Lays out signed papers: their exact text, and the signatures.

use super::{
    breaking,
    layout::{LEFT, Setter, WIDTH},
    page::{Ink, Strip, Trace},
};

/// 小四.
const SIZE: f32 = 12.0;
const LEADING: f32 = 19.0;
/// A hand is drawn in a box of this size, points.
const HAND: (f32, f32) = (130.0, 46.0);
const GAP: f32 = 6.0;
const PEN: f32 = 1.4;

/// Lines as they are: what is indented stays so, and breaks within its indent.
pub(super) fn lines(text: &str, setter: &Setter<'_>) -> Vec<Strip> {
    let mut strips = Vec::new();
    for line in text.lines() {
        let indent = line.chars().take_while(|c| *c == ' ').count() as f32;
        let room = WIDTH / SIZE - indent;
        let said = setter.shown(line.trim_start());
        for part in breaking::lines(&said, room, room, &|c| setter.faces.width(c)) {
            let chars = setter.plain(&part);
            strips.push(setter.line(chars, LEFT + indent * SIZE, SIZE, LEADING, Ink::Black));
        }
    }
    strips.push(Strip::gap(LEADING / 2.0));
    strips
}

/// Who, how and when; the hand on the right.
pub(super) fn signature(plate: &str, said: &str, strokes: Option<&str>, setter: &Setter<'_>) -> Strip {
    let hand = strokes.map(strokes_of).filter(|strokes| !strokes.is_empty());
    let room = (WIDTH - HAND.0 - GAP) / SIZE;
    let words = [plate, said].map(|text| setter.shown(text));
    let broken = words.iter().flat_map(|text| breaking::lines(text, room, room, &|c| setter.faces.width(c)));
    let mut strip = Strip::gap(0.0);
    for part in broken {
        let line = setter.line(setter.plain(&part), LEFT, SIZE, LEADING, Ink::Black);
        let down = strip.height;
        strip.texts.extend(line.texts.into_iter().map(|mut text| {
            text.baseline += down;
            text
        }));
        strip.height += LEADING;
    }
    if let Some(strokes) = hand {
        strip.height = strip.height.max(HAND.1);
        strip.traces.push(fitted(&strokes, strip.height));
    }
    strip.height += GAP;
    strip
}

/// As large as the box allows, in its middle.
fn fitted(strokes: &[Vec<(f32, f32)>], height: f32) -> Trace {
    let points = || strokes.iter().flatten();
    let least = |of: fn(&(f32, f32)) -> f32| points().map(of).fold(f32::INFINITY, f32::min);
    let most = |of: fn(&(f32, f32)) -> f32| points().map(of).fold(f32::NEG_INFINITY, f32::max);
    let (left, top) = (least(|p| p.0), least(|p| p.1));
    let (wide, tall) = ((most(|p| p.0) - left).max(1.0), (most(|p| p.1) - top).max(1.0));
    // A dot is not blown up to a blot.
    let scale = ((HAND.0 - 2.0 * PEN) / wide).min((HAND.1 - 2.0 * PEN) / tall).min(1.0);
    let x = LEFT + WIDTH - HAND.0 + (HAND.0 - wide * scale) / 2.0;
    let y = (height - tall * scale) / 2.0;
    let place = |(a, b): &(f32, f32)| (x + (a - left) * scale, y + (b - top) * scale);
    let strokes = strokes.iter().map(|stroke| stroke.iter().map(place).collect()).collect();
    Trace { strokes, width: PEN }
}

/// Of an SVG path of `M`, `L`, numbers and spaces; what is neither is left out.
fn strokes_of(path: &str) -> Vec<Vec<(f32, f32)>> {
    let mut strokes: Vec<Vec<(f32, f32)>> = Vec::new();
    for (at, _) in path.match_indices(['M', 'L']) {
        let rest = &path[at + 1..];
        let end = rest.find(['M', 'L']).unwrap_or(rest.len());
        let mut numbers = rest[..end].split_ascii_whitespace().map(str::parse::<f32>);
        let (Some(Ok(x)), Some(Ok(y))) = (numbers.next(), numbers.next()) else { continue };
        if !(x.is_finite() && y.is_finite()) {
            continue;
        }
        match strokes.last_mut() {
            Some(stroke) if path[at..].starts_with('L') => stroke.push((x, y)),
            _ => strokes.push(vec![(x, y)]),
        }
    }
    strokes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hand_is_read_stroke_by_stroke() {
        for (path, strokes) in [
            (
                "M1 2L3 4L5 6M7 8L9 10",
                vec![vec![(1.0, 2.0), (3.0, 4.0), (5.0, 6.0)], vec![(7.0, 8.0), (9.0, 10.0)]],
            ),
            ("M-1.5 2L3 4", vec![vec![(-1.5, 2.0), (3.0, 4.0)]]),
            ("Mx", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(strokes_of(path), strokes, "{path}");
        }
    }

    #[test]
    fn a_hand_of_any_size_fits_its_box() {
        for strokes in ["M0 0L3000 900", "M5 5L6 5", "M0 0L10 4000"] {
            let trace = fitted(&strokes_of(strokes), HAND.1);
            for (x, y) in trace.strokes.iter().flatten() {
                assert!((LEFT + WIDTH - HAND.0..=LEFT + WIDTH).contains(x), "{strokes}: {x}");
                assert!((0.0..=HAND.1).contains(y), "{strokes}: {y}");
            }
        }
    }
}
