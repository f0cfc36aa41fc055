//! Runs the mixing program, and reads how far it is.
//!
//! It is told to open files of one kind and nothing else ([`confined`] has the rest).

use super::{
    confined::{self, Bounds},
    plan::Plan,
};
use crate::domain::hearing::ExportFailure;
use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, BufReader},
    process::Child,
    sync::watch,
    time::timeout,
};

/// How much is kept of the last that it complained of, bytes.
const LAST_WORDS: usize = 4096;
/// It tells how far it is twice a second; silent for so long it hangs, and films behind it wait.
const PATIENCE: Duration = Duration::from_secs(600);

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
    let (Some(progress), Some(complaints)) = (child.stdout.take(), child.stderr.take()) else {
        return Err(ExportFailure::Program);
    };
    let follow = async {
        if !told_to_the_end(progress, plan.lasts, tell, PATIENCE).await {
            tracing::error!("The mixing program hangs, and is ended");
            confined::end(&mut child);
        }
    };
    // Side by side: a pipe that nobody empties stops who writes into it.
    let ((), words) = tokio::join!(follow, last_words(complaints));
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
    let bytes: u64 = inputs.iter().filter_map(|input| input.metadata().ok()).map(|found| found.len()).sum();
    let mut command = confined::command(program, work, Bounds::of(plan.lasts, bytes));
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
    command.spawn()
}

/// Tells how far it is until it says no more; whether it ended of itself.
async fn told_to_the_end(
    progress: impl AsyncRead + Unpin,
    lasts: i64,
    tell: watch::Sender<u8>,
    patience: Duration,
) -> bool {
    let mut lines = BufReader::new(progress).lines();
    loop {
        match timeout(patience, lines.next_line()).await {
            Ok(Ok(Some(line))) => {
                if let Some(percent) = percent_of(&line, lasts) {
                    tell.send_if_modified(|told| std::mem::replace(told, percent) != percent);
                }
            }
            Ok(_) => return true,
            Err(_) => return false,
        }
    }
}

async fn last_words(mut complaints: impl AsyncRead + Unpin) -> String {
    let (mut kept, mut some) = (Vec::new(), [0; LAST_WORDS]);
    while let Ok(read @ 1..) = complaints.read(&mut some).await {
        kept.extend_from_slice(some.get(..read).unwrap_or_default());
        kept.drain(..kept.len().saturating_sub(LAST_WORDS));
    }
    String::from_utf8_lossy(&kept).into_owned()
}

/// A line of its progress; 100 is left to who sees it end.
fn percent_of(line: &str, lasts: i64) -> Option<u8> {
    let micros: i64 = line.strip_prefix("out_time_us=")?.trim().parse().ok()?;
    let percent = micros / 10 / lasts.max(1);
    u8::try_from(percent.clamp(0, 99)).ok()
}

#[cfg(test)]
mod tests {
    use super::{LAST_WORDS, last_words, percent_of, told_to_the_end};
    use std::time::Duration;
    use tokio::{io::AsyncWriteExt, sync::watch};

    #[tokio::test]
    async fn of_all_its_complaints_the_last_are_kept() {
        let (mut mouth, ear) = tokio::io::duplex(64);
        let complain = async {
            mouth.write_all(&vec![b'x'; 100_000]).await.unwrap();
            mouth.write_all("坏帧".as_bytes()).await.unwrap();
            drop(mouth);
        };
        let ((), words) = tokio::join!(complain, last_words(ear));
        assert!(words.ends_with("x坏帧"));
        assert_eq!(words.len(), LAST_WORDS);
    }

    #[tokio::test]
    async fn a_program_that_says_nothing_more_hangs() {
        let (mut mouth, ear) = tokio::io::duplex(64);
        let (tell, told) = watch::channel(0);
        mouth.write_all(b"out_time_us=5000000\n").await.unwrap();
        assert!(!told_to_the_end(ear, 10_000, tell, Duration::from_millis(50)).await);
        assert_eq!(*told.borrow(), 50);
        drop(mouth);
    }

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
