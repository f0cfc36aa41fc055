//! Minutes and the state of papers as they are sent to whoever is told of them.

use super::super::live::Live;
use crate::domain::{
    hearing::{Answered, Correction, CorrectionAnswer, Mark, PaperKind, Signature, StageName},
    hex,
};
use signaling::wire::{self, SeatId, ServerMessage, SignatureMark};

impl Live {
    /// To every seat that is told of the minutes.
    pub fn send_minutes(&mut self, message: &ServerMessage) {
        for seat in self.table.readers() {
            self.connections.send(seat, message.clone());
        }
    }

    /// Whoever is told of the minutes and was not (`before`) learns all of them: let in just now, or asked for their word.
    pub fn catch_up(&mut self, before: &[SeatId]) {
        for seat in self.table.readers() {
            if !before.contains(&seat) {
                self.tell_minutes(seat);
            }
        }
    }

    fn tell_minutes(&mut self, seat: SeatId) {
        if !self.table.minutes.is_empty() {
            let minutes = self.table.minutes.iter().map(Into::into).collect();
            self.connections.send(seat, ServerMessage::Minutes { minutes });
        }
        if let Some(read_back) = self.read_back(true) {
            self.connections.send(seat, ServerMessage::ReadBack { read_back });
        }
        self.welcome_papers(seat);
    }

    pub fn announce_read_back(&mut self, with_text: bool) {
        if let Some(read_back) = self.read_back(with_text) {
            self.send_minutes(&ServerMessage::ReadBack { read_back });
        }
    }

    /// What everybody is told of the version that stands.
    pub fn read_back(&self, with_text: bool) -> Option<wire::ReadBackView> {
        let view = self.signed_view(PaperKind::Minutes, with_text)?;
        let record = &self.signing.record;
        // What is answered while people sign is told by the answer, and stands in the next version if there is one.
        let review = self.table.stage() == StageName::MinutesReview;
        let changed =
            review && !record.says(&self.table.hearing, &self.table.petition.number, &self.table.minutes);
        Some(wire::ReadBackView { changed, ..view })
    }

    /// The latest version of a paper, and who has signed it.
    pub fn signed_view(&self, paper: PaperKind, with_text: bool) -> Option<wire::ReadBackView> {
        let record = self.signing_record(paper);
        let latest = record.latest()?;
        let signers = record.signers(&self.table.hearing.seats);
        Some(wire::ReadBackView {
            version: latest.version,
            sha256: hex(&latest.sha256),
            frozen_at: latest.frozen_at.0,
            text: with_text.then(|| latest.text.clone()),
            changed: false,
            corrections: record.corrections.iter().map(Into::into).collect(),
            seats: signers
                .map(|seat| {
                    let word = record.word_of(seat.id);
                    wire::SignerView {
                        seat: seat.id.into(),
                        mark: word.map(|word| word.mark.kind().into()),
                        at: word.map(|word| word.at.0),
                        reason: word.and_then(why_refused),
                        absent: !latest.waits_for(seat),
                        by_code: self.signing.by_code(seat),
                    }
                })
                .collect(),
        })
    }
}

fn why_refused(word: &Signature) -> Option<String> {
    match &word.mark {
        Mark::Refused { reason } => Some(reason.clone()),
        _ => None,
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
            answer: correction.answered.as_ref().map(answer_view),
        }
    }
}

fn answer_view(answered: &Answered) -> wire::CorrectionAnswered {
    let Answered { by, at, answer } = answered;
    let answer = match answer {
        CorrectionAnswer::Taken { entry, .. } => wire::CorrectionAnswer::Taken { entry: (*entry).into() },
        CorrectionAnswer::Declined { reason } => wire::CorrectionAnswer::Declined { reason: reason.clone() },
    };
    wire::CorrectionAnswered { by: (*by).into(), at: at.0, answer }
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
