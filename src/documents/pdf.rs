//! Pages as PDF/A-2u: to be read in thirty years, and searched.

use super::{
    Fonts,
    font::Faces,
    layout,
    page::{Bar, Ink, Page, Text, Trace},
};
use crate::domain::document::Paper;
use krilla::{
    Document, SerializeSettings,
    color::rgb,
    configure::{Archival, ConfigurationBuilder},
    geom::{PathBuilder, Point, Rect},
    metadata::{DateTime, Metadata},
    page::PageSettings,
    paint::{Fill, LineCap, LineJoin, Stroke},
    surface::Surface,
    text::{GlyphId, KrillaGlyph},
};

/// Why a paper cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A box instead of a name would be worse than no paper.
    #[error("no font has the characters {}", .0.iter().collect::<String>())]
    MissingGlyphs(Vec<char>),
    #[error("the PDF cannot be written: {0}")]
    Unwritable(String),
}

/// The bytes of `paper`, with its code at the foot if it is numbered.
///
/// # Errors
/// A character has no shape in any font.
pub fn render(paper: &Paper, fonts: &Fonts) -> Result<Vec<u8>, RenderError> {
    let faces = fonts.faces();
    let pages = pages(paper, &faces);
    let missing = unknown_to(fonts, &pages);
    if !missing.is_empty() {
        return Err(RenderError::MissingGlyphs(missing));
    }
    let mut document = Document::new_with(settings()?);
    document.set_metadata(metadata(paper));
    let size = PageSettings::from_wh(layout::PAGE_WIDTH, layout::PAGE_HEIGHT);
    let size = size.ok_or_else(|| RenderError::Unwritable("the page has no size".into()))?;
    for page in &pages {
        let mut sheet = document.start_page_with(size.clone());
        let mut surface = sheet.surface();
        draw(&mut surface, page, fonts, &faces);
        surface.finish();
        sheet.finish();
    }
    document.finish().map_err(|error| RenderError::Unwritable(format!("{error:?}")))
}

/// Characters of `paper` that no font has: with any of them [`render`] refuses.
#[must_use]
pub fn missing_glyphs(paper: &Paper, fonts: &Fonts) -> Vec<char> {
    unknown_to(fonts, &pages(paper, &fonts.faces()))
}

/// With its code at the foot if it is numbered.
fn pages(paper: &Paper, faces: &Faces<'_>) -> Vec<Page> {
    let code = paper.number.is_some().then(|| paper.code());
    layout::pages(paper, code.as_deref(), faces)
}

fn unknown_to(fonts: &Fonts, pages: &[Page]) -> Vec<char> {
    let drawn = pages.iter().flat_map(|page| &page.texts).flat_map(|text| &text.chars);
    fonts.missing(&drawn.map(|(c, _)| *c).collect::<String>())
}

fn settings() -> Result<SerializeSettings, RenderError> {
    let configuration = ConfigurationBuilder::new().with_archival_validator(Archival::A2_U).finish();
    let configuration = configuration.map_err(|error| RenderError::Unwritable(format!("{error:?}")))?;
    Ok(SerializeSettings { configuration, enable_tagging: false, ..SerializeSettings::default() })
}

fn metadata(paper: &Paper) -> Metadata {
    let date = paper.date;
    let year = u16::try_from(date.year()).unwrap_or_default();
    let number = paper.number.as_deref().unwrap_or_default();
    Metadata::new()
        .title(format!("{} {number}", paper.title).trim().to_owned())
        .authors(vec![paper.heading.clone()])
        .language("zh-CN".to_owned())
        .creator("Lianjie".to_owned())
        .creation_date(DateTime::new(year).month(date.month().into()).day(date.day()))
}

fn draw(surface: &mut Surface<'_>, page: &Page, fonts: &Fonts, faces: &Faces<'_>) {
    for ink in [Ink::Black, Ink::Grey, Ink::Red] {
        surface.set_fill(Some(fill(ink)));
        let mut shape = PathBuilder::new();
        for Bar { x, y, width, height, .. } in page.bars.iter().filter(|bar| bar.ink == ink) {
            if let Some(rectangle) = Rect::from_xywh(*x, *y, *width, *height) {
                shape.push_rect(rectangle);
            }
        }
        if let Some(path) = shape.finish() {
            surface.draw_path(&path);
        }
        for text in page.texts.iter().filter(|text| text.ink == ink) {
            draw_text(surface, text, fonts, faces);
        }
    }
    page.traces.iter().for_each(|trace| draw_trace(surface, trace));
}

fn draw_trace(surface: &mut Surface<'_>, trace: &Trace) {
    let mut shape = PathBuilder::new();
    for points in &trace.strokes {
        for (at, (x, y)) in points.iter().enumerate() {
            if at == 0 {
                shape.move_to(*x, *y);
            } else {
                shape.line_to(*x, *y);
            }
        }
    }
    let Some(path) = shape.finish() else { return };
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke {
        width: trace.width,
        line_cap: LineCap::Round,
        line_join: LineJoin::Round,
        ..Stroke::default()
    }));
    surface.draw_path(&path);
    surface.set_stroke(None);
}

fn fill(ink: Ink) -> Fill {
    let color = match ink {
        Ink::Black => rgb::Color::new(0, 0, 0),
        Ink::Grey => rgb::Color::new(90, 90, 90),
        Ink::Red => rgb::Color::new(200, 16, 16),
    };
    Fill { paint: color.into(), ..Fill::default() }
}

/// Runs of characters that one font has.
fn draw_text(surface: &mut Surface<'_>, line: &Text, fonts: &Fonts, faces: &Faces<'_>) {
    let mut x = line.x;
    let mut rest: Vec<(char, f32, usize, u32)> = Vec::new();
    for (c, width) in &line.chars {
        if let Some(found) = faces.find(*c) {
            rest.push((*c, *width, found.face, found.glyph));
        }
    }
    for run in rest.chunk_by(|a, b| a.2 == b.2) {
        let text: String = run.iter().map(|(c, ..)| *c).collect();
        let places = text.char_indices().map(|(at, c)| at..at + c.len_utf8());
        let glyphs: Vec<_> = run
            .iter()
            .zip(places)
            .map(|((_, width, _, glyph), range)| {
                KrillaGlyph::new(GlyphId::new(*glyph), *width, 0.0, 0.0, 0.0, range, None)
            })
            .collect();
        let start = Point::from_xy(x, line.baseline);
        surface.draw_glyphs(start, &glyphs, fonts.font(run[0].2), &text, line.size, false);
        x += run.iter().map(|(_, width, ..)| width * line.size).sum::<f32>();
    }
}

#[cfg(test)]
#[path = "pdf_tests.rs"]
mod tests;
