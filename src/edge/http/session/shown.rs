//! Asks a signed-in person for their password again before important changes, so that an unlocked desk is not enough.

use crate::{
    domain::ids::StaffId,
    edge::{AppState, problem::Problem},
    storage::Tx,
};

/// It was right.
pub(super) struct Shown {
    staff: StaffId,
    /// Of the password it was.
    standing: Option<String>,
    /// What the try is counted by.
    tries: String,
}

impl Shown {
    /// A try: nobody may guess on.
    ///
    /// # Errors
    /// `wrong_password`, `too_many`.
    pub async fn of(app: &AppState, staff: StaffId, password: String) -> Result<Self, Problem> {
        let tries = format!("password:{staff}");
        app.throttle.take(&tries, app.world.now())?;
        let standing = app.store.read().await?.password_hash(staff).await?;
        if !app.passwords.verify(password, standing.clone()).await {
            return Err(Problem::refused("wrong_password", "This is not the password that stands"));
        }
        Ok(Self { staff, standing, tries })
    }

    /// Where it is written what it was shown for.
    ///
    /// # Errors
    /// `stale`: it was reset meanwhile.
    pub async fn must_stand(&self, tx: &mut dyn Tx) -> Result<(), Problem> {
        let stands = tx.password_hash(self.staff).await? == self.standing;
        if stands { Ok(()) } else { Err(Problem::Stale) }
    }

    /// It was no guess.
    pub fn give_back(&self, app: &AppState) {
        app.throttle.give_back(&self.tries);
    }
}
