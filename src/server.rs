//! Puts the server together: what `lianjie serve` runs, and what tests start on a port of their own.

use crate::{
    addresses,
    background::kept_alive,
    channels::outbox::{self, Account, Sender},
    clocks,
    config::{
        Config, DocumentsConfig, GridConfig, SecondFactorMode, StatisticsConfig, TlsMode, WechatConfig,
    },
    documents::{FontError, Fonts},
    domain::{
        Timestamp, UnknownName,
        channels::Template,
        grid::GridTerms,
        hearing::{IdentityRule, KeepYears, Sealer},
        ids::ClientId,
        petition::TierShares,
        second_factor::FactorRule,
        statistics::{Limits, Rules},
    },
    edge::{
        self, AppState, EdgeConfig,
        listener::{Aside, Listener},
    },
    local_rules::local_rules,
    media::{Door, MediaConfig, RecordConfig, Tcp, TurnConfig, Workers},
    mixing,
    reels::Reels,
    rooms::{self, Rooms},
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
}

/// Serves until `stopping` is cancelled: tells every connection to come back, lets open requests
/// finish for a while, ends the media.
///
/// # Errors
/// A part of it cannot be made as configured, or a media thread ended.
pub async fn run(listener: Listener, parts: Parts, stopping: CancellationToken) -> io::Result<()> {
    let edge_config = edge_config(&parts.config, parts.reels.clone())?;
    sweep(&edge_config, parts.world.now())?;
    let rooms = Rooms::new(rooms_parts(&parts)?);
    let background = start_background(&parts, edge_config.films.clone(), &stopping)?;
    let Parts { config, store, media, world, sealer, metrics, .. } = parts;
    let grace = Duration::from_secs(config.server.shutdown_grace_secs);
    let state = AppState::new(store, rooms, world, edge_config, metrics, sealer);
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

fn start_background(parts: &Parts, films: PathBuf, stopping: &CancellationToken) -> io::Result<Background> {
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
    for duty in &clocks::DUTIES {
        let (store, world) = (store.clone(), world.clone());
        others.push(kept_alive(duty.name, move || duty.attend(store.clone(), world.clone())));
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
    MediaConfig { listen: config.media.listen, workers, advertise, tcp, turn, tls, record, runs: true, world }
}

const fn keep_free(config: &Config) -> u64 {
    config.recording.keep_free_mb.saturating_mul(1024 * 1024)
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

const fn tier_shares([province, city, county, township]: [u16; 4]) -> TierShares {
    TierShares { province, city, county, township }
}

const fn grid_terms(config: &GridConfig) -> GridTerms {
    let GridConfig { claim_hours, handle_days, feed_back_days } = *config;
    GridTerms { claim_hours, handle_days, feed_back_days }
}

const fn factor_rule(mode: SecondFactorMode) -> FactorRule {
    match mode {
        SecondFactorMode::Off => FactorRule::Off,
        SecondFactorMode::Allowed => FactorRule::Allowed,
        SecondFactorMode::Required => FactorRule::Required,
    }
}

fn edge_config(config: &Config, reels: Reels) -> io::Result<EdgeConfig> {
    let public_url = addresses::public_url(config);
    Ok(EdgeConfig {
        origins: origins(config, &public_url),
        secure: config.tls.mode != TlsMode::Off || public_url.starts_with("https://"),
        trusted_proxies: config.server.trusted_proxies.clone(),
        metrics_from: config.server.metrics_from.iter().map(|network| network.0).collect(),
        files: config.data.dir.join("files"),
        packages: config.data.dir.join("packages"),
        statistics: formulas(&config.statistics),
        warnings: warning_limits(&config.statistics),
        fonts: fonts(&config.documents).map_err(io::Error::other)?,
        reels,
        films: config.data.dir.join("films"),
        keep: KeepYears { ordinary: config.recording.keep_years, formal: config.recording.keep_formal_years },
        notices: notices(config)?,
        two_stage_replies: config.petitions.two_stage_replies,
        tier_shares: tier_shares(config.petitions.tier_days),
        grid_terms: grid_terms(&config.grid),
        local_rules: local_rules(&config.local_rules).map_err(io::Error::other)?,
        hearing_stops_reply_clock: config.petitions.hearing_stops_reply_clock,
        second_factor: factor_rule(config.accounts.second_factor),
        public_url,
    })
}

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

fn formulas(config: &StatisticsConfig) -> Rules {
    Rules {
        group_from: config.group_from,
        resolved_after: config.resolved_after_days,
        settled_within: config.settled_within_days,
        ..Rules::default()
    }
}

const fn warning_limits(config: &StatisticsConfig) -> Limits {
    Limits {
        cluster: config.warning_cluster,
        respondent: config.warning_respondent,
        days: config.warning_days,
        growth_percent: config.warning_growth_percent,
        growth_from: config.warning_growth_from,
        crowd: config.warning_crowd,
    }
}

/// Whether messages go to a gateway that can be sent to; false where none is configured.
///
/// # Errors
/// The key that is wrong, and why.
pub fn check_sms(config: &Config) -> Result<bool, String> {
    outbox::check_sms(&notices(config).map_err(|error| error.to_string())?)
}

/// Where notices may go, as configured.
fn notices(config: &Config) -> io::Result<outbox::Settings> {
    let channels = &config.channels;
    let sms = outbox::Sms {
        url: channels.sms_url.clone(),
        body: channels.sms_body.clone(),
        authorization: channels.sms_authorization.clone(),
    };
    Ok(outbox::Settings {
        plain_hosts: channels.plain_hosts.clone(),
        networks: channels.networks.iter().map(|network| network.0).collect(),
        sms: Some(sms).filter(|sms| !sms.url.is_empty()),
        wechat: official_account(&config.wechat).map_err(io::Error::other)?,
        pages: addresses::public_url(config),
        files: config.data.dir.join("files"),
        ..outbox::Settings::default()
    })
}

/// The account that sends template messages; none if none is configured.
///
/// # Errors
/// A key that names nothing, in a sentence.
pub fn official_account(config: &WechatConfig) -> Result<Option<Account>, String> {
    if config.client.is_empty() {
        return Ok(None);
    }
    let id = config.client.parse().map_err(|_| "[wechat] client: not the id of a client")?;
    let templates = config.templates.iter().map(|given| {
        let kinds: Result<_, UnknownName> = given.kinds.iter().map(|kind| kind.parse()).collect();
        let kinds = kinds.map_err(|unknown| format!("[wechat] templates, kinds: {unknown}"))?;
        Ok(Template { id: given.id.clone(), kinds, fields: given.fields.clone().into_iter().collect() })
    });
    Ok(Some(Account {
        client: ClientId(id),
        app_id: config.app_id.clone(),
        app_secret: config.app_secret.clone(),
        url: config.url.trim_end_matches('/').to_owned(),
        templates: templates.collect::<Result<_, String>>()?,
    }))
}

/// With nothing configured, the host that was asked; else the public address and what is named.
fn origins(config: &Config, public_url: &str) -> Vec<String> {
    let server = &config.server;
    if server.public_url.is_empty() && server.origins.is_empty() {
        return Vec::new();
    }
    std::iter::once(public_url.to_owned()).chain(server.origins.iter().cloned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::WechatTemplate;

    #[test]
    fn an_account_that_names_nothing_is_refused_with_the_key() {
        let client = "00000000-0000-0000-0000-0000000000d1";
        let template = |kind: &str| WechatTemplate {
            id: "T".into(),
            kinds: vec![kind.into()],
            fields: std::collections::BTreeMap::default(),
        };
        for (client, kind, wrong) in [
            ("", "no such kind", None),
            (client, "petition.accepted", None),
            ("the account", "petition.accepted", Some("client")),
            (client, "petition.acepted", Some("`petition.acepted` is not")),
        ] {
            let config = WechatConfig {
                client: client.into(),
                templates: vec![template(kind)],
                ..WechatConfig::default()
            };
            let refused = official_account(&config).err();
            assert_eq!(refused.is_some(), wrong.is_some(), "{client} {kind}");
            assert!(wrong.is_none_or(|word| refused.is_some_and(|refused| refused.contains(word))));
        }
    }
}
