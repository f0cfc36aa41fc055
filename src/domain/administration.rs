//! What administrators do, for the record: their deeds change no petition's course and have a log of their own.

use crate::domain::{
    Timestamp,
    ids::{DeedId, StaffId},
    named,
};

named!(
    /// What was done. Texts are stable: the log is filtered by them.
    pub enum DeedKind {
        CalendarLoaded = "calendar.loaded",
        DivisionsImported = "divisions.imported",
        AgencyCreated = "agency.created",
        AgencyRenamed = "agency.renamed",
        /// The number it is phoned at.
        AgencyPhoneSet = "agency.phone_set",
        AgencyClosed = "agency.closed",
        RoomMade = "reception_room.made",
        RoomRenamed = "reception_room.renamed",
        RoomClosed = "reception_room.closed",
        /// The big screen of a reception room, by whoever looks after the room.
        ScreenPaired = "reception_room.screen_paired",
        ScreenRevoked = "reception_room.screen_revoked",
        StaffCreated = "staff.created",
        StaffDisabled = "staff.disabled",
        StaffEnabled = "staff.enabled",
        StaffRolesSet = "staff.roles_set",
        StaffResetIssued = "staff.reset_issued",
        /// By the person, with a code, or on the command line.
        StaffPasswordSet = "staff.password_set",
        /// By the person: the second step of signing in.
        StaffFactorSetUp = "staff.factor_set_up",
        /// By the person, an administrator or on the command line.
        StaffFactorRemoved = "staff.factor_removed",
        /// In place of the authenticator's six digits, once.
        StaffRecoveryCodeUsed = "staff.recovery_code_used",
        GridPostsSet = "grid.posts_set",
        /// A program of another house: for which agency, and what its token opens.
        ClientMade = "client.made",
        ClientRevoked = "client.revoked",
        ClientCredentialsRenewed = "client.credentials_renewed",
        /// Where a program is told of news: by an administrator, or the program for itself.
        WebhookMade = "webhook.made",
        WebhookStopped = "webhook.stopped",
        /// A head had somebody act in their posts.
        DelegationMade = "delegation.made",
        DelegationEnded = "delegation.ended",
        /// Records came back from a backup, on the command line: numbers were raised, and all sign-ins ended.
        RecordsRestored = "records.restored",
        /// Whoever looked at the clock says that it is right, on the command line.
        ClockConfirmed = "clock.confirmed",
        /// Somebody of the house signed in.
        SessionBegan = "session.began",
        /// Somebody tried to. Who it was is not known, only whose name was given.
        SessionRefused = "session.refused",
        /// Somebody signed out.
        SessionEnded = "session.ended",
    }
);

impl DeedKind {
    /// Coming and going of the house: there is so much of it that it is a list of its own.
    #[must_use]
    pub const fn is_session(self) -> bool {
        matches!(self, Self::SessionBegan | Self::SessionRefused | Self::SessionEnded)
    }
}

/// An entry of the administration log. Only ever added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    pub id: DeedId,
    pub at: Timestamp,
    /// None: on the command line, by whoever may read the data folder; who was refused is nobody yet.
    pub by: Option<StaffId>,
    /// Where who did it works; empty for the whole installation.
    pub division: String,
    pub kind: DeedKind,
    /// What it was done to, in words: user names, names of agencies, codes. No petitioner is named here.
    pub about: String,
}
