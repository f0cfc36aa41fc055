//! Puts the server together: what `lianjie serve` runs, and what tests start on a port of their own.

use crate::{
    access_log::AccessLog,
    background::kept_alive,
    channels::outbox::Sender,
    clock_watch::ClockWatch,
    clocks,
    config::Config,
    documents::Fonts,
    domain::{
        Timestamp,
        hearing::{IdentityRule, Sealer},
    },
    edge::{
        self, AppState, EdgeConfig,
        listener::{Aside, Listener},
    },
    media::{Door, Workers},
    mixing,
    reels::Reels,
    rooms::{self, Rooms},
    settings::{edge_config, grid_terms, keep_free, local_rules::local_rules, notices, warn_days},
    storage::SharedStore,
    telemetry,
    world::SharedWorld,
};
use metrics_exporter_prometheus::PrometheusHandle;
use std::{io, net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};
use tokio::{net::TcpStream, task::JoinHandle};
use tokio_rustls::server::TlsStream;
use tokio_util::sync::CancellationToken;

/// Everything a server is made of, opened by the caller.
#[derive(Debug)]
pub struct Parts {
    pub config: Config,
    pub store: SharedStore,
    pub media: Workers,
    pub world: SharedWorld,
    pub sealer: Arc<dyn Sealer>,
    pub reels: Reels,
    /// What `/metrics` shows; none shows nothing.
    pub metrics: Option<PrometheusHandle>,
    /// Where requests are noted; `media` notes there, too.
    pub access_log: Option<AccessLog>,
}

/// Serves until `stopping` is cancelled: tells every connection to come back, lets open requests
/// finish for a while, ends the media.
///
/// # Errors
/// A part of it cannot be made as configured, or a media thread ended.
pub async fn run(listener: Listener, parts: Parts, stopping: CancellationToken) -> io::Result<()> {
    let edge_config = EdgeConfig {
        access_log: parts.access_log.clone(),
        ..edge_config(&parts.config, parts.reels.clone())?
    };
    sweep(&edge_config, parts.world.now())?;
    let rooms = Rooms::new(rooms_parts(&parts)?);
    let watch = ClockWatch::default();
    let mut background = start_background(&parts, edge_config.films.clone(), &watch, &stopping)?;
    let Parts { config, store, media, world, sealer, metrics, .. } = parts;
    let grace = Duration::from_secs(config.server.shutdown_grace_secs);
    let state = AppState::new(store, rooms, world, edge_config, metrics, sealer).watching(watch);
    background.others.push(tokio::spawn(state.clone().prepare_statistics()));
    background.others.push(tokio::spawn(state.clone().free_shut_in_at_start()));
    let result = serve_until(stopping, listener, state, &media, grace).await;
    end(media, background, grace).await;
    result
}

/// What a crash left half made is removed.
fn sweep(config: &EdgeConfig, now: Timestamp) -> io::Result<()> {
    let swept = edge::files::sweep(&config.files, now)? + edge::files::sweep(&config.packages, now)?;
    if swept > 0 {
        tracing::info!(files = swept, "Removed files that a crash left half made");
    }
    Ok(())
}

fn rooms_parts(parts: &Parts) -> io::Result<rooms::Parts> {
    let Parts { config, store, media, world, sealer, .. } = parts;
    Ok(rooms::Parts {
        store: store.clone(),
        media: Arc::new(media.clone()),
        world: world.clone(),
        sealer: sealer.clone(),
        identity: if config.hearings.identity_before_admission {
            IdentityRule::Demanded
        } else {
            IdentityRule::Noted
        },
        representatives: local_rules(&config.local_rules).map_err(io::Error::other)?.representatives,
        texts: !config.channels.sms_url.is_empty(),
    })
}

/// What goes on beside requests.
struct Background {
    /// Ends with the recorder, when the last file has its row.
    keeping: Option<JoinHandle<()>>,
    /// End with the server.
    others: Vec<JoinHandle<()>>,
}

fn start_background(
    parts: &Parts,
    films: PathBuf,
    watch: &ClockWatch,
    stopping: &CancellationToken,
) -> io::Result<Background> {
    let Parts { config, store, media, world, reels, metrics, .. } = parts;
    let plane = Arc::new(media.clone());
    let keeping = media
        .recorded_files()
        .map(|news| tokio::spawn(rooms::keep_recordings(store.clone(), world.clone(), plane, news)));
    let settings = mixing::Settings {
        program: config.recording.ffmpeg.clone(),
        reels: reels.clone(),
        films,
        keep_free: keep_free(config),
        font: Fonts::shipped(),
    };
    let (own_store, own_world) = (store.clone(), world.clone());
    let mixing = move || mixing::run(own_store.clone(), own_world.clone(), settings.clone());
    let mut others = vec![kept_alive("films", mixing), start_sender(parts, stopping.clone())?];
    if media.len() > 1 {
        let media = media.clone();
        others.push(kept_alive("balance", move || media.clone().balance()));
    }
    if let Some(metrics) = metrics.clone() {
        others.push(kept_alive("metrics", move || telemetry::tidy_metrics(metrics.clone())));
    }
    let times = clocks::HouseTimes {
        warn: warn_days(&config.petitions),
        grid: grid_terms(&config.grid),
        calendar: Arc::default(),
    };
    for duty in &clocks::DUTIES {
        let (store, world, watch, times) = (store.clone(), world.clone(), watch.clone(), times.clone());
        let attend = move || duty.attend(store.clone(), world.clone(), watch.clone(), times.clone());
        others.push(kept_alive(duty.name, attend));
    }
    Ok(Background { keeping, others })
}

fn start_sender(parts: &Parts, stopping: CancellationToken) -> io::Result<JoinHandle<()>> {
    let (store, world) = (parts.store.clone(), parts.world.clone());
    let settings = notices(&parts.config)?;
    let sender = move || Sender::new(store.clone(), world.clone(), settings.clone());
    sender()?; // what cannot be sent with is said at the start
    Ok(kept_alive("notices", move || {
        let (sender, stopping) = (sender(), stopping.clone());
        async move {
            match sender {
                Ok(sender) => sender.run(stopping).await,
                Err(error) => tracing::error!(%error, "Notices cannot be sent"),
            }
        }
    }))
}

/// Until `stopping`, or a media thread ends; then everybody is told to come back.
async fn serve_until(
    stopping: CancellationToken,
    listener: Listener,
    state: AppState,
    media: &Workers,
    grace: Duration,
) -> io::Result<()> {
    let (sockets, devices, rooms) = (state.sockets.clone(), state.devices.clone(), state.rooms.clone());
    let serving = edge::serving::serve(listener, edge::router(state), edge::serving::WAITS, stopping.clone());
    let serving = async {
        let result = tokio::select! {
            () = serving => Ok(()),
            () = patience(&stopping, grace) => Ok(()), // requests still open had their time
            () = media.ended() => Err(io::Error::other("a media thread ended; the log says why")),
        };
        stopping.cancel(); // what failed stops the rest, and whoever started it starts it anew
        result
    };
    // Not a part of `serving`: to HTTP a WebSocket is a request that has ended.
    let farewell = async {
        stopping.cancelled().await;
        sockets.stop().await;
        devices.stop().await;
        rooms.stop().await;
    };
    let (result, ()) = tokio::join!(serving, farewell);
    result
}

/// Nobody is connected any more: what was recorded is made whole, and all else ends.
async fn end(media: Workers, background: Background, grace: Duration) {
    // Files are made whole: seconds, if they are long.
    if tokio::task::spawn_blocking(move || media.shutdown()).await.is_err() {
        tracing::error!("The media plane did not end well");
    }
    if let Some(keeping) = background.keeping {
        // What is not written by then the next start finds.
        let _ = tokio::time::timeout(grace, keeping).await;
    }
    for task in background.others {
        task.abort();
    }
}

/// Where the pages' port hands what is not for pages; nowhere if media has no use for it.
#[must_use]
pub fn aside(config: &Config, media: &Workers) -> Option<Arc<dyn Aside>> {
    let wanted = config.media.tcp || config.turn.enabled;
    wanted.then(|| Arc::new(media.door().clone()) as Arc<dyn Aside>)
}

impl Aside for Door {
    fn plain(&self, stream: TcpStream, peer: SocketAddr) {
        self.take(stream, peer);
    }

    fn turn(&self, stream: TlsStream<TcpStream>, peer: SocketAddr) {
        self.take_tls(stream, peer);
    }
}

async fn patience(stopping: &CancellationToken, grace: Duration) {
    stopping.cancelled().await;
    tokio::time::sleep(grace).await;
}
