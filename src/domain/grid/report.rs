//! One report: report, claim, handle, feed back; each step is a line of its history.

use crate::domain::{
    Timestamp,
    ids::{AgencyId, GridReportId, PetitionId, StaffId},
    jurisdiction::DivisionCode,
    named,
    petition::ContentClass,
};

/// Photos of one report.
pub const MAX_PHOTOS: usize = 6;

/// Where a report stands, with what belongs to that and to nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GridState {
    /// Nobody has taken it up yet.
    Reported,
    Claimed {
        by: AgencyId,
    },
    /// Done as its organ says; who reported it looks.
    Handled {
        by: AgencyId,
    },
    /// The grid looked: it is done.
    FedBack {
        by: AgencyId,
    },
    /// It goes on as a petition.
    Petition {
        by: AgencyId,
        petition: PetitionId,
    },
}

named!(
    pub enum GridStateName {
        Reported = "reported",
        Claimed = "claimed",
        Handled = "handled",
        FedBack = "fed_back",
        Petition = "petition",
    }
);

named!(
    pub enum GridStepKind {
        Report = "report",
        Claim = "claim",
        /// Not its business: back to all.
        Release = "release",
        Handle = "handle",
        /// Who reported it found it done.
        FeedBack = "feed_back",
        /// Who reported it found it not done.
        SendBack = "send_back",
        /// Registered as a petition.
        Petition = "petition",
    }
);

/// Who told the grid worker, if they want to be known: needed for a petition.
#[derive(Clone, PartialEq, Eq)]
#[expect(missing_debug_implementations, reason = "names and phones are not logged")]
pub struct Resident {
    pub name: String,
    pub phone: String,
}

/// What somebody of a grid saw or was told, on its way up from the grid until it is settled or a petition (ADR 29).
#[derive(Clone, PartialEq, Eq)]
#[expect(missing_debug_implementations, reason = "a resident's words and name are not logged")]
pub struct GridReport {
    pub id: GridReportId,
    /// The grid, or the village where it has none.
    pub place: DivisionCode,
    /// Where exactly, in words.
    pub spot: String,
    pub class: ContentClass,
    pub text: String,
    pub reporter: StaffId,
    pub reported_at: Timestamp,
    pub resident: Option<Resident>,
    pub state: GridState,
    /// Since when it stands so.
    pub state_at: Timestamp,
    /// Grows by one with every step; a step names the one it read.
    pub version: u32,
}

impl GridReport {
    /// Whether `again` is this very report, sent once more after a lost answer: whoever reports it and whatever they typed is
    /// as it was. How far it has come meanwhile makes no other report of it.
    #[must_use]
    pub fn is_sent_again(&self, again: &Self) -> bool {
        let Self { id, place, spot, class, text, reporter, resident, .. } = self;
        (*id, *reporter, *class) == (again.id, again.reporter, again.class)
            && (place, spot, text) == (&again.place, &again.spot, &again.text)
            && *resident == again.resident
    }
}

/// A report as typed.
#[derive(Clone)]
#[expect(missing_debug_implementations, reason = "a resident's words and name are not logged")]
pub struct NewReport {
    /// Drawn by the phone: the same report sent twice is one.
    pub id: GridReportId,
    pub place: DivisionCode,
    pub spot: String,
    pub class: ContentClass,
    pub text: String,
    pub resident: Option<Resident>,
}

/// A step as asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GridStep {
    Claim,
    Release { reason: String },
    Handle { text: String },
    FeedBack { text: String },
    SendBack { reason: String },
    Petition { petition: PetitionId },
}

/// A line of the history. Inserted once and never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridLine {
    pub report: GridReportId,
    /// The report's version after it.
    pub number: u32,
    pub step: GridStepKind,
    pub text: String,
    pub by: StaffId,
    pub agency: AgencyId,
    pub at: Timestamp,
}

/// A picture taken on the spot. Its bytes are in the file store under `id`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridPhoto {
    pub id: crate::domain::ids::AttachmentId,
    pub report: GridReportId,
    pub name: String,
    pub media_type: String,
    pub size: u64,
    pub sha256: [u8; 32],
    pub added_at: Timestamp,
}

/// Why a report or a step is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum GridFault {
    #[error("{1}")]
    Field(&'static str, &'static str),
    #[error("Not while the report is where it stands")]
    WrongState,
}

impl GridState {
    #[must_use]
    pub const fn name(&self) -> GridStateName {
        match self {
            Self::Reported => GridStateName::Reported,
            Self::Claimed { .. } => GridStateName::Claimed,
            Self::Handled { .. } => GridStateName::Handled,
            Self::FedBack { .. } => GridStateName::FedBack,
            Self::Petition { .. } => GridStateName::Petition,
        }
    }

    /// Who has it in hands, or had.
    #[must_use]
    pub const fn agency(&self) -> Option<AgencyId> {
        match self {
            Self::Reported => None,
            Self::Claimed { by }
            | Self::Handled { by }
            | Self::FedBack { by }
            | Self::Petition { by, .. } => Some(*by),
        }
    }

    #[must_use]
    pub const fn petition(&self) -> Option<PetitionId> {
        match self {
            Self::Petition { petition, .. } => Some(*petition),
            _ => None,
        }
    }
}

impl GridStep {
    #[must_use]
    pub const fn kind(&self) -> GridStepKind {
        match self {
            Self::Claim => GridStepKind::Claim,
            Self::Release { .. } => GridStepKind::Release,
            Self::Handle { .. } => GridStepKind::Handle,
            Self::FeedBack { .. } => GridStepKind::FeedBack,
            Self::SendBack { .. } => GridStepKind::SendBack,
            Self::Petition { .. } => GridStepKind::Petition,
        }
    }
}

/// The table: whether there is a way by `kind` from `state`.
#[must_use]
pub const fn possible(state: GridStateName, kind: GridStepKind) -> bool {
    use GridStateName as S;
    use GridStepKind as K;
    matches!(
        (state, kind),
        (S::Reported, K::Claim)
            | (S::Claimed, K::Release | K::Handle | K::Petition)
            | (S::Handled, K::FeedBack | K::SendBack | K::Petition)
    )
}

/// Takes a report in.
///
/// # Errors
/// The first field that is not acceptable.
pub fn report(
    new: NewReport,
    by: StaffId,
    agency: AgencyId,
    now: Timestamp,
) -> Result<(GridReport, GridLine), GridFault> {
    let text = words("text", "Between 5 and 2,000 characters are needed", &new.text, 5, 2000)?;
    let spot = words("spot", "At most 100 characters", &new.spot, 0, 100)?;
    let resident = new.resident.map(resident).transpose()?;
    let report = GridReport {
        id: new.id,
        place: new.place,
        spot,
        class: new.class,
        text,
        reporter: by,
        reported_at: now,
        resident,
        state: GridState::Reported,
        state_at: now,
        version: 1,
    };
    let (step, text) = (GridStepKind::Report, String::new());
    let line = GridLine { report: report.id, number: 1, step, text, by, agency, at: now };
    Ok((report, line))
}

/// Takes a step. Whose it is to take is `rights`' business.
///
/// # Errors
/// Not from this state, or without the words it needs.
pub fn take(
    report: &GridReport,
    step: &GridStep,
    by: StaffId,
    agency: AgencyId,
    now: Timestamp,
) -> Result<(GridReport, GridLine), GridFault> {
    if !possible(report.state.name(), step.kind()) {
        return Err(GridFault::WrongState);
    }
    let held = report.state.agency().unwrap_or(agency);
    let why = "Between 5 and 2,000 characters are needed";
    let (state, text) = match step {
        GridStep::Claim => (GridState::Claimed { by: agency }, String::new()),
        GridStep::Release { reason } => (GridState::Reported, words("reason", why, reason, 5, 2000)?),
        GridStep::Handle { text } => (GridState::Handled { by: held }, words("text", why, text, 5, 2000)?),
        GridStep::FeedBack { text } => (GridState::FedBack { by: held }, words("text", why, text, 0, 2000)?),
        GridStep::SendBack { reason } => {
            (GridState::Claimed { by: held }, words("reason", why, reason, 5, 2000)?)
        }
        GridStep::Petition { petition } => {
            (GridState::Petition { by: held, petition: *petition }, String::new())
        }
    };
    let number = report.version + 1;
    let line = GridLine { report: report.id, number, step: step.kind(), text, by, agency, at: now };
    Ok((GridReport { state, state_at: now, ..report.clone() }, line))
}

fn resident(resident: Resident) -> Result<Resident, GridFault> {
    let name = words("resident.name", "Between 1 and 50 characters are needed", &resident.name, 1, 50)?;
    let phone = words("resident.phone", "A phone number has 5 to 20 digits", &resident.phone, 5, 30)?;
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    let odd = phone.chars().any(|c| !c.is_ascii_digit() && !matches!(c, '+' | '-' | ' ' | '(' | ')'));
    if odd || !(5..=20).contains(&digits) {
        return Err(GridFault::Field("resident.phone", "A phone number has 5 to 20 digits"));
    }
    Ok(Resident { name, phone })
}

fn words(
    field: &'static str,
    why: &'static str,
    text: &str,
    least: usize,
    most: usize,
) -> Result<String, GridFault> {
    let text = text.trim();
    if (least..=most).contains(&text.chars().count()) {
        Ok(text.to_owned())
    } else {
        Err(GridFault::Field(field, why))
    }
}

#[cfg(test)]
#[path = "report_tests.rs"]
mod tests;
