//! Runs the mixing program, and reads how far it is.
//!
//! It decodes what strangers sent: it is a process of its own, without our environment, told to open files and
//! nothing else, and behind everything that is live.

use super::plan::Plan;
use crate::domain::hearing::ExportFailure;
use std::{
    io,
    path::{Path, PathBuf},
    process::Stdio,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, BufReader},
    process::{Child, Command},
    sync::watch,
};

/// Longest that is kept of what it says when it gives up, bytes.
const LAST_WORDS: u64 = 4096;

/// Mixes `inputs`, in the order of the plan, into `film`. `work` holds graph, plates and font; `tell` hears of every
/// hundredth, and ends with it.
pub async fn mix(
    program: &Path,
    plan: &Plan,
    inputs: &[PathBuf],
    (work, film): (&Path, &Path),
    tell: watch::Sender<u8>,
) -> Result<(), ExportFailure> {
    let mut child = start(program, plan, inputs, (work, film)).map_err(|error| {
        tracing::error!(%error, "The mixing program cannot be started");
        ExportFailure::NoProgram
    })?;
    if let Some(stdout) = child.stdout.take() {
        let mut lines = BufReader::new(stdout).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            if let Some(percent) = percent_of(&line, plan.lasts) {
                tell.send_if_modified(|told| std::mem::replace(told, percent) != percent);
            }
        }
    }
    let mut words = String::new();
    if let Some(stderr) = child.stderr.take() {
        let _ = stderr.take(LAST_WORDS).read_to_string(&mut words).await;
    }
    match child.wait().await {
        Ok(status) if status.success() => Ok(()),
        // As `nice` and every shell say it.
        Ok(status) if matches!(status.code(), Some(126 | 127)) => Err(ExportFailure::NoProgram),
        status => {
            tracing::error!(?status, words, "The mixing program gave up");
            Err(ExportFailure::Program)
        }
    }
}

fn start(program: &Path, plan: &Plan, inputs: &[PathBuf], (work, film): (&Path, &Path)) -> io::Result<Child> {
    // Media and minutes come first.
    let mut command = Command::new("nice");
    command.args(["-n", "15"]).arg(program);
    command.args(["-nostdin", "-hide_banner", "-loglevel", "error", "-y", "-progress", "pipe:1"]);
    for input in inputs {
        command.args(["-protocol_whitelist", "file", "-f", "matroska", "-threads", "1", "-i"]).arg(input);
    }
    command.args(["-filter_complex_threads", "1", "-filter_complex_script", "graph.txt", "-map", "[film]"]);
    command.args([
        "-c:v", "libx264", "-preset", "veryfast", "-crf", "27", "-pix_fmt", "yuv420p", "-threads", "1",
    ]);
    if plan.has_sound() {
        command.args(["-map", "[sound]", "-c:a", "aac", "-b:a", "64k", "-ac", "1"]);
    }
    let lasts = format!("{}.{:03}", plan.lasts / 1000, plan.lasts % 1000);
    command.args(["-t", &lasts, "-movflags", "+faststart", "-f", "mp4"]).arg(film);
    let path = std::env::var_os("PATH").unwrap_or_default();
    command.current_dir(work).env_clear().env("PATH", path);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true).spawn()
}

/// A line of its progress; 100 is left to who sees it end.
fn percent_of(line: &str, lasts: i64) -> Option<u8> {
    let micros: i64 = line.strip_prefix("out_time_us=")?.trim().parse().ok()?;
    let percent = micros / 10 / lasts.max(1);
    u8::try_from(percent.clamp(0, 99)).ok()
}

#[cfg(test)]
mod tests {
    use super::percent_of;

    #[test]
    fn progress_is_read_off_what_the_program_says() {
        for (line, expected) in [
            ("out_time_us=0", Some(0)),
            ("out_time_us=5000000", Some(50)),
            ("out_time_us=99999999", Some(99)),
            ("out_time_us=-3", Some(0)),
            ("out_time_us=N/A", None),
            ("frame=12", None),
        ] {
            assert_eq!(percent_of(line, 10_000), expected, "{line}");
        }
    }
}
