//! Reads the sources: what a file names, and how long it is.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

pub struct Source {
    /// From the root of the repository.
    pub path: String,
    pub text: String,
    pub lines: usize,
}

impl Source {
    /// Outside of its tests: they may, to hand the time on as `now`.
    pub fn reads_clock(&self) -> bool {
        let production = self.text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        production.contains("::now()") && !self.path.contains("tests")
    }
}

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A file as it is written, comments and texts too.
pub fn raw(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

pub fn sources(folder: &str) -> Vec<Source> {
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
pub fn without_comments(text: &str) -> String {
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

pub fn is_below(path: &str, folder: &str) -> bool {
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
pub fn names_crate(text: &str, name: &str) -> bool {
    let path = format!("{name}::");
    text.match_indices(&path).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
    }) || words(text, &format!("use {name}")).any(|after| after.starts_with(';'))
}

/// The parts named by `crate::…`, two levels deep: `media`, `media::plane`.
pub fn parts(text: &str) -> BTreeSet<String> {
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

/// `media::plane` is below `media`.
pub fn is_path_below(path: &str, above: &str) -> bool {
    path.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// The types that derive `ToSchema`, by the names that the OpenAPI document has for them.
pub fn shapes(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for derived in text.split("ToSchema)]").skip(1) {
        let (attributes, item) = derived.split_once("\npub ").unwrap_or((derived, ""));
        let named = attributes.split_once("schema(as = ").map(|(_, name)| ident(name));
        let kinds = ["struct ", "enum "];
        let own = || kinds.iter().find_map(|kind| item.strip_prefix(kind)).map(ident);
        names.extend(named.or_else(own));
    }
    names
}

/// The names by which the crates of a manifest are used.
pub fn dependencies(folder: &str) -> BTreeSet<String> {
    let manifest = fs::read_to_string(root().join(folder).join("Cargo.toml")).unwrap();
    let mut in_list = false;
    let mut names = BTreeSet::new();
    for line in manifest.lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with('[') {
            in_list = matches!(line, "[dependencies]" | "[dev-dependencies]" | "[build-dependencies]");
        } else if let Some((name, _)) = line.split_once(['=', '.']).filter(|_| in_list) {
            names.insert(name.trim().replace('-', "_"));
        }
    }
    assert!(names.len() > 1, "{folder}: {names:?}");
    names
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
