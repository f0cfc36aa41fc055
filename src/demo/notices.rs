//! Notices of acceptance (受理告知书, art. 23), as the units of the demo make them.

use super::{DemoError, OWED_DAYS, clerk::Clerk};
use crate::domain::{
    DAY_MS, Timestamp,
    document::{Case, Document, DocumentKind, Paper, Templates, Wish, content},
    event::{Actor, Event},
    ids::DocumentId,
    people::Staff,
    petition::Petition,
};
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, BTreeSet},
    io,
};

/// Sets a paper, keeps it under this id, and gives its bytes.
pub type SetPaper<'a> = dyn Fn(DocumentId, &Paper) -> io::Result<Vec<u8>> + Sync + 'a;

/// Of what the organ of `maker` accepted at `at`, on the same day. Those of the last days are owed still, to be seen.
pub(super) async fn accepted(
    clerk: &mut Clerk<'_>,
    petition: &Petition,
    maker: &Staff,
    at: Timestamp,
) -> Result<(), DemoError> {
    let recent = at >= clerk.world.now().plus_millis(-OWED_DAYS * DAY_MS);
    if recent || petition.is_sealed() {
        return Ok(());
    }
    let agencies = &clerk.places.agencies;
    let agency = agencies.iter().find(|agency| agency.id == maker.agency);
    let agency = agency.expect("all are of its places, by test").clone();
    let names: BTreeMap<_, _> = agencies.iter().map(|agency| (agency.id, agency.name.clone())).collect();
    let parties = clerk.tx.parties(petition.id).await?;
    let log = clerk.tx.timeline(petition.id).await?;
    let events: Vec<Event> = log.into_iter().map(|chained| chained.event).collect();
    let case = Case {
        petition,
        parties: &parties,
        events: &events,
        issued: &[],
        names: &names,
        maker: &agency,
        merged: &BTreeSet::new(),
        heard: None,
    };
    let kind = DocumentKind::Acceptance;
    let Ok(content) = content(kind, &case, &Wish::default()) else {
        return Ok(()); // who left no name is told of nothing
    };
    let (templates, date) = (Templates::default_of(&agency), at.local_date());
    let n = clerk.tx.next_in_sequence(&templates.sequence_name(kind, date.year())).await?;
    let number = templates.number(kind, date.year(), n);
    let paper = Paper {
        heading: templates.heading.clone(),
        kind,
        title: case.title(kind),
        number: Some(number.clone()),
        content,
        closing: templates.of(kind).closing,
        signature: Some(templates.heading.clone()),
        date,
        petition: petition.number.clone(),
        query_url: None,
    };
    let id = DocumentId(clerk.world.new_id());
    let bytes = (clerk.set_paper)(id, &paper)?;
    let document = Document {
        id,
        petition: petition.id,
        kind,
        number,
        agency: agency.id,
        maker: maker.id,
        issued_at: at,
        size: bytes.len() as u64,
        sha256: Sha256::digest(&bytes).into(),
        code: paper.code(),
        corrects: None,
        hearing: None,
    };
    clerk.tx.add_document(&document).await?;
    let actor = Actor::Staff { staff: maker.id, agency: maker.agency };
    clerk.log(document.issued(), at, actor, petition, None).await
}
