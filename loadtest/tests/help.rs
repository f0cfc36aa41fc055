//! The page and the command agree.

use std::collections::BTreeSet;
use std::process::Command;

/// `--words` of a text.
fn flags(text: &str) -> BTreeSet<String> {
    let ends = |c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    let found = text.split("--").skip(1).filter_map(|rest| rest.split(ends).next());
    found.filter(|name| name.starts_with(|c: char| c.is_ascii_lowercase())).map(str::to_owned).collect()
}

#[test]
fn every_flag_of_the_command_is_on_its_page_and_the_other_way_round() {
    let help = Command::new(env!("CARGO_BIN_EXE_lianjie-loadtest")).arg("--help").output().unwrap();
    let mut told = flags(&String::from_utf8(help.stdout).unwrap());
    told.retain(|flag| !["help", "version"].contains(&flag.as_str()));
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/loadtest.md")).unwrap();
    let table = page.lines().filter(|line| line.starts_with("| `--")).collect::<Vec<_>>().join("\n");
    assert_eq!(flags(&table), told);
}

#[test]
fn a_server_that_is_not_there_is_said_with_exit_code_2() {
    let tried = Command::new(env!("CARGO_BIN_EXE_lianjie-loadtest"))
        .args(["--server", "http://127.0.0.1:9", "--user", "a", "--password", "b"])
        .output()
        .unwrap();
    assert_eq!(tried.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&tried.stderr).contains("not reached"));
}
