//! A paper out of the record: what it says (`domain::document`), in the words of its agency's templates.

use crate::{
    domain::{
        Timestamp,
        document::{Case, Document, DocumentKind, Heard, Missing, Paper, Templates, Wish, content, tellable},
        event::Event,
        hearing::PaperKind,
        ids::{AgencyId, DocumentId, HearingId},
        jurisdiction::merged_into,
        people::Party,
        petition::Petition,
        rights::Official,
    },
    edge::{AppState, access, names::all_agencies, problem::Problem, views::DocumentKindText},
    storage::Records,
};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;
use uuid::Uuid;

/// Longest text of the clerk's own.
const MAX_TEXT: usize = 10_000;

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentRequest {
    pub kind: DocumentKindText,
    /// The clerk's own paragraphs; for an opinion on review its body. At most 10 000 characters.
    #[serde(default)]
    pub text: Option<String>,
    /// The document that a delivery receipt is for.
    #[serde(default)]
    pub delivers: Option<Uuid>,
    /// The document that this one corrects.
    #[serde(default)]
    pub corrects: Option<Uuid>,
    /// The hearing that it is a paper of: for minutes, outcome and agreement.
    #[serde(default)]
    pub hearing: Option<Uuid>,
    /// Of the caller's making, another for each paper: sent again with it, because no answer came, it is issued once.
    #[serde(default)]
    pub key: Option<Uuid>,
}

impl DocumentRequest {
    pub fn wish(&self) -> Result<Wish, Problem> {
        let text = self.text.clone().filter(|text| !text.trim().is_empty());
        if text.as_ref().is_some_and(|text| text.chars().count() > MAX_TEXT) {
            return Err(Problem::field("text", "At most 10 000 characters"));
        }
        Ok(Wish {
            text,
            delivers: self.delivers.map(DocumentId),
            corrects: self.corrects.map(DocumentId),
            hearing: self.hearing.map(HearingId),
        })
    }
}

/// All that documents of one petition are made from.
pub struct Record {
    parties: Vec<Party>,
    events: Vec<Event>,
    issued: Vec<Document>,
    names: BTreeMap<AgencyId, String>,
    /// The organs that were merged into the one that makes the paper.
    merged: BTreeSet<AgencyId>,
    pub templates: Templates,
    heard: Option<Heard>,
}

impl Record {
    pub async fn read(
        records: &mut dyn Records,
        me: &Official,
        petition: &Petition,
        hearing: Option<HearingId>,
    ) -> Result<Self, Problem> {
        let events = records.timeline(petition.id).await?;
        let events = tellable(petition, events.into_iter().map(|chained| chained.event).collect());
        let names = all_agencies(records).await?.into_iter().map(|agency| (agency.id, agency.name));
        Ok(Self {
            parties: records.parties(petition.id).await?,
            issued: records.documents(petition.id).await?,
            names: names.collect(),
            merged: merged_into(&records.closures().await?, me.agency.id),
            templates: templates_of(records, me).await?,
            heard: match hearing {
                Some(hearing) => heard(records, petition, hearing, &events).await?,
                None => None,
            },
            events,
        })
    }

    /// Goes on with another hearing of the petition.
    pub async fn turn_to(
        &mut self,
        records: &mut dyn Records,
        petition: &Petition,
        hearing: HearingId,
    ) -> Result<(), Problem> {
        self.heard = heard(records, petition, hearing, &self.events).await?;
        Ok(())
    }

    pub fn case<'a>(&'a self, petition: &'a Petition, me: &'a Official) -> Case<'a> {
        let Self { parties, events, issued, names, merged, heard, .. } = self;
        Case { petition, parties, events, issued, names, maker: &me.agency, merged, heard: heard.as_ref() }
    }

    /// The paper as it would be with number `n` of its kind.
    pub fn paper(
        &self,
        app: &AppState,
        (petition, me): (&Petition, &Official),
        (kind, wish): (DocumentKind, &Wish),
        (n, now): (u32, Timestamp),
    ) -> Result<Paper, Missing> {
        let case = self.case(petition, me);
        let content = content(kind, &case, wish)?;
        let date = now.local_date();
        Ok(Paper {
            heading: self.templates.heading.clone(),
            kind,
            title: case.title(kind),
            number: Some(self.templates.number(kind, date.year(), n)),
            content,
            closing: self.templates.of(kind).closing,
            signature: kind.is_signed().then(|| self.templates.heading.clone()),
            date,
            petition: petition.number.clone(),
            query_url: kind.is_for_petitioner().then(|| query_url(app)),
        })
    }
}

/// Where number and query code are typed in.
pub fn query_url(app: &AppState) -> String {
    format!("{}/query", app.config.public_url)
}

pub async fn templates_of(records: &mut dyn Records, me: &Official) -> Result<Templates, Problem> {
    let written = records.templates(me.agency.id).await?;
    Ok(written.unwrap_or_else(|| Templates::default_of(&me.agency)))
}

/// Of this petition; none of another one. Its outcome is as it was sealed: organs that were merged since are not in it.
async fn heard(
    records: &mut dyn Records,
    petition: &Petition,
    id: HearingId,
    log: &[Event],
) -> Result<Option<Heard>, Problem> {
    let hearing = records.hearing(id).await?.filter(|hearing| hearing.petition == petition.id);
    let Some(hearing) = hearing else { return Ok(None) };
    let outcome = records.outcome(id).await?.map(|outcome| outcome.as_issued(log.iter()));
    let next = match outcome.as_ref().and_then(|outcome| outcome.next) {
        Some(next) => records.hearing(next).await?,
        None => None,
    };
    Ok(Some(Heard {
        minutes: records.signing_record(id, PaperKind::Minutes).await?,
        agreement: records.signing_record(id, PaperKind::Agreement).await?,
        seals: records.seals(id).await?,
        hearing,
        outcome,
        next,
    }))
}

/// Whether it is the paper of a hearing that stays behind the wall, and `me` is none of those who knew of that then.
pub async fn is_kept_from(
    records: &mut dyn Records,
    me: &Official,
    document: &Document,
    petition: &Petition,
) -> Result<bool, Problem> {
    match document.hearing {
        Some(hearing) => access::came_from_kept(records, me, hearing, petition).await,
        None => Ok(false),
    }
}

/// Whether the petitioner may fetch it by number and query code. Minutes and agreement are theirs who had a seat
/// in the hearing: nobody else's words are shown to who did not hear them (invariant 12). An outcome is once it
/// is published, and says what it says now.
pub async fn is_for_petitioner(records: &mut dyn Records, document: &Document) -> Result<bool, Problem> {
    let (kind, hearing) = (document.kind, document.hearing);
    if !kind.is_for_petitioner() {
        return Ok(false);
    }
    Ok(match (kind, hearing) {
        (DocumentKind::Minutes | DocumentKind::Agreement, Some(hearing)) => {
            records.hearing(hearing).await?.is_some_and(|hearing| hearing.heard_petitioners())
        }
        (DocumentKind::Outcome, Some(hearing)) => records.outcome(hearing).await?.is_some_and(|outcome| {
            outcome.published_at.is_some() && document.issued_at >= outcome.worded_at()
        }),
        (DocumentKind::Minutes | DocumentKind::Agreement | DocumentKind::Outcome, None) => false,
        _ => true,
    })
}
