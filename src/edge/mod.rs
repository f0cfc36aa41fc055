//! The edge: the only user of `axum`. HTTP under `/api`, the WebSocket, the pages.

mod access;
mod attaching;
pub mod authenticator;
mod book;
mod calendar;
mod caller;
mod checking_in;
mod client;
pub mod devices;
mod etag;
mod extract;
mod factors;
pub mod files;
mod gzip;
mod hearing_file;
mod hearing_log;
mod http;
mod keyed;
pub mod listener;
mod lockout;
mod middleware;
mod names;
mod notice_receipts;
mod one_upload;
pub mod openapi;
mod openings;
mod origin;
pub mod pages;
mod paging;
mod pairings;
pub mod password;
mod phone_codes;
mod problem;
pub mod serving;
pub mod session;
mod shut_in;
mod sign_in_log;
mod sign_out;
mod streaming;
mod throttle;
pub mod tickets;
pub mod tls;
mod traffic;
mod unread;
mod views;
pub mod ws;
mod zipped;

use crate::{
    access_log::AccessLog,
    administration::calendar::InForce,
    channels::{House, outbox},
    clock_watch::ClockWatch,
    documents::Fonts,
    domain::{
        grid::GridTerms,
        hearing::{HearingKind, KeepYears, Keeping, Sealer},
        local_rules::LocalRules,
        password_age::PasswordAge,
        petition::{Calendar, TierShares, WarnDays},
        second_factor::FactorRule,
        statistics,
    },
    reels::Reels,
    rooms::Rooms,
    statistics::Book,
    storage::SharedStore,
    world::SharedWorld,
};
use axum::{
    Router,
    middleware::{from_fn, from_fn_with_state},
};
use ipnet::IpNet;
use metrics_exporter_prometheus::PrometheusHandle;
use std::{net::IpAddr, path::PathBuf, sync::Arc};

/// What the edge is told about the house it stands in.
#[derive(Debug, Clone, Default)]
pub struct EdgeConfig {
    /// Base address of links handed out, without a slash at the end.
    pub public_url: String,
    /// Origins whose pages may write; with none, the host that was asked.
    pub origins: Vec<String>,
    /// Browsers reach us by HTTPS: cookies are `Secure`.
    pub secure: bool,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Networks that are shown `/metrics`.
    pub metrics_from: Vec<IpNet>,
    /// Where files handed in are kept, and documents made.
    pub files: PathBuf,
    /// What must stay free there.
    pub keep_free: files::KeepFree,
    /// Where closed files of hearings are kept.
    pub packages: PathBuf,
    /// Numbers of the indicators' formulas.
    pub statistics: statistics::Rules,
    /// From when on something is a warning.
    pub warnings: statistics::Limits,
    /// What documents are set in.
    pub fonts: Fonts,
    /// Where the recorder's files are.
    pub reels: Reels,
    /// Where films of hearings are, and for how long recordings are kept.
    pub films: PathBuf,
    pub keep: KeepYears,
    /// Where notices may be sent, and whether they say that sessions are recorded.
    pub notices: outbox::Settings,
    /// Replies are approved twice, by two people (`[petitions]`).
    pub two_stage_replies: bool,
    /// Of the fifteen days to route, by level.
    pub tier_shares: TierShares,
    /// How many days before its end a clock presses (`[petitions]`).
    pub warn_days: WarnDays,
    /// Of each hand that a grid report goes through (`[grid]`).
    pub grid_terms: GridTerms,
    /// What provinces and cities decide for themselves (`[local_rules]`).
    pub local_rules: LocalRules,
    /// A local rule lets a hearing stop the sixty days of handling (`[petitions]`).
    pub hearing_stops_reply_clock: bool,
    /// Whether officials sign in by two steps (`[accounts]`).
    pub second_factor: FactorRule,
    /// How long their passwords may stand (`[accounts]`).
    pub password_age: PasswordAge,
    /// Where requests and connections of pages are noted.
    pub access_log: Option<AccessLog>,
}

impl EdgeConfig {
    /// For how many years what is recorded of a hearing of this kind is kept; none: it is not recorded.
    fn recording_years(&self, kind: HearingKind) -> Option<u16> {
        self.keep.of(Keeping::of(kind).class).filter(|_| self.notices.recorded)
    }
}

/// What every handler is given. Cheap to clone.
#[derive(Debug, Clone)]
pub struct AppState {
    pub store: SharedStore,
    pub rooms: Rooms,
    pub world: SharedWorld,
    pub config: Arc<EdgeConfig>,
    calendar: Arc<InForce>,
    pub tickets: tickets::Tickets,
    pub sockets: ws::Sockets,
    pub devices: devices::Devices,
    /// Televisions that wait to be paired.
    pairings: pairings::Pairings,
    /// Facts that statistics are counted from.
    pub book: Book,
    openings: openings::Openings,
    passwords: password::Passwords,
    throttle: Arc<throttle::Throttle>,
    uploads: one_upload::UnderWay,
    metrics: Option<Arc<PrometheusHandle>>,
    /// Whether what acts on due times holds.
    clock: ClockWatch,
    /// Signs evidence packages for this node.
    pub sealer: Arc<dyn Sealer>,
}

impl AppState {
    /// `metrics` is what `/metrics` shows; without it there is none.
    #[must_use]
    pub fn new(
        store: SharedStore,
        rooms: Rooms,
        world: SharedWorld,
        config: EdgeConfig,
        metrics: Option<PrometheusHandle>,
        sealer: Arc<dyn Sealer>,
    ) -> Self {
        Self {
            store,
            rooms,
            world,
            config: Arc::new(config),
            calendar: Arc::default(),
            tickets: tickets::Tickets::default(),
            sockets: ws::Sockets::default(),
            devices: devices::Devices::default(),
            pairings: pairings::Pairings::default(),
            book: Book::default(),
            openings: openings::Openings::default(),
            passwords: password::Passwords::default(),
            throttle: Arc::default(),
            uploads: one_upload::UnderWay::default(),
            metrics: metrics.map(Arc::new),
            clock: ClockWatch::default(),
            sealer,
        }
    }

    /// With the watch that what acts on due times is held by.
    #[must_use]
    pub fn watching(self, clock: ClockWatch) -> Self {
        Self { clock, ..self }
    }

    /// What decisions of `channels` are given.
    #[must_use]
    pub fn house<'a>(&'a self, calendar: &'a Calendar) -> House<'a> {
        House { world: self.world.as_ref(), calendar, rules: &self.config.local_rules.representatives }
    }
}

/// Everything the server answers. Serve it with [`serving::serve`] or, in tests, with
/// `into_make_service_with_connect_info::<SocketAddr>()`: limits are kept by network address.
pub fn router(state: AppState) -> Router {
    // Devices are no pages: they name no origin and carry no cookie, so no page can act for them.
    let api = http::api()
        .layer(from_fn_with_state(state.clone(), origin::check))
        .merge(http::devices())
        .merge(http::channels()) // programs: signed, or with a token in each request
        .layer(from_fn(middleware::never_stored));
    Router::new()
        .nest("/api", api)
        .merge(http::operation())
        .fallback(pages::serve)
        .layer(from_fn(middleware::around))
        .layer(from_fn_with_state(state.clone(), traffic::noted))
        .layer(from_fn_with_state(state.clone(), middleware::only_by_https))
        .with_state(state)
}
