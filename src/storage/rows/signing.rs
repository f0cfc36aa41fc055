//! Rows of signing: versions of a paper, corrections and signatures. Handwriting is stored encrypted.

use crate::{
    domain::{
        Timestamp,
        hearing::{
            Answered, Correction, CorrectionAnswer, Digits, FrozenPaper, Mark, MarkKind, PaperKind,
            ProxyPaper, Seal, Signature, Signers, SigningCode,
        },
        ids::{AttachmentId, EntryId, HearingId, OpId, PersonId, SeatId},
    },
    storage::{
        StoreError,
        values::{count, hash, join, needed, parse, split},
        vault::PetitionKey,
    },
};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct VersionRecord {
    hearing: Uuid,
    version: i64,
    parties: String,
    text: String,
    sha256: Vec<u8>,
    frozen_at: i64,
    frozen_by: Option<Uuid>,
}

impl VersionRecord {
    pub(in crate::storage) fn of(self, paper: PaperKind) -> Result<FrozenPaper> {
        let signers = match paper {
            PaperKind::Minutes => Signers::Table,
            PaperKind::Agreement => {
                let parties = split::<Uuid>("parties of an agreement", &self.parties)?;
                Signers::Parties(parties.into_iter().map(SeatId).collect())
            }
        };
        Ok(FrozenPaper {
            hearing: HearingId(self.hearing),
            signers,
            version: count("version of a paper", self.version)?,
            text: self.text,
            sha256: hash("hash of a paper", &self.sha256)?,
            frozen_at: Timestamp(self.frozen_at),
            by: self.frozen_by.map(SeatId),
        })
    }
}

/// The column `parties`.
pub(in crate::storage) fn parties(version: &FrozenPaper) -> String {
    match &version.signers {
        Signers::Table => String::new(),
        Signers::Parties(parties) => join(parties),
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct CorrectionRecord {
    id: Uuid,
    hearing: Uuid,
    version: i64,
    seat: Uuid,
    entry: Option<Uuid>,
    text: Vec<u8>,
    at: i64,
    answered_by: Option<Uuid>,
    answered_at: Option<i64>,
    corrected_entry: Option<Uuid>,
    corrected_line: Option<i64>,
    declined: Option<Vec<u8>>,
}

impl CorrectionRecord {
    pub(in crate::storage) fn open(self, key: &PetitionKey) -> Result<Correction> {
        let answered = self.answered(key)?;
        Ok(Correction {
            answered,
            id: OpId(self.id),
            hearing: HearingId(self.hearing),
            version: count("version of minutes", self.version)?,
            seat: SeatId(self.seat),
            entry: self.entry.map(EntryId),
            text: key.open(PersonId(self.id), "correction", &self.text)?,
            at: Timestamp(self.at),
        })
    }

    fn answered(&self, key: &PetitionKey) -> Result<Option<Answered>> {
        const WHAT: &str = "answer to a correction";
        let (Some(by), Some(at)) = (self.answered_by, self.answered_at) else { return Ok(None) };
        let answer = match (self.corrected_entry, &self.declined) {
            (Some(entry), _) => CorrectionAnswer::Taken {
                entry: EntryId(entry),
                line: count(WHAT, needed(WHAT, self.corrected_line)?)?,
            },
            (None, declined) => {
                let sealed = needed(WHAT, declined.as_ref())?;
                CorrectionAnswer::Declined {
                    reason: key.open(PersonId(self.id), "declined correction", sealed)?,
                }
            }
        };
        Ok(Some(Answered { by: SeatId(by), at: Timestamp(at), answer }))
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct SignatureRecord {
    id: Uuid,
    hearing: Uuid,
    paper: String,
    version: i64,
    sha256: Vec<u8>,
    seat: Uuid,
    recorded_by: Uuid,
    kind: String,
    content: Vec<u8>,
    at: i64,
}

impl SignatureRecord {
    pub(in crate::storage) fn open(self, key: &PetitionKey) -> Result<Signature> {
        let content = key.open(PersonId(self.id), "signature", &self.content)?;
        Ok(Signature {
            id: OpId(self.id),
            hearing: HearingId(self.hearing),
            paper: parse("kind of paper", &self.paper)?,
            version: count("version of a paper", self.version)?,
            paper_sha256: hash("hash of a paper", &self.sha256)?,
            seat: SeatId(self.seat),
            by: SeatId(self.recorded_by),
            at: Timestamp(self.at),
            mark: mark(parse("kind of a signature", &self.kind)?, content)?,
        })
    }
}

/// [`Mark::content`] read back.
fn mark(kind: MarkKind, content: String) -> Result<Mark> {
    let halves = |content: &str| {
        let halves = content.split_once('\n').map(|(a, b)| (a.to_owned(), b.to_owned()));
        halves.ok_or_else(|| StoreError::corrupt("signature", "half of it is missing"))
    };
    Ok(match kind {
        MarkKind::Drawn => Mark::Drawn { strokes: content },
        MarkKind::Confirmed => Mark::Confirmed,
        MarkKind::Refused => Mark::Refused { reason: content },
        MarkKind::Coded => {
            let (code, ending) = halves(&content)?;
            Mark::Coded { code: OpId(parse("code of a signature", &code)?), ending }
        }
        MarkKind::Proxy => {
            let mut lines = content.splitn(4, '\n').map(str::to_owned);
            let missing = || StoreError::corrupt("signature", "half of it is missing");
            Mark::Proxy {
                name: lines.next().ok_or_else(missing)?,
                strokes: lines.next().ok_or_else(missing)?,
                reason: lines.next().unwrap_or_default(),
                paper: lines.next().map(|paper| scan(&paper)).transpose()?,
            }
        }
        MarkKind::PaperScan => {
            let ProxyPaper { attachment, sha256 } = scan(&content)?;
            Mark::PaperScan { attachment, sha256 }
        }
    })
}

/// An attachment and its hash, a line each.
fn scan(text: &str) -> Result<ProxyPaper> {
    const WHAT: &str = "scan of a signature";
    let halves = text.split_once('\n');
    let (attachment, sha256) = halves.ok_or_else(|| StoreError::corrupt(WHAT, "half of it is missing"))?;
    let bytes = hex::decode(sha256).map_err(|why| StoreError::corrupt(WHAT, why))?;
    Ok(ProxyPaper { attachment: AttachmentId(parse(WHAT, attachment)?), sha256: hash(WHAT, &bytes)? })
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct CodeRecord {
    seat: Uuid,
    id: Uuid,
    hearing: Uuid,
    paper: String,
    version: i64,
    content: Vec<u8>,
    sent_at: i64,
    wrong: i64,
}

impl CodeRecord {
    pub(in crate::storage) fn open(self, key: &PetitionKey) -> Result<SigningCode> {
        let content = key.open(PersonId(self.id), "signing code", &self.content)?;
        let halves = content.split_once('\n');
        let (digits, ending) =
            halves.ok_or_else(|| StoreError::corrupt("signing code", "half of it is missing"))?;
        Ok(SigningCode {
            id: OpId(self.id),
            hearing: HearingId(self.hearing),
            seat: SeatId(self.seat),
            paper: parse("kind of paper", &self.paper)?,
            version: count("version of a paper", self.version)?,
            digits: Digits::kept(digits.to_owned()),
            ending: ending.to_owned(),
            sent_at: Timestamp(self.sent_at),
            wrong: count("wrong digits", self.wrong)?,
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct SealRecord {
    hearing: Uuid,
    number: i64,
    statement: String,
    algorithm: String,
    public_key: Vec<u8>,
    signature: Vec<u8>,
    at: i64,
}

impl TryFrom<SealRecord> for Seal {
    type Error = StoreError;
    fn try_from(row: SealRecord) -> Result<Self> {
        Ok(Self {
            hearing: HearingId(row.hearing),
            number: count("number of a seal", row.number)?,
            statement: row.statement,
            algorithm: row.algorithm,
            public_key: row.public_key,
            signature: row.signature,
            at: Timestamp(row.at),
        })
    }
}
