//! SQL of second factors. Secrets are stored encrypted, recovery codes as keyed hashes.

use super::Session;
use crate::{
    domain::{
        Timestamp,
        ids::StaffId,
        second_factor::{SECRET_LEN, SecondFactor, Secret},
    },
    storage::{
        SecondFactorRecords, SecondFactorWrites, SignInStep, StoreError, error::or_exists,
        statements::statements, values::count,
    },
};
use async_trait::async_trait;
use sqlx::{query, query_as, query_scalar};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

const SEALED_AS: &str = "second factor";
/// A secret that waits opens nothing as one that counts.
const WAITING_AS: &str = "waiting factor";

statements! {
    SECOND_FACTOR = "select sealed, set_up_at, used_step from second_factors where staff = $1";
    HAS_SECOND_FACTOR = "select set_up_at from second_factors where staff = $1";
    WAITING_FACTOR = "select sealed from waiting_factors where staff = $1 and expires_at > $2";
    RECOVERY_CODES_LEFT = "select count(*) from recovery_codes where staff = $1";
    SIGN_IN_STEP = "select staff, expires_at from sign_in_steps where token_hash = $1";

    SET_WAITING_FACTOR = "insert into waiting_factors (staff, sealed, expires_at) values ($1, $2, $3)
        on conflict (staff) do update set sealed = excluded.sealed, expires_at = excluded.expires_at";
    SET_SECOND_FACTOR = "insert into second_factors (staff, sealed, set_up_at, used_step)
        values ($1, $2, $3, $4)";
    USE_FACTOR_STEP = "update second_factors set used_step = $2 where staff = $1 and used_step < $2";
    REMOVE_SECOND_FACTOR = "delete from second_factors where staff = $1";
    END_WAITING_FACTOR = "delete from waiting_factors where staff = $1";

    ADD_RECOVERY_CODE = "insert into recovery_codes (staff, code) values ($1, $2)";
    USE_RECOVERY_CODE = "delete from recovery_codes where staff = $1 and code = $2";
    END_RECOVERY_CODES = "delete from recovery_codes where staff = $1";

    ADD_SIGN_IN_STEP = "insert into sign_in_steps (token_hash, staff, expires_at) values ($1, $2, $3)";
    SWEEP_SIGN_IN_STEPS = "delete from sign_in_steps where expires_at <= $1";
    TAKE_SIGN_IN_STEP = "delete from sign_in_steps where token_hash = $1";
}

fn seal(session: &Session, what: &'static str, staff: StaffId, secret: &Secret) -> Result<Vec<u8>> {
    session.vault().seal_text(what, staff.0, &hex::encode(secret.bytes()))
}

fn open(session: &Session, what: &'static str, staff: StaffId, sealed: &[u8]) -> Result<Secret> {
    let text = session.vault().open_text(what, staff.0, sealed)?;
    let mut bytes = [0; SECRET_LEN];
    hex::decode_to_slice(text, &mut bytes).map_err(|why| StoreError::corrupt(what, why))?;
    Ok(Secret::of(bytes))
}

/// What is kept of a recovery code. It lives for years: with the master key elsewhere, a copy of the records lets nobody
/// try ten letters through.
fn kept(session: &Session, staff: StaffId, code_hash: &[u8; 32]) -> Vec<u8> {
    session.vault().blind("recovery code", &format!("{staff} {}", hex::encode(code_hash)))
}

#[async_trait]
impl SecondFactorRecords for Session {
    async fn second_factor(&mut self, staff: StaffId) -> Result<Option<SecondFactor>> {
        let row: Option<(Vec<u8>, i64, i64)> =
            query_as(SECOND_FACTOR).bind(staff.0).fetch_optional(self.conn()).await?;
        let read = |(sealed, set_up_at, used_step): (Vec<u8>, i64, i64)| {
            let secret = open(self, SEALED_AS, staff, &sealed)?;
            Ok(SecondFactor { secret, set_up_at: Timestamp(set_up_at), used_step })
        };
        row.map(read).transpose()
    }

    async fn has_second_factor(&mut self, staff: StaffId) -> Result<bool> {
        let since: Option<i64> =
            query_scalar(HAS_SECOND_FACTOR).bind(staff.0).fetch_optional(self.conn()).await?;
        Ok(since.is_some())
    }

    async fn waiting_factor(&mut self, staff: StaffId, now: Timestamp) -> Result<Option<Secret>> {
        let row: Option<Vec<u8>> =
            query_scalar(WAITING_FACTOR).bind(staff.0).bind(now.0).fetch_optional(self.conn()).await?;
        row.map(|sealed| open(self, WAITING_AS, staff, &sealed)).transpose()
    }

    async fn recovery_codes_left(&mut self, staff: StaffId) -> Result<u32> {
        let left: i64 = query_scalar(RECOVERY_CODES_LEFT).bind(staff.0).fetch_one(self.conn()).await?;
        count("recovery codes", left)
    }

    async fn sign_in_step(&mut self, token_hash: &[u8; 32]) -> Result<Option<SignInStep>> {
        let row: Option<(Uuid, i64)> =
            query_as(SIGN_IN_STEP).bind(token_hash.as_slice()).fetch_optional(self.conn()).await?;
        Ok(row.map(|(staff, at)| SignInStep { staff: StaffId(staff), expires_at: Timestamp(at) }))
    }
}

#[async_trait]
impl SecondFactorWrites for Session {
    async fn set_waiting_factor(&mut self, staff: StaffId, secret: &Secret, until: Timestamp) -> Result<()> {
        let sealed = seal(self, WAITING_AS, staff, secret)?;
        query(SET_WAITING_FACTOR).bind(staff.0).bind(sealed).bind(until.0).execute(self.conn()).await?;
        Ok(())
    }

    async fn set_second_factor(
        &mut self,
        staff: StaffId,
        factor: &SecondFactor,
        recovery_codes: &[[u8; 32]],
    ) -> Result<()> {
        self.remove_second_factor(staff).await?;
        let sealed = seal(self, SEALED_AS, staff, &factor.secret)?;
        query(SET_SECOND_FACTOR)
            .bind(staff.0)
            .bind(sealed)
            .bind(factor.set_up_at.0)
            .bind(factor.used_step)
            .execute(self.conn())
            .await
            .map_err(or_exists("second factor"))?;
        for code_hash in recovery_codes {
            let code = kept(self, staff, code_hash);
            query(ADD_RECOVERY_CODE).bind(staff.0).bind(code).execute(self.conn()).await?;
        }
        Ok(())
    }

    async fn use_factor_step(&mut self, staff: StaffId, step: i64) -> Result<bool> {
        let done = query(USE_FACTOR_STEP).bind(staff.0).bind(step).execute(self.conn()).await?;
        Ok(done.rows_affected() == 1)
    }

    async fn use_recovery_code(&mut self, staff: StaffId, code_hash: &[u8; 32]) -> Result<bool> {
        let code = kept(self, staff, code_hash);
        let done = query(USE_RECOVERY_CODE).bind(staff.0).bind(code).execute(self.conn()).await?;
        Ok(done.rows_affected() == 1)
    }

    async fn remove_second_factor(&mut self, staff: StaffId) -> Result<bool> {
        for statement in [END_RECOVERY_CODES, END_WAITING_FACTOR] {
            query(statement).bind(staff.0).execute(self.conn()).await?;
        }
        let done = query(REMOVE_SECOND_FACTOR).bind(staff.0).execute(self.conn()).await?;
        Ok(done.rows_affected() == 1)
    }

    async fn add_sign_in_step(
        &mut self,
        token_hash: &[u8; 32],
        step: &SignInStep,
        now: Timestamp,
    ) -> Result<()> {
        query(SWEEP_SIGN_IN_STEPS).bind(now.0).execute(self.conn()).await?;
        query(ADD_SIGN_IN_STEP)
            .bind(token_hash.as_slice())
            .bind(step.staff.0)
            .bind(step.expires_at.0)
            .execute(self.conn())
            .await
            .map_err(or_exists("sign-in step"))?;
        Ok(())
    }

    async fn take_sign_in_step(&mut self, token_hash: &[u8; 32]) -> Result<bool> {
        let done = query(TAKE_SIGN_IN_STEP).bind(token_hash.as_slice()).execute(self.conn()).await?;
        Ok(done.rows_affected() == 1)
    }
}
