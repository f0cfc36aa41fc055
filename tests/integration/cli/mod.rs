//! The command line, as an administrator has it: the real binary in a folder.

mod clock;
mod first_start;
mod kept_files;
mod nothing_made;
mod restored;
mod standby;
mod users;

use lianjie::storage::{self, SharedStore};
use std::{
    path::{Path, PathBuf},
    process::Stdio,
};
use tempfile::TempDir;
use tokio::{
    io::AsyncWriteExt,
    process::{Child, Command},
};

/// Long and odd enough to be taken.
const PASSWORD: &str = "lanzhou river ferry 7";

/// Province, city, county.
const DIVISIONS: &str = "62,甘肃省\n6201,兰州市\n620103,七里河区\n";

/// Where somebody sits and types; nothing is in it at first.
struct Folder(TempDir);

/// What a command said, and whether it went well.
#[derive(Debug)]
struct Said {
    well: bool,
    out: String,
    err: String,
}

impl Folder {
    fn empty() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// With a database that has the first divisions and one bureau.
    async fn begun() -> Self {
        let folder = Self::empty();
        folder.write("divisions.csv", DIVISIONS);
        folder.run(&["init"]).await.well();
        folder.run(&["divisions", "import", "divisions.csv"]).await.well();
        folder.run(&BUREAU).await.well();
        folder
    }

    /// With the demo.
    async fn demo() -> Self {
        let folder = Self::empty();
        folder.write("divisions.csv", DIVISIONS);
        folder.run(&["demo"]).await.well();
        folder
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn data(&self) -> PathBuf {
        self.path().join("data")
    }

    /// Attachments, and the papers that the demo's units have made.
    fn kept_files(&self) -> usize {
        std::fs::read_dir(self.data().join("files")).unwrap().count()
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path().join(name), text).unwrap();
    }

    /// The records, beside whoever has them open.
    async fn store(&self) -> SharedStore {
        let key = std::fs::read(self.data().join("keys/master.key")).unwrap();
        let url = format!("sqlite:{}", self.data().join("lianjie.db").display());
        storage::open(&url, key.try_into().unwrap()).await.unwrap()
    }

    fn begin(&self, arguments: &[&str]) -> Child {
        Command::new(env!("CARGO_BIN_EXE_lianjie"))
            .args(arguments)
            .current_dir(self.path())
            .env_remove("LIANJIE_CONFIG")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap()
    }

    async fn run(&self, arguments: &[&str]) -> Said {
        self.typing(arguments, "").await
    }

    async fn typing(&self, arguments: &[&str], typed: &str) -> Said {
        let mut child = self.begin(arguments);
        // Who refuses before anybody types has closed its input.
        let _ = child.stdin.take().unwrap().write_all(typed.as_bytes()).await;
        let done = child.wait_with_output().await.unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Said { well: done.status.success(), out: text(done.stdout), err: text(done.stderr) }
    }

    /// An account of the bureau, with [`PASSWORD`].
    async fn account(&self, username: &str, role: &str) -> Said {
        let add = ["user", "add", username, "--name", "陈某", "--agency", "兰州市信访局", "--role", role];
        self.typing(&add, &format!("{PASSWORD}\n")).await
    }
}

const BUREAU: [&str; 7] =
    ["agency", "add", "兰州市信访局", "--kind", "petition_bureau", "--division", "6201"];

impl Said {
    #[track_caller]
    fn well(self) -> String {
        assert!(self.well, "{self:?}");
        self.out
    }

    /// Refused, with `words` in what it says to the administrator.
    #[track_caller]
    fn refused(self, words: &str) -> String {
        assert!(!self.well && (self.err.contains(words) || self.out.contains(words)), "{words}: {self:?}");
        self.err
    }
}
