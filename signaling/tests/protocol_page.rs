//! `docs/protocol.md` against the wire: its examples parse, and nothing of the wire is missing there.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use signaling::wire::{self, ByeReason, ClientFrame, ClientMessage, RefusalCode, ServerMessage, StageStep};
use std::{collections::BTreeSet, fs};
use ts_rs::{Config, TS};

fn page() -> String {
    fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/protocol.md")).unwrap()
}

/// What the page's example lines with this arrow hold.
fn examples<T: serde::de::DeserializeOwned>(page: &str, arrow: &str) -> Vec<T> {
    let parse = |text: &str| {
        serde_json::from_str(text).unwrap_or_else(|error| panic!("docs/protocol.md: {error}\n{text}"))
    };
    page.lines().filter_map(|line| line.strip_prefix(arrow)).map(parse).collect()
}

/// The `"tag": "…"` of each variant, from its TypeScript.
fn variants<T: TS>(tag: &str) -> BTreeSet<String> {
    let declared = T::decl(&Config::new());
    let marker = format!("\"{tag}\": \"");
    declared.split(&marker).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

/// The texts of a plain enum, from its TypeScript.
fn texts<T: TS>() -> BTreeSet<String> {
    T::decl(&Config::new()).split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

fn tag<T: serde::Serialize>(value: &T, tag: &str) -> String {
    serde_json::to_value(value).unwrap()[tag].as_str().unwrap().to_owned()
}

#[test]
fn every_client_message_and_step_has_an_example() {
    let frames: Vec<ClientFrame> = examples(&page(), "→ ");
    let shown: BTreeSet<_> = frames.iter().map(|frame| tag(&frame.message, "type")).collect();
    assert_eq!(shown, variants::<ClientMessage>("type"));
    let step = |frame: &ClientFrame| match &frame.message {
        ClientMessage::Step { step } => Some(tag(step, "kind")),
        _ => None,
    };
    assert_eq!(frames.iter().filter_map(step).collect::<BTreeSet<_>>(), variants::<StageStep>("kind"));
}

#[test]
fn every_server_message_has_an_example() {
    let messages: Vec<ServerMessage> = examples(&page(), "← ");
    let shown: BTreeSet<_> = messages.iter().map(|message| tag(message, "type")).collect();
    assert_eq!(shown, variants::<ServerMessage>("type"));
}

#[test]
fn every_refusal_and_goodbye_has_its_row() {
    let page = page();
    for code in texts::<RefusalCode>() {
        assert!(page.contains(&format!("| `{code}` |")), "refusal `{code}` has no row");
    }
    for reason in texts::<ByeReason>() {
        let code = serde_json::from_value::<ByeReason>(reason.clone().into()).unwrap().close_code();
        assert!(page.contains(&format!("| `{reason}` | {code} |")), "goodbye `{reason}` ({code}) has no row");
    }
}

#[test]
fn the_limits_are_those_of_the_code() {
    let page = page();
    let spaced = |bytes: usize| format!("{} {:03} bytes", bytes / 1000, bytes % 1000);
    for text in [
        spaced(wire::MAX_FRAME_BYTES),
        spaced(wire::MAX_SDP_BYTES),
        format!("{} lines, {} sections", wire::MAX_SDP_LINES, wire::MAX_SDP_SECTIONS),
        format!("{} characters", wire::MAX_ENTRY_CHARS),
        format!("{} to {} characters", wire::MIN_REASON_CHARS, wire::MAX_REASON_CHARS),
        format!("one number, `{}`", wire::PROTOCOL),
        format!("at least every {} seconds", wire::BEAT_EVERY_MS / 1000),
    ] {
        assert!(page.contains(&text), "docs/protocol.md does not say “{text}”");
    }
}
