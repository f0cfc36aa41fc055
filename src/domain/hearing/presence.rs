//! The quorum (H6): who must be present, and who is.

use super::{AgendaPhase, ParticipantRole, Refusal, RefusalCode, Seat, Side, lifecycle::ABSENCE_GRACE};
use crate::domain::{Timestamp, ids::SeatId, quality::DropReason};

/// Who of those who must be there is there. "There" means connected and admitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presence {
    /// Plates of mandatory seats that are empty, and of sides nobody of whom is there.
    pub missing: Vec<String>,
    /// The seats behind them; of a side, all it has.
    pub missing_seats: Vec<SeatId>,
    /// Somebody of the petitioners' side has come, be it that they wait to be let in.
    pub petitioner_there: bool,
    /// Since when somebody has been missing without a break; kept by the room.
    pub missing_since: Option<Timestamp>,
    /// How long they may be missing in session; the presider's to set. Milliseconds.
    pub grace: i64,
    /// Why the first of them is gone, as far as it is known.
    pub class: DropReason,
}

impl Default for Presence {
    fn default() -> Self {
        Self {
            missing: Vec::new(),
            missing_seats: Vec::new(),
            petitioner_there: false,
            missing_since: None,
            grace: ABSENCE_GRACE,
            class: DropReason::Unknown,
        }
    }
}

impl Presence {
    /// The quorum: presider, one clerk, every other mandatory seat, one on the petitioner's side where the
    /// hearing seats one, one responsible unit. Removed seats count for nothing; in deliberation (合议) nobody waits for
    /// those who were told to wait.
    pub fn of(seats: &[Seat], phase: Option<AgendaPhase>, there: impl Fn(SeatId) -> bool) -> Self {
        let mut presence = Self::default();
        for seat in missed(seats, phase, &there) {
            presence.miss(seat.plate(), &[seat]);
        }
        let seats: Vec<_> = awaited(seats, phase).collect();
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
        presence
    }

    /// With who came for the petitioners (H22): nobody is absent who waits outside until somebody lets them in.
    #[must_use]
    pub fn with_petitioners(mut self, seats: &[Seat], here: impl Fn(SeatId) -> bool) -> Self {
        let theirs = |seat: &&Seat| seat.stands() && seat.role.side() == Side::Petitioner;
        self.petitioner_there = seats.iter().filter(theirs).any(|seat| here(seat.id));
        self
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

    /// When a session is suspended if nobody comes back before.
    #[must_use]
    pub fn runs_out(&self) -> Option<Timestamp> {
        self.missing_since.filter(|_| !self.missing.is_empty()).map(|since| since.plus_millis(self.grace))
    }
}

/// Seats that must be there and are not (H6). Of several clerks, who relieve each other, one is enough.
#[must_use]
pub fn missed<'a>(
    seats: &'a [Seat],
    phase: Option<AgendaPhase>,
    there: &impl Fn(SeatId) -> bool,
) -> Vec<&'a Seat> {
    let writes = awaited(seats, phase).any(|seat| seat.role == ParticipantRole::Clerk && there(seat.id));
    awaited(seats, phase)
        .filter(|seat| seat.is_mandatory() && !there(seat.id))
        .filter(|seat| !(writes && seat.role == ParticipantRole::Clerk))
        .collect()
}

fn awaited(seats: &[Seat], phase: Option<AgendaPhase>) -> impl Iterator<Item = &Seat> {
    seats.iter().filter(move |seat| seat.stands() && seat.is_awaited(phase))
}

impl Seat {
    /// Presider and clerk always are. A witness never is: it is called in when the session is on.
    #[must_use]
    pub fn is_mandatory(&self) -> bool {
        (self.mandatory && !self.is_witness())
            || matches!(self.role, ParticipantRole::Presider | ParticipantRole::Clerk)
    }

    /// Whether the phase is for it at all.
    #[must_use]
    const fn is_awaited(&self, phase: Option<AgendaPhase>) -> bool {
        !matches!(phase, Some(AgendaPhase::Deliberation)) || self.role.deliberates()
    }

    /// Plate as one text: `七里河区信访局 张某`.
    #[must_use]
    pub fn plate(&self) -> String {
        if self.name.is_empty() { self.label.clone() } else { format!("{} {}", self.label, self.name) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::hearing::{Gone, Occupant, ParticipantRole as R};
    use uuid::Uuid;

    /// Seats in this order: presider, clerk, two representatives, two units, a company that must come.
    const TABLE: [(R, bool); 7] = [
        (R::Presider, false),
        (R::Clerk, false),
        (R::Representative, false),
        (R::Representative, false),
        (R::AgencyRep, false),
        (R::AgencyRep, false),
        (R::CompanyRep, true),
    ];

    fn seats() -> Vec<Seat> {
        let seat = |(index, (role, mandatory)): (usize, &(R, bool))| Seat {
            label: role.to_string(),
            mandatory: *mandatory,
            ..Seat::new(
                SeatId(Uuid::from_u128(index as u128)),
                *role,
                Occupant::External { organisation: String::new(), name: String::new(), phone: None },
            )
        };
        TABLE.iter().enumerate().map(seat).collect()
    }

    /// They write in turn: the one who went home is not waited for.
    #[test]
    fn one_of_several_clerks_is_enough() {
        let mut seats = seats();
        seats.push(Seat { id: SeatId(Uuid::from_u128(7)), label: "relief".into(), ..seats[1].clone() });
        check(&seats, &[0, 1, 2, 4, 6], &[], &[]);
        check(&seats, &[0, 2, 4, 6, 7], &[], &[]);
        check(&seats, &[0, 2, 4, 6], &["clerk", "relief"], &[1, 7]);
    }

    /// Which are missing when exactly the seats with these places are there.
    #[track_caller]
    fn check(seats: &[Seat], there: &[u128], missing: &[&str], behind: &[u128]) {
        let presence = Presence::of(seats, None, |id| there.contains(&id.0.as_u128()));
        let found: Vec<_> = presence.missing_seats.iter().map(|id| id.0.as_u128()).collect();
        assert_eq!(presence.missing, missing);
        assert_eq!(found, behind);
        assert_eq!(presence.quorum().is_ok(), missing.is_empty());
        let came = presence.with_petitioners(seats, |id| there.contains(&id.0.as_u128())).petitioner_there;
        assert_eq!(came, there.contains(&2) || there.contains(&3));
    }

    #[test]
    fn one_of_each_side_is_enough_but_every_mandatory_seat_counts() {
        let seats = seats();
        check(&seats, &[0, 1, 2, 4, 6], &[], &[]);
        check(&seats, &[0, 1, 3, 5, 6], &[], &[]);
        check(&seats, &[1, 2, 4, 6], &["presider"], &[0]);
        check(&seats, &[0, 1, 4, 6], &["信访人一方"], &[2, 3]);
        check(&seats, &[0, 1, 2, 6], &["责任单位"], &[4, 5]);
        check(&seats, &[0, 1, 2, 4], &["company_rep"], &[6]);
        check(
            &seats,
            &[],
            &["presider", "clerk", "company_rep", "信访人一方", "责任单位"],
            &[0, 1, 6, 2, 3, 4, 5],
        );
    }

    #[test]
    fn a_removed_seat_is_not_waited_for_but_the_presider_cannot_be_done_without() {
        let mut seats = seats();
        seats[6].gone = Some(Gone::Removed { reason: "扰乱秩序，劝离会场".to_owned() });
        check(&seats, &[0, 1, 2, 4], &[], &[]);
        seats[0].gone = seats[6].gone.clone();
        check(&seats, &[0, 1, 2, 4], &["主持人"], &[]);
    }

    #[test]
    fn a_coordination_without_petitioners_waits_for_none() {
        let seats: Vec<_> = seats().into_iter().filter(|seat| seat.role != R::Representative).collect();
        check(&seats, &[0, 1, 4, 6], &[], &[]);
    }

    /// The petitioner, told to wait outside, locks the phone.
    #[test]
    fn in_deliberation_only_who_deliberates_is_waited_for() {
        let seats = seats();
        let missing = |there: &[u128]| {
            let there = |id: SeatId| there.contains(&id.0.as_u128());
            Presence::of(&seats, Some(AgendaPhase::Deliberation), there).missing
        };
        assert_eq!(missing(&[0, 1]), Vec::<String>::new());
        assert_eq!(missing(&[0, 2, 4, 6]), ["clerk"]);
    }

    #[test]
    fn absence_counts_from_the_moment_somebody_went() {
        let gone = Presence { missing: vec!["书记员".to_owned()], ..Presence::default() };
        let (first, later) = (Timestamp(1000), Timestamp(1000 + ABSENCE_GRACE));
        let before = gone.clone().following(&Presence::default(), first);
        assert_eq!(before.missing_since, Some(first));
        let still = gone.following(&before, later);
        assert_eq!(still.missing_since, Some(first));
        assert_eq!(still.runs_out(), Some(later));
        let patient = Presence { grace: 2 * ABSENCE_GRACE, ..still.clone() };
        assert_eq!(patient.runs_out(), Some(later.plus_millis(ABSENCE_GRACE)));
        assert_eq!(Presence::default().following(&still, later).missing_since, None);
    }
}
