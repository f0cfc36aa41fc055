//! Starts and stops recording as the stage requires, watches it, and announces its state.

use super::{
    answers::{Asker, not_stored, refused},
    journal::Record,
    live::Live,
    pending::Pending,
};
use crate::{
    domain::{
        Timestamp,
        event::{Actor, Change, EventKind},
        hearing::{Entry, Gap, Recording, RecordingIndex, RecordingStage},
        ids::{EntryId, OpId},
    },
    media::plane::{Recorder, Source},
};
use metrics::gauge;
use signaling::wire;

/// Between two looks at how it goes, milliseconds: with what the recorder itself allows, a failure is known
/// within four seconds.
const LOOK_EVERY: i64 = 1_000;

/// What the room knows of its recording.
#[derive(Debug)]
pub struct Watch {
    /// What the media plane was asked to record last.
    asked: Option<Vec<Source>>,
    /// How it went at the last look.
    seen: Recorder,
    looked_at: Timestamp,
    /// Pictures that came at the last look and are not recorded.
    pub unkept: Vec<wire::UnkeptPicture>,
    /// What was not recorded last, as the minutes have it.
    gap: Option<Gap>,
    /// The line of it written last, and the gap before, which it is again should the line not be stored.
    line: Option<(wire::OpId, Option<Gap>)>,
    /// What a server died over, as the minutes are to have it.
    died: Option<Died>,
    /// Who spoke when, and in which phase.
    pub index: RecordingIndex,
}

#[derive(Debug, Clone, Copy)]
struct Died {
    gap: Gap,
    op: OpId,
    /// In the minutes, or on its way there.
    told: bool,
}

impl Default for Watch {
    /// Of a room that opens: what went on when a server died is over, and begins anew.
    fn default() -> Self {
        Self {
            asked: None,
            seen: Recorder::Writing,
            looked_at: Timestamp(0),
            unkept: Vec::new(),
            gap: None,
            line: None,
            died: None,
            index: RecordingIndex::default(),
        }
    }
}

impl Watch {
    /// When to look next, while anything is recorded.
    pub fn look_at(&self, now: Timestamp) -> Option<Timestamp> {
        self.asked.is_some().then(|| self.looked_at.again(LOOK_EVERY, now))
    }

    fn see(&mut self, state: Recorder) {
        let failing = |state| state == Recorder::Failing;
        match (failing(self.seen), failing(state)) {
            (false, true) => gauge!("lianjie_recordings_failing").increment(1),
            (true, false) => gauge!("lianjie_recordings_failing").decrement(1),
            _ => {}
        }
        self.seen = state;
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.see(Recorder::Writing);
    }
}

impl Live {
    /// Has exactly what flows to the table recorded, or nothing, as the stage says. Called before media are routed
    /// anew, so that what becomes private is never taken.
    pub fn follow_recording(&mut self) {
        let on = self.recording_stage() == RecordingStage::On;
        let wanted = on.then(|| {
            let sending = self.room.sending();
            sending
                .into_iter()
                .map(|source| Source { seat: source.seat, kind: source.kind })
                .collect::<Vec<_>>()
        });
        if wanted == self.recording.asked {
            return;
        }
        if on && self.recording.asked.is_none() {
            // The recorder is given a moment to begin.
            self.recording.looked_at = self.now();
        }
        self.media.record(self.media_room(), wanted.clone());
        self.recording.asked = wanted;
        if !on {
            self.recording.see(Recorder::Writing);
            self.recording.unkept.clear();
            self.rest_gap();
        }
    }

    /// What a room that has just opened finds: a session that goes on is recorded again. What is missing begins where the
    /// server died over the files, so the file that ended last tells it: one stays open while its seat is muted.
    pub fn resume_recording(&mut self, files: &[Recording]) {
        if self.recording_stage() != RecordingStage::On {
            return;
        }
        self.note_recording(Change::new(EventKind::HearingRecordingResumed).with("after", "restart"));
        let Some(last) = files.iter().max_by_key(|file| (file.began_at, file.id)) else { return };
        let now = self.now();
        let ended: Option<Vec<_>> = files.iter().map(|file| file.whole.as_ref()).collect();
        // Of a file that is not whole yet, nobody knows how far it goes.
        let from =
            match ended.and_then(|all| all.into_iter().max_by_key(|one| (one.ended_at, one.interrupted))) {
                Some(whole) if !whole.interrupted => return,
                // Times of a file may be ahead of a clock that was set back.
                whole => whole.map(|whole| whole.ended_at.min(now)),
            };
        // Called after the file begun last: a server that dies again before it records anything writes no second line.
        let gap = Gap::of_a_restart(EntryId(last.id.0), from, now);
        self.recording.died = Some(Died { gap, op: OpId(last.id.0), told: false });
        self.tell_death();
    }

    /// Again at each look, until the minutes have it.
    fn tell_death(&mut self) {
        let Some(died) = self.recording.died.as_mut().filter(|died| !died.told) else { return };
        died.told = true;
        let Died { gap, op, .. } = *died;
        self.write_gap(gap, op, None);
    }

    /// Somebody wants what has stopped begun anew.
    pub fn recording_anew_asked(&mut self, by: Actor, asker: Asker) {
        let fails = self.recording.seen != Recorder::Writing;
        let change = match self.recording_stage().begin_anew(fails) {
            Ok(change) => change,
            Err(refusal) => return self.answer(asker, Err(refused(&refusal))),
        };
        let record = Record::of(vec![self.event(change, by)]);
        self.writing.put(record, Pending::RecordingAnew { asker });
    }

    /// Files that are open are made whole, new ones begun; how that goes is seen as ever.
    pub fn recording_anew_stored(&mut self, asker: Asker, stored: bool) {
        if !stored {
            return self.answer(asker, Err(not_stored()));
        }
        self.media.revive_recorder();
        self.media.record(self.media_room(), None);
        self.recording.asked = None;
        self.follow_recording();
        self.answer(asker, Ok(()));
    }

    /// Looks how it goes when that is due; a change is announced and put on record.
    pub fn look_at_recorder(&mut self) {
        let now = self.now();
        if self.recording.look_at(now).is_none_or(|at| at > now) {
            return;
        }
        self.recording.looked_at = now;
        let Some(state) = self.media.recorder(self.media_room()) else { return };
        self.tell_death();
        self.follow_gap(state == Recorder::Failing);
        self.follow_unkept();
        let before = self.recording.seen;
        if state == before {
            return;
        }
        self.recording.see(state);
        self.note_recording(match state {
            Recorder::Writing => Change::new(EventKind::HearingRecordingResumed).with("after", "failure"),
            Recorder::SoundOnly => Change::new(EventKind::HearingRecordingFailed).with("what", "pictures"),
            Recorder::Failing => Change::new(EventKind::HearingRecordingFailed).with("what", "everything"),
        });
        self.announce_stage();
    }

    /// Pictures that a device sends and nobody can put on record: the room is told, and so is the index.
    fn follow_unkept(&mut self) {
        let unkept = self.media.unkept(self.media_room()).into_iter();
        let mut unkept: Vec<_> =
            unkept.map(|Source { seat, kind }| wire::UnkeptPicture { seat, kind }).collect();
        unkept.sort_unstable();
        if unkept != self.recording.unkept {
            self.recording.unkept = unkept;
            self.announce_stage();
        }
    }

    /// The minutes say what is missing, and until when it was.
    fn follow_gap(&mut self, fails: bool) {
        let (last, now) = (self.recording.gap, self.now());
        let (gap, writes) = Gap::after_look(last, fails, now, || EntryId(self.world.new_id()));
        self.recording.gap = gap;
        if let Some(gap) = gap.filter(|_| writes) {
            self.tell_gap(gap, last);
        }
    }

    /// The stage stops the recording; the recess is no part of what is missing.
    fn rest_gap(&mut self) {
        let last = self.recording.gap.filter(|_| self.takes_minutes());
        if let Some(gap) = last.and_then(|gap| gap.at_rest(self.now())) {
            self.recording.gap = Some(gap);
            self.tell_gap(gap, last);
        }
    }

    fn tell_gap(&mut self, gap: Gap, last: Option<Gap>) {
        let op = OpId(self.world.new_id());
        self.recording.line = Some((op.into(), last));
        if let Some(revision) = self.write_gap(gap, op, None) {
            self.recording.gap = Some(gap.written(revision));
        }
    }

    /// Over the line as it stands: in the minutes, or in a revision that they have not heard of. Returns the revision it is.
    fn write_gap(&mut self, gap: Gap, op: OpId, stands: Option<&Entry>) -> Option<u32> {
        let minutes = stands.map_or(&self.table.minutes[..], std::slice::from_ref);
        let line = gap.line(&self.table.hearing, minutes, op, self.now())?;
        let revision = line.revision;
        self.writing.put(line, Pending::Entry { asker: Asker::Nobody, op: op.into() });
        Some(revision)
    }

    /// Somebody's revision of the line came before the one `op` would write: it is written once more, below theirs.
    pub fn line_overtaken(&mut self, op: wire::OpId, stands: &Entry) {
        let gap = self.recording.gap.filter(|gap| gap.is_of(stands.id) && self.takes_minutes());
        let (Some(gap), Some((written, before))) = (gap, self.recording.line) else {
            return self.line_not_stored(op);
        };
        if written != op {
            return;
        }
        let again = OpId(self.world.new_id());
        self.recording.line = Some((again.into(), before));
        if let Some(revision) = self.write_gap(gap, again, Some(stands)) {
            self.recording.gap = Some(gap.written(revision));
        }
    }

    /// A line that could not be written is none: the next look says it, if there is still something to say.
    pub fn line_not_stored(&mut self, op: wire::OpId) {
        if let Some((_, before)) = self.recording.line.take_if(|(written, _)| *written == op) {
            self.recording.gap = before;
        }
        if let Some(died) = self.recording.died.as_mut().filter(|died| died.op.0 == op.0) {
            died.told = false;
        }
    }

    fn note_recording(&mut self, change: Change) {
        let events = vec![self.event(change, Actor::System)];
        self.writing.note(events);
    }

    /// Without a recorder nothing is ever on.
    pub fn recording_stage(&self) -> RecordingStage {
        match self.media.recorder(self.media_room()) {
            Some(_) => RecordingStage::of(&self.table.hearing.stage),
            None => RecordingStage::Off,
        }
    }

    pub fn recording_view(&self) -> wire::Recording {
        match (self.recording_stage(), self.recording.seen) {
            (RecordingStage::Off, _) => wire::Recording::Off,
            (RecordingStage::Paused, _) => wire::Recording::Paused,
            (RecordingStage::On, Recorder::Writing) => wire::Recording::On,
            (RecordingStage::On, Recorder::SoundOnly) => wire::Recording::SoundOnly,
            (RecordingStage::On, Recorder::Failing) => wire::Recording::Failed,
        }
    }
}
