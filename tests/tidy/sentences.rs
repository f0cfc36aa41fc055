//! The web has a sentence, in both languages, for every code a page's request may be refused with.

use super::reading::{raw, sources};
use std::collections::BTreeSet;

/// (file, where a block with codes begins): every text in it is one. Codes of a room's frames alone are not among
/// them: the web's types ask for their sentences.
const CODES: &[(&str, &str)] = &[
    ("src/edge/problem.rs", "let code = match self"),
    ("src/edge/problem/from.rs", "let code = match refusal"),
    ("src/domain/reason.rs", "impl ReasonNeeded"),
    ("src/domain/petition/table.rs", "pub enum RefusalCode"),
    ("src/domain/supervision/mod.rs", "pub enum RefusalCode"),
    ("src/domain/document/facts.rs", "pub enum MissingCode"),
    ("src/domain/request/mod.rs", "pub enum RequestRefusalCode"),
    ("src/domain/hearing/step.rs", "pub enum RefusalCode"),
    ("src/domain/hearing/schedule.rs", "pub enum FaultCode"),
    ("src/domain/hearing/outcome.rs", "pub enum OutcomeFaultCode"),
    ("src/domain/reception/day.rs", "pub const fn code(self)"),
    ("src/domain/reception/queue.rs", "pub const fn code(self)"),
    ("src/domain/rights/administration.rs", "pub const fn code(self)"),
    ("src/domain/rights/delegation.rs", "pub const fn code(self)"),
];

/// (file without its language, where a block with sentences begins in Chinese, in English).
const SENTENCES: &[(&str, &str, &str)] = &[
    ("web/src/i18n/words", "const problem =", "problem: {"),
    ("web/src/i18n/refusals", "export const refusals", "export const refusals"),
    ("web/src/citizen/code/text", "errors: {", "errors: {"),
    ("web/src/citizen/join/arrival/text", "errors: {", "errors: {"),
    ("web/src/desk/text/rules", "rule: {", "rule: {"),
];

/// No page is answered with them, or says them in words of its own.
const SAID_OTHERWISE: &[(&str, &str)] = &[
    ("agency_closed", "of a program's token"),
    ("bad_line", "`failureText` names the line"),
    ("bad_signature", "of a program's message"),
    ("item_changed", "of a program's item"),
    ("kept_behind_the_wall", "`HearingPage` says so in calm words"),
    ("method_not_allowed", "a program's: our pages know what they call"),
    ("not_acceptable", "a device's"),
    ("precondition_required", "our pages say what they read"),
    ("removed", "a device's; a page's connection is told `bye`"),
    ("replayed", "of a program's message"),
    ("reported_otherwise", "`ReportForm` offers to send it as another report"),
    ("scope_missing", "of a program's token"),
    ("unsupported_media_type", "a device's or a program's"),
];

fn is_code(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}

/// From there to where its brace closes.
fn block<'a>(text: &'a str, from: &str) -> &'a str {
    let start = text.find(from).unwrap_or_else(|| panic!("`{from}` is not there any more"));
    let rest = &text[start..];
    let mut open = 0;
    for (at, c) in rest.char_indices() {
        match c {
            '{' => open += 1,
            '}' if open == 1 => return &rest[..at],
            '}' => open -= 1,
            _ => {}
        }
    }
    rest
}

/// What stands in quotes in a block, outside of comments.
fn texts(block: &str) -> impl Iterator<Item = &str> {
    let lines = block.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.flat_map(|line| line.split('"').skip(1).step_by(2))
}

/// Given where a request is turned down: `Problem::refused("code", …)` and `code: "code".into()`.
fn given(text: &str) -> impl Iterator<Item = &str> {
    ["refused(", "code: "].into_iter().flat_map(move |before| {
        let after = text.split(before).skip(1);
        after.filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next())
    })
}

fn sent() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for (path, from) in CODES {
        let text = raw(path);
        let before = codes.len();
        codes.extend(texts(block(&text, from)).filter(|text| is_code(text)).map(str::to_owned));
        assert!(codes.len() > before, "{path} has no code of its own after `{from}`: drop its row");
    }
    for source in sources("src/edge") {
        codes.extend(given(&raw(&source.path)).filter(|text| is_code(text)).map(str::to_owned));
    }
    codes
}

/// The keys of a block of sentences: one a line.
fn keys(path: &str, from: &str) -> BTreeSet<String> {
    let text = raw(path);
    let key = |line: &str| {
        let (key, rest) = line.trim_start().split_once(':')?;
        (is_code(key) && (rest.is_empty() || rest.starts_with(' '))).then(|| key.to_owned())
    };
    block(&text, from).lines().skip(1).filter_map(key).collect()
}

#[test]
fn every_refusal_has_its_sentence_in_both_languages() {
    let sent = sent();
    assert!(sent.len() > 150, "{sent:?}");
    let otherwise = |code: &str| SAID_OTHERWISE.iter().any(|(one, _)| *one == code);
    for language in ["zh", "en"] {
        let said: BTreeSet<_> = SENTENCES
            .iter()
            .flat_map(|(path, zh, en)| {
                keys(&format!("{path}.{language}.ts"), if language == "zh" { zh } else { en })
            })
            .collect();
        let dumb: Vec<_> = sent.iter().filter(|code| !said.contains(*code) && !otherwise(code)).collect();
        assert!(dumb.is_empty(), "no sentence ({language}) for {dumb:?}: web/src/desk/text/rules");
        for (code, why) in SAID_OTHERWISE {
            let needed = sent.contains(*code) && !said.contains(*code);
            assert!(needed, "`{code}` needs no row any more ({why})");
        }
    }
}
