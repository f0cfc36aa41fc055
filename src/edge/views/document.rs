//! JSON of documents: issued ones, those that can be made, and what a draft lacks.

use super::{Day, DocumentKindText, MissingCodeText};
use crate::domain::{
    Timestamp,
    document::{Block, Document, DocumentKind, Missing, Owed, Paper, Template, Templates},
    ids::HearingId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// An issued document.
#[derive(Debug, Serialize, ToSchema)]
pub struct DocumentView {
    pub id: Uuid,
    pub kind: DocumentKindText,
    pub number: String,
    pub agency_name: String,
    pub maker_name: String,
    pub issued_at: i64,
    pub size: u64,
    /// Hexadecimal.
    pub sha256: String,
    /// Printed at its foot.
    pub code: String,
    /// The document it stands in for.
    pub corrects: Option<Uuid>,
    /// The hearing it is a paper of.
    pub hearing: Option<Uuid>,
    /// The petitioner may fetch it with number and query code.
    pub for_petitioner: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DocumentList {
    /// Oldest first.
    pub issued: Vec<DocumentView>,
    /// What a step owes and nobody issued yet, by its day.
    pub owed: Vec<OwedDocument>,
    /// What my organ can make now.
    pub possible: Vec<PossibleDocument>,
    /// Papers of the hearings that my organ held: made, each, once it lacks nothing.
    pub of_hearings: Vec<HearingPaper>,
    /// I may read what was issued, not only know of it.
    pub may_open_papers: bool,
}

/// A notice or letter that a step owes (art. 22, 23).
#[derive(Debug, Serialize, ToSchema)]
pub struct OwedDocument {
    pub kind: DocumentKindText,
    /// Whose step it tells of, and who makes it.
    pub agency_name: String,
    pub due: i64,
    pub overdue: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PossibleDocument {
    pub kind: DocumentKindText,
    /// Article of the Regulation that demands it.
    pub article: u8,
    /// The text is the clerk's to write: without it there is no document.
    pub needs_text: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct HearingPaper {
    pub hearing: Uuid,
    pub kind: DocumentKindText,
    /// Article of the Regulation that demands it.
    pub article: u8,
    pub lacks: Option<DocumentLack>,
}

/// Why a document cannot be made: the code it would be refused with, and a sentence.
#[derive(Debug, Serialize, ToSchema)]
pub struct DocumentLack {
    pub code: MissingCodeText,
    pub detail: String,
}

/// What a document would say.
#[derive(Debug, Serialize, ToSchema)]
pub struct DocumentPreview {
    pub heading: String,
    pub title: String,
    /// The number it would get if it were issued next.
    pub number: String,
    pub addressee: Option<String>,
    pub blocks: Vec<BlockView>,
    pub closing: String,
    pub signature: Option<String>,
    pub date: Day,
    /// Characters that no font has: with them it cannot be issued.
    pub missing: String,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DocumentBlock)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum BlockView {
    Paragraph {
        text: String,
    },
    Table {
        rows: Vec<TableRow>,
    },
    /// Lines as they are.
    Verbatim {
        text: String,
    },
    /// A word on what stands above, and what a hand drew.
    Signature {
        plate: String,
        said: String,
        strokes: Option<String>,
    },
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DocumentTableRow)]
pub struct TableRow {
    pub name: String,
    /// Empty: to be filled in by hand.
    pub value: String,
}

/// What the petitioner is shown of a document addressed to them.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeStatus {
    pub id: Uuid,
    pub kind: DocumentKindText,
    pub number: String,
    pub issued_at: i64,
}

/// How an agency's documents look.
#[derive(Debug, Serialize, ToSchema)]
pub struct TemplatesView {
    pub heading: String,
    pub prefix: String,
    /// Of every kind.
    pub kinds: Vec<TemplateView>,
    /// 0: nothing was written yet.
    pub version: u32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TemplateView {
    pub kind: DocumentKindText,
    /// With `{prefix}`, `{word}`, `{year}` and `{n}`.
    pub pattern: String,
    pub closing: String,
}

/// Of one kind, as its head wants it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTemplate {
    pub kind: DocumentKindText,
    pub pattern: String,
    pub closing: String,
}

impl DocumentView {
    pub fn of(document: Document, for_petitioner: bool, agency_name: String, maker_name: String) -> Self {
        Self {
            id: document.id.0,
            for_petitioner,
            kind: document.kind.into(),
            number: document.number,
            agency_name,
            maker_name,
            issued_at: document.issued_at.0,
            size: document.size,
            sha256: hex::encode(document.sha256),
            code: document.code,
            corrects: document.corrects.map(|corrected| corrected.0),
            hearing: document.hearing.map(|hearing| hearing.0),
        }
    }
}

impl OwedDocument {
    pub fn of(owed: &Owed, agency_name: String, now: Timestamp) -> Self {
        Self { kind: owed.kind.into(), agency_name, due: owed.due.0, overdue: owed.due < now }
    }
}

impl PossibleDocument {
    pub fn of(kind: DocumentKind, needs_text: bool) -> Self {
        Self { kind: kind.into(), article: kind.article(), needs_text }
    }
}

impl HearingPaper {
    pub fn of(hearing: HearingId, kind: DocumentKind, missing: Option<Missing>) -> Self {
        let lacks = missing
            .map(|missing| DocumentLack { code: missing.code.into(), detail: missing.sentence.to_owned() });
        Self { hearing: hearing.0, kind: kind.into(), article: kind.article(), lacks }
    }
}

impl DocumentPreview {
    pub fn of(paper: Paper, missing: &[char]) -> Self {
        Self {
            heading: paper.heading,
            title: paper.title.to_owned(),
            number: paper.number.unwrap_or_default(),
            addressee: paper.content.addressee,
            blocks: paper.content.blocks.into_iter().map(BlockView::of).collect(),
            closing: paper.closing,
            signature: paper.signature,
            date: Day(paper.date),
            missing: missing.iter().collect(),
        }
    }
}

impl BlockView {
    fn of(block: Block) -> Self {
        match block {
            Block::Paragraph(text) => Self::Paragraph { text },
            Block::Verbatim(text) => Self::Verbatim { text },
            Block::Signature { plate, said, strokes } => Self::Signature { plate, said, strokes },
            Block::Table(rows) => {
                Self::Table { rows: rows.into_iter().map(|(name, value)| TableRow { name, value }).collect() }
            }
        }
    }
}

impl NoticeStatus {
    pub fn of(document: Document) -> Self {
        Self {
            id: document.id.0,
            kind: document.kind.into(),
            number: document.number,
            issued_at: document.issued_at.0,
        }
    }
}

impl TemplatesView {
    pub fn of(templates: &Templates) -> Self {
        let kind = |kind: &DocumentKind| {
            let Template { pattern, closing } = templates.of(*kind);
            TemplateView { kind: (*kind).into(), pattern, closing }
        };
        Self {
            heading: templates.heading.clone(),
            prefix: templates.prefix.clone(),
            kinds: DocumentKind::ALL.iter().map(kind).collect(),
            version: templates.version,
        }
    }
}
