//! The house put together: what `lianjie serve` runs, and what tests start on a port of their own.

use crate::{
    addresses,
    config::{Config, TlsMode},
    domain::hearing::Sealer,
    edge::{
        self, AppState, EdgeConfig,
        listener::{Aside, Listener},
    },
    media::{Door, MediaConfig, Tcp, TurnConfig, Workers},
    rooms::{self, Rooms},
    storage::SharedStore,
    telemetry,
    world::SharedWorld,
};
use axum::serve::ListenerExt;
use metrics_exporter_prometheus::PrometheusHandle;
use std::{io, net::SocketAddr, sync::Arc, time::Duration};
use tokio::net::TcpStream;
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
    /// What `/metrics` shows; none shows nothing.
    pub metrics: Option<PrometheusHandle>,
}

/// Serves until `stopping` is cancelled: tells every connection to come back, lets open requests
/// finish for a while, ends the media.
///
/// # Errors
/// The listener failed.
pub async fn run(listener: Listener, parts: Parts, stopping: CancellationToken) -> io::Result<()> {
    let Parts { config, store, media, world, sealer, metrics } = parts;
    let plane = Arc::new(media.clone());
    let parts =
        rooms::Parts { store: store.clone(), media: plane, world: world.clone(), sealer: sealer.clone() };
    let rooms = Rooms::new(parts);
    let balancing = (media.len() > 1).then(|| tokio::spawn(media.clone().balance()));
    let tidying = metrics.clone().map(|metrics| tokio::spawn(telemetry::tidy_metrics(metrics)));
    let state = AppState::new(store, rooms.clone(), world, edge_config(&config), metrics, sealer);
    let (sockets, devices) = (state.sockets.clone(), state.devices.clone());
    // `tap_io` is what lets axum tell handlers the address of a caller of our own listener.
    let service = edge::router(state).into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener.tap_io(|_| {}), service)
        .with_graceful_shutdown(stopping.clone().cancelled_owned())
        .into_future();
    let grace = Duration::from_secs(config.server.shutdown_grace_secs);
    let serving = async {
        let result = tokio::select! {
            result = serving => result,
            () = patience(&stopping, grace) => Ok(()), // requests still open had their time
        };
        stopping.cancel(); // a listener that failed stops the rest
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
    media.shutdown();
    for task in [tidying, balancing].into_iter().flatten() {
        task.abort();
    }
    result
}

/// What the media plane is told. `tls`: what the pages' port speaks.
#[must_use]
pub fn media_setup(
    config: &Config,
    tls: Option<Arc<rustls::ServerConfig>>,
    world: SharedWorld,
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
    MediaConfig { listen: config.media.listen, workers, advertise, tcp, turn, tls, world }
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

fn edge_config(config: &Config) -> EdgeConfig {
    let public_url = addresses::public_url(config);
    EdgeConfig {
        origins: origins(config, &public_url),
        secure: config.tls.mode != TlsMode::Off || public_url.starts_with("https://"),
        trusted_proxies: config.server.trusted_proxies.clone(),
        files: config.data.dir.join("files"),
        public_url,
    }
}

/// With nothing configured, the host that was asked; else the public address and what is named.
fn origins(config: &Config, public_url: &str) -> Vec<String> {
    let server = &config.server;
    if server.public_url.is_empty() && server.origins.is_empty() {
        return Vec::new();
    }
    std::iter::once(public_url.to_owned()).chain(server.origins.iter().cloned()).collect()
}
