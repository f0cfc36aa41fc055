//! The process under test: pinned to a core, asked and answered by lines, its time and memory read from /proc.

use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use crate::Failure;

/// The process under test has this core for itself; the load has the other.
pub const SUBJECT_CORE: &str = "0";
pub const LOAD_CORE: &str = "1";

#[derive(Debug)]
pub struct Process {
    child: Child,
    lines: Option<(ChildStdin, BufReader<ChildStdout>)>,
}

impl Process {
    /// Starts `program` on its core. `speaks`: by lines of JSON on its standard streams.
    pub fn start(program: &std::path::Path, arguments: &[&str], speaks: bool) -> Result<Self, Failure> {
        Self::start_with(program, arguments, &[], speaks)
    }

    pub fn start_with(
        program: &std::path::Path,
        arguments: &[&str],
        environment: &[(String, String)],
        speaks: bool,
    ) -> Result<Self, Failure> {
        let (input, output) =
            if speaks { (Stdio::piped(), Stdio::piped()) } else { (Stdio::null(), Stdio::null()) };
        let mut child = Command::new("taskset")
            .args(["-c", SUBJECT_CORE])
            .arg(program)
            .args(arguments)
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .stdin(input)
            .stdout(output)
            .stderr(if speaks { Stdio::inherit() } else { Stdio::null() })
            .spawn()?;
        let lines = child.stdin.take().zip(child.stdout.take().map(BufReader::new));
        Ok(Self { child, lines })
    }

    pub fn tell(&mut self, question: &impl Serialize) -> Result<(), Failure> {
        let (input, _) = self.lines.as_mut().ok_or("this process does not listen")?;
        let mut line = serde_json::to_vec(question)?;
        line.push(b'\n');
        Ok(input.write_all(&line)?)
    }

    pub fn ask<A: DeserializeOwned>(&mut self, question: &impl Serialize) -> Result<A, Failure> {
        self.tell(question)?;
        self.hear()
    }

    pub fn hear<A: DeserializeOwned>(&mut self) -> Result<A, Failure> {
        let (_, output) = self.lines.as_mut().ok_or("this process does not speak")?;
        let mut line = String::new();
        if output.read_line(&mut line)? == 0 {
            return Err("the process under test ended".into());
        }
        Ok(serde_json::from_str(&line)?)
    }

    /// User and system time of all its threads.
    pub fn cpu(&self) -> Result<Duration, Failure> {
        const TICKS: u64 = 100; // USER_HZ, fixed for what /proc prints
        let text = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let after_name = text.rsplit_once(") ").ok_or("/proc/…/stat is strange")?.1;
        let fields: Vec<&str> = after_name.split(' ').collect();
        let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<u64>().ok());
        let spent = ticks(11).zip(ticks(12)).ok_or("/proc/…/stat is strange")?;
        Ok(Duration::from_millis((spent.0 + spent.1) * 1000 / TICKS))
    }

    /// Memory it took, in KiB: resident, without the pages of its program, which come in when first run and are
    /// not a seat's.
    pub fn rss(&self) -> Result<u64, Failure> {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = text.lines().find_map(|line| line.strip_prefix("RssAnon:")).ok_or("no RssAnon")?;
        Ok(line.trim().trim_end_matches(" kB").trim().parse()?)
    }

    /// Whether it still runs.
    pub fn runs(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.lines = None; // a process that listens ends by itself; give it a moment
        for _ in 0..50 {
            if !self.runs() {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        // It may have ended just now.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Pins this process.
pub fn pin(core: &str) -> Result<(), Failure> {
    let own = std::process::id().to_string();
    let done = Command::new("taskset").args(["-a", "-cp", core, &own]).stdout(Stdio::null()).status()?;
    if done.success() { Ok(()) } else { Err("taskset does not pin".into()) }
}
