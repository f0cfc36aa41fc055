//! A paper on A4: margins, sizes and the order of parts after GB/T 9704.

use super::{
    breaking::{self, is_wide},
    font::Faces,
    page::{Bar, Ink, MM, Page, Strip, Text, paginate},
    qr, signed, table,
};
use crate::domain::{
    document::{Block, Paper},
    timestamp::written,
};
use time::Date;

pub(super) const PAGE_WIDTH: f32 = 210.0 * MM;
pub(super) const PAGE_HEIGHT: f32 = 297.0 * MM;
/// The column: 156 × 225 mm, 37 mm from the top, 28 mm from the binding.
pub(super) const LEFT: f32 = 28.0 * MM;
const TOP: f32 = 37.0 * MM;
pub(super) const WIDTH: f32 = 156.0 * MM;
const HEIGHT: f32 = 225.0 * MM;
/// 三号: 28 characters a line, 22 lines a page.
pub(super) const BODY: f32 = 15.75;
const PITCH: f32 = HEIGHT / 22.0;
/// 二号, of titles.
const TITLE: f32 = 22.0;
/// An organ's head, as large as its name allows.
const HEADING: f32 = 30.0;
/// 四号, of page numbers.
const FOLIO: f32 = 14.0;
const FOOT: f32 = 9.0;

/// The pages of `paper`; `code` is printed at the foot of each, where there is one.
pub(super) fn pages(paper: &Paper, code: Option<&str>, faces: &Faces<'_>) -> Vec<Page> {
    let setter = Setter { faces };
    let mut strips = setter.head(paper);
    if let Some(addressee) = &paper.content.addressee {
        strips.extend(setter.flowing(&format!("{addressee}："), 0.0));
    }
    for block in &paper.content.blocks {
        match block {
            Block::Paragraph(text) => strips.extend(setter.flowing(text, 2.0)),
            Block::Table(rows) => strips.extend(table::strips(rows, &setter)),
            Block::Verbatim(text) => strips.extend(signed::lines(text, &setter)),
            Block::Signature { plate, said, strokes } => {
                strips.push(signed::signature(plate, said, strokes.as_deref(), &setter));
            }
        }
    }
    if !paper.closing.is_empty() {
        strips.extend(setter.flowing(&paper.closing, 2.0));
    }
    if let Some(organ) = &paper.signature {
        // A signature is never alone on its page.
        if let Some(last) = strips.last_mut() {
            last.keep = true;
        }
        strips.extend(setter.signature(organ, paper.date));
    }
    let mut pages = paginate(&strips, TOP, HEIGHT);
    for (number, page) in (1..).zip(&mut pages) {
        setter.foot(page, number, paper, code);
    }
    pages
}

/// Sets characters into lines.
pub(super) struct Setter<'a> {
    pub faces: &'a Faces<'a>,
}

impl Setter<'_> {
    /// Head, number, rule, title.
    fn head(&self, paper: &Paper) -> Vec<Strip> {
        let heading_size = HEADING.min(WIDTH / self.ems(&paper.heading).max(1.0));
        let number = paper.number.as_deref().unwrap_or("（预览，尚未编号）");
        let rule = Bar { x: LEFT, y: 4.0 * MM, width: WIDTH, height: 1.2, ink: Ink::Red };
        let mut strips = vec![
            self.centred(&paper.heading, heading_size, HEADING * 1.3, Ink::Red),
            Strip::gap(PITCH * 0.6),
            self.centred(number, BODY, PITCH, Ink::Black),
            Strip { height: 5.0 * MM, bars: vec![rule], ..Strip::default() },
            Strip::gap(PITCH * 0.8),
            self.centred(paper.title, TITLE, TITLE * 1.5, Ink::Black),
            Strip::gap(PITCH * 0.6),
        ];
        strips.iter_mut().for_each(|strip| strip.keep = true);
        strips
    }

    /// A paragraph, its first line moved in by `indent` ems.
    fn flowing(&self, text: &str, indent: f32) -> Vec<Strip> {
        let room = WIDTH / BODY;
        let lines = breaking::lines(text, room - indent, room, &|c| self.faces.width(c));
        let last = lines.len() - 1;
        let strip = |(at, line): (usize, &String)| {
            let moved = if at == 0 { indent } else { 0.0 };
            let chars = if at == last { self.plain(line) } else { self.justified(line, room - moved) };
            self.line(chars, LEFT + moved * BODY, BODY, PITCH, Ink::Black)
        };
        lines.iter().enumerate().map(strip).collect()
    }

    /// Who signs and when: the day four characters from the right, the organ in the middle above it.
    fn signature(&self, organ: &str, date: Date) -> Vec<Strip> {
        let day = written(date);
        let day_width = self.ems(&day) * BODY;
        let day_left = LEFT + WIDTH - 4.0 * BODY - day_width;
        let organ_width = self.ems(organ) * BODY;
        let middle = day_left + (day_width - organ_width) / 2.0;
        let organ_left = middle.min(LEFT + WIDTH - organ_width).max(LEFT);
        let mut strips = vec![
            Strip::gap(PITCH * 1.5), // for the seal
            self.line(self.plain(organ), organ_left, BODY, PITCH, Ink::Black),
            self.line(self.plain(&day), day_left, BODY, PITCH, Ink::Black),
        ];
        strips[..2].iter_mut().for_each(|strip| strip.keep = true);
        strips
    }

    /// Page number, code, and the way to the query page.
    fn foot(&self, page: &mut Page, number: usize, paper: &Paper, code: Option<&str>) {
        let folio = self.centred(&format!("— {number} —"), FOLIO, FOLIO, Ink::Black);
        let top = TOP + HEIGHT + 7.0 * MM - FOLIO;
        page.texts.extend(folio.texts.into_iter().map(|text| Text { baseline: text.baseline + top, ..text }));
        let top = TOP + HEIGHT + 6.0 * MM;
        let mut left = LEFT;
        if let Some(url) = &paper.query_url {
            page.bars.extend(qr::bars(url, left, top));
            left += qr::SIDE + 3.0 * MM;
        }
        let lines = [
            Some(format!("信访件编号 {}", paper.petition)),
            code.map(|code| format!("核验码 {}", dashed(code))),
            paper.query_url.as_deref().map(|url| format!("查询办理进展、核验本文书 {url}")),
        ];
        for (at, line) in (0_u8..).zip(lines.into_iter().flatten()) {
            let baseline = top + (f32::from(at) * 1.6 + 4.2) * FOOT;
            page.texts.push(Text { x: left, baseline, size: FOOT, ink: Ink::Grey, chars: self.plain(&line) });
        }
    }

    /// What people wrote may have characters that no font has; they are named, for the paper must not fail for them.
    pub fn shown(&self, text: &str) -> String {
        let known = |c: char| c.is_control() || self.faces.find(c).is_some();
        let named = |c: char| if known(c) { c.to_string() } else { format!("〔U+{:04X}〕", u32::from(c)) };
        text.chars().map(named).collect()
    }

    fn centred(&self, text: &str, size: f32, height: f32, ink: Ink) -> Strip {
        let x = LEFT + (WIDTH - self.ems(text) * size) / 2.0;
        self.line(self.plain(text), x, size, height, ink)
    }

    pub fn line(&self, chars: Vec<(char, f32)>, x: f32, size: f32, height: f32, ink: Ink) -> Strip {
        // Chinese characters stand in a square, of which an eighth is below the baseline.
        let baseline = (height - size) / 2.0 + size * 0.875;
        Strip { height, texts: vec![Text { x, baseline, size, ink, chars }], ..Strip::default() }
    }

    pub fn ems(&self, text: &str) -> f32 {
        text.chars().map(|c| self.faces.width(c)).sum()
    }

    pub fn plain(&self, text: &str) -> Vec<(char, f32)> {
        text.chars().map(|c| (c, self.faces.width(c))).collect()
    }

    /// Spread over `room` ems: what is left over goes between characters, never into a word.
    fn justified(&self, line: &str, room: f32) -> Vec<(char, f32)> {
        let mut chars = self.plain(line);
        let spare = room - chars.iter().map(|(_, width)| width).sum::<f32>();
        let gaps: Vec<usize> = (1..chars.len())
            .filter(|at| is_wide(chars[at - 1].0) || is_wide(chars[*at].0) || chars[at - 1].0 == ' ')
            .map(|at| at - 1)
            .collect();
        // More than a third of a character at each place looks torn: such a line stays ragged.
        let each = spare / gaps.len().max(1) as f32;
        if (0.0..=0.34).contains(&each) {
            gaps.into_iter().for_each(|at| chars[at].1 += each);
        }
        chars
    }
}

/// ABCD-EFGH-JKMN.
fn dashed(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}
