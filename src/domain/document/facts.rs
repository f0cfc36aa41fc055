//! What a document is made from: the petition, its events, and what the person asked for.

use super::{
    Document, DocumentKind, Heard,
    kind::{DIVERTED, RULED},
};
use crate::domain::{
    Timestamp,
    event::{Actor, Event},
    ids::{AgencyId, DocumentId, HearingId},
    jurisdiction::Agency,
    named,
    people::{Party, PartyKind},
    petition::Petition,
    timestamp::written,
};
use std::collections::{BTreeMap, BTreeSet};

/// What a document is made from.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    pub petition: &'a Petition,
    pub parties: &'a [Party],
    /// Oldest first.
    pub events: &'a [Event],
    pub issued: &'a [Document],
    /// Of every agency.
    pub names: &'a BTreeMap<AgencyId, String>,
    /// Whose document it is to be.
    pub maker: &'a Agency,
    /// The organs that were merged into the maker: what they did and issued is the maker's to go on with (art. 24).
    pub merged: &'a BTreeSet<AgencyId>,
    /// The hearing asked for.
    pub heard: Option<&'a Heard>,
}

/// The log of `petition` as papers may tell of it: what was written while it was sealed as a report is in none that is made
/// after it was opened, whoever makes it (art. 30).
#[must_use]
pub fn tellable(petition: &Petition, mut events: Vec<Event>) -> Vec<Event> {
    let behind = petition.behind_the_wall(events.iter().map(|event| event.kind));
    events.iter_mut().take(behind).for_each(|event| event.reason = None);
    events
}

/// What is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wish {
    /// The clerk's own paragraphs: added to a notice, the body of a review's opinion.
    pub text: Option<String>,
    /// The document a delivery receipt is for.
    pub delivers: Option<DocumentId>,
    /// The document that this one stands in for.
    pub corrects: Option<DocumentId>,
    /// The hearing it is a paper of.
    pub hearing: Option<HearingId>,
}

named!(
    /// Why a document cannot be made.
    pub enum MissingCode {
        /// What it would tell of has not happened.
        NotYet = "document_not_yet",
        /// Another organ did it, and makes the document.
        OtherOrgan = "document_other_organ",
        /// The petitioner's name is gone or was never there.
        NoPetitioner = "document_no_petitioner",
        /// A review's opinion needs its text.
        TextNeeded = "document_text_needed",
        /// A receipt is for a document; a correction corrects one of its own kind.
        DocumentNeeded = "document_needed",
        /// Of one hearing, which must be named.
        HearingNeeded = "document_hearing_needed",
        /// What was said and decided while the matter was sealed as a report stays with those who were told then.
        BehindTheWall = "document_behind_the_wall",
    }
);

/// What a document lacks: the article behind it, and a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{sentence} (art. {article})")]
pub struct Missing {
    pub code: MissingCode,
    pub article: u8,
    pub sentence: &'static str,
}

impl Missing {
    pub(super) const fn new(kind: DocumentKind, code: MissingCode, sentence: &'static str) -> Self {
        Self { code, article: kind.article(), sentence }
    }
}

impl<'a> Case<'a> {
    /// As it stands at the head of the paper.
    #[must_use]
    pub fn title(&self, kind: DocumentKind) -> &'static str {
        kind.title_in(self.petition.category)
    }

    /// Whether what `agency` did is the maker's to tell of: it is the maker, or was merged into it.
    #[must_use]
    pub fn is_makers(&self, agency: AgencyId) -> bool {
        agency == self.maker.id || self.merged.contains(&agency)
    }

    /// The newest event `kind` tells of, which must be the maker's act. Of letters each bureau on the way writes its own: the
    /// newest of the maker's.
    pub(super) fn act(&self, kind: DocumentKind) -> Result<&'a Event, Missing> {
        let tells = |event: &&Event| kind.acts().contains(&event.kind.as_str()) && fits(kind, event);
        let own = |event: &&Event| self.is_makers(organ_of(event, self.petition));
        let newest = self.standing().rev().find(tells).ok_or(Missing::new(
            kind,
            MissingCode::NotYet,
            "What this document tells of has not happened yet",
        ))?;
        let mine = self.standing().rev().filter(tells).find(own).filter(|_| is_letter(kind));
        let act = mine.unwrap_or(newest);
        if own(&act) {
            return Ok(act);
        }
        let sentence = "Another organ did this; the document is its to make";
        Err(Missing::new(kind, MissingCode::OtherOrgan, sentence))
    }

    /// What has happened, without the ends that were taken back since: nobody is told of those any more.
    fn standing(&self) -> impl DoubleEndedIterator<Item = &'a Event> {
        let undone = self.events.iter().rposition(|event| UNDONE.contains(&event.kind.as_str()));
        let stands = move |(at, event): &(usize, &Event)| {
            undone.is_none_or(|undone| *at > undone) || !ENDS.contains(&event.kind.as_str())
        };
        self.events.iter().enumerate().filter(stands).map(|(_, event)| event)
    }

    /// The organ that a letter of the maker went to: whom the act names that it told of when it was issued. A petition goes on
    /// since.
    pub(super) fn reader(&self, letter: &Document) -> Option<String> {
        let tells = |event: &&Event| {
            event.at <= letter.issued_at
                && letter.kind.acts().contains(&event.kind.as_str())
                && fits(letter.kind, event)
                && self.is_makers(organ_of(event, self.petition))
        };
        let act = self.events.iter().rev().find(tells)?;
        ["unit", "bureau", "organ"].iter().find_map(|name| self.agency_in(act, name))
    }

    /// 马某, or 马某等66人.
    pub(super) fn petitioners(&self, kind: DocumentKind) -> Result<String, Missing> {
        let first = self
            .parties
            .iter()
            .find(|party| party.kind == PartyKind::Petitioner)
            .ok_or(Missing::new(kind, MissingCode::NoPetitioner, "The petitioner's name cannot be read"))?;
        Ok(match self.petition.persons_concerned {
            0 | 1 => first.name.clone(),
            several => format!("{}等{several}人", first.name),
        })
    }

    pub(super) fn name(&self, agency: AgencyId) -> String {
        self.names.get(&agency).cloned().unwrap_or_default()
    }

    /// The agency an event names under `detail`.
    pub(super) fn agency_in(&self, event: &Event, detail: &str) -> Option<String> {
        let id = event.detail(detail)?.parse().ok().map(AgencyId)?;
        self.names.get(&id).cloned()
    }

    pub(super) fn document(&self, id: Option<DocumentId>) -> Option<&'a Document> {
        self.issued.iter().find(|document| Some(document.id) == id)
    }
}

/// Ends that papers tell of, and what takes them back.
const ENDS: [&str; 3] = [DIVERTED, "petition.not_accepted", "petition.no_longer_accepted"];
const UNDONE: [&str; 2] = ["petition.undone", "petition.diversion_returned"];

/// The organ whose act it was. What a petitioner files online the bureau of the place registers.
pub(super) fn organ_of(act: &Event, petition: &Petition) -> AgencyId {
    match act.actor {
        Actor::Staff { .. } if act.kind.as_str() == RULED => petition.desk,
        Actor::Staff { agency, .. } => agency,
        Actor::Seat(_) | Actor::Petitioner | Actor::System => petition.registered_by,
    }
}

/// It goes from one organ to the next, and a petition may pass through several.
pub(super) const fn is_letter(kind: DocumentKind) -> bool {
    matches!(kind, DocumentKind::Transfer | DocumentKind::Assignment)
}

/// A transfer and an assignment are the same event, told apart by `how`; what is diverted is sent like a transfer.
pub(super) fn fits(kind: DocumentKind, event: &Event) -> bool {
    match kind {
        DocumentKind::Transfer => event.kind.as_str() == DIVERTED || event.detail("how") == Some("transfer"),
        DocumentKind::Assignment => event.detail("how") == Some("assignment"),
        _ => true,
    }
}

/// The day of a due time: it ends at 24:00 of that day.
pub(super) fn due_day(due: Timestamp) -> String {
    written(due.local_date())
}
