//! Looks at everything a server needs before it runs: what is wrong, and how to mend it.

mod books;
mod disk;
mod kept;
mod network;

use super::{CliError, left_behind, open_as_is};
use crate::{config::Config, settings};
use std::{fmt, fs, path::Path, process::ExitCode};

/// One thing looked at: well, or what is wrong and how to mend it.
#[derive(Debug)]
enum Finding {
    Well(String),
    /// It works, but look at it.
    Mind {
        wrong: String,
        mend: String,
    },
    Broken {
        wrong: String,
        mend: String,
    },
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Well(what) => write!(f, "  ok    {what}"),
            Self::Mind { wrong, mend } => write!(f, "  mind  {wrong}\n        → {mend}"),
            Self::Broken { wrong, mend } => write!(f, "  BAD   {wrong}\n        → {mend}"),
        }
    }
}

/// Looks at everything; exit code 1 if something is broken.
///
/// # Errors
/// There is no installation to be looked at.
pub async fn run(config: &Config, file: Option<&Path>) -> Result<ExitCode, CliError> {
    let records = match open_as_is(config).await {
        Err(nothing @ (CliError::NoRecords(_) | CliError::NoKey(_))) => return Err(nothing),
        opened => opened,
    };
    let source = file.map_or("defaults (no configuration file)".to_owned(), |f| f.display().to_string());
    let mut findings = vec![Finding::Well(format!("configuration: {source}"))];
    findings.push(data_folder(&config.data.dir));
    findings.extend(disk::look(config));
    findings.extend(books::look(config, records).await);
    findings.extend(left_behind(config).await.map(|file| elsewhere(&file)));
    findings.extend(network::look(config));
    findings.push(fonts(config));
    findings.extend(mixer(config));
    findings.extend(gateway(config));
    for finding in &findings {
        println!("{finding}");
    }
    let broken = findings.iter().any(|finding| matches!(finding, Finding::Broken { .. }));
    println!(
        "{}",
        if broken { "Mend what is BAD, then run `lianjie doctor` again." } else { "Nothing is broken." }
    );
    Ok(if broken { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn data_folder(folder: &Path) -> Finding {
    let probe = folder.join(".doctor");
    match fs::write(&probe, b"probe").and_then(|()| fs::remove_file(&probe)) {
        Ok(()) => Finding::Well(format!("data folder {} can be written", folder.display())),
        Err(error) => Finding::Broken {
            wrong: format!("data folder {} cannot be written: {error}", folder.display()),
            mend: "give the server's user the folder, or set [data] dir to one it owns".into(),
        },
    }
}

fn elsewhere(file: &Path) -> Finding {
    Finding::Mind {
        wrong: format!(
            "PostgreSQL is configured, and {} holds petitions that this server does not see",
            file.display()
        ),
        mend: "nothing brings records from SQLite to PostgreSQL: go on with SQLite ([database] url = \"\"), or, if this is \
            a new beginning, move that file out of the data folder"
            .into(),
    }
}

/// The program that makes films of recordings; nothing else needs it.
fn mixer(config: &Config) -> Option<Finding> {
    let program = &config.recording.ffmpeg;
    let found = std::process::Command::new(program).arg("-version").output();
    config.recording.enabled.then(|| match found {
        Ok(_) => Finding::Well(format!("films of recordings are mixed by {}", program.display())),
        Err(error) => Finding::Mind {
            wrong: format!("films of recordings cannot be made: {}: {error}", program.display()),
            mend: "install FFmpeg (apt-get install ffmpeg), or set [recording] ffmpeg to where it is".into(),
        },
    })
}

/// Of `[channels]`; none where no messages are sent. The gateway itself is not asked: a message costs money.
fn gateway(config: &Config) -> Option<Finding> {
    let wrong = match settings::check_sms(config) {
        Ok(false) => return None,
        Ok(true) => return Some(Finding::Well(format!("messages go to {}", config.channels.sms_url))),
        Err(wrong) => wrong,
    };
    Some(Finding::Broken {
        wrong: format!("no message reaches a phone: [channels] {wrong}"),
        mend: "mend that key; a gateway inside needs its network in [channels] networks, one without TLS its host in \
            plain_hosts"
            .into(),
    })
}

fn fonts(config: &Config) -> Finding {
    let font = &config.documents.font;
    match settings::fonts(&config.documents) {
        Ok(_) if font.as_os_str().is_empty() => {
            Finding::Well("documents are set in the font of this program (WenQuanYi Micro Hei)".into())
        }
        Ok(_) => Finding::Well(format!("documents are set in {}", font.display())),
        Err(error) => Finding::Broken {
            wrong: format!("documents: {error}"),
            mend: "set [documents] font to a Chinese .ttf, .otf or .ttc, or leave it empty".into(),
        },
    }
}
