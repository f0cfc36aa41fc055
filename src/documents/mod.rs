//! Documents on paper: A4 as GB/T 9704 has it, in Chinese type, as PDF/A. What they say is `domain::document`'s
//! business. Pure but for reading a configured font: the same paper gives the same bytes.
//!
//! **Invariant:** nothing outside this folder names the crates that know PDF and fonts.

mod breaking;
mod font;
mod ics;
mod layout;
mod page;
mod pdf;
mod qr;
mod signed;
mod table;

pub use font::{FontError, Fonts};
pub use ics::{Appointment, calendar_file};
pub use pdf::{RenderError, missing_glyphs, render};
