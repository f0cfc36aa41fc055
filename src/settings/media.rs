//! What the media plane is told.

use super::addresses;
use crate::{
    config::Config,
    media::{MediaConfig, RecordConfig, Tcp, TurnConfig},
    reels::Reels,
    world::SharedWorld,
};
use std::sync::Arc;

/// What the media plane is told. `tls`: what the pages' port speaks.
#[must_use]
pub fn media_setup(
    config: &Config,
    tls: Option<Arc<rustls::ServerConfig>>,
    world: SharedWorld,
    reels: &Reels,
) -> MediaConfig {
    let turn = config.turn.enabled.then(|| TurnConfig {
        secret: config.turn.secret.clone(),
        quota: config.turn.quota,
        host: Some(config.turn.host.clone()).filter(|host| !host.is_empty()),
        udp_port: Some(config.turn.udp_port).filter(|port| *port != 0),
        tls: addresses::turn_in_tls(config),
    });
    let tcp = match (config.media.tcp, addresses::shares_port(config)) {
        (false, _) => Tcp::Off,
        (true, false) => Tcp::Own,
        (true, true) if tls.is_some() => Tcp::WithPages,
        (true, true) => Tcp::Off, // pages in plain HTTP cannot be told from the rest
    };
    let advertise = addresses::candidates(config);
    let workers = addresses::media_workers(config);
    let record =
        config.recording.enabled.then(|| RecordConfig { reels: reels.clone(), keep_free: keep_free(config) });
    let listen = config.media.listen;
    MediaConfig { listen, workers, advertise, tcp, turn, tls, record, runs: true, log: None, world }
}

/// Bytes that stay free on the disk of recordings.
#[must_use]
pub const fn keep_free(config: &Config) -> u64 {
    config.recording.keep_free_mb.saturating_mul(1024 * 1024)
}
