//! `GET` and `POST /api/admin/grids/{code}`: the grids of a village, or one, and who looks after them.

use super::must;
use crate::{
    administration::By,
    domain::{
        administration::DeedKind,
        ids::StaffId,
        jurisdiction::{Division, DivisionCode, GridPost, Level},
        rights::{AdminAction, Official, may_administer},
    },
    edge::{
        AppState,
        etag::IfMatch,
        extract::{Json, Path},
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::{GridPostNamed, GridPostView, GridView, grid_tag},
    },
    storage::Records,
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

/// Most people of one grid.
const MOST_POSTS: usize = 100;

/// The grids of a village, or one, and who looks after them.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/admin/grids/{code}",
    operation_id = "admin_grids",
    tag = "administration",
    params(("code" = String, Path)),
    responses((status = OK, body = Vec<GridView>), Problem),
)]
pub async fn grids(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(code): Path<String>,
) -> Result<Json<Vec<GridView>>, Problem> {
    must(&me, &[AdminAction::ManageStaff, AdminAction::GrantRoles])?;
    let mut records = app.store.read().await?;
    let code = place(records.as_mut(), &me, AdminAction::ManageStaff, &code).await?;
    let mut grids = records.divisions_below(&code).await?;
    grids.extend(records.division(&code).await?);
    grids.retain(|grid| grid.code.level() == Level::Grid);
    let posts = records.grid_posts(&code).await?;
    let (mut names, mut views) = (Names::default(), Vec::new());
    for grid in grids {
        let own: Vec<_> = posts.iter().filter(|post| post.division == grid.code).cloned().collect();
        views.push(view(records.as_mut(), &mut names, grid, &own).await?);
    }
    Ok(Json(views))
}

async fn view(
    records: &mut dyn Records,
    names: &mut Names,
    grid: Division,
    posts: &[GridPost],
) -> Result<GridView, Problem> {
    let mut shown = Vec::new();
    for post in posts {
        shown.push(named(records, names, post).await?);
    }
    Ok(GridView { code: grid.code.to_string(), name: grid.name, posts: shown, tag: grid_tag(posts) })
}

async fn named(
    records: &mut dyn Records,
    names: &mut Names,
    post: &GridPost,
) -> Result<GridPostNamed, Problem> {
    let agency = match records.staff(post.staff).await? {
        Some(staff) => names.agency(records, staff.agency).await?,
        None => String::new(),
    };
    Ok(GridPostNamed::of(post, names.staff(records, post.staff).await?, agency))
}

/// A village or grid in the division that `me` administers.
async fn place(
    records: &mut dyn Records,
    me: &Official,
    action: AdminAction,
    code: &str,
) -> Result<DivisionCode, Problem> {
    let code: DivisionCode = code.parse().map_err(|_| Problem::NotFound)?;
    let deep = matches!(code.level(), Level::Village | Level::Grid);
    let there = records.division(&code).await?.is_some();
    if deep && there && may_administer(me, action, &code) { Ok(code) } else { Err(Problem::NotFound) }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetGridPosts {
    /// In place of those the grid has. A person has one post in a grid.
    posts: Vec<GridPostView>,
}

/// Says who looks after a grid. `If-Match` names the `tag` of the grid as it was read.
///
/// Codes: unauthenticated, not_found, precondition_required, outdated, unprocessable.
#[utoipa::path(
    post,
    path = "/admin/grids/{code}",
    operation_id = "admin_grid_set",
    tag = "administration",
    params(("code" = String, Path), IfMatch),
    request_body = SetGridPosts,
    responses((status = OK, body = GridView), Problem),
)]
pub async fn set(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(code): Path<String>,
    read: IfMatch,
    Json(asked): Json<SetGridPosts>,
) -> Result<Json<GridView>, Problem> {
    must(&me, &[AdminAction::ManageStaff])?;
    let mut tx = app.store.begin().await?;
    let code = place(tx.as_mut(), &me, AdminAction::ManageStaff, &code).await?;
    let grid = tx.division(&code).await?.filter(|grid| grid.code.level() == Level::Grid);
    let grid = grid.ok_or(Problem::NotFound)?;
    tx.hold(&format!("grid {code}")).await?;
    read.check(&grid_tag(&tx.grid_posts(&code).await?))?;
    if asked.posts.len() > MOST_POSTS {
        return Err(Problem::field("posts", format!("At most {MOST_POSTS} people look after a grid")));
    }
    let mut posts = Vec::new();
    for GridPostView { staff, duty } in asked.posts {
        let staff = StaffId(staff);
        let twice = posts.iter().any(|post: &GridPost| post.staff == staff);
        let known = tx.staff(staff).await?.is_some_and(|staff| !staff.disabled);
        if twice || !known {
            return Err(Problem::field("posts", "Each is somebody with an account, once"));
        }
        posts.push(GridPost { division: code.clone(), staff, duty: duty.0 });
    }
    tx.set_grid_posts(&code, &posts).await?;
    let about = format!("{code} {}: {}", grid.name, posts.len());
    let view = view(tx.as_mut(), &mut Names::default(), grid, &posts).await?;
    By::Staff(&me).record(tx.as_mut(), &*app.world, DeedKind::GridPostsSet, about).await?;
    tx.commit().await?;
    Ok(Json(view))
}
