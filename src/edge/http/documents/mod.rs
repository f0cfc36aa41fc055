//! Documents of petitions, and the templates agencies make them by.

pub mod download;
pub mod issue;
pub mod key;
pub mod list;
mod making;
pub mod preview;
pub mod templates;
pub mod verify;

pub use download::pdf;
pub use making::is_for_petitioner;
