//! Actions on a petition.

use crate::domain::{
    named,
    petition::{TransitionKind, each_transition},
};

macro_rules! actions {
    ($($kind:ident = $text:literal),+ $(,)?) => {
        named!(
            /// What may be done to a petition: every transition, by the name of its [`TransitionKind`], and what leaves
            /// the state as it is.
            pub enum PetitionAction {
                See = "see",
                $($kind = $text,)+
                RequestHearing = "request_hearing",
                ScheduleHearing = "schedule_hearing",
                AddAttachment = "add_attachment",
                RenewQueryCode = "renew_query_code",
                IssueDocument = "issue_document",
                /// Set right what the record says, and add who joins.
                Correct = "correct",
                /// Art. 25: report it upwards at once; say there that it was seen; take the mark off.
                MarkUrgent = "mark_urgent",
                ConfirmUrgent = "confirm_urgent",
                /// Report it onwards from there.
                PassUrgent = "pass_urgent",
                LiftUrgent = "lift_urgent",
            }
        );

        impl From<TransitionKind> for PetitionAction {
            fn from(kind: TransitionKind) -> Self {
                match kind { $(TransitionKind::$kind => Self::$kind),+ }
            }
        }
    };
}
each_transition!(actions);

impl PetitionAction {
    /// The transition behind it, if it is one.
    #[must_use]
    pub fn transition(self) -> Option<TransitionKind> {
        TransitionKind::ALL.iter().copied().find(|kind| Self::from(*kind) == self)
    }
}
