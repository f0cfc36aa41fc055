//! Who may use what: the table of ARCHITECTURE.md, read off the sources.
//!
//! A part names another by `crate::part`, a crate by `name::`. Comments and texts do not count.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// (files below, parts of the server they may name besides themselves). The most particular row counts.
const MAY_USE: &[(&str, &[&str])] = &[
    ("signaling/src", &[]),
    ("src/domain", &[]),
    ("src/media/forward", &[]),
    ("src/media", &["files", "reels", "world"]),
    ("src/mixing", &["domain", "reels", "storage", "world"]),
    ("src/reels.rs", &["files"]),
    ("src/media/fuzzing", &["domain", "media", "world"]),
    ("src/storage", &["domain", "world"]),
    ("src/statistics", &["domain", "storage"]),
    ("src/rooms", &["domain", "media::plane", "storage", "world"]),
    ("src/documents", &["domain"]),
    ("src/channels", &["domain", "storage", "world"]),
    ("src/administration", &["domain", "storage", "world"]),
    ("src/clocks.rs", &["administration", "domain", "storage", "world"]),
    ("src/overdue.rs", &["administration", "domain", "storage", "world"]),
    (
        "src/edge",
        &[
            "administration",
            "channels",
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
    ("src/config", &[]),
    ("src/telemetry", &["config"]),
];

/// (crate, files that may name it, why nobody else does).
const NAMED_ONLY_BY: &[(&str, &[&str], &str)] = &[
    ("axum", &["src/edge"], "everything else can be called without HTTP"),
    ("utoipa", &["src/edge"], "the document describes the edge"),
    ("utoipa_axum", &["src/edge"], "the document describes the edge"),
    ("tower_http", &["src/edge"], "it wraps handlers"),
    ("sqlx", &["src/storage"], "the rest speaks the domain's words to the store"),
    ("rtc", &["src/media/peer"], "the engine can be exchanged behind one folder"),
    ("mio", &["src/media"], "one thread polls, and it is the media worker's"),
    ("rand", &["src/world.rs"], "chance is an argument"),
    ("rust_xlsxwriter", &["src/statistics"], "the edge hands out bytes"),
    ("krilla", &["src/documents"], "how PDF is written is one folder's business"),
    ("skrifa", &["src/documents"], "what a font has is one folder's business"),
    ("qrcode", &["src/documents"], "codes are drawn on paper only"),
    ("clap", &["src/cli", "src/main.rs"], "only the command line has flags"),
];

/// (files below, what they may name of the outside, why). Everything else in the manifest is refused there.
const PURE: &[(&str, &[&str], &str)] = &[
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
const IMPURE: &[&str] =
    &["async fn", "std::time::Instant", "SystemTime", "std::net", "std::fs", "std::thread"];

/// Files that read a steady clock: drivers, each turning it into `now` for what it drives.
const READS_CLOCK: &[(&str, &str)] = &[
    ("src/world.rs", "it is the clock"),
    ("src/edge/ws/driver.rs", "counts a session's milliseconds"),
    ("src/edge/shell.rs", "measures how long requests take"),
    ("src/media/fuzzing", "begins a time of its own for each input"),
    ("src/media/worker.rs", "stamps what it polls"),
    ("src/media/turn/door.rs", "a fuzzer brings bytes and no time"),
];

/// (file, what it names, why that is right). An exception nobody needs fails too.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("src/server.rs", "axum", "it starts what the edge made"),
    ("src/edge/tls.rs", "config::TlsConfig", "its section of the configuration, and nobody else's"),
    ("src/edge/tls.rs", "config::TlsMode", "its section of the configuration, and nobody else's"),
    ("src/storage/vault.rs", "rand", "`ring`'s own: keys and nonces are never replayed in a test"),
];

/// Lines of a file: what is worth a second look, and what is not let through.
const LONG: usize = 400;
const TOO_LONG: usize = 600;

struct Source {
    /// From the root of the repository.
    path: String,
    text: String,
    lines: usize,
}

impl Source {
    /// Outside of its tests: they may, to hand the time on as `now`.
    fn reads_clock(&self) -> bool {
        let production = self.text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        production.contains("::now()") && !self.path.contains("tests")
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folder: &str) -> Vec<Source> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let path = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
                found.push(Source { path, lines: text.lines().count(), text: without_comments(&text) });
            }
        }
    }
    found
}

/// Line comments and string texts replaced by nothing. Good enough for our own sources.
fn without_comments(text: &str) -> String {
    let line = |line: &str| {
        let mut kept = String::new();
        let mut in_text = false;
        let mut chars = line.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '\\' if in_text => drop(chars.next()),
                '"' => in_text = !in_text,
                _ if in_text => {}
                '/' if chars.peek() == Some(&'/') => break,
                _ => kept.push(c),
            }
        }
        kept
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Where `name` stands as a word of its own.
fn words<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name).filter_map(move |(at, _)| {
        let before = text[..at].chars().next_back();
        let after = &text[at + name.len()..];
        let alone = !before.is_some_and(is_part) && !after.starts_with(is_part);
        alone.then_some(after)
    })
}

/// Whether the crate is named: `name::…`, `use name;`, `#[name(…)]`. A module path `x::name` is not it.
fn names_crate(text: &str, name: &str) -> bool {
    let path = format!("{name}::");
    text.match_indices(&path).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
    }) || words(text, &format!("use {name}")).any(|after| after.starts_with(';'))
}

/// The parts named by `crate::…`, two levels deep: `media`, `media::plane`.
fn parts(text: &str) -> BTreeSet<String> {
    let mut parts = BTreeSet::new();
    for after in words(text, "crate") {
        if let Some(path) = after.strip_prefix("::") {
            for part in tree(path) {
                parts.insert(part);
            }
        }
    }
    parts
}

/// The first two names of each branch of a use tree: `a::b::c` or `{a::b, c::{d, e}}`.
fn tree(path: &str) -> Vec<String> {
    let Some(group) = path.strip_prefix('{') else {
        let name = ident(path);
        let below = path[name.len()..].strip_prefix("::").map(second_level).unwrap_or_default();
        return if below.is_empty() {
            vec![name.to_owned()]
        } else {
            below.iter().map(|second| format!("{name}::{second}")).collect()
        };
    };
    branches(group).iter().flat_map(|branch| tree(branch)).collect()
}

fn second_level(path: &str) -> Vec<String> {
    match path.strip_prefix('{') {
        Some(group) => branches(group).iter().map(|branch| ident(branch).to_owned()).collect(),
        None => vec![ident(path).to_owned()],
    }
}

/// What stands between the commas of a group whose brace is already open.
fn branches(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                found.push(group[start..at].trim());
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    found.retain(|branch| !branch.is_empty());
    found
}

fn ident(path: &str) -> &str {
    let end = path.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(path.len());
    &path[..end]
}

/// Collects complaints, lets documented exceptions pass, and fails on exceptions nobody needed.
#[derive(Default)]
struct Complaints(Vec<(String, String, String)>);

impl Complaints {
    fn add(&mut self, path: &str, names: &str, rule: impl Into<String>) {
        self.0.push((path.to_owned(), names.to_owned(), rule.into()));
    }

    #[track_caller]
    fn check(self) {
        let excepted = |path: &str, names: &str| EXCEPTIONS.iter().any(|(p, n, _)| *p == path && *n == names);
        let open: Vec<String> = self
            .0
            .iter()
            .filter(|(path, names, _)| !excepted(path, names))
            .map(|(path, names, rule)| format!("{path} names `{names}`: {rule}"))
            .collect();
        assert!(open.is_empty(), "\n{}\n", open.join("\n"));
    }
}

fn everything() -> Vec<Source> {
    ["src", "signaling/src"].into_iter().flat_map(sources).collect()
}

#[test]
fn parts_name_only_parts_they_may() {
    let mut complaints = Complaints::default();
    for source in everything() {
        let rows = MAY_USE.iter().filter(|(folder, _)| is_below(&source.path, folder));
        let Some((folder, allowed)) = rows.max_by_key(|(folder, _)| folder.len()) else { continue };
        if folder.starts_with("signaling") {
            continue; // a crate of its own: its manifest holds the line
        }
        let own = folder.trim_start_matches("src/").trim_end_matches(".rs").replace('/', "::");
        for part in parts(&source.text) {
            let may = |name: &str| is_path_below(&part, name);
            if !may(&own) && !allowed.iter().any(|name| may(name)) {
                let rule = format!("{folder} may use {allowed:?} and itself");
                complaints.add(&source.path, &part, rule);
            }
        }
    }
    complaints.check();
}

/// `media::plane` is below `media`.
fn is_path_below(path: &str, above: &str) -> bool {
    path.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

#[test]
fn crates_are_named_only_where_they_may_be() {
    let mut complaints = Complaints::default();
    for source in everything() {
        for (name, places, why) in NAMED_ONLY_BY {
            if names_crate(&source.text, name) && !places.iter().any(|place| is_below(&source.path, place)) {
                complaints.add(&source.path, name, format!("only {places:?} may, because {why}"));
            }
        }
    }
    complaints.check();
}

#[test]
fn pure_parts_are_pure() {
    let mut complaints = Complaints::default();
    let known = dependencies();
    for source in everything() {
        for (folder, allowed, why) in PURE.iter().filter(|(folder, ..)| is_below(&source.path, folder)) {
            let named = known.iter().filter(|name| names_crate(&source.text, name));
            for name in named.filter(|name| !allowed.contains(&name.as_str())) {
                complaints.add(&source.path, name, format!("{folder} is pure: {why}"));
            }
            for word in IMPURE.iter().filter(|word| source.text.contains(**word)) {
                complaints.add(&source.path, word, format!("{folder} is pure: {why}"));
            }
        }
    }
    complaints.check();
}

/// The names by which the manifest's crates are used.
fn dependencies() -> BTreeSet<String> {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let mut in_list = false;
    let mut names = BTreeSet::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            in_list = line.contains("dependencies]");
        } else if let Some((name, _)) = line.split_once(['=', '.']).filter(|_| in_list) {
            names.insert(name.trim().replace('-', "_"));
        }
    }
    names.remove("proptest"); // tests of pure parts may draw lots: the seed is printed
    assert!(names.contains("sqlx") && names.contains("tokio_util"), "{names:?}");
    names
}

#[test]
fn the_clock_is_read_in_few_places() {
    let mut complaints = Complaints::default();
    for source in everything() {
        if source.reads_clock() && !READS_CLOCK.iter().any(|(place, _)| is_below(&source.path, place)) {
            complaints.add(&source.path, "::now()", "take `now`, or a `World`");
        }
    }
    complaints.check();
}

#[test]
fn every_exception_is_needed() {
    for (path, names, why) in EXCEPTIONS {
        let source = fs::read_to_string(root().join(path)).unwrap_or_default();
        let text = without_comments(&source);
        let needed = text.contains(names) || parts(&text).iter().any(|part| is_path_below(part, names));
        assert!(needed, "{path} does not name `{names}` any more: drop its exception ({why})");
    }
}

#[test]
fn whoever_may_read_the_clock_does() {
    let everything = everything();
    for (place, why) in READS_CLOCK {
        let reads = |source: &Source| is_below(&source.path, place) && source.reads_clock();
        assert!(everything.iter().any(reads), "{place} reads no clock any more: drop its row ({why})");
    }
}

#[test]
fn files_fit_in_a_head() {
    let mut sizes: Vec<(usize, String)> = ["src", "signaling", "loadtest", "benches", "tests"]
        .into_iter()
        .flat_map(sources)
        .map(|source| (source.lines, source.path))
        .filter(|(lines, _)| *lines > LONG)
        .collect();
    sizes.sort();
    for (lines, path) in &sizes {
        println!("long: {path} has {lines} lines");
    }
    let too_long: Vec<_> = sizes.iter().filter(|(lines, _)| *lines > TOO_LONG).collect();
    assert!(too_long.is_empty(), "over {TOO_LONG} lines, cut by concern: {too_long:?}");
}

#[test]
fn use_trees_are_read_right() {
    let text = without_comments(
        "use crate::domain::ids; // crate::edge\nuse crate::{\n  media::plane::{A, B},\n  storage::{self, Tx},\n  world,\n};\nlet s = \"crate::rooms\"; crate::config::load();",
    );
    let expected = ["config::load", "domain::ids", "media::plane", "storage::Tx", "storage::self", "world"];
    assert_eq!(parts(&text).into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn crate_names_are_words_of_their_own() {
    for (text, named) in [
        ("use rtc::peer;", true),
        ("use rtc;", true),
        ("let x = rtc::new();", true),
        ("use webrtc::api;", false),
        ("crate::rtc::thing", false),
        ("rtcp::packet", false),
    ] {
        assert_eq!(names_crate(text, "rtc"), named, "{text}");
    }
}
