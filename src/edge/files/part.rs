//! Files being written: they appear under their own name only when complete.

use crate::{domain::Timestamp, edge::problem::Problem, files::PART};
use std::{
    fmt::Display,
    io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};
use tokio::{
    fs::{self, File},
    io::AsyncWriteExt,
};

/// What nobody wrote to for so long is of a crash: a form has an hour to come in.
const OVER_AFTER: Duration = Duration::from_secs(2 * 3600);

/// A file in the making. Where it is not finished, because something failed or whoever sends it is gone, it is unlinked.
#[derive(Debug)]
pub(super) struct Part {
    file: File,
    path: PathBuf,
}

impl Part {
    pub async fn begin(folder: &Path, id: impl Display) -> Result<Self, Problem> {
        let path = folder.join(format!("{id}{PART}"));
        fs::create_dir_all(folder).await.map_err(Problem::internal)?;
        let file = File::create_new(&path).await.map_err(Problem::internal)?;
        Ok(Self { file, path })
    }

    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        self.file.write_all(bytes).await.map_err(Problem::internal)
    }

    /// Both the bytes and their name survive a power cut.
    pub async fn finish(mut self, whole: PathBuf) -> Result<(), Problem> {
        self.file.sync_all().await.map_err(Problem::internal)?;
        fs::rename(&self.path, &whole).await.map_err(Problem::internal)?;
        self.path.clone_from(&whole);
        let synced = tokio::task::spawn_blocking(move || crate::files::sync_folder(&whole)).await;
        synced.map_err(Problem::internal)?.map_err(Problem::internal)?;
        self.path.clear(); // it stays
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.path.as_os_str().is_empty() {
            // What cannot be unlinked now a later start does.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// Removes what a crash left half made in `folder`; how many. What is younger than [`OVER_AFTER`] may still be coming in
/// at another node, which may also be done with it before we are.
///
/// A whole file without a record is not touched: with a database that was restored, or named wrongly, it would be evidence.
///
/// # Errors
/// What the file system says; a folder that is not there is empty.
pub fn sweep(folder: &Path, now: Timestamp) -> io::Result<usize> {
    let Some(entries) = if_there(std::fs::read_dir(folder))? else { return Ok(0) };
    let since_1970 = Duration::from_millis(u64::try_from(now.0).unwrap_or_default());
    let mut swept = 0;
    for entry in entries {
        let entry = entry?;
        if entry.file_name().to_string_lossy().ends_with(PART)
            && if_there(entry.metadata().and_then(|about| about.modified()))?
                .is_some_and(|at| at + OVER_AFTER <= SystemTime::UNIX_EPOCH + since_1970)
            && if_there(std::fs::remove_file(entry.path()))?.is_some()
        {
            swept += 1;
        }
    }
    Ok(swept)
}

/// None: it is not there, or not any more.
fn if_there<T>(found: io::Result<T>) -> io::Result<Option<T>> {
    match found {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        found => found.map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    #[tokio::test]
    async fn what_is_dropped_half_made_is_unlinked() {
        let folder = tempfile::tempdir().unwrap();
        let there = || std::fs::read_dir(folder.path()).unwrap().count();
        let mut part = Part::begin(folder.path(), 1).await.unwrap();
        part.write(b"%PDF-").await.unwrap();
        assert_eq!(there(), 1);
        drop(part);
        assert_eq!(there(), 0);
        let mut part = Part::begin(folder.path(), 2).await.unwrap();
        part.write(b"%PDF-1.7").await.unwrap();
        part.finish(folder.path().join("2")).await.unwrap();
        assert_eq!(std::fs::read(folder.path().join("2")).unwrap(), b"%PDF-1.7");
        assert_eq!(there(), 1);
    }

    #[test]
    fn a_start_removes_what_a_crash_left_half_made_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let young = OVER_AFTER - Duration::from_secs(60);
        for (name, age) in
            [("0190.part", OVER_AFTER), ("0191", OVER_AFTER), ("0192.part", OVER_AFTER), ("0193.part", young)]
        {
            let mut file = std::fs::File::create(folder.path().join(name)).unwrap();
            file.write_all(b"%PDF-").unwrap();
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(2_000_000_000) - age).unwrap();
        }
        let now = Timestamp(2_000_000_000_000);
        assert_eq!(sweep(folder.path(), now).unwrap(), 2);
        assert!(folder.path().join("0191").exists());
        assert!(folder.path().join("0193.part").exists(), "another node may be taking it in");
        assert_eq!(sweep(&folder.path().join("not made yet"), now).unwrap(), 0);
    }
}
