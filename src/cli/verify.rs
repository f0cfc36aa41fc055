//! `lianjie verify`: checks the hash chains and the files beside them, or an evidence package.

mod files;

use super::{CliError, database_name, heads::Kept, open_as_is};
use crate::{
    config::Config,
    evidence::{self, Verdict},
    storage::{self, Report, Schema, SharedStore},
};
use clap::Args;
use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

#[derive(Debug, Args)]
pub struct Verify {
    /// An evidence package; checked offline. Without one, the event log of this node.
    pub package: Option<PathBuf>,
    /// Fingerprint the package's key must have, as the node shows it; spaces do not count.
    #[arg(long, requires = "package")]
    pub key: Option<String>,
    /// Folder with the hearing's recordings, to be checked against what the package says of them.
    #[arg(long, requires = "package")]
    pub recordings: Option<PathBuf>,
    /// Reads every file that is kept beside the records, too, against the hash that the records have of it: attachments,
    /// documents, recordings, closed files of hearings. Takes as long as reading the disk does.
    #[arg(long, conflicts_with = "package")]
    pub files: bool,
    /// What `lianjie heads` printed once and was kept elsewhere: all of it must still stand in the log.
    #[arg(long, conflicts_with = "package")]
    pub heads: Option<PathBuf>,
}

/// How the records were found, the worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Found {
    Sound,
    /// Nothing is wrong, as far as the key is whose it should be.
    Unproven,
    Wrong,
}

impl Found {
    fn sound(is_sound: bool) -> Self {
        if is_sound { Self::Sound } else { Self::Wrong }
    }

    fn code(self) -> ExitCode {
        match self {
            Self::Sound => ExitCode::SUCCESS,
            Self::Unproven => ExitCode::from(UNPROVEN),
            Self::Wrong => ExitCode::FAILURE,
        }
    }
}

impl Verify {
    /// Checks the records of this node: the event log, by itself and against kept heads, and the files, if that was asked for.
    pub async fn records(&self, config: &Config) -> Result<ExitCode, CliError> {
        let kept = self.heads.as_deref().map(Kept::read).transpose()?;
        let (store, schema) = open_as_is(config).await?;
        let mut found = chains(config, &store, schema, kept.is_some()).await?;
        if let Some(kept) = &kept {
            found = found.max(held_against(kept, &store, &config.data.dir).await?);
        }
        if self.files {
            if schema != Schema::Current {
                return Err(CliError::Earlier(database_name(config)));
            }
            found = found.max(Found::sound(files::look(&config.data.dir, &store).await?));
        }
        Ok(found.code())
    }
}

/// Checks a package against itself and says of each part what it is.
pub fn package(path: &Path, key: Option<&str>, recordings: Option<&Path>) -> Result<ExitCode, CliError> {
    let bytes = fs::read(path).map_err(CliError::io(format!("cannot read {}", path.display())))?;
    let mut report = evidence::verify(&bytes);
    if let Some(folder) = recordings {
        report.findings.extend(evidence::verify_recordings(&bytes, folder).findings);
    }
    for finding in &report.findings {
        let mark = match finding.verdict {
            Verdict::Sound => "ok   ",
            Verdict::Wrong => "WRONG",
            Verdict::NotChecked => "?    ",
        };
        println!("{mark} {}", finding.says);
    }
    println!("Key: {}", report.key.as_deref().unwrap_or_default());
    let (says, code) = verdict(&report, key);
    println!("{says}");
    Ok(ExitCode::from(code))
}

/// Neither whole nor wrong: only the node's published fingerprint tells, or a program that knows the algorithm.
const UNPROVEN: u8 = 3;

/// The last sentence about a package, and the exit code.
fn verdict(report: &evidence::Report, named: Option<&str>) -> (&'static str, u8) {
    let plain = |text: &str| text.split_whitespace().collect::<String>().to_lowercase();
    let found = plain(report.key.as_deref().unwrap_or_default());
    match named.map(|named| plain(named) == found) {
        Some(false) => ("This is not the key you named: the package is another node's, or a forger's.", 1),
        _ if report.is_wrong() => ("The package is not as it was handed out.", 1),
        _ if !report.is_sound() => (
            "Nothing was found to be changed, but not all of it could be checked (the lines with `?`): ask for a `lianjie` that \
             knows the algorithm, or for the recordings in the clear.",
            UNPROVEN,
        ),
        Some(true) => ("The package is whole, and of the node you named.", 0),
        None if report.other_keys.is_empty() => {
            ("The package is whole. Compare the key with the one the node shows.", 0)
        }
        None => (
            "The package holds, but seals in it are by another key than the package's: a node that lost its key signs so, \
             and so does a forger. Compare the key with the one the node has published, or name that one with --key.",
            UNPROVEN,
        ),
    }
}

/// Walks every chain; prints what it found, and where.
async fn chains(
    config: &Config,
    store: &SharedStore,
    schema: Schema,
    may_be_empty: bool,
) -> Result<Found, CliError> {
    let database = database_name(config);
    println!("Database: {database}");
    if let Schema::Behind(to_come) = schema {
        println!(
            "It is of an earlier version ({to_come} changes of its schema are to come) and left as it is."
        );
    }
    let report = storage::verify(&**store).await?;
    if report.chains.is_empty() && !may_be_empty {
        // Nothing is not the same as nothing wrong: an empty database is not the one that was to be looked at.
        return Err(CliError::Refused(format!("the event log of {database} is empty: nothing was checked")));
    }
    println!("{}", describe(&report));
    Ok(Found::sound(report.is_sound()))
}

/// Prints what of the heads does not stand any more.
async fn held_against(kept: &Kept, store: &SharedStore, data: &Path) -> Result<Found, CliError> {
    println!("{}", kept.introduced());
    let gone = storage::gone_since(&**store, &kept.heads).await?;
    for gone in &gone {
        println!("{gone}");
    }
    if !gone.is_empty() {
        println!(
            "The log is not the one that these heads are of: it was cut, written anew, or restored from before them."
        );
        return Ok(Found::Wrong);
    }
    println!("All of it stands in the log.");
    if kept.is_of(data) {
        return Ok(Found::Sound);
    }
    println!(
        "It is not signed by the key of this data folder: compare that key with the one the node has published."
    );
    Ok(Found::Unproven)
}

/// A line for each chain, and a last one for all.
pub fn describe(report: &Report) -> String {
    let mut lines: Vec<String> = report
        .chains
        .iter()
        .map(|chain| match &chain.fault {
            None => format!("{}: {} events, whole", chain.chain, chain.sound),
            Some(fault) => format!("{}: BROKEN after {} sound events: {fault}", chain.chain, chain.sound),
        })
        .collect();
    lines.push(if report.is_sound() {
        format!("The event log is as it was written: {} events.", report.events())
    } else {
        "The event log was tampered with or damaged.".into()
    });
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_proven_is_not_called_whole() {
        let report = |verdict: Verdict, others: &[&str]| evidence::Report {
            findings: vec![evidence::Finding { verdict, says: String::new() }],
            key: Some("1f2e 77a0".to_owned()),
            other_keys: others.iter().map(|key| (*key).to_owned()).collect(),
        };
        for (found, others, named, code, says) in [
            (Verdict::Sound, &[] as &[&str], None, 0, "is whole. Compare"),
            (Verdict::Sound, &[], Some("1F2E77A0"), 0, "of the node you named"),
            (Verdict::Sound, &[], Some("0000"), 1, "not the key you named"),
            (Verdict::Wrong, &[], Some("1f2e 77a0"), 1, "not as it was handed out"),
            (Verdict::Sound, &["aaaa"], None, UNPROVEN, "seals in it are by another key"),
            (Verdict::Sound, &["aaaa"], Some("1f2e 77a0"), 0, "of the node you named"),
            (Verdict::Wrong, &["aaaa"], None, 1, "not as it was handed out"),
            (Verdict::NotChecked, &[], Some("1f2e 77a0"), UNPROVEN, "not all of it could be checked"),
            (Verdict::NotChecked, &[], Some("0000"), 1, "not the key you named"),
        ] {
            let (said, exit) = verdict(&report(found, others), named);
            assert_eq!(exit, code, "{said}");
            assert!(said.contains(says), "{said}");
        }
    }
}
