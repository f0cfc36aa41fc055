//! One live hearing: the hearing as recorded, the room as it is, and what waits for the record.

use super::{
    chat::Chat, check_in::Arrivals, connections::Connections, exhibits::Exhibits, papers::Papers,
    presiding::Chair, quality::Quality, recording::Watch, signing::Signing, table::Table, words,
    writing::Writing,
};
use crate::{
    domain::{
        Timestamp,
        hearing::{Gone, Hearing, Presence, Sealer, Seat, missed},
        ids, rights,
    },
    media::plane::{MediaPlane, MediaRoom},
    world::SharedWorld,
};
use signaling::{
    room::{ApartSetup, Before, Input, Room, SeatSetup},
    wire::{self, SeatId, ServerMessage},
};
use std::{collections::HashMap, sync::Arc};
use tokio::sync::mpsc;

/// All that one hearing's task holds, and nobody else.
///
/// What happens is a [`Wake`](super::actor::Wake). What it asks of the hearing is judged by the domain against the
/// table, put on record, and takes effect when it has come back from there; what it asks of the room, the room does at
/// once, under rights that were worked out from the table before. Whoever asks is answered in the end, and everybody is
/// told what changed.
#[derive(Debug)]
pub struct Live {
    /// As it is in the store.
    pub table: Table,
    /// As it is now.
    pub room: Room,
    /// Who presides, whose time runs, what is shown.
    pub chair: Chair,
    /// What was frozen, asked and signed.
    pub signing: Signing,
    pub exhibits: Exhibits,
    pub chat: Chat,
    /// What else is put to people.
    pub papers: Papers,
    pub sealer: Arc<dyn Sealer>,
    /// Who checks in.
    pub arrivals: Arrivals,
    pub presence: Presence,
    /// How everybody's line fares.
    pub quality: Quality,
    /// How its recording goes.
    pub recording: Watch,
    pub connections: Connections,
    /// What is on its way to the record, and what waits for that.
    pub writing: Writing,
    pub media: Arc<dyn MediaPlane>,
    /// The peer connection each seat offered last.
    pub offered: HashMap<SeatId, u32>,
    pub world: SharedWorld,
    /// Its own inbox: answers of slow work come back through it.
    pub inbox: mpsc::Sender<super::actor::Wake>,
}

impl Live {
    pub fn now(&self) -> Timestamp {
        self.world.now()
    }

    pub fn media_room(&self) -> MediaRoom {
        MediaRoom(self.table.hearing.id.0)
    }

    /// Feeds the room and does what it asks for.
    pub fn feed(&mut self, input: Input) {
        self.room.handle(self.now().0, input);
        self.perform();
        self.watch_interpreters();
    }

    /// Connected and at the table; who was recused and still sits where it is decided is not.
    pub fn is_there(&self, seat: ids::SeatId) -> bool {
        self.room.is_there(seat.into())
            && !self.table.hearing.seat(seat).is_some_and(|seat| self.table.is_barred(seat))
    }

    /// Somebody keeps away from the petition from now on (回避); it is in the record already.
    pub fn recused(&mut self, staff: ids::StaffId) {
        if !self.table.petition.course.is_recused(staff) {
            self.table.petition.course.recused.push(staff);
            self.regrant();
        }
    }

    /// Works out again who is missing; says whether that changed.
    pub fn count_heads(&mut self) -> bool {
        let now = self.now();
        let seats = &self.table.hearing.seats;
        let there = |id| seats.iter().any(|seat| seat.id == id && self.is_represented(seat));
        let here = |id: ids::SeatId| self.room.has_come(id.into());
        let presence =
            Presence::of(seats, self.table.hearing.stage.phase(), there).with_petitioners(seats, here);
        let presence = presence.following(&self.presence, now);
        let changed = presence.missing != self.presence.missing;
        let grace = self.chair.kept.absence_grace;
        self.presence = Presence { grace, class: self.why_gone(&presence.missing_seats), ..presence };
        changed
    }

    pub fn stage_view(&self) -> wire::StageView {
        let Hearing { seats, stage, .. } = &self.table.hearing;
        let there = |id| seats.iter().any(|seat| seat.id == id && self.is_represented(seat));
        let missing = missed(seats, stage.phase(), &there).into_iter().map(|seat| seat.id.into()).collect();
        let view = words::stage_view(&self.table.hearing, missing);
        wire::StageView { recording: self.recording_view(), unkept: self.recording.unkept.clone(), ..view }
    }

    pub fn announce_stage(&mut self) {
        let stage = self.stage_view();
        self.connections.send_all(&ServerMessage::Stage { stage });
    }
}

/// The seats as the room is told of them when it opens.
pub fn setups(hearing: &Hearing) -> Vec<SeatSetup> {
    hearing.seats.iter().map(setup).collect()
}

pub fn setup(seat: &Seat) -> SeatSetup {
    let before = match (&seat.gone, seat.admitted) {
        (Some(Gone::Removed { reason }), _) => Before::Removed(reason.clone()),
        (Some(Gone::Withdrawn { .. }), _) => Before::Withdrawn,
        (None, Some(_)) => Before::Admitted,
        (None, None) => Before::Out,
    };
    SeatSetup {
        id: seat.id.into(),
        role: seat.role.into(),
        side: seat.role.side().into(),
        label: seat.label.clone(),
        name: seat.name.clone(),
        level: seat.level.map(Into::into),
        mandatory: seat.is_mandatory(),
        presides: rights::admitted_on_arrival(seat.role),
        muted: seat.muted.iter().map(|kind| (*kind).into()).collect(),
        before,
        after: seat.replaces.map(Into::into),
        beside: seat.beside.map(Into::into),
        apart: ApartSetup {
            outside: seat.is_witness(),
            heard: seat.heard.is_some(),
            interprets: seat.languages.iter().map(|language| (*language).into()).collect(),
        },
    }
}
