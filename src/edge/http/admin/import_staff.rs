//! `POST /api/admin/staff/import`: a list of accounts, whole or not at all.

use super::{ImportQuery, divisions::MAX_LIST_BYTES, list, must};
use crate::{
    administration::{By, codes},
    domain::{
        administration::DeedKind,
        ids::StaffId,
        jurisdiction::{Agency, LineFault},
        people::{Roster, Staff, Wanted, read_roster},
        rights::{AdminAction, Official, go_together, may_administer},
    },
    edge::{
        AppState,
        extract::{Json, Query, Raw},
        problem::Problem,
        session::SignedIn,
        views::{AdminStaff, OneTimeCode, StaffImport, StaffImportRow},
    },
    storage::{Records, Tx},
};
use axum::extract::State;
use std::collections::BTreeSet;

/// Makes accounts from a list, `name,username,division,agency,posts` a line: whole, or with a line at fault not at all.
/// Posts are asked for: the security administrator gives them. Each person sets a password by the code in the answer, which
/// is shown once.
///
/// Codes: unauthenticated, not_found, too_large, bad_line (not UTF-8).
#[utoipa::path(
    post,
    path = "/admin/staff/import",
    operation_id = "admin_staff_import",
    tag = "administration",
    params(ImportQuery),
    request_body(content = String, content_type = "text/csv"),
    responses((status = OK, body = StaffImport), Problem),
)]
pub async fn import(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(asked): Query<ImportQuery>,
    Raw(body): Raw<MAX_LIST_BYTES>,
) -> Result<Json<StaffImport>, Problem> {
    must(&me, &[AdminAction::ManageStaff])?;
    let text = list(&body)?;
    if asked.dry_run {
        let (answer, _) = answer(read(app.store.read().await?.as_mut(), &me, text).await?);
        return Ok(Json(answer));
    }
    let mut tx = app.store.begin().await?;
    tx.hold("staff import").await?;
    let (mut answer, people) = answer(read(tx.as_mut(), &me, text).await?);
    if !answer.faults.is_empty() {
        return Ok(Json(answer));
    }
    for wanted in people {
        answer.made.push(make(&app, tx.as_mut(), &me, wanted).await?);
    }
    tx.commit().await?;
    Ok(Json(answer))
}

/// What is answered before anything is made, and who is to be.
fn answer(roster: Roster) -> (StaffImport, Vec<Wanted>) {
    let rows = roster.people.iter().map(StaffImportRow::of).collect();
    let faults = roster.faults.into_iter().map(Into::into).collect();
    (StaffImport { rows, faults, made: Vec::new() }, roster.people)
}

async fn read(records: &mut dyn Records, me: &Official, text: &str) -> Result<Roster, Problem> {
    let closed: BTreeSet<_> = records.closures().await?.into_iter().map(|closure| closure.agency).collect();
    let mine = |agency: &Agency| {
        !closed.contains(&agency.id) && may_administer(me, AdminAction::ManageStaff, &agency.division)
    };
    let agencies: Vec<Agency> = records.agencies().await?.into_iter().filter(mine).collect();
    // A list has few names, a province many: those of the list are asked after.
    let named = read_roster(text, &agencies, |_| false).people;
    let mut taken = BTreeSet::new();
    for wanted in named {
        if records.staff_by_username(&wanted.username).await?.is_some() {
            taken.insert(wanted.username);
        }
    }
    let mut roster = read_roster(text, &agencies, |username| taken.contains(username));
    let apart = roster.people.iter().filter(|wanted| !go_together(&wanted.roles));
    let why = "administration, security and audit are apart, and none of them works on petitions";
    roster.faults.extend(apart.map(|wanted| LineFault { line: wanted.line, why: why.to_owned() }));
    roster.faults.sort_by_key(|fault| fault.line);
    Ok(roster)
}

async fn make(
    app: &AppState,
    tx: &mut dyn Tx,
    me: &Official,
    wanted: Wanted,
) -> Result<OneTimeCode, Problem> {
    let Wanted { name, username, agency, agency_name, roles: wished, .. } = wanted;
    let id = StaffId(app.world.new_id());
    let staff = Staff { id, username, name, agency, roles: Vec::new(), disabled: false };
    tx.put_staff(&staff).await?;
    let about = format!("{} ({agency_name})", staff.username);
    By::Staff(me).record(tx, &*app.world, DeedKind::StaffCreated, about).await?;
    tx.wish_roles(id, &wished).await?;
    let (code, expires_at) = codes::issue(tx, &*app.world, id).await?;
    let staff = AdminStaff::of(staff, agency_name).wishing(&wished);
    Ok(OneTimeCode { staff, code, expires_at: expires_at.0 })
}
