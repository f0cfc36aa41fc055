//! The font of documents.

use crate::{
    config::DocumentsConfig,
    documents::{FontError, Fonts},
};

/// What documents are set in.
///
/// # Errors
/// The configured font cannot be used.
pub fn fonts(config: &DocumentsConfig) -> Result<Fonts, FontError> {
    if config.font.as_os_str().is_empty() {
        return Ok(Fonts::default());
    }
    Fonts::open(&config.font, config.font_index)
}
