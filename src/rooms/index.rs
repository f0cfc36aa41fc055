//! The index beside the recording: the room looks at its table, the domain decides what is a stretch.

use super::{
    journal::{Job, Record},
    live::Live,
    pending::Pending,
};
use crate::domain::{
    event::Change,
    hearing::{RecordingStage, Stage, Stretch, TableNow},
    ids::SeatId,
};

impl Live {
    /// Looks who speaks while that is recorded, and puts on record what has ended or gone on for a while.
    pub fn follow_index(&mut self) {
        if self.waiting.recording.is_some() {
            return; // a step on its way may close it
        }
        let now = self.now();
        if let (RecordingStage::On, Some(phase)) = (self.recording_stage(), self.hearing.stage.phase()) {
            let speaking: Vec<SeatId> = self.room.speaking().into_iter().map(Into::into).collect();
            let floor = self.room.floor().map(Into::into);
            self.recording.index.look(&TableNow { phase, floor, speaking: &speaking }, now);
        }
        let due = self.recording.index.take_due(now);
        self.write_stretches(due);
    }

    /// What a step from here leaves of the index, with the log's line; nothing where the recording goes on.
    pub fn index_closed_by(&self, next: &Stage) -> Option<(Vec<Stretch>, Change)> {
        let rests = RecordingStage::of(next) != RecordingStage::On;
        let closes = self.recording_stage() == RecordingStage::On && rests;
        closes.then(|| self.recording.index.close(self.hearing.id, self.now()))
    }

    /// The room is put away in the middle of a session.
    pub fn keep_index(&mut self) {
        if let RecordingStage::On = self.recording_stage() {
            let (due, _) = self.recording.index.close(self.hearing.id, self.now());
            self.write_stretches(due);
        }
    }

    fn write_stretches(&mut self, due: Vec<Stretch>) {
        if due.is_empty() {
            return;
        }
        let record = Record { stretches: Some((self.hearing.id, due.clone())), ..Record::default() };
        let job = self.journal.write(Job::Record(Box::new(record)));
        self.pending.insert(job, Pending::Stretches(due));
    }
}
