//! Comments and pages cite pages of this repository, and nothing that only their writer had.

use super::reading::root;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Whose comments are read, and every line of a page.
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
    "docs",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "README.md",
    "README.zh-CN.md",
    "fuzz/README.md",
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

fn is_page(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "md")
}

/// The Markdown files a comment names, as they are written there.
fn pages(said: &str) -> impl Iterator<Item = &str> {
    let of_path = |c: char| c.is_ascii_alphanumeric() || "._-/".contains(c);
    said.split(move |c: char| !of_path(c))
        .map(|word| word.trim_end_matches('.'))
        .filter(|word| is_page(Path::new(word)))
}

/// The decisions it names by number (`docs/adr/0018`, `ADR 57 and 68`), as their files begin.
fn decisions(said: &str) -> Vec<String> {
    let files = said.split("docs/adr/").skip(1).filter_map(|rest| rest.get(..4));
    let files = files.filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
    let short = said.split("ADR").skip(1).flat_map(|rest| numbers(rest.trim_start_matches('s')));
    files.chain(short).map(|number| format!("{number:0>4}")).collect()
}

/// Those a text begins with: ` 20, 75 and 80`.
fn numbers(text: &str) -> Vec<&str> {
    let (mut found, mut rest) = (Vec::new(), text.strip_prefix(' '));
    while let Some(text) = rest {
        let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        if end == 0 {
            break;
        }
        found.push(&text[..end]);
        let after = &text[end..];
        rest = after.strip_prefix(", ").or_else(|| after.strip_prefix(" and "));
    }
    found
}

#[test]
fn every_page_that_is_cited_exists() {
    let numbers: Vec<String> = fs::read_dir(root().join("docs/adr"))
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().to_str()?.get(..4).map(str::to_owned))
        .collect();
    let (mut cited, mut missing) = (0, Vec::new());
    for (path, text) in READ.iter().flat_map(|place| texts(place)) {
        let beside = path.parent().unwrap_or(root());
        let shown = path.strip_prefix(root()).unwrap_or(&path).display();
        let whole = is_page(&path);
        for said in text.lines().filter_map(|line| if whole { Some(line) } else { comment(line) }) {
            for page in pages(said) {
                cited += 1;
                if !root().join(page).is_file() && !beside.join(page).is_file() {
                    missing.push(format!("{shown} cites {page}"));
                }
            }
            let unknown = decisions(said).into_iter().filter(|number| !numbers.contains(number));
            missing.extend(unknown.map(|number| format!("{shown} cites decision {number}")));
        }
    }
    assert!(cited > 50, "only {cited} pages are cited: comments are not read any more");
    assert!(missing.is_empty(), "\n{}\n", missing.join("\n"));
}

/// Names of tests, as pages write them: long ones, in code.
fn tests_named(page: &str) -> impl Iterator<Item = &str> {
    let of_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    page.split('`')
        .skip(1)
        .step_by(2)
        .filter(move |word| word.matches('_').count() >= 3 && word.chars().all(of_name))
}

#[test]
fn every_test_that_a_page_cites_exists() {
    let sources: String =
        ["src", "signaling", "tests"].into_iter().flat_map(texts).map(|(_, text)| text).collect();
    for page in ["docs/threats.md", "docs/compliance.md"] {
        let text = fs::read_to_string(root().join(page)).unwrap();
        let missing: Vec<_> =
            tests_named(&text).filter(|name| !sources.contains(&format!("fn {name}("))).collect();
        assert!(missing.is_empty(), "{page} cites tests that are not there: {missing:?}");
        assert!(tests_named(&text).count() > 5, "{page}: its tests are not read any more");
    }
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
    let named = decisions("as docs/adr/0018 has it, ADR 7, ADRs 20, 75 and 80; an ADR, 3 of them");
    assert_eq!(named, ["0018", "0007", "0020", "0075", "0080"]);
}
