//! The tables: whoever changes who may use what changes them here.

/// (files below, parts of the server they may name besides themselves). The most particular row counts.
pub const MAY_USE: &[(&str, &[&str])] = &[
    ("signaling/src", &[]),
    ("src/domain", &[]),
    ("src/media/forward", &[]),
    ("src/media", &["access_log", "connection_quota", "files", "reels", "world"]),
    ("src/mixing", &["domain", "files", "reels", "storage", "world"]),
    ("src/reels.rs", &["files"]),
    ("src/reels", &["files"]),
    ("src/media/fuzzing", &["domain", "media", "world"]),
    ("src/storage", &["domain", "world"]),
    ("src/statistics", &["domain", "storage"]),
    ("src/rooms", &["domain", "media::plane", "storage", "world"]),
    ("src/documents", &["domain"]),
    ("src/channels", &["domain", "files", "storage", "world"]),
    ("src/administration", &["domain", "storage", "world"]),
    ("src/background.rs", &["clock_watch", "storage", "world"]),
    ("src/clock_watch.rs", &["domain", "storage", "world"]),
    ("src/clocks.rs", &["administration", "background", "domain", "overdue", "storage", "world"]),
    ("src/overdue.rs", &["administration", "domain", "storage", "world"]),
    (
        "src/edge",
        &[
            "access_log",
            "administration",
            "channels",
            "clock_watch",
            "connection_quota",
            "documents",
            "domain",
            "evidence",
            "files",
            "mixing",
            "reels",
            "rooms",
            "statistics",
            "storage",
            "world",
        ],
    ),
    ("src/evidence", &["domain", "sealing"]),
    ("src/sealing.rs", &["domain", "files"]),
    ("src/world.rs", &["domain"]),
    ("src/access_log", &["domain", "files", "world"]),
    ("src/config", &[]),
    ("src/telemetry", &["config"]),
    ("src/files.rs", &[]),
    ("src/connection_quota.rs", &[]),
    (
        "src/settings",
        &["access_log", "channels", "config", "documents", "domain", "edge", "media", "reels", "world"],
    ),
    ("src/settings/addresses.rs", &["config", "media"]),
    ("src/settings/local_rules.rs", &["config", "domain"]),
    ("src/demo", &["administration", "domain", "storage", "world"]),
    (
        "src/server.rs",
        &[
            "access_log",
            "background",
            "channels",
            "clock_watch",
            "clocks",
            "config",
            "documents",
            "domain",
            "edge",
            "media",
            "mixing",
            "reels",
            "rooms",
            "settings",
            "storage",
            "telemetry",
            "world",
        ],
    ),
    (
        "src/cli",
        &[
            "access_log",
            "administration",
            "clock_watch",
            "config",
            "demo",
            "documents",
            "domain",
            "edge",
            "evidence",
            "files",
            "media",
            "reels",
            "sealing",
            "server",
            "settings",
            "storage",
            "telemetry",
            "world",
        ],
    ),
    ("src/fuzzing.rs", &["edge::devices", "edge::ws", "media::fuzzing"]),
    ("src/lib.rs", &[]),
    ("src/main.rs", &[]),
];

const ENGINE: &str = "the engine can be exchanged behind one folder";
const STUN: &str = "ICE and TURN are written in STUN's messages, and so are their clients";

/// (crate, files that may name it, why nobody else does).
pub const NAMED_ONLY_BY: &[(&str, &[&str], &str)] = &[
    ("axum", &["src/edge"], "everything else can be called without HTTP"),
    ("utoipa", &["src/edge"], "the document describes the edge"),
    ("utoipa_axum", &["src/edge"], "the document describes the edge"),
    ("reqwest", &["src/channels/outbox"], "what leaves the house passes one guard"),
    ("sqlx", &["src/storage"], "the rest speaks the domain's words to the store"),
    ("rtc_dtls", &["src/media/peer"], ENGINE),
    ("rtc_shared", &["src/media/peer"], ENGINE),
    ("rtc_rtp", &["src/media/peer"], ENGINE),
    ("rtc_rtcp", &["src/media/peer"], "an independent reader, for tests"),
    ("rtc_srtp", &["src/media/peer", "src/media/turn"], "TURN's integrity is of the same provider"),
    ("rtc_stun", &["src/media/peer", "src/media/turn", "src/media/fuzzing", "src/media/relay/tests"], STUN),
    ("mio", &["src/media"], "one thread polls, and it is the media worker's"),
    ("rand", &["src/world.rs"], "chance is an argument"),
    ("rust_xlsxwriter", &["src/statistics"], "the edge hands out bytes"),
    ("krilla", &["src/documents"], "how PDF is written is one folder's business"),
    ("skrifa", &["src/documents"], "what a font has is one folder's business"),
    ("qrcode", &["src/documents"], "codes are drawn on paper only"),
    ("clap", &["src/cli", "src/main.rs"], "only the command line has flags"),
];

/// (folder of a manifest, where its crates are named).
pub const MANIFESTS: &[(&str, &[&str])] = &[
    ("", &["src", "tests/integration"]),
    ("signaling", &["signaling"]),
    ("loadtest", &["loadtest"]),
    ("benches", &["benches"]),
    ("tests/netem", &["tests/netem"]),
];

/// (files below, what they may name of the outside, why). Everything else in the manifest is refused there.
pub const PURE: &[(&str, &[&str], &str)] = &[
    (
        "signaling/src",
        &["serde", "thiserror", "uuid", "ts_rs"],
        "it never waits, asks the time or draws lots",
    ),
    (
        "src/domain",
        &["thiserror", "time", "uuid", "sha2", "rustc_hash"],
        "rules are tested without a server (docs/adr/0004)",
    ),
    ("src/media/forward", &["thiserror"], "the packet path is arithmetic on small types"),
];

/// Words that have no place in pure code, whatever crate they come from.
pub const IMPURE: &[&str] =
    &["async fn", "std::time::Instant", "SystemTime", "std::net", "std::fs", "std::thread"];

/// Files that read a steady clock: drivers, each turning it into `now` for what it drives.
pub const READS_CLOCK: &[(&str, &str)] = &[
    ("src/world.rs", "it is the clock"),
    ("src/edge/ws/driver.rs", "counts a session's milliseconds"),
    ("src/edge/book.rs", "measures how long the facts of statistics take to read"),
    ("src/edge/middleware.rs", "measures how long requests take"),
    ("src/media/fuzzing", "begins a time of its own for each input"),
    ("src/media/worker.rs", "stamps what it polls"),
    ("src/media/streams/pump.rs", "lets go of what waited behind a line that stood still"),
    ("src/media/record/finisher.rs", "tries again what failed a minute ago"),
    ("src/media/record/recorder.rs", "tells a slow disk from a clock that was set"),
    ("src/media/turn/door.rs", "a fuzzer brings bytes and no time"),
];

/// (file, what it names, why that is right). An exception nobody needs fails too.
pub const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("src/edge/tls.rs", "config::TlsConfig", "its section of the configuration, and nobody else's"),
    ("src/edge/tls.rs", "config::TlsMode", "its section of the configuration, and nobody else's"),
    ("src/storage/vault.rs", "rand", "`ring`'s own: keys and nonces are never replayed in a test"),
];

/// Lines of a file: what is worth a second look, and what is not let through.
pub const LONG: usize = 400;
pub const TOO_LONG: usize = 600;
