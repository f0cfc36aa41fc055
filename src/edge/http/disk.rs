//! How much room is left where this server writes.

use crate::{edge::EdgeConfig, files::disk_of};

/// Puts down room and size of the disks as they are now. The recordings may have a disk of their own.
pub fn measure(config: &EdgeConfig) {
    let folders = [("data", config.files.parent()), ("recordings", Some(config.reels.folder()))];
    for (name, folder) in folders {
        let Some(disk) = folder.and_then(disk_of) else { continue };
        metrics::gauge!("disk_free_bytes", "folder" => name).set(disk.free as f64);
        metrics::gauge!("disk_bytes", "folder" => name).set(disk.size as f64);
    }
}

/// Whose files are taken.
pub fn files_taken(config: &EdgeConfig) -> &'static str {
    let free = disk_of(&config.files).map_or(u64::MAX, |disk| disk.free);
    match config.keep_free {
        keep if free < keep.staff => "none",
        keep if free < keep.citizens => "staff",
        _ => "all",
    }
}
