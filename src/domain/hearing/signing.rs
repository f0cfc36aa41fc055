//! Freezing and signing papers (H13, H14), and what is frozen when a hearing ends.

use super::{
    Correction, Entry, FrozenPaper, Hearing, Mark, PaperKind, Refusal, RefusalCode, Seat, Signature,
    frozen::Written, signing_code::is_taken_for_another,
};
use crate::domain::{
    Timestamp, given_reason, hex,
    ids::{OpId, SeatId},
};

/// Longest strokes, in bytes: a name written large takes a tenth.
pub const MAX_STROKES: usize = 32 * 1024;
/// Longest name of who signs for another, in characters.
const MAX_NAME: usize = 40;

/// Everything that was frozen, asked and signed of one paper of a hearing, in the order it came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SigningRecord {
    pub versions: Vec<FrozenPaper>,
    pub corrections: Vec<Correction>,
    pub signatures: Vec<Signature>,
}

/// A mark as asked for: whose, on what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkAsked {
    pub op: OpId,
    pub paper: PaperKind,
    pub seat: SeatId,
    pub version: u32,
    /// Of the text its signer read, as hexadecimal.
    pub sha256: String,
    pub mark: Mark,
}

impl SigningRecord {
    #[must_use]
    pub fn latest(&self) -> Option<&FrozenPaper> {
        self.versions.last()
    }

    /// The latest version, where it is the one that was read: nobody puts their name to words they have not seen.
    ///
    /// # Errors
    /// Another version stands; which one.
    pub fn standing(&self, version: u32, sha256: &str) -> Result<&FrozenPaper, Refusal> {
        let latest =
            self.latest().filter(|latest| latest.version == version && hex(&latest.sha256) == sha256);
        latest.ok_or_else(|| {
            let newest = self.latest().map_or(0, |latest| latest.version);
            Refusal::new(RefusalCode::StaleRevision, newest.to_string())
        })
    }

    /// What the seat last said on the latest version.
    #[must_use]
    pub fn word_of(&self, seat: SeatId) -> Option<&Signature> {
        let version = self.latest()?.version;
        self.signatures.iter().rev().find(|signature| signature.version == version && signature.seat == seat)
    }

    /// Version n+1 of what `entries` say now; the latest one where it says just that.
    #[must_use]
    pub fn freeze(
        &self,
        hearing: &Hearing,
        petition_number: &str,
        entries: &[Entry],
        by: Option<SeatId>,
        now: Timestamp,
    ) -> Option<FrozenPaper> {
        let version = self.latest().map_or(1, |latest| latest.version + 1);
        let written = Written { entries, corrections: &self.corrections };
        let current = self.says(hearing, petition_number, entries);
        (!current).then(|| FrozenPaper::telling(hearing, petition_number, &written, (version, now), by))
    }

    /// Whether the latest version says what the minutes say, with every answer to a correction.
    #[must_use]
    pub fn says(&self, hearing: &Hearing, petition_number: &str, entries: &[Entry]) -> bool {
        let written = Written { entries, corrections: &self.corrections };
        let says = |latest: &FrozenPaper| latest.says(hearing, petition_number, &written);
        self.latest().is_some_and(|latest| says(latest) && !self.answered_since(latest.frozen_at))
    }

    /// What a hearing that ends now leaves frozen: what was written since the latest version. While it is signed nothing
    /// is written any more, and where nothing was written there are no minutes.
    #[must_use]
    pub fn freeze_at_end(
        &self,
        hearing: &Hearing,
        petition_number: &str,
        entries: &[Entry],
        now: Timestamp,
    ) -> Option<FrozenPaper> {
        let written = hearing.stage.name().takes_minutes() && !entries.is_empty();
        written.then(|| self.freeze(hearing, petition_number, entries, None, now)).flatten()
    }

    /// Who may put their name to the latest version.
    pub fn signers<'a>(&self, seats: &'a [Seat]) -> impl Iterator<Item = &'a Seat> {
        let latest = self.latest();
        seats.iter().filter(move |seat| latest.is_some_and(|latest| latest.is_signed_by(seat)))
    }

    /// Those whose word is waited for, and who have neither signed nor refused.
    pub fn silent<'a>(&'a self, seats: &'a [Seat]) -> impl Iterator<Item = &'a Seat> {
        let latest = self.latest();
        seats.iter().filter(move |seat| {
            latest.is_some_and(|latest| latest.waits_for(seat)) && self.word_of(seat.id).is_none()
        })
    }

    /// H14: what is signed is what was read back.
    ///
    /// # Errors
    /// Nothing was frozen, or the minutes were changed since.
    pub fn may_begin(
        &self,
        hearing: &Hearing,
        petition_number: &str,
        entries: &[Entry],
    ) -> Result<(), Refusal> {
        if self.says(hearing, petition_number, entries) {
            return Ok(());
        }
        Err(Refusal::new(RefusalCode::NotFrozen, "The minutes were changed: freeze a new version first"))
    }

    /// A seat's mark, put on record by the seat itself or, where it cannot, by presider or clerk.
    ///
    /// # Errors
    /// Not at this stage, not this seat's to sign or it never came, not the version that stands, signed already, or empty.
    pub fn sign(
        &self,
        hearing: &Hearing,
        by: SeatId,
        asked: MarkAsked,
        now: Timestamp,
    ) -> Result<Signature, Refusal> {
        hearing.must_be_open()?;
        let MarkAsked { op, paper, seat, version, sha256, mark } = asked;
        let stage = hearing.stage.name();
        let by_paper = stage.takes_paper() && mark.paper().is_some();
        if !paper.is_signed_in(stage) && !by_paper {
            return Err(Refusal::new(
                RefusalCode::WrongStage,
                format!("nothing is signed: the hearing is {stage}"),
            ));
        }
        let keeper = hearing.seat(by).is_some_and(Seat::keeps_minutes);
        let on_paper = matches!(mark, Mark::PaperScan { .. });
        let for_another = seat != by && keeper && is_taken_for_another(&mark);
        let allowed = if on_paper { keeper } else { seat == by || for_another };
        let noted = seat != by && matches!(mark, Mark::Refused { .. });
        let signs = |seat: &Seat| {
            let latest = self.latest();
            latest
                .is_some_and(|latest| if noted { latest.waits_for(seat) } else { latest.is_signed_by(seat) })
        };
        let signer = hearing.seat(seat).filter(|signer| signs(signer));
        // From outside anybody could hold the link of a seat that never came: for it the clerk takes paper, proxy or code.
        let known = |signer: &Seat| seat != by || signer.was_there();
        if !allowed || !signer.is_some_and(known) {
            return Err(Refusal::new(RefusalCode::NotAllowed, "this seat has nothing to sign here"));
        }
        let latest = self.standing(version, &sha256)?;
        if self.word_of(seat).is_some_and(|before| !before.is_refusal()) {
            return Err(Refusal::new(RefusalCode::SignedAlready, "this seat has signed this version"));
        }
        check_mark(&mark)?;
        Ok(Signature {
            id: op,
            hearing: hearing.id,
            paper,
            version,
            paper_sha256: latest.sha256,
            seat,
            by,
            at: now,
            mark,
        })
    }
}

fn check_mark(mark: &Mark) -> Result<(), Refusal> {
    let bad = |sentence: &str| Err(Refusal::new(RefusalCode::BadText, sentence));
    match mark {
        Mark::Confirmed | Mark::Coded { .. } | Mark::PaperScan { .. } => Ok(()),
        Mark::Refused { reason } => Ok(given_reason(reason).map(drop)?),
        Mark::Drawn { strokes } if !is_path(strokes) => bad("the strokes are not a path"),
        Mark::Drawn { .. } => Ok(()),
        Mark::Proxy { name, .. } if !is_name(name) => bad("the name of who signs is missing"),
        Mark::Proxy { strokes, .. } if !is_path(strokes) => bad("the strokes are not a path"),
        Mark::Proxy { reason, .. } if given_reason(reason).is_err() || reason.contains('\n') => {
            let sentence = "A reason of 5 to 500 characters on one line is needed";
            Err(Refusal::new(RefusalCode::ReasonNeeded, sentence))
        }
        Mark::Proxy { .. } => Ok(()),
    }
}

fn is_name(name: &str) -> bool {
    (1..=MAX_NAME).contains(&name.trim().chars().count()) && !name.chars().any(char::is_control)
}

/// Pen down, lines, and nothing that a page or a printer would run.
fn is_path(strokes: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'M' | b'L' | b' ' | b'.' | b'-');
    strokes.starts_with('M')
        && strokes.len() <= MAX_STROKES
        && strokes.contains('L')
        && strokes.bytes().all(plain)
}

#[cfg(test)]
#[path = "signing_tests.rs"]
mod tests;
