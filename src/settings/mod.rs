//! Turns the configuration into the settings of each part, named as that part names them.

mod access_log;
pub mod addresses;
mod documents;
mod edge;
pub mod local_rules;
mod media;
mod notices;

pub use access_log::access_log;
pub use documents::fonts;
pub use edge::{edge_config, grid_terms, warn_days};
pub use media::{keep_free, media_setup};
pub use notices::{check_sms, notices, official_account};
