//! `GET`, `PUT /api/document-templates` and its preview: how my agency's documents look.

use super::making::{query_url, templates_of};
use crate::{
    documents::missing_glyphs,
    domain::{
        document::{Block, Content, DocumentKind, Paper, Template, Templates},
        rights::{Official, desk},
    },
    edge::{
        AppState,
        extract::Json,
        problem::Problem,
        session::SignedIn,
        views::{DocumentKindText, DocumentPreview, NewTemplate, TemplatesView},
    },
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplatesRequest {
    /// Of the templates as they were read.
    version: u32,
    heading: String,
    prefix: String,
    kinds: Vec<NewTemplate>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplatePreviewRequest {
    kind: DocumentKindText,
    templates: TemplatesRequest,
}

/// How my agency's documents look: as its head wrote it, or as they look by themselves.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/document-templates",
    operation_id = "document_templates",
    tag = "documents",
    responses((status = OK, body = TemplatesView), Problem),
)]
pub async fn show(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
) -> Result<Json<TemplatesView>, Problem> {
    let mut records = app.store.read().await?;
    Ok(Json(TemplatesView::of(&templates_of(records.as_mut(), &me).await?)))
}

/// Writes them. Issued documents stay as they are.
///
/// Codes: unauthenticated, not_yours, stale, unprocessable.
#[utoipa::path(
    put,
    path = "/document-templates",
    operation_id = "document_templates_save",
    tag = "documents",
    request_body = TemplatesRequest,
    responses((status = OK, body = TemplatesView), Problem),
)]
pub async fn save(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Json(asked): Json<TemplatesRequest>,
) -> Result<Json<TemplatesView>, Problem> {
    let templates = asked.checked(&me)?;
    let mut tx = app.store.begin().await?;
    tx.save_templates(&templates).await?;
    tx.commit().await?;
    Ok(Json(TemplatesView::of(&Templates { version: templates.version + 1, ..templates })))
}

/// A document with made-up content as it would look with these templates. Nothing is kept.
///
/// Codes: unauthenticated, not_yours, unprocessable.
#[utoipa::path(
    post,
    path = "/document-templates/preview",
    operation_id = "document_templates_preview",
    tag = "documents",
    request_body = TemplatePreviewRequest,
    responses((status = OK, body = DocumentPreview), Problem),
)]
pub async fn preview(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Json(asked): Json<TemplatePreviewRequest>,
) -> Result<Json<DocumentPreview>, Problem> {
    let kind = asked.kind.0;
    let templates = asked.templates.checked(&me)?;
    let date = app.world.now().local_date();
    let paper = Paper {
        heading: templates.heading.clone(),
        kind,
        title: kind.title(),
        number: Some(templates.number(kind, date.year(), 12)),
        content: sample(kind),
        closing: templates.of(kind).closing,
        signature: kind.is_signed().then_some(templates.heading),
        date,
        petition: String::new(),
        query_url: kind.is_for_petitioner().then(|| query_url(&app)),
    };
    let missing = missing_glyphs(&paper, &app.config.fonts);
    Ok(Json(DocumentPreview::of(paper, &missing)))
}

fn sample(kind: DocumentKind) -> Content {
    let text = "（正文由系统按办理情况生成。）".to_owned();
    let addressee = if kind.is_for_petitioner() { "某某" } else { "某某单位" };
    Content { addressee: Some(addressee.to_owned()), blocks: vec![Block::Paragraph(text)] }
}

impl TemplatesRequest {
    /// As my agency's own, if I am its head and they are in order. What is as by default is not kept.
    fn checked(self, me: &Official) -> Result<Templates, Problem> {
        if !desk(me).templates {
            return Err(Problem::NotAllowed);
        }
        let kinds = self.kinds.into_iter().map(|new| {
            let NewTemplate { kind, pattern, closing } = new;
            (kind.0, Template { pattern: pattern.trim().to_owned(), closing: closing.trim().to_owned() })
        });
        let templates = Templates {
            agency: me.agency.id,
            heading: self.heading.trim().to_owned(),
            prefix: self.prefix.trim().to_owned(),
            kinds: kinds.filter(|(kind, own)| *own != Template::default_of(*kind)).collect(),
            version: self.version,
        };
        templates.check()?;
        Ok(templates)
    }
}
