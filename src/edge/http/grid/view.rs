//! JSON of grid reports: rows of the list, and one report with history and photos.

use crate::{
    domain::{
        grid::{GridLine, GridPhoto, GridReport, GridStepKind},
        rights::{self, grid_steps},
    },
    edge::{
        AppState,
        names::Names,
        problem::Problem,
        views::{ContentClassText, GridStateText, GridStepKindText},
    },
    storage::Records,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A report in a list.
#[derive(Serialize, ToSchema)]
pub struct GridRow {
    id: Uuid,
    place: String,
    place_name: String,
    spot: String,
    class: ContentClassText,
    text: String,
    reported_at: i64,
    state: GridStateText,
    /// Who has it in hands, or had.
    agency_name: Option<String>,
    /// By when it is to be claimed, handled or looked at; null where it is over.
    due: Option<i64>,
    overdue: bool,
}

#[derive(Serialize, ToSchema)]
pub struct GridReportView {
    #[serde(flatten)]
    row: GridRow,
    reporter_name: String,
    resident: Option<ResidentView>,
    /// Where it went on, for whoever may see that.
    petition: Option<Uuid>,
    /// Give it with a step.
    version: u32,
    may: Vec<GridStepKindText>,
    /// Oldest first.
    lines: Vec<GridLineView>,
    photos: Vec<GridPhotoView>,
}

#[derive(Serialize, ToSchema)]
pub struct ResidentView {
    name: String,
    phone: String,
}

#[derive(Serialize, ToSchema)]
pub struct GridLineView {
    step: GridStepKindText,
    text: String,
    name: String,
    agency_name: String,
    at: i64,
    /// The step came after its term.
    late: bool,
}

#[derive(Serialize, ToSchema)]
pub struct GridPhotoView {
    pub id: Uuid,
    pub name: String,
    pub size: u64,
}

impl GridPhotoView {
    pub fn of(photo: GridPhoto) -> Self {
        Self { id: photo.id.0, name: photo.name, size: photo.size }
    }
}

pub async fn row(
    app: &AppState,
    records: &mut dyn Records,
    names: &mut Names,
    report: &GridReport,
) -> Result<GridRow, Problem> {
    let agency_name = names.agency_if(records, report.state.agency()).await?;
    let due = report.due(&app.config.grid_terms);
    Ok(GridRow {
        overdue: due.is_some_and(|due| due < app.world.now()),
        due: due.map(|due| due.0),
        id: report.id.0,
        place: report.place.to_string(),
        place_name: names.place(records, &report.place).await?,
        spot: report.spot.clone(),
        class: report.class.into(),
        text: report.text.clone(),
        reported_at: report.reported_at.0,
        state: report.state.name().into(),
        agency_name,
    })
}

pub async fn whole(
    app: &AppState,
    records: &mut dyn Records,
    me: &rights::Official,
    report: GridReport,
) -> Result<GridReportView, Problem> {
    let mut names = Names::default();
    let row = row(app, records, &mut names, &report).await?;
    let mut lines = Vec::new();
    let told = records.grid_lines(report.id).await?;
    let late = app.config.grid_terms.late(&told);
    for (told, late) in told.into_iter().zip(late) {
        lines.push(line(records, &mut names, told, late).await?);
    }
    let photos = records.grid_photos(report.id).await?.into_iter().map(GridPhotoView::of).collect();
    let posts = records.grid_posts_of(me.staff.id).await?;
    let may = grid_steps(me, &report, &posts);
    // Whoever has it in hands may call them, and whoever looks whether it is done; an organ that only looks at the list need not
    // know who they are.
    let near = report.reporter == me.staff.id
        || report.state.agency() == Some(me.agency.id)
        || may.contains(&GridStepKind::FeedBack);
    let resident = report.resident.filter(|_| near);
    Ok(GridReportView {
        row,
        reporter_name: names.staff(records, report.reporter).await?,
        resident: resident.map(|resident| ResidentView { name: resident.name, phone: resident.phone }),
        petition: report.state.petition().map(|petition| petition.0),
        version: report.version,
        may: may.into_iter().map(GridStepKindText).collect(),
        lines,
        photos,
    })
}

async fn line(
    records: &mut dyn Records,
    names: &mut Names,
    line: GridLine,
    late: bool,
) -> Result<GridLineView, Problem> {
    Ok(GridLineView {
        step: line.step.into(),
        text: line.text,
        name: names.staff(records, line.by).await?,
        agency_name: names.agency(records, line.agency).await?,
        at: line.at.0,
        late,
    })
}
