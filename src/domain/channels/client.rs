//! API clients: programs of other systems, and which scopes their token has.

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

    /// Whether it only brings matters and hears of them. What reads, writes and counts does so with an agency's rights.
    const fn brings(self) -> bool {
        match self {
            Self::IntakeHotline | Self::IntakeOpen311 | Self::IntakeWechat | Self::Webhooks => true,
            Self::PetitionsRead | Self::PetitionsWrite | Self::StatsRead => false,
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
    /// When its agency was closed, and the program went to no successor: those who take its matters up are other organs,
    /// and it reads nothing of theirs. What people tell a hotline comes in all the same.
    pub agency_closed_at: Option<Timestamp>,
}

impl ApiClient {
    #[must_use]
    pub fn may(&self, scope: Scope) -> bool {
        self.may_once(scope) && (self.agency_closed_at.is_none() || scope.brings())
    }

    /// Whether it may, or might as long as there was its agency.
    #[must_use]
    pub fn may_once(&self, scope: Scope) -> bool {
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
    use uuid::Uuid;

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

    /// It would read the whole division of an organ that is no more.
    #[test]
    fn a_program_of_a_closed_agency_only_brings() {
        let client = |agency_closed_at, revoked_at| ApiClient {
            id: ClientId(Uuid::nil()),
            agency: AgencyId(Uuid::nil()),
            name: "市12345平台".to_owned(),
            scopes: Scope::ALL.to_vec(),
            made_by: StaffId(Uuid::nil()),
            made_at: Timestamp(0),
            last_used_at: None,
            revoked_at,
            agency_closed_at,
        };
        let at = Some(Timestamp(1));
        for (client, words) in [
            (
                client(None, None),
                "petitions:read petitions:write intake:hotline intake:open311 intake:wechat webhooks stats:read",
            ),
            (client(at, None), "intake:hotline intake:open311 intake:wechat webhooks"),
            (client(None, at), ""),
            (client(at, at), ""),
        ] {
            let may = Scope::ALL.iter().filter(|scope| client.may(**scope)).map(|scope| scope.as_str());
            assert_eq!(may.collect::<Vec<_>>().join(" "), words);
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
