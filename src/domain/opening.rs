//! Who opened which paper of a petition (查阅记录): reading changes nothing, and is recorded.

use super::{
    event::{Change, EventKind},
    ids::{AttachmentId, DocumentId, ExhibitId, HearingId, PetitionId, SeatId},
    named,
};

/// What somebody opens or takes along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Opened {
    /// The page of a sealed report (检举控告, art. 30). That of another petition is no event: auditors read of it (ADR 79).
    Report(PetitionId),
    Attachment(AttachmentId),
    Document(DocumentId),
    Exhibit(ExhibitId),
    /// All of a hearing as one: a player asks for them in a hundred pieces.
    Recordings(HearingId),
    /// 证据包
    Package(HearingId),
    /// The whole number of who sits there, to call them.
    Phone(SeatId),
}

impl Opened {
    /// What the log says of it: which paper, by its id; its name may say who it is about.
    #[must_use]
    pub fn change(self) -> Change {
        let opened =
            |paper: &str, id| Change::new(EventKind::PaperOpened).with("paper", paper).with("id", id);
        match self {
            Self::Report(id) => opened("report", id.0),
            Self::Attachment(id) => opened("attachment", id.0),
            Self::Document(id) => opened("document", id.0),
            Self::Exhibit(id) => opened("exhibit", id.0),
            Self::Package(id) => opened("package", id.0),
            Self::Phone(id) => opened("phone", id.0),
            Self::Recordings(_) => Change::new(EventKind::HearingRecordingPlayed),
        }
    }

    /// The hearing it is an event of. Papers are the petition's: an event of a hearing becomes a part of its evidence
    /// package, and taking that must not change it.
    #[must_use]
    pub const fn hearing(self) -> Option<HearingId> {
        match self {
            Self::Recordings(id) => Some(id),
            Self::Report(_)
            | Self::Attachment(_)
            | Self::Document(_)
            | Self::Exhibit(_)
            | Self::Package(_)
            | Self::Phone(_) => None,
        }
    }
}

named!(
    /// How somebody was looked for.
    pub enum SoughtBy {
        /// A phone or the number of an identity paper.
        Number = "number",
        /// A name, or words that could be one.
        Name = "name",
    }
);

/// Whether an event says only that somebody looked.
#[must_use]
pub const fn is_opening(kind: EventKind) -> bool {
    use EventKind as E;
    matches!(kind, E::PaperOpened | E::HearingRecordingPlayed | E::HearingRecordingTaken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn every_opening_is_told_apart_from_what_changes_a_petition() {
        let id = Uuid::from_u128(7);
        for (opened, paper) in [
            (Opened::Report(PetitionId(id)), Some("report")),
            (Opened::Attachment(AttachmentId(id)), Some("attachment")),
            (Opened::Document(DocumentId(id)), Some("document")),
            (Opened::Exhibit(ExhibitId(id)), Some("exhibit")),
            (Opened::Package(HearingId(id)), Some("package")),
            (Opened::Phone(SeatId(id)), Some("phone")),
            (Opened::Recordings(HearingId(id)), None),
        ] {
            let change = opened.change();
            assert!(is_opening(change.kind), "{opened:?}");
            let expected: Vec<(String, String)> = paper.into_iter().fold(Vec::new(), |_, paper| {
                vec![("paper".into(), paper.into()), ("id".into(), id.to_string())]
            });
            assert_eq!(change.details, expected);
            assert_eq!(opened.hearing().is_some(), paper.is_none());
        }
        assert!(!is_opening(EventKind::PetitionAttachmentAdded));
    }
}
