//! One live hearing: the hearing as recorded, the room as it is, and what waits for the record.

use super::{
    chat::Chat,
    check_in::Arrivals,
    connections::Connections,
    exhibits::Exhibits,
    journal::Journal,
    papers::Papers,
    pending::{Pending, Waiting},
    presiding::Chair,
    quality::Quality,
    recording::Watch,
    signing::Signing,
    words,
};
use crate::{
    domain::{
        Timestamp,
        hearing::{Entry, Gone, Hearing, Presence, Sealer, Seat},
        ids,
        petition::Petition,
        rights,
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

#[derive(Debug)]
pub struct Live {
    /// As it is in the store.
    pub hearing: Hearing,
    pub petition: Petition,
    /// Agencies that orders may go to.
    pub agencies: Vec<ids::AgencyId>,
    /// How many may speak for the petitioners (art. 20).
    pub speakers_allowed: u32,
    pub room: Room,
    /// By number, as they are in the store.
    pub minutes: Vec<Entry>,
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
    pub journal: Journal,
    /// Jobs of the journal that have not come back, and who waits for them.
    pub pending: HashMap<u64, Pending>,
    /// Steps asked for while one is being recorded, and whether one is.
    pub waiting: Waiting,
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
        MediaRoom(self.hearing.id.0)
    }

    pub fn seat(&self, id: SeatId) -> Option<&Seat> {
        self.hearing.seats.iter().find(|seat| seat.id.0 == id.0)
    }

    pub fn seat_mut(&mut self, id: SeatId) -> Option<&mut Seat> {
        self.hearing.seats.iter_mut().find(|seat| seat.id.0 == id.0)
    }

    /// Feeds the room and does what it asks for.
    pub fn feed(&mut self, input: Input) {
        self.room.handle(self.now().0, input);
        self.perform();
        self.watch_interpreters();
    }

    /// Connected and at the table; who was recused and still sits where it is decided is not.
    pub fn is_there(&self, seat: ids::SeatId) -> bool {
        self.room.is_there(seat.into()) && !self.hearing.seat(seat).is_some_and(|seat| self.is_barred(seat))
    }

    pub fn is_barred(&self, seat: &Seat) -> bool {
        seat.role.decides() && rights::is_recused(seat, &self.petition.course)
    }

    /// Somebody keeps away from the petition from now on (回避); it is in the record already.
    pub fn recused(&mut self, staff: ids::StaffId) {
        if !self.petition.course.is_recused(staff) {
            self.petition.course.recused.push(staff);
            self.regrant();
        }
    }

    /// Works out again who is missing; says whether that changed.
    pub fn count_heads(&mut self) -> bool {
        let now = self.now();
        let seats = &self.hearing.seats;
        let there = |id| seats.iter().any(|seat| seat.id == id && self.is_represented(seat));
        let here = |id: ids::SeatId| self.connections.current(id.into()).is_some();
        let presence = Presence::of(seats, self.hearing.stage.phase(), there).with_petitioners(seats, here);
        let presence = presence.following(&self.presence, now);
        let changed = presence.missing != self.presence.missing;
        let grace = self.chair.kept.absence_grace;
        self.presence = Presence { grace, class: self.why_gone(&presence.missing_seats), ..presence };
        changed
    }

    pub fn stage_view(&self) -> wire::StageView {
        let phase = self.hearing.stage.phase();
        let missing = self
            .hearing
            .seats
            .iter()
            .filter(|seat| seat.is_mandatory() && seat.stands() && seat.is_awaited(phase))
            .filter(|seat| !self.is_represented(seat))
            .map(|seat| seat.id.into())
            .collect();
        let view = words::stage_view(&self.hearing.stage, missing);
        wire::StageView { recording: self.recording_view(), ..view }
    }

    pub fn announce_stage(&mut self) {
        let stage = self.stage_view();
        self.connections.send_all(&ServerMessage::Stage { stage });
    }

    /// Over, one way or the other: nobody needs to be here any more.
    pub fn is_vacant(&self) -> bool {
        self.hearing.stage.name().is_vacant()
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
        apart: ApartSetup {
            outside: seat.is_witness(),
            heard: seat.heard.is_some(),
            interprets: seat.languages.iter().map(|language| (*language).into()).collect(),
        },
    }
}
