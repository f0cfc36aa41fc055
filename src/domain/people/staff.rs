//! Staff accounts and their roles (岗位).

use crate::domain::{
    ids::{AgencyId, StaffId},
    named,
};

named!(
    /// 岗位角色 (docs/rules.md 3.4). A person may have several.
    pub enum Role {
        /// 登记员
        CounterClerk = "counter_clerk",
        /// 甄别
        Screener = "screener",
        BureauHead = "bureau_head",
        /// 承办人
        Handler = "handler",
        UnitHead = "unit_head",
        /// 主接访人
        Presider = "presider",
        /// 书记员
        Clerk = "clerk",
        Leader = "leader",
        /// 值机员
        Officer = "officer",
        Supervisor = "supervisor",
        /// Sees sealed reports, and only them.
        DisciplineDesk = "discipline_desk",
        Archivist = "archivist",
        Auditor = "auditor",
        SecurityAdmin = "security_admin",
        SystemAdmin = "system_admin",
    }
);

/// Somebody who works for an agency and signs in. Accounts are disabled, never deleted: the log names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    pub id: StaffId,
    /// Sign-in name, lower case.
    pub username: String,
    pub name: String,
    pub agency: AgencyId,
    pub roles: Vec<Role>,
    pub disabled: bool,
}

impl Staff {
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}
