use super::{
    CliError, database_url, left_behind, node_seal, not_opened, open_or_make, reels, start_logging,
    wait_for_database,
};
use crate::{
    access_log::AccessLog,
    config::Config,
    edge::{
        listener::{self, Listener},
        tls,
    },
    media::{self, MediaConfig},
    server::{self, Parts},
    settings::{access_log, addresses, media_setup},
    storage::{self, Sole},
    telemetry,
    world::{RealWorld, SharedWorld},
};
use std::{process::ExitCode, sync::Arc};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// Serves until SIGTERM or Ctrl-C.
pub async fn run(config: Config) -> Result<ExitCode, CliError> {
    start_logging(&config)?;
    // Before anything that counts: a handle made without a recorder counts nothing for ever.
    let metrics = Some(telemetry::start_metrics()?);
    wait_for_database(&config).await?;
    // Before anything is made or changed: a newer version may wait here while the older one serves.
    let sole = storage::sole(&database_url(&config)).await.map_err(not_opened(&config))?;
    let store = open_or_make(&config).await?;
    if let Some(file) = left_behind(&config).await {
        let file = file.display();
        tracing::warn!(%file, "PostgreSQL is configured, and a SQLite file holds petitions: `lianjie doctor` says more");
    }
    if store.read().await?.facts_are_missing().await? {
        tracing::info!("The facts of statistics are older than this build: they are made anew from the log");
        storage::rebuild_facts(&*store).await?;
    }
    let advertised = addresses::advertised(&config);
    let tls = tls::server_config(&config.tls, &config.data.dir, &advertised)?;
    let tcp = TcpListener::bind(config.server.listen).await.map_err(CliError::io(format!(
        "cannot listen on {} (TCP); `lianjie doctor` helps",
        config.server.listen
    )))?;
    let world: SharedWorld = Arc::new(RealWorld);
    let reels = reels(&config)?;
    let access_log = access_log(&config)
        .map(|settings| AccessLog::start(settings, world.clone()))
        .transpose()
        .map_err(CliError::io("the access log cannot be begun"))?;
    let setup = media_setup(&config, tls.clone(), world.clone(), &reels);
    let setup = MediaConfig { log: access_log.clone(), ..setup };
    let media = media::start(setup).map_err(CliError::io(format!(
        "cannot listen on {} (UDP and TCP); `lianjie doctor` helps",
        config.media.listen
    )))?;
    let aside = server::aside(&config, &media);
    let quota = listener::quota(&config.server.trusted_proxies);
    let listener =
        Listener::new(tcp, tls, aside, quota).map_err(CliError::io("the listening socket has no address"))?;

    println!("Lianjie serves {}", addresses::public_url(&config));
    let sealer = node_seal(&config.data.dir)?;
    let log = access_log.clone();
    let parts = Parts { config, store, media, world, sealer, reels, metrics, access_log };
    let stopping = CancellationToken::new();
    tokio::spawn(stop_on_signal(stopping.clone()));
    let alone = tokio::spawn(stop_when_lost(sole, stopping.clone()));
    let served = server::run(listener, parts, stopping).await;
    if let Some(log) = log {
        log.end();
    }
    served.map_err(CliError::io("the server stopped"))?;
    Ok(if alone.is_finished() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Another server may have the records by then: whoever started this one starts it anew, to wait for its turn.
async fn stop_when_lost(sole: Sole, stopping: CancellationToken) {
    let error = sole.lost().await;
    tracing::error!(%error, "The records may be another server's now: this one stops");
    stopping.cancel();
}

async fn stop_on_signal(stopping: CancellationToken) {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    tracing::info!("Stopping: connections are told to come back");
    stopping.cancel();
}
