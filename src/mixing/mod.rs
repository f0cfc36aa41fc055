//! Mixes recordings into films in the background, one at a time on request; a film is deleted after a week.

mod confined;
mod plan;
mod program;

pub use plan::Plan;

use crate::{
    domain::{
        hearing::{Export, ExportFailure, ExportState, Hearing, Recording},
        ids::{ExportId, HearingId, RecordingId},
    },
    files::lacks_room,
    reels::{Reels, is_locked},
    storage::{LONGEST_TURN, PATIENCE, SharedStore, StoreError, in_time},
    world::{SharedWorld, World},
};
use sha2::{Digest, Sha256};
use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::sync::watch;

/// Between two looks for something to do.
const EVERY: Duration = Duration::from_secs(3);
/// What the name of a film ends in, and that of the folder in which one is made.
const FILM: &str = ".mp4";
const WORK: &str = ".work";

/// What mixing needs.
#[derive(Debug, Clone)]
pub struct Settings {
    /// FFmpeg, by name or path.
    pub program: PathBuf,
    pub reels: Reels,
    /// Where films are put.
    pub films: PathBuf,
    /// What must stay free on the disk beside a film and what it is made of, for recordings that are being written. Bytes.
    pub keep_free: u64,
    /// A font file that has the characters of plates.
    pub font: &'static [u8],
}

/// Where a film is, once it is done.
#[must_use]
pub fn film_path(films: &Path, id: ExportId) -> PathBuf {
    films.join(format!("{id}{FILM}"))
}

/// Where the program works, and where recordings that are locked lie in the clear for as long.
fn work_path(films: &Path, id: ExportId) -> PathBuf {
    films.join(format!("{id}{WORK}"))
}

/// Removes a film and what was laid out to make it; what is not there is gone already. What the disk refuses is logged,
/// and removed at the next start.
pub fn remove_film(films: &Path, id: ExportId) {
    remove_work(films, id);
    told(id, fs::remove_file(film_path(films, id)));
}

fn remove_work(films: &Path, id: ExportId) {
    told(id, fs::remove_dir_all(work_path(films, id)));
}

fn told(id: ExportId, removed: io::Result<()>) {
    if let Err(error) = removed
        && error.kind() != io::ErrorKind::NotFound
    {
        tracing::error!(%error, export.id = %id, "A film, or what it was made of, cannot be removed");
    }
}

/// Mixes what is asked for, until it is dropped. What a stop interrupts is begun again at the next start.
pub async fn run(store: SharedStore, world: SharedWorld, settings: Settings) {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    if let Err(error) = in_time(LONGEST_TURN, sweep(&store, &settings)).await {
        tracing::warn!(%error, "Whether destroyed recordings are gone is not known");
    }
    loop {
        ticks.tick().await;
        if let Err(error) = work(&store, &*world, &settings).await {
            tracing::warn!(%error, "Films of recordings cannot be seen to now");
        }
    }
}

/// Removes what is destroyed on record, and what films were being made of: a crash or a disk that refused left it lying.
///
/// # Errors
/// The store fails.
pub async fn sweep(store: &SharedStore, settings: &Settings) -> Result<(), StoreError> {
    let (mut records, reels) = (store.read().await?, &settings.reels);
    for id in named(&settings.films, WORK) {
        remove_work(&settings.films, id); // its film is begun again from the recordings
    }
    for id in named(&settings.films, FILM) {
        // A film is on record before it is made, and not any more before it goes.
        if records.export(id).await?.is_none() {
            remove_film(&settings.films, id);
        }
    }
    for hearing in reels.hearings() {
        let keeping = records.keeping(HearingId(hearing)).await?;
        if keeping.is_some_and(|keeping| keeping.destroyed.is_some())
            && let Err(error) = reels.destroy(hearing)
        {
            tracing::error!(%error, hearing.id = %hearing, "Recordings that are destroyed on record cannot be removed");
        }
    }
    Ok(())
}

/// Exports of which something lies there that is called so.
fn named(folder: &Path, ending: &str) -> Vec<ExportId> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let id = |name: &str| name.strip_suffix(ending)?.parse().ok().map(ExportId);
    entries.filter_map(|entry| id(entry.file_name().to_str()?)).collect()
}

/// Mixes all that waits and clears away what is past its time.
///
/// # Errors
/// The store fails.
pub async fn work(store: &SharedStore, world: &dyn World, settings: &Settings) -> Result<(), StoreError> {
    let asked = in_time(PATIENCE, async {
        let mut records = store.read().await?;
        Ok((records.open_exports().await?, records.exports_over(world.now()).await?))
    });
    let (waiting, over) = asked.await?;
    for export in over.iter().filter(|export| export.goes_at().is_some_and(|at| at <= world.now())) {
        clear(store, settings, export).await?;
    }
    for export in waiting {
        make(store, world, settings, export).await?;
    }
    Ok(())
}

async fn clear(store: &SharedStore, settings: &Settings, export: &Export) -> Result<(), StoreError> {
    let removing = in_time(PATIENCE, async {
        let mut tx = store.begin().await?;
        tx.remove_export(export.id).await?;
        tx.commit().await
    });
    removing.await?;
    remove_film(&settings.films, export.id); // what a crash leaves here goes at the next start
    Ok(())
}

async fn make(
    store: &SharedStore,
    world: &dyn World,
    settings: &Settings,
    mut export: Export,
) -> Result<(), StoreError> {
    let asked = in_time(PATIENCE, async {
        let mut records = store.read().await?;
        Ok((records.hearing(export.hearing).await?, records.recordings(export.hearing).await?))
    });
    let (hearing, recordings) = asked.await?;
    let mixed = match hearing {
        Some(hearing) => mix(store, settings, &mut export, &hearing, &recordings).await,
        None => Err(ExportFailure::Nothing),
    };
    let at = world.now();
    export.state = match mixed {
        Ok((bytes, sha256)) => ExportState::Done { at, bytes, sha256 },
        Err(why) => ExportState::Failed { at, why },
    };
    save(store, &export).await
}

async fn save(store: &SharedStore, export: &Export) -> Result<(), StoreError> {
    let saving = in_time(PATIENCE, async {
        let mut tx = store.begin().await?;
        tx.save_export(export).await?;
        tx.commit().await
    });
    saving.await
}

/// Size and hash of the film. Whatever comes of it, nothing that it was made of is left; of one that failed nothing at all.
async fn mix(
    store: &SharedStore,
    settings: &Settings,
    export: &mut Export,
    hearing: &Hearing,
    recordings: &[Recording],
) -> Result<(u64, [u8; 32]), ExportFailure> {
    let (films, id) = (settings.films.clone(), export.id);
    let film = film_of(store, settings, export, hearing, recordings).await;
    let remove = if film.is_ok() { remove_work } else { remove_film };
    let removing = tokio::task::spawn_blocking(move || remove(&films, id));
    if let Err(error) = removing.await {
        tracing::error!(%error, export.id = %id, "What a film was made of is still there");
    }
    film
}

async fn film_of(
    store: &SharedStore,
    settings: &Settings,
    export: &mut Export,
    hearing: &Hearing,
    recordings: &[Recording],
) -> Result<(u64, [u8; 32]), ExportFailure> {
    let plan = Plan::of(hearing, recordings).ok_or(ExportFailure::Nothing)?;
    let work = work_path(&settings.films, export.id);
    let film = film_path(&settings.films, export.id);
    let desk =
        Desk { work: work.clone(), settings: settings.clone(), plan: plan.clone(), hearing: hearing.id.0 };
    let inputs = blocking(move || desk.lay_out()).await?;
    let (tell, mut told) = watch::channel(0);
    let noting = async {
        while told.changed().await.is_ok() {
            export.state = ExportState::Mixing { percent: *told.borrow_and_update() };
            if let Err(error) = save(store, export).await {
                tracing::debug!(%error, "How far a film is was not noted");
            }
        }
    };
    let mixing = program::mix(&settings.program, &plan, &inputs, (&work, &film), tell);
    let (mixed, ()) = tokio::join!(mixing, noting);
    mixed?;
    let measured = blocking(move || {
        let mut sha = Sha256::new();
        let bytes = io::copy(&mut File::open(&film)?, &mut sha)?;
        Ok((bytes, sha.finalize().into()))
    });
    measured.await
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, ExportFailure> {
    let done = tokio::task::spawn_blocking(work).await.map_err(io::Error::other).flatten();
    done.map_err(|error| {
        tracing::error!(%error, "A film cannot be made");
        if error.kind() == io::ErrorKind::NotFound { ExportFailure::Nothing } else { ExportFailure::Disk }
    })
}

/// The folder the program works in.
struct Desk {
    work: PathBuf,
    settings: Settings,
    plan: Plan,
    hearing: uuid::Uuid,
}

impl Desk {
    /// Writes everything the program reads; where its inputs are.
    fn lay_out(&self) -> io::Result<Vec<PathBuf>> {
        fs::create_dir_all(&self.settings.films)?;
        self.need_room()?;
        // What an earlier try left.
        let _ = fs::remove_dir_all(&self.work);
        fs::create_dir(&self.work)?;
        fs::write(self.work.join("font.ttf"), self.settings.font)?;
        for (n, plate) in self.plan.plates().enumerate() {
            fs::write(self.work.join(format!("plate-{n}.txt")), plate)?;
        }
        fs::write(self.work.join("graph.txt"), self.plan.graph())?;
        self.plan.files().map(|id| self.input(id)).collect()
    }

    /// Live recordings are written to the same disk.
    fn need_room(&self) -> io::Result<()> {
        let mut needed = self.settings.keep_free;
        for id in self.plan.files() {
            let path = self.settings.reels.path_of(self.hearing, id.0)?;
            needed = needed.saturating_add(needed_for(&path)?);
        }
        if lacks_room(&self.settings.films, needed) { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }

    /// A recording in the clear: itself, or a copy for as long as it is needed.
    fn input(&self, id: RecordingId) -> io::Result<PathBuf> {
        let reels = &self.settings.reels;
        let path = reels.path_of(self.hearing, id.0)?;
        let mut reel = reels.finished(self.hearing, id.0)?;
        if !reel.is_locked() {
            return std::path::absolute(path);
        }
        let copy = self.work.join(format!("{id}.webm"));
        io::copy(&mut reel, &mut File::create(&copy)?)?;
        std::path::absolute(copy)
    }
}

/// Bytes for one input: a film is no larger than what it is made of, and a recording that is locked is copied as well.
fn needed_for(recording: &Path) -> io::Result<u64> {
    let copies = if is_locked(recording) { 2 } else { 1 };
    Ok(recording.metadata()?.len().saturating_mul(copies))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locked_recording_needs_room_for_its_copy_too() {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in [("1.webm", 10), ("1.webm.locked", 20)] {
            let path = folder.path().join(name);
            fs::write(&path, [0; 10]).unwrap();
            assert_eq!(needed_for(&path).unwrap(), bytes, "{name}");
        }
    }
}
