//! Where requests and connections are noted.

use super::edge::keep_free;
use crate::{access_log::Settings, config::Config};

/// None where nothing is kept.
#[must_use]
pub fn access_log(config: &Config) -> Option<Settings> {
    let keep_days = usize::from(config.log.access_days);
    (keep_days > 0).then(|| Settings {
        folder: config.data.dir.join("access"),
        keep_days,
        day_bytes: config.log.access_day_mb.saturating_mul(1024 * 1024),
        keep_free: keep_free(&config.data).staff,
    })
}
