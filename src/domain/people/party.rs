use crate::domain::{
    ids::{AttachmentId, PersonId},
    named,
};

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

/// Somebody named in a petition. Every field but `id`, `kind` and `authority` is personal information:
/// stored encrypted under the petition's key, never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Party {
    pub id: PersonId,
    pub kind: PartyKind,
    pub name: String,
    pub phone: Option<String>,
    pub id_number: Option<String>,
    pub address: Option<String>,
    /// The file that says that they may act for the petitioner (授权委托书), of an agent.
    pub authority: Option<AttachmentId>,
}

impl Party {
    /// Who asks, in their own name.
    #[must_use]
    pub fn signs(&self) -> bool {
        matches!(self.kind, PartyKind::Petitioner | PartyKind::CoPetitioner)
    }
}

impl std::fmt::Debug for Party {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Party").field("id", &self.id).field("kind", &self.kind).finish_non_exhaustive()
    }
}
