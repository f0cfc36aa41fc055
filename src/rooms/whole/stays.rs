//! What stays in its place in the model hearing: the minutes with those at the table, the panel's words with the panel, a
//! screen with those it was shared with. (Sound, pictures and exhibits: `holds`.)

use super::story::Story;
use crate::domain::{
    hearing::{AgendaPhase, ParticipantRole as Role, StageName},
    ids::SeatId,
    rights::reads_minutes_in_room,
};
use signaling::{
    grant::Grants,
    room::Input,
    wire::{SourceKind, TalkId},
};
use std::collections::BTreeMap;

impl Story {
    pub fn places_hold(&self, grants: &BTreeMap<SeatId, Grants>) {
        let stage = self.hearing.stage.name();
        if stage.is_vacant() {
            return; // nobody is connected
        }
        let at_table = self.room.at_table();
        let deliberates = self.hearing.stage.phase() == Some(AgendaPhase::Deliberation);
        for seat in &self.hearing.seats {
            let (reads, sits) = (reads_minutes_in_room(seat, stage), at_table.contains(&seat.id.into()));
            let keeps = seat.stands() && matches!(seat.role, Role::Presider | Role::Clerk);
            // Who sat there and hung up reads what they are asked for their word on.
            let asked = matches!(stage, StageName::MinutesReview | StageName::Signing)
                && seat.stands()
                && self.sat.contains(&seat.id);
            assert!(
                !reads || (!seat.is_witness() && (sits || keeps || asked)),
                "{} is told the minutes from outside",
                seat.plate()
            );
            assert!(reads || !sits || seat.is_witness(), "{} sits there and reads nothing", seat.plate());
            let panel = matches!(seat.role, Role::Presider | Role::Clerk | Role::HearingMember)
                || self.presiding.presides(seat);
            let told = deliberates && grants[&seat.id].chat.staff;
            assert!(!told || panel, "{} reads what the panel writes", seat.plate());
        }
    }

    /// What happens, to the room: nobody takes a screen along from one place to another.
    pub fn handles(&mut self, input: Input) {
        let before = self.apart_now();
        self.room.handle(self.now.0, input);
        let after = self.apart_now();
        if before == after {
            return;
        }
        for view in self.room.seats() {
            let seat = SeatId::from(view.id);
            let shares = view.sources.iter().any(|source| source.kind == SourceKind::Screen && source.on);
            let stayed = before.get(&seat) == after.get(&seat);
            assert!(stayed || !shares, "the screen of {} went along", view.label);
        }
    }

    /// Who is in which private talk.
    fn apart_now(&self) -> BTreeMap<SeatId, TalkId> {
        let talks = self.room.apart().talks.into_iter();
        talks.flat_map(|talk| talk.members.into_iter().map(move |seat| (seat.into(), talk.id))).collect()
    }
}
