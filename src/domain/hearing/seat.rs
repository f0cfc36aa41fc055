//! Seats of a hearing (席位): roles, sides, who occupies one, and the name shown on its plate.

use super::{Language, StageName};
use crate::domain::{
    Timestamp,
    ids::{AgencyId, PersonId, RoomId, SeatId, StaffId},
    jurisdiction::Level,
    named,
    people::Phone,
};

named!(
    /// 参加人.
    pub enum ParticipantRole {
        Presider = "presider",
        Clerk = "clerk",
        HearingMember = "hearing_member",
        AgencyRep = "agency_rep",
        Petitioner = "petitioner",
        Representative = "representative",
        Agent = "agent",
        Expert = "expert",
        Mediator = "mediator",
        Interpreter = "interpreter",
        Witness = "witness",
        Deputy = "deputy",
        GridWorker = "grid_worker",
        CompanyRep = "company_rep",
        Observer = "observer",
        Tech = "tech",
        Officer = "officer",
    }
);

named!(
    /// Whose cause a seat serves. Speaking time is counted and talks apart are held by side.
    pub enum Side {
        Panel = "panel",
        Petitioner = "petitioner",
        Unit = "unit",
        Company = "company",
        Observer = "observer",
    }
);

named!(
    /// What a seat sends.
    pub enum SourceKind {
        Camera = "camera",
        Microphone = "microphone",
        Screen = "screen",
    }
);

impl ParticipantRole {
    /// Decides what becomes of the matter: nobody does who was recused from it (art. 28).
    #[must_use]
    pub const fn decides(self) -> bool {
        matches!(self, Self::Presider | Self::HearingMember)
    }

    /// Stays while the others wait outside (合议). An interpreter sits with the panel, but does not decide with it.
    #[must_use]
    pub const fn deliberates(self) -> bool {
        matches!(self, Self::Presider | Self::Clerk | Self::HearingMember | Self::Mediator)
    }

    /// Where this role sits.
    #[must_use]
    pub const fn side(self) -> Side {
        match self {
            Self::Presider | Self::Clerk | Self::HearingMember | Self::Mediator | Self::Interpreter => {
                Side::Panel
            }
            Self::Petitioner | Self::Representative | Self::Agent => Side::Petitioner,
            Self::AgencyRep => Side::Unit,
            Self::CompanyRep => Side::Company,
            Self::Expert
            | Self::Witness
            | Self::Deputy
            | Self::GridWorker
            | Self::Observer
            | Self::Tech
            | Self::Officer => Side::Observer,
        }
    }
}

/// Who takes a seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Occupant {
    /// Staff, at their own desk or in a reception room; comes by signing in.
    Official { staff: StaffId, room: Option<RoomId> },
    /// A reception room as such; its terminal comes by the seat's link, staff of its agency by signing in.
    Room { room: RoomId },
    /// Somebody named in the petition; comes by the seat's link.
    Party { person: PersonId },
    /// From outside government (涉事单位); comes by the seat's link.
    External { organisation: String, name: String, phone: Option<Phone> },
}

impl Occupant {
    /// The same person, room or outsider, whatever room an official sits in and whatever phone an outsider has.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Official { staff: a, .. }, Self::Official { staff: b, .. }) => a == b,
            (
                Self::External { organisation: a, name: first, .. },
                Self::External { organisation: b, name: second, .. },
            ) => (a, first) == (b, second),
            (a, b) => a == b,
        }
    }

    /// Who of the petition it is.
    #[must_use]
    pub const fn person(&self) -> Option<PersonId> {
        match self {
            Self::Party { person } => Some(*person),
            Self::Official { .. } | Self::Room { .. } | Self::External { .. } => None,
        }
    }
}

/// Why nobody sits on a seat any more. What was said, signed and brought from there keeps its plate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gone {
    /// By the presider, for conduct.
    Removed { reason: String },
    /// 撤席, or somebody else took the place (换人).
    Withdrawn { at: Timestamp, reason: String },
}

/// 席位. A named place in a hearing; devices come and go, the seat stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    pub id: SeatId,
    pub role: ParticipantRole,
    pub occupant: Occupant,
    /// Whom the seat speaks for; none for petitioners and companies.
    pub agency: Option<AgencyId>,
    pub level: Option<Level>,
    /// On the plate: agency, organisation, or "信访人".
    pub label: String,
    /// On the plate: the person's name; empty for a room.
    pub name: String,
    /// The hearing cannot begin without it.
    pub mandatory: bool,
    /// When it was let in from the lobby; stays so over disconnects and restarts, until it is sent out or leaves.
    pub admitted: Option<Timestamp>,
    /// Muted by the presider; stays so over disconnects and restarts.
    pub muted: Vec<SourceKind>,
    /// Why nobody sits there any more.
    pub gone: Option<Gone>,
    /// The seat whose place at the table it took.
    pub replaces: Option<SeatId>,
    /// The seat whose camera and microphone it shares (同席).
    pub beside: Option<SeatId>,
    /// What an interpreter speaks besides Mandarin; empty for everybody else.
    pub languages: Vec<Language>,
    /// When a witness went out last, having been called in. Of anybody else who went out after talking began:
    /// since when they had sat at the table, the first time.
    pub heard: Option<Timestamp>,
    /// Since when it stood in for the presider, the first time (代行主持).
    pub acted: Option<Timestamp>,
}

impl Seat {
    /// One that nobody has sat on yet. Whoever comes from outside stands on the plate as they are named; what stands
    /// on other plates is known to the caller.
    #[must_use]
    pub fn new(id: SeatId, role: ParticipantRole, occupant: Occupant) -> Self {
        let (label, name) = match &occupant {
            Occupant::External { organisation, name, .. } => (organisation.clone(), name.clone()),
            _ => (String::new(), String::new()),
        };
        Self {
            id,
            role,
            occupant,
            agency: None,
            level: None,
            label,
            name,
            mandatory: false,
            admitted: None,
            muted: Vec::new(),
            gone: None,
            replaces: None,
            beside: None,
            languages: Vec::new(),
            heard: None,
            acted: None,
        }
    }

    /// Interprets between spoken languages: heard on a channel of its own, by who chose it.
    #[must_use]
    pub fn whispers(&self) -> bool {
        self.languages.iter().any(|language| *language != Language::Sign)
    }

    /// Whether it is one of the table's: neither removed nor withdrawn.
    #[must_use]
    pub const fn stands(&self) -> bool {
        self.gone.is_none()
    }

    /// Back to where one waits, sent or by leaving. Who was there while it was talked stays one who was.
    #[must_use]
    pub fn goes_out(&self, stage: StageName, now: Timestamp) -> SeatChange {
        let talked = !matches!(
            stage,
            StageName::Requested
                | StageName::Scheduled
                | StageName::Postponed
                | StageName::CheckIn
                | StageName::Ready
                | StageName::Countdown
        );
        let heard = if self.is_witness() {
            Some(now)
        } else if talked {
            self.heard.or(self.admitted)
        } else {
            self.heard
        };
        SeatChange::Out { heard }
    }

    pub fn send_out(&mut self, stage: StageName, now: Timestamp) {
        self.goes_out(stage, now).apply(self);
    }

    /// Whether somebody sat here at the table, by then. Presider and clerk wait for nobody to let them in, and come in all
    /// the same: a presider whose stand-in led from beginning to end, and a relief clerk who was not needed, were not there.
    #[must_use]
    pub fn was_there_by(&self, at: Timestamp) -> bool {
        self.heard.or(self.admitted).is_some_and(|since| since <= at)
    }

    /// The same, whenever it was.
    #[must_use]
    pub fn was_there(&self) -> bool {
        self.was_there_by(Timestamp(i64::MAX))
    }

    /// Waits outside until called in, and after (OLR21 26).
    #[must_use]
    pub const fn is_witness(&self) -> bool {
        matches!(self.role, ParticipantRole::Witness)
    }
}

/// What befalls a seat in the room. Each is written by itself: two who write of a seat at once undo nothing of each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeatChange {
    /// Since when it first sat: who hung up comes back through the lobby, and was there all the same.
    Admitted(Timestamp),
    Out {
        heard: Option<Timestamp>,
    },
    Removed {
        reason: String,
    },
    Muted(Vec<SourceKind>),
}

impl SeatChange {
    pub fn apply(&self, seat: &mut Seat) {
        match self {
            Self::Admitted(at) => seat.admitted = seat.admitted.or(Some(*at)),
            Self::Out { heard } => (seat.admitted, seat.heard) = (None, *heard),
            Self::Removed { reason } => seat.gone = Some(Gone::Removed { reason: reason.clone() }),
            Self::Muted(muted) => seat.muted.clone_from(muted),
        }
    }
}
