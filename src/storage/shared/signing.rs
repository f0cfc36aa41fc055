//! SQL of signing: versions, corrections and signatures of minutes and agreements.

use super::Session;
use crate::{
    domain::{
        hearing::{
            Answered, Correction, CorrectionAnswer, FrozenPaper, PaperKind, Seal, Signature, SigningCode,
            SigningRecord,
        },
        ids::{HearingId, PersonId, PetitionId},
    },
    storage::{
        SigningRecords, SigningWrites, StoreError,
        error::{or_exists, or_stale},
        rows::signing::{CodeRecord, CorrectionRecord, SealRecord, SignatureRecord, VersionRecord, parties},
        statements::statements,
        vault::PetitionKey,
    },
};
use async_trait::async_trait;
use sqlx::{query, query_as};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

statements! {
    KEY_OF_HEARING = "select k.petition, k.wrapped from petition_keys k join hearings h on h.petition = k.petition
        where h.id = $1";
    VERSIONS = "select hearing, version, parties, text, sha256, frozen_at, frozen_by from paper_versions
        where hearing = $1 and paper = $2 order by version";
    CORRECTIONS = "select id, hearing, version, seat, entry, text, at, answered_by, answered_at, corrected_entry,
            corrected_line, declined
        from paper_corrections
        where hearing = $1 and paper = $2 order by at, id";
    SIGNATURES = "select s.id, s.hearing, s.paper, s.version, v.sha256, s.seat, s.recorded_by, s.kind, s.content, s.at
        from paper_signatures s join paper_versions v
            on v.hearing = s.hearing and v.paper = s.paper and v.version = s.version
        where s.hearing = $1 and s.paper = $2 order by s.at, s.id";
    SEALS = "select hearing, number, statement, algorithm, public_key, signature, at from seals
        where hearing = $1 order by number";
    CODES = "select seat, id, hearing, paper, version, content, sent_at, wrong from signing_codes
        where hearing = $1 order by sent_at, seat";
    PUT_CODE = "insert into signing_codes (seat, id, hearing, paper, version, content, sent_at, wrong)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (seat) do update set id = excluded.id, hearing = excluded.hearing, paper = excluded.paper,
            version = excluded.version, content = excluded.content, sent_at = excluded.sent_at,
            wrong = excluded.wrong";
    ADD_VERSION = "insert into paper_versions
            (hearing, paper, version, parties, text, sha256, frozen_at, frozen_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    ADD_CORRECTION = "insert into paper_corrections (id, hearing, paper, version, seat, entry, text, at)
        values ($1, $2, 'minutes', $3, $4, $5, $6, $7)";
    /// Once.
    ANSWER_CORRECTION = "update paper_corrections set answered_by = $2, answered_at = $3, corrected_entry = $4,
            corrected_line = $5, declined = $6
        where id = $1 and answered_at is null";
    ADD_SIGNATURE = "insert into paper_signatures (id, hearing, paper, version, seat, recorded_by, kind, content, at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    ADD_SEAL = "insert into seals (hearing, number, statement, algorithm, public_key, signature, at)
        values ($1, $2, $3, $4, $5, $6, $7)";
}

/// The key of the hearing's petition: handwriting and reasons are personal.
pub(super) async fn key(session: &mut Session, hearing: HearingId) -> Result<PetitionKey> {
    let row: Option<(Uuid, Vec<u8>)> =
        query_as(KEY_OF_HEARING).bind(hearing.0).fetch_optional(session.conn()).await?;
    let (petition, wrapped) = row.ok_or_else(|| StoreError::corrupt("petition key", "it is not there"))?;
    session.vault().unwrap_key(PetitionId(petition), &wrapped)
}

#[async_trait]
impl SigningRecords for Session {
    async fn signing_record(&mut self, id: HearingId, paper: PaperKind) -> Result<SigningRecord> {
        let name = paper.as_str();
        let versions: Vec<VersionRecord> =
            query_as(VERSIONS).bind(id.0).bind(name).fetch_all(self.conn()).await?;
        if versions.is_empty() {
            return Ok(SigningRecord::default());
        }
        let key = key(self, id).await?;
        let corrections: Vec<CorrectionRecord> =
            query_as(CORRECTIONS).bind(id.0).bind(name).fetch_all(self.conn()).await?;
        let signatures: Vec<SignatureRecord> =
            query_as(SIGNATURES).bind(id.0).bind(name).fetch_all(self.conn()).await?;
        Ok(SigningRecord {
            versions: versions.into_iter().map(|row| row.of(paper)).collect::<Result<_>>()?,
            corrections: corrections.into_iter().map(|row| row.open(&key)).collect::<Result<_>>()?,
            signatures: signatures.into_iter().map(|row| row.open(&key)).collect::<Result<_>>()?,
        })
    }

    async fn signing_codes(&mut self, id: HearingId) -> Result<Vec<SigningCode>> {
        let rows: Vec<CodeRecord> = query_as(CODES).bind(id.0).fetch_all(self.conn()).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let key = key(self, id).await?;
        rows.into_iter().map(|row| row.open(&key)).collect()
    }

    async fn seals(&mut self, id: HearingId) -> Result<Vec<Seal>> {
        let rows: Vec<SealRecord> = query_as(SEALS).bind(id.0).fetch_all(self.conn()).await?;
        rows.into_iter().map(Seal::try_from).collect()
    }
}

#[async_trait]
impl SigningWrites for Session {
    async fn add_version(&mut self, version: &FrozenPaper) -> Result<()> {
        query(ADD_VERSION)
            .bind(version.hearing.0)
            .bind(version.kind().as_str())
            .bind(i64::from(version.version))
            .bind(parties(version))
            .bind(&version.text)
            .bind(version.sha256.as_slice())
            .bind(version.frozen_at.0)
            .bind(version.by.map(|seat| seat.0))
            .execute(self.conn())
            .await
            .map_err(or_exists("version of a paper"))?;
        Ok(())
    }

    async fn add_correction(&mut self, correction: &Correction) -> Result<()> {
        let key = key(self, correction.hearing).await?;
        let text = key.seal(PersonId(correction.id.0), "correction", &correction.text)?;
        query(ADD_CORRECTION)
            .bind(correction.id.0)
            .bind(correction.hearing.0)
            .bind(i64::from(correction.version))
            .bind(correction.seat.0)
            .bind(correction.entry.map(|entry| entry.0))
            .bind(text)
            .bind(correction.at.0)
            .execute(self.conn())
            .await
            .map_err(or_exists("correction"))?;
        Ok(())
    }

    async fn answer_correction(&mut self, correction: &Correction) -> Result<()> {
        const WHAT: &str = "answer to a correction";
        let answered = correction.answered.as_ref();
        let Answered { by, at, answer } =
            answered.ok_or_else(|| StoreError::corrupt(WHAT, "there is none"))?;
        let (entry, line, reason) = match answer {
            CorrectionAnswer::Taken { entry, line } => (Some(entry.0), Some(i64::from(*line)), None),
            CorrectionAnswer::Declined { reason } => (None, None, Some(reason)),
        };
        let key = key(self, correction.hearing).await?;
        let sealed = |reason| key.seal(PersonId(correction.id.0), "declined correction", reason);
        let done = query(ANSWER_CORRECTION)
            .bind(correction.id.0)
            .bind(by.0)
            .bind(at.0)
            .bind(entry)
            .bind(line)
            .bind(reason.map(|reason| sealed(reason)).transpose()?)
            .execute(self.conn())
            .await?;
        or_stale(WHAT, done.rows_affected())
    }

    async fn add_signature(&mut self, signature: &Signature) -> Result<()> {
        let key = key(self, signature.hearing).await?;
        let content = key.seal(PersonId(signature.id.0), "signature", &signature.mark.content())?;
        query(ADD_SIGNATURE)
            .bind(signature.id.0)
            .bind(signature.hearing.0)
            .bind(signature.paper.as_str())
            .bind(i64::from(signature.version))
            .bind(signature.seat.0)
            .bind(signature.by.0)
            .bind(signature.mark.kind().as_str())
            .bind(content)
            .bind(signature.at.0)
            .execute(self.conn())
            .await
            .map_err(or_exists("signature"))?;
        Ok(())
    }

    async fn put_signing_code(&mut self, code: &SigningCode) -> Result<()> {
        let key = key(self, code.hearing).await?;
        let content = format!("{}\n{}", code.digits.as_str(), code.ending);
        query(PUT_CODE)
            .bind(code.seat.0)
            .bind(code.id.0)
            .bind(code.hearing.0)
            .bind(code.paper.as_str())
            .bind(i64::from(code.version))
            .bind(key.seal(PersonId(code.id.0), "signing code", &content)?)
            .bind(code.sent_at.0)
            .bind(i64::from(code.wrong))
            .execute(self.conn())
            .await?;
        Ok(())
    }

    async fn add_seal(&mut self, seal: &Seal) -> Result<()> {
        query(ADD_SEAL)
            .bind(seal.hearing.0)
            .bind(i64::from(seal.number))
            .bind(&seal.statement)
            .bind(&seal.algorithm)
            .bind(seal.public_key.as_slice())
            .bind(seal.signature.as_slice())
            .bind(seal.at.0)
            .execute(self.conn())
            .await
            .map_err(or_exists("seal"))?;
        Ok(())
    }
}
