//! Who is in charge of a warning, and until when.

use crate::domain::{DAY_MS, Timestamp, ids::StaffId, people::Staff};

/// What is looked after was not looked after for ever by one press: a cluster of the next season is another.
const CHARGE_DAYS: i64 = 30;

/// Somebody took charge of a warning; to press again begins its days anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    pub key: String,
    pub staff: StaffId,
    pub taken_at: Timestamp,
}

impl Charge {
    #[must_use]
    pub const fn until(&self) -> Timestamp {
        self.taken_at.plus_millis(CHARGE_DAYS * DAY_MS)
    }

    /// Whether `by`, who took it, has it still: not once the days are over, nor with an account that was shut.
    #[must_use]
    pub fn stands(&self, by: &Staff, now: Timestamp) -> bool {
        !by.disabled && now < self.until()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::AgencyId;
    use uuid::Uuid;

    #[test]
    fn a_charge_ends_with_its_days_or_with_the_account() {
        let id = StaffId(Uuid::from_u128(1));
        let staff = |disabled| Staff {
            id,
            username: "head".into(),
            name: "赵某".into(),
            agency: AgencyId(Uuid::from_u128(2)),
            roles: Vec::new(),
            disabled,
        };
        let taken = Charge { key: "cluster:620102001:land".into(), staff: id, taken_at: Timestamp(0) };
        for (days, disabled, stands) in
            [(0, false, true), (29, false, true), (30, false, false), (1, true, false)]
        {
            assert_eq!(taken.stands(&staff(disabled), Timestamp(days * DAY_MS)), stands, "{days} {disabled}");
        }
    }
}
