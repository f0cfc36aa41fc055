//! Check-in of a seat (docs/rules.md 3.3, H5): who sits there, whether the device serves, what was promised.

use super::{Hearing, Language, Occupant, Seat, StageName, beside};
use crate::domain::{
    Timestamp,
    event::{Change, EventKind},
    ids::{SeatId, StaffId},
    named,
    quality::{Carrier, LineWord, Link, Look},
};

named!(
    /// How somebody was known for who they are.
    pub enum IdentityWay {
        /// The paper itself, at an office.
        Paper = "paper",
        /// A photo of the paper, taken by its holder and looked at by the clerk.
        Photo = "photo",
        /// Known in person to who confirms it.
        Known = "known",
    }
);

named!(
    /// What a self-test came to, best first: 良好, 尚可, 不行.
    pub enum TestResult {
        Ok = "ok",
        Poor = "poor",
        Failed = "failed",
    }
);

named!(
    /// What to do about it.
    pub enum Advice {
        Microphone = "microphone",
        Camera = "camera",
        /// Sound and picture do not get through.
        Blocked = "blocked",
        /// Answers come late, or packets are lost.
        Line = "line",
    }
);

named!(
    /// Whether who comes by a link may be let in before somebody confirmed who they are.
    pub enum IdentityRule {
        /// It is noted, no more.
        Noted = "noted",
        /// Only by the presider's word, with a reason that is put on record.
        Demanded = "demanded",
    }
);

/// What a device and its line did in a self-test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SelfTest {
    pub at: Timestamp,
    /// Something was heard.
    pub microphone: bool,
    pub camera: bool,
    /// How the media got through; none if it did not.
    pub carrier: Option<Carrier>,
    pub round_trip_ms: Option<u32>,
    /// Per thousand.
    pub lost: Option<u16>,
}

impl SelfTest {
    /// By the word that a line is judged by everywhere (ADR 12). Who cannot be heard cannot take part; who
    /// cannot be seen can.
    #[must_use]
    pub fn result(&self) -> TestResult {
        match self.line() {
            _ if !self.microphone || self.carrier.is_none() => TestResult::Failed,
            LineWord::Good if self.camera => TestResult::Ok,
            LineWord::Good | LineWord::Fair | LineWord::Poor => TestResult::Poor,
            LineWord::Broken => TestResult::Failed,
        }
    }

    #[must_use]
    pub fn advice(&self) -> Vec<Advice> {
        let bad_line = self.carrier.is_some() && self.line() != LineWord::Good;
        [
            (!self.microphone, Advice::Microphone),
            (!self.camera, Advice::Camera),
            (self.carrier.is_none(), Advice::Blocked),
            (bad_line, Advice::Line),
        ]
        .into_iter()
        .filter_map(|(holds, advice)| holds.then_some(advice))
        .collect()
    }

    fn line(&self) -> LineWord {
        let link = if self.carrier.is_some() { Link::Through } else { Link::Silenced };
        let Self { round_trip_ms, lost, carrier, .. } = *self;
        Look { link, round_trip_ms, lost_up: lost, carrier, ..Look::default() }.word()
    }
}

/// Who confirmed it, how and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    pub way: IdentityWay,
    pub by: StaffId,
    pub at: Timestamp,
}

impl Identity {
    /// Whether the word of `by` may stand in its place: of who confirms identities here (`confirms`), or of who gave it. Who sees a
    /// paper at a counter elsewhere adds what nobody has said yet.
    #[must_use]
    pub fn gives_way(&self, by: StaffId, confirms: bool) -> bool {
        confirms || self.by == by
    }
}

/// What was promised and wished on arrival.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// When it was promised not to record.
    pub declared_at: Timestamp,
    /// None: Mandarin.
    pub language: Option<Language>,
    pub interpreter: bool,
}

/// What is known of a seat that checks in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckIn {
    pub seat: SeatId,
    pub arrival: Option<Arrival>,
    pub identity: Option<Identity>,
    /// When a one-time code sent to the person's phone came back.
    pub phone_at: Option<Timestamp>,
    pub test: Option<SelfTest>,
    /// A helper's seat: whom it helps.
    pub helps: Option<SeatId>,
}

/// One thing learnt of a seat that checks in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckInNote {
    Arrived(Arrival),
    Identified(Identity),
    /// It was confirmed by mistake.
    IdentityTakenBack,
    PhoneConfirmed(Timestamp),
    Tested(SelfTest),
    /// A seat for somebody who helps `of`, with the leave of who made it.
    Helps {
        of: SeatId,
    },
}

/// What was promised is of a day on which it is not held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PutOff {
    /// None: to no time yet.
    pub to: Option<Timestamp>,
}

/// How far a seat has come before it may be let in (docs/rules.md 3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckInState {
    CheckingIn,
    IdentityOk,
    Tested(TestResult),
    /// All is done; it waits to be let in.
    Waiting(TestResult),
}

impl CheckIn {
    #[must_use]
    pub const fn new(seat: SeatId) -> Self {
        Self { seat, arrival: None, identity: None, phone_at: None, test: None, helps: None }
    }

    /// With one more thing known; what was known of the same before gives way.
    pub const fn note(&mut self, note: CheckInNote) {
        match note {
            CheckInNote::Arrived(arrival) => self.arrival = Some(arrival),
            CheckInNote::Identified(identity) => self.identity = Some(identity),
            CheckInNote::IdentityTakenBack => self.identity = None,
            CheckInNote::PhoneConfirmed(at) => self.phone_at = Some(at),
            CheckInNote::Tested(test) => self.test = Some(test),
            CheckInNote::Helps { of } => self.helps = Some(of),
        }
    }

    /// Of another day: all that is left is whom a helper helps.
    pub const fn come_anew(&mut self) {
        *self = Self { helps: self.helps, ..Self::new(self.seat) };
    }

    /// Each step stands on the one before: a device that works says nothing of who holds it.
    #[must_use]
    pub fn state(&self) -> CheckInState {
        match (self.identity, self.test.map(|test| test.result()), self.arrival) {
            (None, ..) => CheckInState::CheckingIn,
            (Some(_), None, _) => CheckInState::IdentityOk,
            (Some(_), Some(result), None) => CheckInState::Tested(result),
            (Some(_), Some(result), Some(_)) => CheckInState::Waiting(result),
        }
    }
}

impl CheckInNote {
    /// For the log. A language would tell where somebody comes from: it stays in the row.
    #[must_use]
    pub fn change(&self, seat: SeatId) -> Change {
        let change = match self {
            Self::Arrived(arrival) => Change::new(EventKind::HearingNoRecordingDeclared)
                .with("interpreter", if arrival.interpreter { "wished" } else { "no" }),
            Self::Identified(identity) => {
                Change::new(EventKind::HearingIdentityConfirmed).with("way", identity.way)
            }
            Self::IdentityTakenBack => Change::new(EventKind::HearingIdentityTakenBack),
            Self::PhoneConfirmed(_) => Change::new(EventKind::HearingPhoneConfirmed),
            Self::Tested(test) => Change::new(EventKind::HearingSelfTested).with("result", test.result()),
            Self::Helps { of } => Change::new(EventKind::HearingHelperSeated).with("helps", of),
        };
        change.with("seat", seat)
    }
}

impl Hearing {
    /// It is held another day: nobody sits at the table, and whoever comes is known and let in anew.
    pub fn come_anew(&mut self) {
        for seat in &mut self.seats {
            (seat.admitted, seat.heard) = (None, None);
        }
    }

    /// When it is held; postponed to no time yet, nobody knows.
    #[must_use]
    pub fn held_at(&self) -> Option<Timestamp> {
        (self.stage.name() != StageName::Postponed).then_some(self.starts_at)
    }

    /// Whether what is promised for `day` is promised for the day it is held. Who names none has read none, and promises for
    /// that one.
    ///
    /// # Errors
    /// It was put off: to which day, where there is one by now.
    pub fn is_held_on(&self, day: Option<Timestamp>) -> Result<(), PutOff> {
        match (self.held_at(), day) {
            (Some(held), Some(day)) if held != day => Err(PutOff { to: Some(held) }),
            (Some(_), _) => Ok(()),
            (None, _) => Err(PutOff { to: None }),
        }
    }
}

impl Seat {
    /// Comes by a link for the petitioners: somebody must say who it is.
    #[must_use]
    pub const fn is_identified_at_check_in(&self) -> bool {
        beside::may_share(self.role, &self.occupant)
    }

    /// Its plate does not say who sits there.
    #[must_use]
    pub const fn is_masked(&self) -> bool {
        matches!(self.occupant, Occupant::Party { .. }) && self.name.is_empty()
    }

    /// Hides the name behind the heavenly stems (信访人甲, 信访人乙), in the order of the table.
    pub fn mask(&mut self, place: usize) {
        const STEMS: [&str; 10] = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];
        if !self.is_masked() {
            self.label.push_str(STEMS[place % STEMS.len()]);
            self.name.clear();
        }
    }

    /// Shows the name again.
    pub fn unmask(&mut self, name: String) {
        if self.is_masked() {
            self.label.pop();
            self.name = name;
        }
    }
}

/// The place of `seat` among those of the petitioners' side, for [`Seat::mask`].
#[must_use]
pub fn place_among_petitioners(seats: &[Seat], seat: SeatId) -> usize {
    let petitioners = seats.iter().filter(|one| one.is_identified_at_check_in());
    petitioners.take_while(|one| one.id != seat).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const GOOD: SelfTest = SelfTest {
        at: Timestamp(1),
        microphone: true,
        camera: true,
        carrier: Some(Carrier::Udp),
        round_trip_ms: Some(40),
        lost: Some(0),
    };

    #[test]
    fn a_self_test_says_what_fails_and_what_only_hurts() {
        for (claim, test, result, advice) in [
            ("all well", GOOD, TestResult::Ok, vec![]),
            (
                "through TURN is through",
                SelfTest { carrier: Some(Carrier::TurnTls), ..GOOD },
                TestResult::Ok,
                vec![],
            ),
            ("not seen", SelfTest { camera: false, ..GOOD }, TestResult::Poor, vec![Advice::Camera]),
            (
                "not heard",
                SelfTest { microphone: false, ..GOOD },
                TestResult::Failed,
                vec![Advice::Microphone],
            ),
            ("blocked", SelfTest { carrier: None, ..GOOD }, TestResult::Failed, vec![Advice::Blocked]),
            ("3 % lost", SelfTest { lost: Some(30), ..GOOD }, TestResult::Poor, vec![Advice::Line]),
            (
                "late answers",
                SelfTest { round_trip_ms: Some(900), ..GOOD },
                TestResult::Poor,
                vec![Advice::Line],
            ),
            (
                "nothing known of the line",
                SelfTest { lost: None, round_trip_ms: None, ..GOOD },
                TestResult::Ok,
                vec![],
            ),
        ] {
            assert_eq!((test.result(), test.advice()), (result, advice), "{claim}");
        }
    }

    #[test]
    fn each_step_of_check_in_stands_on_the_one_before() {
        let at = Timestamp(5);
        let arrived = CheckInNote::Arrived(Arrival {
            declared_at: at,
            language: Some(Language::Dialect),
            interpreter: false,
        });
        let identity = Identity { way: IdentityWay::Paper, by: StaffId(Uuid::nil()), at };
        let (identified, tested) = (CheckInNote::Identified(identity), CheckInNote::Tested(GOOD));
        for (claim, notes, state) in [
            ("nothing yet", vec![], CheckInState::CheckingIn),
            ("a device says nothing of its holder", vec![arrived, tested], CheckInState::CheckingIn),
            ("identity first", vec![identified], CheckInState::IdentityOk),
            ("then the test", vec![identified, tested], CheckInState::Tested(TestResult::Ok)),
            (
                "it was a mistake",
                vec![identified, tested, CheckInNote::IdentityTakenBack],
                CheckInState::CheckingIn,
            ),
            ("the promise last", vec![identified, arrived, tested], CheckInState::Waiting(TestResult::Ok)),
            (
                "the newest test counts",
                vec![identified, arrived, tested, CheckInNote::Tested(SelfTest { carrier: None, ..GOOD })],
                CheckInState::Waiting(TestResult::Failed),
            ),
        ] {
            let mut check_in = CheckIn::new(SeatId(Uuid::nil()));
            notes.into_iter().for_each(|note| check_in.note(note));
            assert_eq!(check_in.state(), state, "{claim}");
        }
    }
}
