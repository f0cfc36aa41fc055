//! Who must be there (H6), and who is.

use super::{ParticipantRole, Refusal, RefusalCode, Seat, Side, lifecycle::ABSENCE_GRACE};
use crate::domain::{Timestamp, ids::SeatId};

/// Who of those who must be there is there. "There" means connected and admitted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Presence {
    /// Plates of mandatory seats that are empty, and of sides nobody of whom is there.
    pub missing: Vec<String>,
    /// The seats behind them; of a side, all it has.
    pub missing_seats: Vec<SeatId>,
    pub petitioner_there: bool,
    /// Since when somebody has been missing without a break; kept by the room.
    pub missing_since: Option<Timestamp>,
}

impl Presence {
    /// The quorum: presider, clerk, every other mandatory seat, one on the petitioner's side where the
    /// hearing seats one, one responsible unit. Removed seats count for nothing.
    pub fn of(seats: &[Seat], there: impl Fn(SeatId) -> bool) -> Self {
        let seats: Vec<_> = seats.iter().filter(|seat| seat.removed.is_none()).collect();
        let mut presence = Self::default();
        for seat in seats.iter().filter(|seat| seat.is_mandatory() && !there(seat.id)) {
            presence.miss(seat.plate(), &[seat]);
        }
        for (role, name) in [(ParticipantRole::Presider, "主持人"), (ParticipantRole::Clerk, "书记员")]
        {
            if !seats.iter().any(|seat| seat.role == role) {
                presence.miss(name.to_owned(), &[]);
            }
        }
        for (side, name) in [(Side::Petitioner, "信访人一方"), (Side::Unit, "责任单位")] {
            let side: Vec<_> = seats.iter().filter(|seat| seat.role.side() == side).copied().collect();
            let named = side.iter().any(|seat| presence.missing_seats.contains(&seat.id));
            if !side.is_empty() && !named && !side.iter().any(|seat| there(seat.id)) {
                presence.miss(name.to_owned(), &side);
            }
        }
        presence.petitioner_there =
            seats.iter().any(|seat| seat.role.side() == Side::Petitioner && there(seat.id));
        presence
    }

    fn miss(&mut self, name: String, seats: &[&Seat]) {
        self.missing.push(name);
        self.missing_seats.extend(seats.iter().map(|seat| seat.id));
    }

    /// With the time since when `missing` has not been empty, carried over from `before`.
    #[must_use]
    pub fn following(mut self, before: &Self, now: Timestamp) -> Self {
        self.missing_since = (!self.missing.is_empty()).then(|| before.missing_since.unwrap_or(now));
        self
    }

    /// # Errors
    /// Somebody is missing; the sentence lists who.
    pub fn quorum(&self) -> Result<(), Refusal> {
        if self.missing.is_empty() {
            return Ok(());
        }
        Err(Refusal { code: RefusalCode::NoQuorum, sentence: self.missing.join("、") })
    }

    pub(super) fn absent_too_long(&self, now: Timestamp) -> bool {
        !self.missing.is_empty()
            && self.missing_since.is_some_and(|since| now >= since.plus_millis(ABSENCE_GRACE))
    }
}

impl Seat {
    /// Presider and clerk always are.
    #[must_use]
    pub fn is_mandatory(&self) -> bool {
        self.mandatory || matches!(self.role, ParticipantRole::Presider | ParticipantRole::Clerk)
    }

    /// Plate as one text: `七里河区信访局 张某`.
    #[must_use]
    pub fn plate(&self) -> String {
        if self.name.is_empty() { self.label.clone() } else { format!("{} {}", self.label, self.name) }
    }
}
