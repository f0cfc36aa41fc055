//! Number and query code open one petition and the matter it goes on in, and nothing else. Tries are limited by address and by number.

use crate::{
    domain::{
        people::Party,
        petition::{self, Household, PetitionNumber, QueryCode},
        rights,
    },
    edge::{AppState, caller::Caller, lockout, problem::Problem},
    storage::{Records, StoreError},
};

/// Who of the matter comes by this number and code: the people of a petition that was not merged, the petitioner first; of
/// one that was, who leads or was elected by those who joined.
pub async fn people(records: &mut dyn Records, opened: &Household) -> Result<Vec<Party>, StoreError> {
    let of_matter = records.parties(opened.matter.id).await?;
    if !opened.is_merged() {
        return Ok(of_matter);
    }
    let own = records.parties(opened.own.id).await?;
    Ok(own.first().and_then(|person| petition::speaker(person, &of_matter)).cloned().into_iter().collect())
}

/// # Errors
/// `no_match` whatever does not fit: number, code, or a sealed matter; `too_many` after ten wrong ones.
pub async fn open(
    app: &AppState,
    records: &mut dyn Records,
    Caller(address): Caller,
    number: &str,
    code: &str,
) -> Result<Household, Problem> {
    open_for(app, records, lockout::network_of(address), number, code).await
}

/// The same for somebody known otherwise than by a network address: their tries are counted as `who`.
///
/// # Errors
/// As [`open`].
pub async fn open_for(
    app: &AppState,
    records: &mut dyn Records,
    who: String,
    number: &str,
    code: &str,
) -> Result<Household, Problem> {
    let number: Option<PetitionNumber> = number.parse().ok();
    let tries = Tries::take(app, &who, number.as_ref().map(PetitionNumber::as_str))?;
    let found = match number {
        Some(number) => records.petition_by_number(number.as_str()).await?,
        None => None,
    };
    let (own, hash) = found.ok_or(Problem::NoMatch)?;
    if !is_same(&hash, &QueryCode::hash_of(code)) {
        return Err(Problem::NoMatch);
    }
    let opened = records.household(own).await?;
    if !rights::query_code_opens(&opened) {
        return Err(Problem::NoMatch);
    }
    tries.give_back(app);
    Ok(opened)
}

/// A try that counts against who makes it and against the number it is made at, unless it was a right one.
#[must_use]
pub struct Tries(Vec<String>);

impl Tries {
    /// # Errors
    /// `too_many` after ten wrong ones.
    pub fn take(app: &AppState, who: &str, number: Option<&str>) -> Result<Self, Problem> {
        let mut keys = vec![format!("query:{who}")];
        keys.extend(number.map(|number| format!("query:{number}")));
        let now = app.world.now();
        for key in &keys {
            app.throttle.take(key, now)?;
        }
        Ok(Self(keys))
    }

    pub fn give_back(self, app: &AppState) {
        self.0.iter().for_each(|key| app.throttle.give_back(key));
    }
}

/// Looks at every byte, however early they differ.
fn is_same(a: &[u8; 32], b: &[u8; 32]) -> bool {
    a.iter().zip(b).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
}
