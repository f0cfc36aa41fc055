use super::Adapter;
use crate::domain::{
    Timestamp,
    ids::{AgencyId, ClientId, StaffId},
    jurisdiction::AgencyKind,
    named,
    people::Role,
};

named!(
    /// What a token opens.
    pub enum Scope {
        PetitionsRead = "petitions:read",
        PetitionsWrite = "petitions:write",
        IntakeHotline = "intake:hotline",
        IntakeOpen311 = "intake:open311",
        IntakeWechat = "intake:wechat",
        Webhooks = "webhooks",
        StatsRead = "stats:read",
    }
);

impl Scope {
    /// The scope an adapter needs.
    #[must_use]
    pub const fn of(adapter: Adapter) -> Self {
        match adapter {
            Adapter::Hotline => Self::IntakeHotline,
            Adapter::Open311 => Self::IntakeOpen311,
            Adapter::Wechat => Self::IntakeWechat,
        }
    }
}

/// A program of another house, and what it may do for one of our agencies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiClient {
    pub id: ClientId,
    pub agency: AgencyId,
    pub name: String,
    pub scopes: Vec<Scope>,
    pub made_by: StaffId,
    pub made_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
    pub revoked_at: Option<Timestamp>,
}

impl ApiClient {
    #[must_use]
    pub fn may(&self, scope: Scope) -> bool {
        self.revoked_at.is_none() && self.scopes.contains(&scope)
    }

    /// As what it stands in the log: its account has its id, and nobody can sign in by it.
    #[must_use]
    pub const fn account(&self) -> StaffId {
        StaffId(self.id.0)
    }
}

/// As whom a program stands before petitions: one that only reads watches, and calls on nobody; one that writes screens
/// and hands in for a bureau and handles for a unit. What the head of an organ decides (articles 34 to 36) stays with a
/// person.
#[must_use]
pub fn machine_roles(kind: AgencyKind, scopes: &[Scope]) -> Vec<Role> {
    if !scopes.contains(&Scope::PetitionsWrite) {
        vec![Role::Supervisor]
    } else if kind == AgencyKind::PetitionBureau {
        vec![Role::CounterClerk, Role::Screener]
    } else {
        vec![Role::Handler]
    }
}

/// Why a client is not made: the field and a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {sentence}")]
pub struct BadClient {
    pub field: &'static str,
    pub sentence: &'static str,
}

/// # Errors
/// The name is no name, or no scope is given.
pub fn check_client(name: &str, scopes: &[Scope]) -> Result<(), BadClient> {
    if !(2..=50).contains(&name.trim().chars().count()) {
        return Err(BadClient { field: "name", sentence: "Between 2 and 50 characters are needed" });
    }
    if scopes.is_empty() {
        return Err(BadClient { field: "scopes", sentence: "A client without a scope can do nothing" });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_never_decides_as_a_head() {
        for (kind, scope) in
            AgencyKind::ALL.iter().flat_map(|kind| Scope::ALL.iter().map(move |scope| (kind, *scope)))
        {
            let roles = machine_roles(*kind, &[scope]);
            assert!(!roles.is_empty());
            assert!(!roles.iter().any(|role| matches!(role, Role::UnitHead | Role::BureauHead)), "{kind}");
        }
    }

    #[test]
    fn a_client_needs_a_name_and_a_scope() {
        for (name, scopes, field) in [
            ("市12345平台", &[Scope::IntakeHotline][..], None),
            (" x ", &[Scope::IntakeHotline], Some("name")),
            ("市12345平台", &[], Some("scopes")),
        ] {
            assert_eq!(check_client(name, scopes).err().map(|bad| bad.field), field, "{name}");
        }
    }
}
