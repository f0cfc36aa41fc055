//! Comments cite pages of this repository, and nothing that only their writer had.

use super::reading::root;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Whose comments are read.
const READ: &[&str] = &[
    "src",
    "signaling",
    "loadtest",
    "benches",
    "fuzz/src",
    "tests",
    "web/src",
    "migrations",
    "scripts",
    "build.rs",
];

/// Every text file below, but for what tools leave there.
fn texts(place: &str) -> Vec<(PathBuf, String)> {
    let (mut found, mut open) = (Vec::new(), vec![root().join(place)]);
    while let Some(path) = open.pop() {
        let name = path.file_name().unwrap_or_default();
        if name == "node_modules" || name == "__pycache__" {
            continue;
        }
        if path.is_dir() {
            open.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else if let Ok(text) = fs::read_to_string(&path) {
            found.push((path, text));
        }
    }
    found
}

/// What a line says in a comment, be it of Rust, TypeScript, Vue, SQL or a shell.
fn comment(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let whole = ["//", "/*", "*", "#", "--", "<!--"].iter().any(|mark| line.starts_with(mark));
    if whole { Some(line) } else { line.find("// ").map(|at| &line[at..]) }
}

/// The Markdown files a comment names, as they are written there.
fn pages(comment: &str) -> impl Iterator<Item = &str> {
    let of_path = |c: char| c.is_ascii_alphanumeric() || "._-/".contains(c);
    comment
        .split(move |c: char| !of_path(c))
        .map(|word| word.trim_end_matches('.'))
        .filter(|word| Path::new(word).extension().is_some_and(|extension| extension == "md"))
}

/// The decisions a comment names by number (`docs/adr/0018`), without their titles.
fn decisions(comment: &str) -> impl Iterator<Item = &str> {
    comment
        .match_indices("docs/adr/")
        .filter_map(move |(at, before)| comment[at + before.len()..].get(..4))
        .filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

#[test]
fn every_page_that_a_comment_cites_exists() {
    let numbers: Vec<String> = fs::read_dir(root().join("docs/adr"))
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().to_str()?.get(..4).map(str::to_owned))
        .collect();
    let (mut cited, mut missing) = (0, Vec::new());
    for (path, text) in READ.iter().flat_map(|place| texts(place)) {
        let beside = path.parent().unwrap_or(root());
        let shown = path.strip_prefix(root()).unwrap_or(&path).display();
        for comment in text.lines().filter_map(comment) {
            for page in pages(comment) {
                cited += 1;
                if !root().join(page).is_file() && !beside.join(page).is_file() {
                    missing.push(format!("{shown} cites {page}"));
                }
            }
            for number in decisions(comment).filter(|number| numbers.iter().all(|known| known != number)) {
                missing.push(format!("{shown} cites decision {number}"));
            }
        }
    }
    assert!(cited > 50, "only {cited} pages are cited: comments are not read any more");
    assert!(missing.is_empty(), "\n{}\n", missing.join("\n"));
}

#[test]
fn citations_are_read_right() {
    for (line, named) in [
        ("//! The table of docs/rules.md 3.2.", Some("docs/rules.md")),
        ("    let x = 1; // as in ARCHITECTURE.md.", Some("ARCHITECTURE.md")),
        ("-- docs/adr/0015-lifecycle.md: why", Some("docs/adr/0015-lifecycle.md")),
        ("let page = \"docs/nothing.md\";", None),
        ("// https://example.org/ is no page", None),
    ] {
        assert_eq!(comment(line).and_then(|said| pages(said).next()), named, "{line}");
    }
}
