//! How the mixing program is started. It decodes what strangers sent, so it gets the least that plain Linux gives without
//! root: no environment, no rights and none to gain, a bound on time, memory and what it writes, behind everything live.
//!
//! Tools that every Debian has (coreutils, util-linux) set it up; each becomes the next, so the child is the program itself.

use rustix::process::{Pid, Signal, kill_process_group};
use std::{path::Path, process::Stdio};
use tokio::process::{Child, Command};

/// Of each gigabyte that `-threads 1` and a hundred inputs reserve most is never touched: the service's `MemoryMax` counts what is.
const ADDRESS_SPACE: u64 = 8 << 30;
/// Of a film of so long, and beside it: twelve pictures take less than its length on a slow core.
const CPU_EACH_SECOND: u64 = 10;
const CPU_BESIDE: u64 = 3600;
/// A film is hardly larger than what it is made of; one of silence and plates may be.
const FILE_EACH_BYTE: u64 = 2;
const FILE_BESIDE: u64 = 256 << 20;

/// Where the kernel ends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    cpu_seconds: u64,
    file_bytes: u64,
}

impl Bounds {
    /// For a film of `lasts` milliseconds, made of so many bytes.
    pub fn of(lasts: i64, bytes: u64) -> Self {
        let seconds = u64::try_from(lasts / 1000).unwrap_or_default();
        Self {
            cpu_seconds: seconds.saturating_mul(CPU_EACH_SECOND).saturating_add(CPU_BESIDE),
            file_bytes: bytes.saturating_mul(FILE_EACH_BYTE).saturating_add(FILE_BESIDE),
        }
    }
}

/// `program`, to be given its arguments, working in `work`.
pub fn command(program: &Path, work: &Path, bounds: Bounds) -> Command {
    let Bounds { cpu_seconds, file_bytes } = bounds;
    let mut command = Command::new("nice"); // media and minutes come first
    command.args(["-n", "15", "prlimit", "--core=0"]);
    command.args([
        format!("--cpu={cpu_seconds}"),
        format!("--as={ADDRESS_SPACE}"),
        format!("--fsize={file_bytes}"),
    ]);
    command.args(["setpriv", "--no-new-privs", "--inh-caps=-all", "--ambient-caps=-all"]).arg(program);
    command.current_dir(work).env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.process_group(0).kill_on_drop(true);
    command
}

/// Ends it, and whatever it started.
pub fn end(child: &mut Child) {
    let group = child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
    let ended = group.map(|group| kill_process_group(group, Signal::KILL));
    if !matches!(ended, Some(Ok(()))) {
        child.start_kill().ok(); // it may be gone already
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;
    use tokio::{io::AsyncReadExt as _, time::timeout};

    const MINUTE: i64 = 60_000;

    async fn said(script: &str) -> String {
        let work = tempfile::tempdir().unwrap();
        let mut command = command(Path::new("sh"), work.path(), Bounds::of(MINUTE, 1 << 20));
        let output = command.args(["-c", script]).output().await.unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    #[tokio::test]
    async fn it_has_bounds_no_environment_and_no_rights_to_gain() {
        let limits = said("ulimit -c; ulimit -t; ulimit -v; ulimit -f").await;
        let blocks = ((2 << 20) + FILE_BESIDE) / 512;
        assert_eq!(limits, format!("0\n4200\n{}\n{blocks}", ADDRESS_SPACE / 1024));
        let environment = said("tr '\\0' '\\n' < /proc/$$/environ | cut -d= -f1").await;
        assert_eq!(environment, "PATH");
        let rights = said("grep -E 'NoNewPrivs|CapInh|CapAmb' /proc/$$/status | tr -d '\\t\\n'").await;
        assert_eq!(rights, "CapInh:0000000000000000CapAmb:0000000000000000NoNewPrivs:1");
    }

    #[tokio::test]
    async fn what_it_writes_ends_at_its_bound() {
        let work = tempfile::tempdir().unwrap();
        let bounds = Bounds { cpu_seconds: 60, file_bytes: 4096 };
        let mut command = command(Path::new("sh"), work.path(), bounds);
        let output = command.args(["-c", "head -c 100000 /dev/zero > film"]).output().await.unwrap();
        assert!(!output.status.success());
        assert_eq!(work.path().join("film").metadata().unwrap().len(), 4096);
    }

    #[tokio::test]
    async fn what_it_started_ends_with_it() {
        let work = tempfile::tempdir().unwrap();
        let mut command = command(Path::new("sh"), work.path(), Bounds::of(MINUTE, 0));
        let mut child = command.args(["-c", "sleep 600 & echo begun; wait"]).spawn().unwrap();
        let mut stdout = child.stdout.take().unwrap();
        let mut begun = [0; 6];
        stdout.read_exact(&mut begun).await.unwrap();
        end(&mut child);
        let rest = timeout(Duration::from_secs(10), stdout.read_to_end(&mut Vec::new())).await;
        assert_eq!(rest.expect("nobody holds the pipe any more").unwrap(), 0);
        assert!(!child.wait().await.unwrap().success());
    }
}
