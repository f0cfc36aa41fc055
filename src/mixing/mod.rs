//! Mixes recordings into films in the background, one at a time on request; a film is deleted after a week.

mod plan;
mod program;

pub use plan::Plan;

use crate::{
    domain::{
        hearing::{Export, ExportFailure, ExportState, Hearing, Recording},
        ids::{ExportId, HearingId, RecordingId},
    },
    reels::Reels,
    storage::{SharedStore, StoreError},
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

/// What mixing needs.
#[derive(Debug, Clone)]
pub struct Settings {
    /// FFmpeg, by name or path.
    pub program: PathBuf,
    pub reels: Reels,
    /// Where films are put.
    pub films: PathBuf,
    /// A font file that has the characters of plates.
    pub font: &'static [u8],
}

/// Where a film is, once it is done.
#[must_use]
pub fn film_path(films: &Path, id: ExportId) -> PathBuf {
    films.join(format!("{id}.mp4"))
}

/// Mixes what is asked for, until it is dropped. What a stop interrupts is begun again at the next start.
pub async fn run(store: SharedStore, world: SharedWorld, settings: Settings) {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    if let Err(error) = sweep(&store, &settings).await {
        tracing::warn!(%error, "Whether destroyed recordings are gone is not known");
    }
    loop {
        ticks.tick().await;
        if let Err(error) = work(&store, &*world, &settings).await {
            tracing::warn!(%error, "Films of recordings cannot be seen to now");
        }
    }
}

/// Removes what is destroyed on record and was left lying by a crash or a disk that refused.
///
/// # Errors
/// The store fails.
pub async fn sweep(store: &SharedStore, settings: &Settings) -> Result<(), StoreError> {
    let (mut records, reels) = (store.read().await?, &settings.reels);
    for id in films_in(&settings.films) {
        // A film is on record before it is made, and not any more before it goes.
        if records.export(id).await?.is_none()
            && let Err(error) = fs::remove_file(film_path(&settings.films, id))
        {
            tracing::error!(%error, export.id = %id, "A film that is on record no more cannot be removed");
        }
    }
    for hearing in reels.hearings() {
        let keeping = records.keeping(HearingId(hearing)).await?;
        if keeping.is_some_and(|keeping| keeping.destroyed.is_some())
            && let Err(error) = reels.destroy(hearing)
        {
            tracing::error!(%error, %hearing, "Recordings that are destroyed on record cannot be removed");
        }
    }
    Ok(())
}

/// Those that lie there.
fn films_in(folder: &Path) -> Vec<ExportId> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let id = |name: &str| name.strip_suffix(".mp4")?.parse().ok().map(ExportId);
    entries.filter_map(|entry| id(entry.file_name().to_str()?)).collect()
}

/// Mixes all that waits and clears away what is past its time.
///
/// # Errors
/// The store fails.
pub async fn work(store: &SharedStore, world: &dyn World, settings: &Settings) -> Result<(), StoreError> {
    let mut records = store.read().await?;
    let waiting = records.open_exports().await?;
    let over = records.exports_over(world.now()).await?;
    drop(records);
    for export in over.iter().filter(|export| export.goes_at().is_some_and(|at| at <= world.now())) {
        clear(store, settings, export).await?;
    }
    for export in waiting {
        make(store, world, settings, export).await?;
    }
    Ok(())
}

async fn clear(store: &SharedStore, settings: &Settings, export: &Export) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    tx.remove_export(export.id).await?;
    tx.commit().await?;
    // Gone already, or never made: as well. What is left by a crash here goes at the next start.
    let _ = fs::remove_file(film_path(&settings.films, export.id));
    Ok(())
}

async fn make(
    store: &SharedStore,
    world: &dyn World,
    settings: &Settings,
    mut export: Export,
) -> Result<(), StoreError> {
    let mut records = store.read().await?;
    let hearing = records.hearing(export.hearing).await?;
    let recordings = records.recordings(export.hearing).await?;
    drop(records);
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
    let mut tx = store.begin().await?;
    tx.save_export(export).await?;
    tx.commit().await
}

/// Size and hash of the film.
async fn mix(
    store: &SharedStore,
    settings: &Settings,
    export: &mut Export,
    hearing: &Hearing,
    recordings: &[Recording],
) -> Result<(u64, [u8; 32]), ExportFailure> {
    let plan = Plan::of(hearing, recordings).ok_or(ExportFailure::Nothing)?;
    let work = settings.films.join(format!("{}.work", export.id));
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
    let done = blocking(move || {
        fs::remove_dir_all(&work)?;
        let mut sha = Sha256::new();
        let bytes = io::copy(&mut File::open(&film)?, &mut sha)?;
        Ok((bytes, sha.finalize().into()))
    });
    mixed?;
    done.await
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
