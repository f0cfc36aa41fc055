//! Freezing, correcting, signing, sealing: decided by `domain::hearing::signing`, recorded, then announced.

use super::{
    Refused,
    journal::{Job, Record},
    live::Live,
    pending::{Asker, Pending, refused},
};
use crate::domain::{
    event::{Actor, Change},
    hearing::{
        self, Correction, FrozenPaper, Hearing, Mark, MarkAsked, Occupant, Outcome, PaperKind, Seal, Seat,
        Signature, Signed, SigningCode, SigningRecord, Step, Unfinished, naming_unsigned,
    },
    hex,
    ids::{self, StaffId},
};
use signaling::{
    room::Conn,
    wire::{self, RefusalCode, SeatId, ServerMessage, SignatureMark},
};

/// What signing has to do with a step.
#[derive(Debug)]
pub struct Checked {
    pub version: Option<FrozenPaper>,
    pub left: Unfinished,
}

/// What is added to the signing record of a hearing.
#[derive(Debug, Clone)]
pub enum Added {
    Version(FrozenPaper),
    Correction(Correction),
    Signature(Signature),
    Code(SigningCode),
}

impl Added {
    pub fn change(&self) -> Change {
        match self {
            Self::Version(version) => version.change(),
            Self::Correction(correction) => correction.change(),
            Self::Signature(signature) => signature.change(),
            Self::Code(code) => code.change(),
        }
    }

    /// Enters it into the record of its paper; a code is no part of one.
    fn enter(self, record: &mut SigningRecord) {
        match self {
            Self::Version(version) => record.versions.push(version),
            Self::Correction(correction) => record.corrections.push(correction),
            Self::Signature(signature) => record.signatures.push(signature),
            Self::Code(_) => {}
        }
    }

    const fn paper(&self) -> PaperKind {
        match self {
            Self::Version(version) => version.kind(),
            Self::Signature(signature) => signature.paper,
            Self::Code(code) => code.paper,
            Self::Correction(_) => PaperKind::Minutes,
        }
    }

    const fn id(&self) -> Option<ids::OpId> {
        match self {
            Self::Version(_) | Self::Code(_) => None,
            Self::Correction(correction) => Some(correction.id),
            Self::Signature(signature) => Some(signature.id),
        }
    }
}

/// A frame `sign`.
#[derive(Debug)]
pub struct Asked {
    pub op: ids::OpId,
    pub paper: PaperKind,
    pub seat: ids::SeatId,
    pub version: u32,
    pub sha256: String,
    pub mark: SignatureMark,
}

/// The signing record of a live hearing.
#[derive(Debug)]
pub struct Signing {
    pub record: SigningRecord,
    /// On their way to the record; the next waits for them, so that nobody signs twice.
    adding: usize,
    /// The node's seals so far.
    pub seals: u32,
    /// One-time codes on their way to seats or in their hands, one a seat.
    pub codes: Vec<SigningCode>,
}

impl Signing {
    pub const fn of(record: SigningRecord, seals: u32, codes: Vec<SigningCode>) -> Self {
        Self { record, adding: 0, seals, codes }
    }

    /// Something is on its way to the record...
    pub const fn begin(&mut self) {
        self.adding += 1;
    }

    /// ...and has come back.
    pub const fn end(&mut self) {
        self.adding -= 1;
    }
}

impl Live {
    /// A freeze asked for by presider or clerk while the minutes are read back.
    pub fn freeze_asked(&mut self, seat: SeatId, conn: Conn, re: u32) {
        let stage = self.hearing.stage.name();
        if !self.hearing.seat(seat.into()).is_some_and(Seat::keeps_minutes) {
            return self.refuse(seat, re, RefusalCode::NotAllowed, None);
        }
        if self.is_busy() {
            return self.refuse(seat, re, RefusalCode::TooFast, None);
        }
        if stage != hearing::StageName::MinutesReview {
            return self.refuse(seat, re, RefusalCode::WrongStage, Some(stage.to_string()));
        }
        let asker = Asker::Seat { seat, conn, re };
        match self.freeze(Some(seat.into())) {
            Some(version) => self.add(Added::Version(version), Actor::Seat(seat.into()), asker),
            None => self.answer(asker, Ok(())),
        }
    }

    /// The next version, unless the latest one says what the minutes say.
    pub fn freeze(&self, by: Option<ids::SeatId>) -> Option<FrozenPaper> {
        let (hearing, petition) = (&self.hearing, &self.petition.number);
        self.signing.record.freeze(hearing, petition, &self.minutes, by, self.now())
    }

    pub fn correction_asked(
        &mut self,
        (seat, conn, re): (SeatId, Conn, u32),
        op: wire::OpId,
        entry: Option<wire::EntryId>,
        text: String,
    ) {
        let asked = (entry.map(Into::into), text);
        let now = self.now();
        let result = self.signing.record.ask_correction(&self.hearing, op.into(), seat.into(), asked, now);
        self.add_or_refuse(result.map(Added::Correction), seat.into(), Asker::Seat { seat, conn, re });
    }

    pub fn signature_asked(&mut self, (seat, conn, re): (SeatId, Conn, u32), asked: Asked) {
        let asker = Asker::Seat { seat, conn, re };
        if self.signing_record(asked.paper).signatures.iter().any(|known| known.id == asked.op) {
            return self.answer(asker, Ok(())); // its signer missed the answer, and a code is good once
        }
        let Asked { op, paper, seat: whose, version, sha256, mark } = asked;
        let mark = mark_of(mark).or_else(|digits| self.coded(whose, (paper, version), &digits));
        match mark {
            Ok(mark) => {
                let asked = MarkAsked { op, paper, seat: whose, version, sha256, mark };
                self.sign(seat.into(), Actor::Seat(seat.into()), asked, asker);
            }
            Err(refusal) => self.answer(asker, Err(refused(&refusal))),
        }
    }

    /// A scan or a proxy taken at the desk, by who keeps the minutes of this hearing.
    pub fn paper_taken(
        &mut self,
        by: Actor,
        (paper, seat): (PaperKind, ids::SeatId),
        mark: Mark,
        asker: Asker,
    ) {
        let keeper = match by {
            Actor::Staff { staff, .. } => self.keeper(staff),
            _ => None,
        };
        let not_yours =
            Refused { code: RefusalCode::NotAllowed, detail: "not a keeper of these minutes".into() };
        let Some(keeper) = keeper else { return self.answer(asker, Err(not_yours)) };
        let (version, sha256) = self
            .signing_record(paper)
            .latest()
            .map_or((0, String::new()), |latest| (latest.version, hex(&latest.sha256)));
        let op = ids::OpId(self.world.new_id());
        self.sign(keeper, by, MarkAsked { op, paper, seat, version, sha256, mark }, asker);
    }

    pub(super) fn keeper(&self, staff: StaffId) -> Option<ids::SeatId> {
        let sits = |seat: &&Seat| {
            seat.keeps_minutes() && matches!(seat.occupant, Occupant::Official { staff: s, .. } if s == staff)
        };
        self.hearing.seats.iter().find(sits).map(|seat| seat.id)
    }

    pub(super) fn sign(&mut self, by: ids::SeatId, actor: Actor, asked: MarkAsked, asker: Asker) {
        let record = self.signing_record(asked.paper);
        if record.signatures.iter().any(|known| known.id == asked.op) {
            return self.answer(asker, Ok(())); // its signer missed the answer
        }
        if self.is_busy() {
            let detail = "another signature is being recorded".to_owned();
            return self.answer(asker, Err(Refused { code: RefusalCode::TooFast, detail }));
        }
        match record.sign(&self.hearing, by, asked, self.now()) {
            Ok(signature) => self.add(Added::Signature(signature), actor, asker),
            Err(refusal) => self.answer(asker, Err(refused(&refusal))),
        }
    }

    fn add_or_refuse(&mut self, added: Result<Added, hearing::Refusal>, by: ids::SeatId, asker: Asker) {
        match added {
            Ok(added) if self.knows(&added) => self.answer(asker, Ok(())),
            Ok(added) => self.add(added, Actor::Seat(by), asker),
            Err(refusal) => self.answer(asker, Err(refused(&refusal))),
        }
    }

    fn knows(&self, added: &Added) -> bool {
        added.id().is_some_and(|id| self.signing.record.corrections.iter().any(|known| known.id == id))
    }

    /// While something of it is being recorded, nothing else is decided about it.
    pub const fn is_busy(&self) -> bool {
        self.signing.adding > 0 || self.waiting.recording.is_some()
    }

    pub fn add(&mut self, added: Added, actor: Actor, asker: Asker) {
        // On paper after the end: the last seal must be on it, too.
        let seal = self.seal(&self.hearing, Some(&added), None, &Unfinished::default());
        self.record_signing(Some(added), seal, actor, asker);
    }

    /// Seals what has no seal: it ended before ends were sealed. Its minutes are frozen first, as they stand.
    pub fn seal_late(&mut self, by: Actor, outcome: Option<&Outcome>, asker: Asker) {
        if self.is_busy() {
            let detail = "something of it is being recorded".to_owned();
            return self.answer(asker, Err(Refused { code: RefusalCode::TooFast, detail }));
        }
        let unfrozen = self.signing.record.latest().is_none() && !self.minutes.is_empty();
        let froze = unfrozen.then(|| self.freeze(None)).flatten().map(Added::Version);
        let seal = self.seal(&self.hearing, froze.as_ref(), outcome, &Unfinished::default());
        match seal.filter(|_| self.signing.seals == 0) {
            Some(seal) => self.record_signing(froze, Some(seal), by, asker),
            None => self.answer(asker, Ok(())),
        }
    }

    fn record_signing(&mut self, added: Option<Added>, seal: Option<Seal>, actor: Actor, asker: Asker) {
        let mut events: Vec<_> = added.iter().map(|added| self.event(added.change(), actor)).collect();
        if let Some(Added::Signature(signature)) = &added {
            let agreed = self.signing_record(signature.paper).agreed_by(signature);
            events.extend(agreed.map(|change| self.event(change, Actor::System)));
        }
        events.extend(seal.iter().map(|seal| self.event(seal.change(), actor)));
        let sealed = seal.is_some();
        let signing = added.iter().cloned().collect();
        let record = Record { signing, events, seal, ..Record::default() };
        let job = self.journal.write(Job::Record(Box::new(record)));
        self.signing.begin();
        self.pending.insert(job, Pending::Signing { added: added.map(Box::new), sealed, asker });
    }

    pub fn signing_stored(&mut self, added: Option<Added>, sealed: bool, asker: Asker, stored: bool) {
        self.signing.end();
        if stored {
            self.signing.seals += u32::from(sealed);
            if let Some(added) = added {
                self.keep_added(added);
            }
            self.answer(asker, Ok(()));
        } else {
            self.answer(asker, Err(super::steps::not_stored()));
        }
    }

    /// It is in the record: everybody hears of it.
    pub fn keep_added(&mut self, added: Added) {
        if let Added::Code(code) = added {
            return self.keep_code(code);
        }
        let with_text = matches!(added, Added::Version(_));
        let paper = added.paper();
        added.enter(match paper {
            PaperKind::Minutes => &mut self.signing.record,
            PaperKind::Agreement => &mut self.papers.agreement,
        });
        match paper {
            PaperKind::Minutes => self.announce_read_back(with_text),
            PaperKind::Agreement => self.announce_papers(with_text),
        }
    }

    pub fn announce_read_back(&mut self, with_text: bool) {
        if let Some(read_back) = self.read_back(with_text) {
            self.send_minutes(&ServerMessage::ReadBack { read_back });
        }
    }

    /// Whether this step may be taken as far as signing goes; the version it freezes, and what it leaves unfinished.
    pub fn check_signing(&self, step: &Step) -> Result<Checked, hearing::Refusal> {
        let record = &self.signing.record;
        let (version, left) = match step {
            Step::StartSigning => {
                record.may_begin(&self.hearing, &self.petition.number, &self.minutes)?;
                (None, Unfinished::default())
            }
            Step::ReviewMinutes => (self.freeze(None), Unfinished::default()),
            Step::Close { left, .. } | Step::IssueOutcome { left } => {
                let left = Unfinished::as_said(left, &self.hearing, record, &self.papers.agreement)?;
                (self.freeze_at_end(), left)
            }
            Step::Archive { package, .. } if package.seals != self.signing.seals => {
                let sentence = "It was signed or decided meanwhile: archive it as it stands now";
                return Err(hearing::Refusal::new(hearing::RefusalCode::StaleVersion, sentence));
            }
            Step::Adjourn { .. } | Step::ConvertInPerson { .. } | Step::DeclareNoShow { .. } => {
                (self.freeze_at_end(), Unfinished::default())
            }
            _ => (None, Unfinished::default()),
        };
        Ok(Checked { version, left })
    }

    fn freeze_at_end(&self) -> Option<FrozenPaper> {
        let (hearing, petition) = (&self.hearing, &self.petition.number);
        self.signing.record.freeze_at_end(hearing, petition, &self.minutes, self.now())
    }

    /// The node's seal on a hearing that is over, with what is being added to its papers now and what was left
    /// unfinished.
    pub fn seal(
        &self,
        over: &Hearing,
        added: Option<&Added>,
        outcome: Option<&Outcome>,
        left: &Unfinished,
    ) -> Option<Seal> {
        if !over.stage.name().has_file() {
            return None;
        }
        let [minutes, agreement] = self.papers_with(added);
        let signed = Signed { minutes: &minutes, agreement: &agreement, left };
        let place = (self.signing.seals + 1, self.now());
        Some(Seal::of(over, &self.petition.number, &signed, outcome, place, &*self.sealer))
    }

    /// Minutes and agreement as they will be.
    fn papers_with(&self, added: Option<&Added>) -> [SigningRecord; 2] {
        let mut papers = [self.signing.record.clone(), self.papers.agreement.clone()];
        if let Some(added) = added {
            added.clone().enter(&mut papers[usize::from(added.paper() == PaperKind::Agreement)]);
        }
        papers
    }

    /// The log's line of a step, with the seats that are told that their signature is missing.
    pub fn telling_unsigned(&self, change: Change, next: &Hearing, froze: Option<&Added>) -> Change {
        if !next.stage.name().takes_paper() || next.archived.is_some() {
            return change;
        }
        let [minutes, _] = self.papers_with(froze);
        let missing = minutes.latest().is_some();
        naming_unsigned(change, minutes.silent(&next.seats).filter(|_| missing))
    }

    /// What everybody is told of the version that stands.
    pub fn read_back(&self, with_text: bool) -> Option<wire::ReadBackView> {
        let view = self.signed_view(PaperKind::Minutes, with_text)?;
        let latest = self.signing.record.latest()?;
        let changed = !latest.says(&self.hearing, &self.petition.number, &self.minutes);
        Some(wire::ReadBackView { changed, ..view })
    }

    /// The latest version of a paper, and who has signed it.
    pub fn signed_view(&self, paper: PaperKind, with_text: bool) -> Option<wire::ReadBackView> {
        let record = self.signing_record(paper);
        let latest = record.latest()?;
        let signers = record.signers(&self.hearing.seats);
        Some(wire::ReadBackView {
            version: latest.version,
            sha256: hex(&latest.sha256),
            frozen_at: latest.frozen_at.0,
            text: with_text.then(|| latest.text.clone()),
            changed: false,
            corrections: record.corrections.iter().map(Into::into).collect(),
            seats: signers.map(|seat| signer(seat, record.word_of(seat.id))).collect(),
        })
    }
}

fn signer(seat: &Seat, word: Option<&Signature>) -> wire::SignerView {
    let reason = word.and_then(|word| match &word.mark {
        Mark::Refused { reason } => Some(reason.clone()),
        _ => None,
    });
    wire::SignerView {
        seat: seat.id.into(),
        mark: word.map(|word| word.mark.kind().into()),
        at: word.map(|word| word.at.0),
        reason,
    }
}

impl From<&Correction> for wire::CorrectionView {
    fn from(correction: &Correction) -> Self {
        Self {
            id: correction.id.into(),
            version: correction.version,
            seat: correction.seat.into(),
            entry: correction.entry.map(Into::into),
            text: correction.text.clone(),
            at: correction.at.0,
        }
    }
}

/// Of the wire; paper comes over the desk and not from a seat, and a code is looked up (`signing_codes`).
pub fn mark_of(mark: SignatureMark) -> Result<Mark, String> {
    Ok(match mark {
        SignatureMark::Drawn { strokes } => Mark::Drawn { strokes },
        SignatureMark::Confirmed {} => Mark::Confirmed,
        SignatureMark::Coded { code } => return Err(code),
        SignatureMark::Proxy { name, strokes, reason } => {
            let (name, reason) = (name.trim().to_owned(), reason.trim().to_owned());
            Mark::Proxy { name, strokes, reason, paper: None }
        }
        SignatureMark::Refused { reason } => Mark::Refused { reason: reason.trim().to_owned() },
    })
}
