//! QR codes on paper.

use super::page::{Bar, Ink, MM};
use qrcode::{Color, EcLevel, QrCode};

/// Length of its side, points.
pub(super) const SIDE: f32 = 20.0 * MM;

/// The dark squares of `text`, row by row; none if it is too long for a code.
pub(super) fn bars(text: &str, left: f32, top: f32) -> Vec<Bar> {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else { return Vec::new() };
    let modules = code.width();
    let side = SIDE / modules as f32;
    let colors = code.to_colors();
    let mut bars = Vec::new();
    for (row, line) in colors.chunks(modules).enumerate() {
        let mut column = 0;
        while column < modules {
            let run = line[column..].iter().take_while(|color| **color == Color::Dark).count();
            if run > 0 {
                bars.push(Bar {
                    x: left + column as f32 * side,
                    y: top + row as f32 * side,
                    width: run as f32 * side,
                    height: side,
                    ink: Ink::Black,
                });
            }
            column += run.max(1);
        }
    }
    bars
}
