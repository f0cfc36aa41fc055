//! Number and query code open one petition and the matter it goes on in, and nothing else. Wrong ones count where they are
//! tried (ADR 71): a stranger who knows the number shuts it for themselves, not for its petitioner.

use crate::{
    domain::{
        people::Party,
        petition::{self, Household, PetitionNumber, QueryCode},
        rights,
    },
    edge::{
        AppState,
        caller::Caller,
        lockout,
        problem::Problem,
        throttle::{Rate, TRIES},
    },
    storage::{Records, StoreError},
};

/// Wrong codes from one address at all numbers together: thousands share one of a mobile network.
const OF_AN_ADDRESS: Rate = Rate { burst: 100, refill_ms: 6_000 };
/// Wrong codes at one number from everywhere. Of 31^10 codes that tries one in five million within a year, and to use it
/// up for others takes some hundreds of addresses that try all they may.
const OF_A_NUMBER: Rate = Rate { burst: 5_000, refill_ms: 200 };

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
/// `no_match` whatever does not fit: number, code, or a sealed matter; `too_many` after ten wrong ones at a number.
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
    let tries = Tries::of_codes(app, &who, number.as_ref().map(PetitionNumber::as_str))?;
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

/// A try that counts unless it was a right one.
#[must_use]
pub struct Tries(Vec<(String, Rate)>);

impl Tries {
    /// Of a query code: against who tries it at this number, who tries it at any, and the number itself.
    fn of_codes(app: &AppState, who: &str, number: Option<&str>) -> Result<Self, Problem> {
        let mut counted = Vec::with_capacity(3);
        if let Some(number) = number {
            counted.push((format!("query:{who}:{number}"), TRIES));
            counted.push((format!("query-number:{number}"), OF_A_NUMBER));
        }
        counted.push((format!("query:{who}"), OF_AN_ADDRESS));
        Self::take(app, counted)
    }

    /// Of what is shorter than a query code and asked only of who has shown one: the end of a phone's number, the digits
    /// sent to it. Wherever they are tried: a stranger does not come this far.
    ///
    /// # Errors
    /// `too_many` after ten wrong ones.
    pub fn of_digits(app: &AppState, number: &str) -> Result<Self, Problem> {
        Self::take(app, vec![(format!("query-digits:{number}"), TRIES)])
    }

    fn take(app: &AppState, counted: Vec<(String, Rate)>) -> Result<Self, Problem> {
        app.throttle.take_all(&counted, app.world.now())?;
        Ok(Self(counted))
    }

    pub fn give_back(self, app: &AppState) {
        self.0.iter().for_each(|(key, rate)| app.throttle.give_back_at(key, *rate));
    }
}

/// Looks at every byte, however early they differ.
fn is_same(a: &[u8; 32], b: &[u8; 32]) -> bool {
    a.iter().zip(b).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
}
