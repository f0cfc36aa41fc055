//! Who may have another act in their posts (委托代办), and what that other may do meanwhile: what the posts
//! open, for the organ's matters. What belongs to a person (a seat, a case in their hands, a leader's charge)
//! stays with them.

use super::{AdminAction, HEADS, Official, WORKERS, go_together, may_administer};
use crate::domain::{
    DAY_MS, ReasonNeeded, Timestamp, given_reason,
    ids::StaffId,
    jurisdiction::DivisionCode,
    people::{Delegation, Role, Staff},
};

/// A longer absence is a matter of appointment.
const LONGEST_MS: i64 = 90 * DAY_MS;

/// Posts of somebody else that one acts in now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acting {
    pub principal: StaffId,
    pub roles: Vec<Role>,
}

/// Why posts are not handed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotDelegated {
    #[error("A head hands on posts of their own that work on petitions, no others")]
    NotDelegable,
    #[error("Only a colleague of the same organ who is no administrator can act in them")]
    BadDeputy,
    #[error("It must end in the future, after it begins, and last 90 days at most")]
    BadTimes,
    #[error("One of these posts is in somebody's hands in that time already")]
    DelegatedAlready,
    #[error(transparent)]
    ReasonNeeded(#[from] ReasonNeeded),
}

impl NotDelegated {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotDelegable => "not_delegable",
            Self::BadDeputy => "bad_deputy",
            Self::BadTimes => "bad_delegation_times",
            Self::DelegatedAlready => "delegated_already",
            Self::ReasonNeeded(_) => ReasonNeeded::CODE,
        }
    }
}

/// The posts `actor` may hand on: a head's own that work on petitions. Administration, audit, the discipline
/// desk behind its wall and what one has in hands for others are not among them.
#[must_use]
pub fn delegable(actor: &Official) -> Vec<Role> {
    let own = &actor.staff;
    if own.disabled || !HEADS.iter().any(|role| own.has(*role)) {
        return Vec::new();
    }
    own.roles.iter().copied().filter(|role| WORKERS.contains(role)).collect()
}

/// Whether `actor` may make `new`, `given` being what they handed on before.
///
/// # Errors
/// [`NotDelegated`].
pub fn may_delegate(
    actor: &Official,
    deputy: &Staff,
    new: &Delegation,
    given: &[Delegation],
) -> Result<(), NotDelegated> {
    let own = delegable(actor);
    let colleague = deputy.id != actor.staff.id && deputy.agency == actor.agency.id && !deputy.disabled;
    let together: Vec<Role> = deputy.roles.iter().chain(&new.roles).copied().collect();
    let length = new.ends_at.0.saturating_sub(new.starts_at.0);
    if new.roles.is_empty() || !new.roles.iter().all(|role| own.contains(role)) {
        Err(NotDelegated::NotDelegable)
    } else if !colleague || !go_together(&together) {
        Err(NotDelegated::BadDeputy)
    } else if new.starts_at < new.made_at || length <= 0 || length > LONGEST_MS {
        Err(NotDelegated::BadTimes)
    } else if let Err(needed) = given_reason(&new.reason) {
        Err(needed.into())
    } else if given.iter().any(|other| other.collides(new)) {
        Err(NotDelegated::DelegatedAlready)
    } else {
        Ok(())
    }
}

/// Whether `actor` may end it before its time: whose posts they are, and the security administrator of
/// `division`, where they work.
#[must_use]
pub fn may_end_delegation(actor: &Official, delegation: &Delegation, division: &DivisionCode) -> bool {
    delegation.principal == actor.staff.id || may_administer(actor, AdminAction::GrantRoles, division)
}

/// What `deputy` acts in now. A post its principal lost, and any of who left or was shut out, opens nothing;
/// neither does one that goes not together with what the deputy has become meanwhile.
#[must_use]
pub fn acting(deputy: &Staff, delegations: &[(Delegation, Staff)], now: Timestamp) -> Vec<Acting> {
    let held = |(delegation, principal): &(Delegation, Staff)| {
        let stands = delegation.deputy == deputy.id
            && delegation.holds_at(now)
            && principal.id == delegation.principal
            && principal.agency == deputy.agency
            && !principal.disabled
            && HEADS.iter().any(|role| principal.has(*role));
        let opens = |role: &Role| WORKERS.contains(role) && principal.has(*role);
        let roles: Vec<Role> = delegation.roles.iter().copied().filter(opens).collect();
        let together: Vec<Role> = deputy.roles.iter().chain(&roles).copied().collect();
        (stands && !roles.is_empty() && go_together(&together))
            .then_some(Acting { principal: principal.id, roles })
    };
    delegations.iter().filter_map(held).collect()
}

impl Official {
    /// Somebody in their own posts alone.
    #[must_use]
    pub fn alone(&self) -> Self {
        Self { acting: Vec::new(), ..self.clone() }
    }

    /// For whom they do what `may` allows them; none as long as their own posts suffice.
    #[must_use]
    pub fn acts_for(&self, may: impl Fn(&Self) -> bool) -> Option<StaffId> {
        if self.acting.is_empty() || may(&self.alone()) {
            return None;
        }
        let suffices = |one: &&Acting| may(&Self { acting: vec![(*one).clone()], ..self.alone() });
        self.acting.iter().find(suffices).or(self.acting.first()).map(|one| one.principal)
    }

    /// Without the posts of those that `keeps_away` names.
    pub(super) fn not_for(&self, keeps_away: impl Fn(StaffId) -> bool) -> Self {
        let acting = self.acting.iter().filter(|one| !keeps_away(one.principal)).cloned().collect();
        Self { acting, ..self.clone() }
    }
}
