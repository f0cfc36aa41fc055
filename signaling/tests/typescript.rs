//! The TypeScript twin of [`signaling::wire`] that `web/` imports. This test fails when the committed
//! file is stale; `make gen` (that is `LIANJIE_GEN=1 cargo test -p signaling --test typescript`) rewrites it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use sha2::{Digest, Sha256};
use signaling::wire;
use std::{collections::BTreeMap, fmt::Write, fs, path::PathBuf};
use ts_rs::{Config, TS, TypeVisitor};

const GENERATED: &str = "../web/src/wire/generated/index.ts";

#[test]
fn the_committed_typescript_is_what_the_wire_says() {
    let path = here(GENERATED);
    let expected = typescript();
    if std::env::var_os("LIANJIE_GEN").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &expected).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == expected,
        "web/src/wire/generated is stale: run `make gen` and commit what it wrote"
    );
}

#[test]
fn times_are_numbers_in_typescript() {
    assert!(!typescript().contains("bigint"));
}

fn typescript() -> String {
    let mut text = String::from("// Generated from signaling/src/wire by `make gen`. Not edited by hand.\n");
    for (doc, name, value) in constants() {
        write!(text, "\n/** {doc} */\nexport const {name} = {value};\n").unwrap();
    }
    let config = Config::new().with_large_int("number");
    let mut types = Types { config, seen: BTreeMap::new() };
    types.visit::<wire::ClientFrame>();
    types.visit::<wire::ServerMessage>();
    text.extend(types.seen.into_values());
    text
}

/// (doc, name, value) of what both sides count by.
fn constants() -> Vec<(&'static str, &'static str, String)> {
    vec![
        (
            "Said in `hello`; if the server has another number, reload the page.",
            "PROTOCOL",
            wire::PROTOCOL.to_string(),
        ),
        (
            "Longest text frame a client may send; only `welcome` may be longer.",
            "MAX_FRAME_BYTES",
            wire::MAX_FRAME_BYTES.to_string(),
        ),
        ("Longest SDP in an offer.", "MAX_SDP_BYTES", wire::MAX_SDP_BYTES.to_string()),
        ("Most lines of SDP in an offer.", "MAX_SDP_LINES", wire::MAX_SDP_LINES.to_string()),
        ("Most media sections in an offer.", "MAX_SDP_SECTIONS", wire::MAX_SDP_SECTIONS.to_string()),
        (
            "Longest minutes entry, in Unicode characters.",
            "MAX_ENTRY_CHARS",
            wire::MAX_ENTRY_CHARS.to_string(),
        ),
        ("Shortest reason that is put on record.", "MIN_REASON_CHARS", wire::MIN_REASON_CHARS.to_string()),
        ("Longest reason that is put on record.", "MAX_REASON_CHARS", wire::MAX_REASON_CHARS.to_string()),
        (
            "The server says something at least this often; silent for three times as long, it is gone.",
            "BEAT_EVERY_MS",
            wire::BEAT_EVERY_MS.to_string(),
        ),
        (
            "Of signaling/src/grant.rs, then signaling/src/wire/*.rs by name: a test without Rust sees drift by it.",
            "SOURCES_SHA256",
            format!("\"{}\"", sources_sha256()),
        ),
    ]
}

fn sources_sha256() -> String {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(here("src/wire")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.insert(0, here("src/grant.rs"));
    let mut hash = Sha256::new();
    for path in paths {
        hash.update(fs::read(path).unwrap());
    }
    hash.finalize().iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

fn here(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Each type of ours by its name, declared once.
struct Types {
    config: Config,
    seen: BTreeMap<String, String>,
}

impl TypeVisitor for Types {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        let ours = T::output_path().is_some();
        let name = T::name(&self.config);
        if ours && !self.seen.contains_key(&name) {
            let docs = T::docs().unwrap_or_default();
            self.seen.insert(name, format!("\n{docs}export {}\n", T::decl(&self.config)));
            T::visit_dependencies(self);
        }
    }
}
