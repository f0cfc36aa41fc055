//! The type documents are set in: a configured font first, then the one inside the binary.

use krilla::text::Font;
use skrifa::{FontRef, GlyphId, MetadataProvider, charmap::Charmap, instance::Size, metrics::GlyphMetrics};
use std::{path::Path, sync::Arc};

/// WenQuanYi Micro Hei 0.2.0-beta, Apache-2.0 (see `font/README.md`): 20 932 Chinese characters.
const SHIPPED: &[u8] = include_bytes!("font/wqy-microhei.ttc");

/// A font that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FontError {
    #[error("cannot read the font {path}")]
    Unreadable { path: String, source: std::io::Error },
    #[error("{path} is no font, or has none number {index}")]
    NoFont { path: String, index: u32 },
    #[error("{path} has no Chinese characters")]
    NotChinese { path: String },
}

/// Fonts in the order they are asked for a character. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Fonts(Arc<[Face]>);

#[derive(Clone)]
struct Face {
    bytes: Arc<dyn AsRef<[u8]> + Send + Sync>,
    index: u32,
    font: Font,
}

impl std::fmt::Debug for Face {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Face").field("index", &self.index).finish_non_exhaustive()
    }
}

impl Face {
    fn new(bytes: Arc<dyn AsRef<[u8]> + Send + Sync>, index: u32) -> Option<Self> {
        let font = Font::new(bytes.clone().into(), index)?;
        FontRef::from_index((*bytes).as_ref(), index).ok()?;
        Some(Self { bytes, index, font })
    }
}

impl Default for Fonts {
    /// What is in the binary.
    fn default() -> Self {
        let shipped = Face::new(Arc::new(SHIPPED), 0).expect("the font in the binary is one, by test");
        Self(Arc::new([shipped]))
    }
}

impl Fonts {
    /// The font at `path` (number `index` of a collection) before the one in the binary.
    ///
    /// # Errors
    /// It cannot be read, is no font, or has no Chinese.
    pub fn open(path: &Path, index: u32) -> Result<Self, FontError> {
        let name = path.display().to_string();
        let bytes =
            std::fs::read(path).map_err(|source| FontError::Unreadable { path: name.clone(), source })?;
        let face = Face::new(Arc::new(bytes), index)
            .ok_or_else(|| FontError::NoFont { path: name.clone(), index })?;
        let chosen = Self(std::iter::once(face).chain(Self::default().0.iter().cloned()).collect());
        let first = chosen.faces().find('信').is_some_and(|found| found.face == 0);
        if first { Ok(chosen) } else { Err(FontError::NotChinese { path: name }) }
    }

    /// The font file in the binary, for programs that set type themselves.
    #[must_use]
    pub const fn shipped() -> &'static [u8] {
        SHIPPED
    }

    /// Characters of `text` that no font has, each once.
    #[must_use]
    pub fn missing(&self, text: &str) -> Vec<char> {
        let faces = self.faces();
        let mut missing: Vec<char> =
            text.chars().filter(|c| !c.is_control() && faces.find(*c).is_none()).collect();
        missing.sort_unstable();
        missing.dedup();
        missing
    }

    pub(super) fn faces(&self) -> Faces<'_> {
        let face = |face| {
            let Face { bytes, index, .. }: &Face = face;
            let font = FontRef::from_index((**bytes).as_ref(), *index).expect("it was read before");
            let metrics = font.glyph_metrics(Size::new(1.0), skrifa::instance::LocationRef::default());
            (font.charmap(), metrics)
        };
        Faces(self.0.iter().map(face).collect())
    }

    pub(super) fn font(&self, face: usize) -> Font {
        self.0[face].font.clone()
    }
}

/// The fonts, opened for looking characters up.
pub(super) struct Faces<'a>(Vec<(Charmap<'a>, GlyphMetrics<'a>)>);

/// A character's shape: in which font, and how wide in ems.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Found {
    pub face: usize,
    pub glyph: u32,
    pub width: f32,
}

impl Faces<'_> {
    pub fn find(&self, c: char) -> Option<Found> {
        self.0.iter().enumerate().find_map(|(face, (charmap, metrics))| {
            let glyph = charmap.map(c).filter(|glyph| *glyph != GlyphId::NOTDEF)?;
            Some(Found { face, glyph: glyph.to_u32(), width: metrics.advance_width(glyph)? })
        })
    }

    /// Ems; a character without a shape takes a square.
    pub fn width(&self, c: char) -> f32 {
        self.find(c).map_or(1.0, |found| found.width)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_font_in_the_binary_has_what_documents_are_made_of() {
        let fonts = Fonts::default();
        let everything = "信访事项受理告知书〔2026〕第12号，。、：；！？（）《》“”‘’—…□　·XF0-9ABCz";
        assert_eq!(fonts.missing(everything), Vec::<char>::new());
    }

    #[test]
    fn a_rare_character_of_a_name_is_told_and_not_drawn_as_a_box() {
        assert_eq!(Fonts::default().missing("马𬸦𬸦英"), ['𬸦']);
    }

    #[test]
    fn chinese_is_set_on_squares() {
        let fonts = Fonts::default();
        let faces = fonts.faces();
        for c in "信，。（《　".chars() {
            assert!((faces.width(c) - 1.0).abs() < 0.01, "{c} {}", faces.width(c));
        }
    }

    #[test]
    fn what_is_no_chinese_font_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("font.ttf");
        assert!(matches!(Fonts::open(&path, 0), Err(FontError::Unreadable { .. })));
        std::fs::write(&path, b"no font").unwrap();
        assert!(matches!(Fonts::open(&path, 0), Err(FontError::NoFont { .. })));
        std::fs::write(&path, SHIPPED).unwrap();
        assert!(matches!(Fonts::open(&path, 99), Err(FontError::NoFont { .. })));
        assert!(Fonts::open(&path, 0).is_ok());
    }
}
