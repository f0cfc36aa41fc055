//! Number and query code open one petition, and nothing else. Tries are limited by address and by number.

use crate::{
    domain::{
        petition::{Petition, PetitionNumber, QueryCode},
        rights,
    },
    edge::{AppState, caller::Caller, lockout, problem::Problem},
    storage::Records,
};

/// # Errors
/// `no_match` whatever does not fit: number, code, or a sealed matter; `too_many` after ten wrong ones.
pub async fn open(
    app: &AppState,
    records: &mut dyn Records,
    Caller(address): Caller,
    number: &str,
    code: &str,
) -> Result<Petition, Problem> {
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
) -> Result<Petition, Problem> {
    let number: Option<PetitionNumber> = number.parse().ok();
    let mut tries = vec![format!("query:{who}")];
    tries.extend(number.as_ref().map(|number| format!("query:{number}")));
    let now = app.world.now();
    for key in &tries {
        app.throttle.take(key, now)?;
    }
    let found = match number {
        Some(number) => records.petition_by_number(number.as_str()).await?,
        None => None,
    };
    let (petition, hash) = found.ok_or(Problem::NoMatch)?;
    if !is_same(&hash, &QueryCode::hash_of(code)) || !rights::query_code_opens(&petition) {
        return Err(Problem::NoMatch);
    }
    tries.iter().for_each(|key| app.throttle.give_back(key));
    Ok(petition)
}

/// Looks at every byte, however early they differ.
fn is_same(a: &[u8; 32], b: &[u8; 32]) -> bool {
    a.iter().zip(b).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
}
