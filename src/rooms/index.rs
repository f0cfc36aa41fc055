//! Keeps the speaker index of a recording: the room observes who speaks, the domain decides what is a stretch.

use super::{
    journal::{Place, Record},
    live::Live,
    pending::Pending,
    recording::Watch,
    writing::TRY_AGAIN_AFTER,
};
use crate::{
    domain::{
        Timestamp,
        event::{Actor, Event},
        hearing::{RecordingStage, Stage, Stretch, TableNow, indexed},
        ids::{HearingId, SeatId},
    },
    storage::{StoreError, Tx},
    world::SharedWorld,
};

/// What is new of a recording's index: a measurement while it goes on.
#[derive(Debug)]
pub struct Indexing {
    pub hearing: HearingId,
    pub stretches: Vec<Stretch>,
    /// The recording rests or has ended: the log vouches for all of the index as it is stored then.
    pub vouched: bool,
}

impl Live {
    /// Looks who speaks while that is recorded, and puts on record what has ended or gone on for a while.
    pub fn follow_index(&mut self) {
        if self.writing.leads_to().is_some() {
            return; // a step on its way may close it
        }
        let now = self.now();
        if let (RecordingStage::On, Some(phase)) = (self.recording_stage(), self.table.hearing.stage.phase())
        {
            let speaking: Vec<SeatId> = self.room.speaking().into_iter().map(Into::into).collect();
            let floor = self.room.floor().map(Into::into);
            let mut unkept: Vec<SeatId> = self.recording.unkept.iter().map(|one| one.seat.into()).collect();
            unkept.dedup(); // in order of seats; the index knows no cameras and screens
            let table = TableNow { phase, floor, speaking: &speaking, unkept: &unkept };
            self.recording.index.look(&table, now);
        }
        let due = self.recording.index.take_due(now);
        self.write_stretches(due);
    }

    /// What a step from here leaves of the index; nothing where recording goes on. Also where there is no recorder by
    /// now: what an earlier one left is vouched for all the same.
    pub fn index_closed_by(&self, next: &Stage) -> Option<Vec<Stretch>> {
        let rests = RecordingStage::of(next) != RecordingStage::On;
        (self.table.is_indexed() && rests).then(|| self.recording.index.close(self.now()))
    }

    /// The room is put away in the middle of a session.
    pub fn keep_index(&mut self) {
        if self.table.is_indexed() {
            let due = self.recording.index.close(self.now());
            self.write_stretches(due);
        }
    }

    fn write_stretches(&mut self, due: Vec<Stretch>) {
        if due.is_empty() {
            return;
        }
        let index = Indexing {
            hearing: self.table.hearing.id,
            stretches: due.clone(),
            vouched: !self.table.is_indexed(),
        };
        self.writing.put(Record::default().indexing(Some(index)), Pending::Stretches(due));
    }
}

impl Watch {
    /// What could not be stored is due again.
    pub fn stretches_stored(&mut self, due: &[Stretch], stored: bool, now: Timestamp) {
        if stored {
            self.index.stored(due);
        } else {
            self.index.give_back(due, now.plus_millis(TRY_AGAIN_AFTER));
        }
    }
}

impl Indexing {
    /// What is vouched for is read back: rows may be there that this room never knew of.
    pub async fn write(&self, tx: &mut dyn Tx, world: &SharedWorld, place: &Place) -> Result<(), StoreError> {
        tx.put_stretches(self.hearing, &self.stretches).await?;
        if self.vouched {
            let stored = tx.recording_index(self.hearing).await?;
            if let Some(change) = indexed(self.hearing, &stored) {
                let event = place.event(world, Actor::System, change.kind);
                tx.append(&Event { details: change.details, ..event }).await?;
            }
        }
        Ok(())
    }
}
