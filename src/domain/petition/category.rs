//! Category, purpose, content class and channel of a petition.

use crate::domain::named;

named!(
    /// 事项类别 (art. 29–31).
    pub enum Category {
        /// 建议意见类
        Suggestion = "suggestion",
        /// 检举控告类: sealed
        Report = "report",
        /// 申诉求决类
        Appeal = "appeal",
    }
);

named!(
    /// 信访目的.
    pub enum Purpose {
        Suggestion = "suggestion",
        Exposure = "exposure",
        Appeal = "appeal",
        Resolution = "resolution",
        Consultation = "consultation",
        Other = "other",
    }
);

named!(
    /// 内容分类.
    pub enum ContentClass {
        LitigationRelated = "litigation_related",
        Livelihood = "livelihood",
        Land = "land",
        HousingDemolition = "housing_demolition",
        PropertyManagement = "property_management",
        LabourSocialSecurity = "labour_social_security",
        SafetyEnvironment = "safety_environment",
        LawEnforcement = "law_enforcement",
        UrbanConstruction = "urban_construction",
        Other = "other",
    }
);

impl Channel {
    /// Its petitioner writes or comes, and can be answered by post (art. 19).
    #[must_use]
    pub const fn is_answered_by_post(self) -> bool {
        self.may_be_unsigned() || matches!(self, Self::Visit)
    }

    /// Its petitioner tells it, and somebody else takes it down: it is read back to them (art. 19).
    #[must_use]
    pub const fn is_taken_down(self) -> bool {
        matches!(self, Self::Phone | Self::Visit)
    }

    /// Its petitioner sees no page and no slip where it is registered: number and code go to their phone (art. 21).
    #[must_use]
    pub const fn sends_code(self) -> bool {
        match self {
            Self::Web | Self::LeaderMailbox | Self::Wechat | Self::Visit => false,
            Self::App
            | Self::Hotline12345
            | Self::Phone
            | Self::Letter
            | Self::Fax
            | Self::GridReport
            | Self::SuperiorTransfer
            | Self::OtherOrgan => true,
        }
    }

    /// It is on paper: nobody need have put their name to it.
    #[must_use]
    pub const fn may_be_unsigned(self) -> bool {
        matches!(self, Self::Letter | Self::Fax | Self::SuperiorTransfer | Self::OtherOrgan)
    }
}

named!(
    /// 信访渠道.
    pub enum Channel {
        Web = "web",
        App = "app",
        Wechat = "wechat",
        Hotline12345 = "hotline_12345",
        Phone = "phone",
        Letter = "letter",
        Fax = "fax",
        Visit = "visit",
        LeaderMailbox = "leader_mailbox",
        GridReport = "grid_report",
        SuperiorTransfer = "superior_transfer",
        OtherOrgan = "other_organ",
    }
);
