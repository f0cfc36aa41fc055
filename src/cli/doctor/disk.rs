//! Whether there is room for what is to come: records, files, recordings.

use super::Finding;
use crate::{
    config::Config,
    files::{Disk, disk_of},
};
use std::path::Path;

const MIB: u64 = 1024 * 1024;
const GIB: u64 = 1024 * MIB;

pub fn look(config: &Config) -> Vec<Finding> {
    let data = &config.data.dir;
    let keep_free = config.recording.enabled.then_some(config.recording.keep_free_mb.saturating_mul(MIB));
    let disks = [("data folder", data.clone(), None), ("recordings", data.join("recordings"), keep_free)];
    let found = disks.iter().filter_map(|(what, folder, keep_free)| {
        disk_of(folder).map(|disk| room(what, folder, disk, *keep_free))
    });
    found.collect()
}

/// `keep_free`: what the recorder leaves free there, bytes.
fn room(what: &str, folder: &Path, disk: Disk, keep_free: Option<u64>) -> Finding {
    let left = format!(
        "{what}: {} MiB of {} GiB are free on the disk of {}",
        disk.free / MIB,
        disk.size / GIB,
        folder.display()
    );
    let mend = "make room: move old backups elsewhere, destroy recordings whose years are over, or take a larger disk";
    match keep_free {
        Some(keep) if disk.free < keep / 4 => Finding::Broken {
            wrong: format!("{left}: nothing is recorded"),
            mend: format!("{mend}; [recording] keep_free_mb says how much stays free"),
        },
        Some(keep) if disk.free < keep => Finding::Mind {
            wrong: format!("{left}: only sound is recorded, no picture"),
            mend: format!("{mend}; [recording] keep_free_mb says how much stays free"),
        },
        _ if disk.free < disk.size / 10 => Finding::Mind { wrong: left, mend: mend.into() },
        _ => Finding::Well(left),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_full_disk_takes_away_is_said() {
        for (free, keep_free, said) in [
            (50, Some(10), "ok "),
            (9, Some(10), "only sound"),
            (2, Some(10), "nothing is recorded"),
            (9, None, "mind"),
            (2, None, "mind"),
            (10, None, "ok "),
        ] {
            let disk = Disk { free: free * GIB, size: 100 * GIB };
            let finding = room("data", Path::new("data"), disk, keep_free.map(|keep| keep * GIB));
            assert!(finding.to_string().contains(said), "{free} {keep_free:?}: {finding}");
        }
    }
}
