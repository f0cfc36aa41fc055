//! `GET /api/petitions/{id}/documents`: what was issued, and what my organ can make now.

use super::making::{Record, is_for_petitioner, is_kept_from};
use crate::{
    domain::{
        document::{Document, DocumentKind, MissingCode, Wish, content},
        hearing::Hearing,
        ids::PetitionId,
        rights::{Official, PetitionAction},
    },
    edge::{
        AppState,
        access::{self, SeenPetition},
        extract::{Json, Path},
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::{DocumentList, DocumentView, HearingPaper, OwedDocument, PossibleDocument},
    },
    storage::Records,
};
use axum::extract::State;
use uuid::Uuid;

/// What was issued, and what my organ can make now.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/petitions/{id}/documents",
    operation_id = "document_list",
    tag = "documents",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = DocumentList), Problem),
)]
pub async fn list(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Json<DocumentList>, Problem> {
    let mut records = app.store.read().await?;
    let seen = access::petition(records.as_mut(), &me, PetitionId(id)).await?;
    let mut record = Record::read(records.as_mut(), &me, &seen.petition, None).await?;
    let may = seen.rights.may(PetitionAction::IssueDocument);
    let of_hearings =
        if may { of_hearings(records.as_mut(), &mut record, &me, &seen).await? } else { Vec::new() };
    let case = record.case(&seen.petition, &me);
    let possible = |kind: &DocumentKind| {
        let needs_text = match content(*kind, &case, &Wish::default()) {
            Ok(_) => false,
            Err(missing) => match missing.code {
                MissingCode::TextNeeded => true,
                MissingCode::DocumentNeeded => {
                    case.issued.iter().any(|issued| case.is_makers(issued.agency)).then_some(false)?
                }
                _ => return None,
            },
        };
        Some(PossibleDocument::of(*kind, needs_text))
    };
    let of_petition = |kind: &&DocumentKind| may && !kind.is_of_hearing();
    let possible = DocumentKind::ALL.iter().filter(of_petition).filter_map(possible).collect();
    let mut issued = Vec::new();
    for document in case.issued {
        if !is_kept_from(records.as_mut(), &me, document, &seen.petition).await? {
            issued.push(document.clone());
        }
    }
    let issued = views(records.as_mut(), issued).await?;
    let owed = owed(&app, records.as_mut(), seen.petition.id).await?;
    Ok(Json(DocumentList {
        issued,
        owed,
        possible,
        of_hearings,
        may_open_papers: seen.must_read_papers(&me).is_ok(),
    }))
}

/// What its steps owe, with whose those steps are.
async fn owed(
    app: &AppState,
    records: &mut dyn Records,
    petition: PetitionId,
) -> Result<Vec<OwedDocument>, Problem> {
    let (mut names, mut owed) = (Names::default(), Vec::new());
    for one in records.papers_owed(petition).await? {
        let agency = names.agency(records, one.organ).await?;
        owed.push(OwedDocument::of(&one, agency, app.world.now()));
    }
    Ok(owed)
}

/// Papers of the hearings that my organ or one merged into it held, and what each of them lacks.
async fn of_hearings(
    records: &mut dyn Records,
    record: &mut Record,
    me: &Official,
    seen: &SeenPetition,
) -> Result<Vec<HearingPaper>, Problem> {
    let mut papers = Vec::new();
    let held = record.case(&seen.petition, me);
    let mine = |hearing: &&Hearing| {
        held.is_makers(hearing.host) && !access::is_kept_from(me, hearing, &seen.petition)
    };
    let hearings: Vec<&Hearing> = seen.hearings.iter().filter(mine).collect();
    for hearing in hearings {
        record.turn_to(records, &seen.petition, hearing.id).await?;
        let (case, wish) =
            (record.case(&seen.petition, me), Wish { hearing: Some(hearing.id), ..Wish::default() });
        let kinds = DocumentKind::ALL.iter().copied().filter(|kind| kind.is_of_hearing());
        papers
            .extend(kinds.map(|kind| HearingPaper::of(hearing.id, kind, content(kind, &case, &wish).err())));
    }
    Ok(papers)
}

/// With the names of their makers.
pub async fn views(
    records: &mut dyn Records,
    documents: Vec<Document>,
) -> Result<Vec<DocumentView>, Problem> {
    let (mut names, mut views) = (Names::default(), Vec::new());
    for document in documents {
        let agency = names.agency(records, document.agency).await?;
        let maker = names.staff(records, document.maker).await?;
        let theirs = is_for_petitioner(records, &document).await?;
        views.push(DocumentView::of(document, theirs, agency, maker));
    }
    Ok(views)
}
