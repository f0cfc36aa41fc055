//! Who may use what: the table of ARCHITECTURE.md, read off the sources.
//!
//! A part names another by `crate::part`, a crate by `name::`. Comments and texts do not count.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod citations;
mod reading;
mod rules;
mod sentences;

use reading::{
    Source, dependencies, is_below, is_path_below, names_crate, parts, raw, root, shapes, sources,
    without_comments,
};
use rules::{EXCEPTIONS, IMPURE, LONG, MANIFESTS, MAY_USE, NAMED_ONLY_BY, PURE, READS_CLOCK, TOO_LONG};
use std::{collections::BTreeSet, fs};

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
        let Some((folder, allowed)) = rows.max_by_key(|(folder, _)| folder.len()) else {
            complaints.add(&source.path, "it", "a part without a row in MAY_USE");
            continue;
        };
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
fn every_guarded_crate_is_used_where_it_may_be() {
    let everything = everything();
    for (name, places, _) in NAMED_ONLY_BY {
        for place in *places {
            let uses = |source: &Source| is_below(&source.path, place) && names_crate(&source.text, name);
            assert!(everything.iter().any(uses), "nobody in {place} names {name}: its row guards nothing");
        }
    }
}

#[test]
fn every_dependency_is_used() {
    for (folder, places) in MANIFESTS {
        let texts: Vec<Source> = places.iter().flat_map(|place| sources(place)).collect();
        for name in dependencies(folder) {
            let used = texts.iter().any(|source| names_crate(&source.text, &name));
            assert!(used, "nobody in {places:?} names {name}: drop it from the manifest");
        }
    }
}

#[test]
fn pure_parts_are_pure() {
    let mut complaints = Complaints::default();
    let mut known: BTreeSet<String> = MANIFESTS.iter().flat_map(|(folder, _)| dependencies(folder)).collect();
    known.remove("proptest"); // tests of pure parts may draw lots: the seed is printed
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

/// A log is read line by line, in the order of time and not of the program.
#[test]
fn log_lines_are_sentences() {
    for source in everything() {
        let text = raw(&source.path);
        for level in ["error", "warn", "info", "debug", "trace"] {
            for call in text.split(&format!("tracing::{level}!(")).skip(1) {
                let (fields, rest) = call.split_once('"').unwrap_or((call, ""));
                let capital = rest.starts_with(|c: char| c.is_uppercase() || c == '{');
                let line = rest.lines().next().unwrap_or_default();
                assert!(capital, "{}: a log line begins with a capital: {line}", source.path);
                assert!(!fields.contains("error = %error"), "{}: `%error` says it: {line}", source.path);
            }
        }
    }
}

/// Whoever watches for growth does not see the first step of a counter that appears with it.
#[test]
fn every_counter_without_labels_is_shown_from_the_start() {
    let shown = raw("src/telemetry/mod.rs");
    for source in sources("src") {
        for counted in raw(&source.path).split("counter!(\"").skip(1) {
            let (name, rest) = counted.split_once('"').unwrap();
            let is_shown = shown.contains(&format!("\"{name}\","));
            assert!(is_shown || !rest.starts_with(')'), "{}: put `{name}` into COUNTERS", source.path);
        }
    }
}

/// The document keeps one shape under a name: of two, the one would be described as the other.
#[test]
fn shapes_of_the_interface_have_names_of_their_own() {
    let mut seen = BTreeSet::new();
    for source in sources("src/edge") {
        for name in shapes(&source.text) {
            assert!(seen.insert(name.to_owned()), "{}: another shape is called `{name}`", source.path);
        }
    }
    assert!(seen.len() > 100, "{seen:?}");
}

/// A body whose kind is told by a tag refuses what it does not know, and its kinds without members are written `Kind {}`:
/// serde lets anything pass beside a bare one.
#[test]
fn bodies_by_kind_refuse_what_they_do_not_know() {
    let mut seen = 0;
    for source in sources("src/edge") {
        let text = raw(&source.path);
        for (at, _) in text.match_indices("#[serde(tag = ") {
            let derived = text[..at].rfind("#[derive(").map_or("", |from| &text[from..at]);
            if !derived.contains("Deserialize") {
                continue;
            }
            seen += 1;
            let (attribute, rest) = text[at..].split_once(")]").unwrap();
            assert!(attribute.contains("deny_unknown_fields"), "{}: {attribute}", source.path);
            let kinds = without_comments(rest.split("\n}").next().unwrap());
            let bare = kinds.lines().find(|line| {
                let name = line.trim().trim_end_matches(',');
                line.starts_with("    ") && !name.is_empty() && name.chars().all(char::is_alphanumeric)
            });
            assert_eq!(bare, None, "{}", source.path);
        }
    }
    assert!(seen >= 9, "{seen}");
}

/// They take in the media by its files (fuzz/src/lib.rs), and are built last of all: what is missing there shows late.
#[test]
fn the_fuzz_targets_take_in_whatever_media_may_name() {
    let lib = fs::read_to_string(root().join("fuzz/src/lib.rs")).unwrap();
    let (_, named) = MAY_USE.iter().find(|(place, _)| *place == "src/media").unwrap();
    for part in *named {
        assert!(lib.contains(&format!("pub mod {part};")), "fuzz/src/lib.rs does not take in `{part}`");
    }
}
