use crate::domain::{ids::PersonId, named};

named!(
    pub enum PartyKind {
        Petitioner = "petitioner",
        /// 联名人
        CoPetitioner = "co_petitioner",
        /// 信访代表
        Representative = "representative",
        /// 代理人
        Agent = "agent",
    }
);

/// Somebody named in a petition. Every field but `id` and `kind` is personal information: stored
/// encrypted under the petition's key, never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Party {
    pub id: PersonId,
    pub kind: PartyKind,
    pub name: String,
    pub phone: Option<String>,
    pub id_number: Option<String>,
    pub address: Option<String>,
}

impl std::fmt::Debug for Party {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Party").field("id", &self.id).field("kind", &self.kind).finish_non_exhaustive()
    }
}
