use super::fixtures::*;
use crate::{contract, kit::database::TestStore};
use lianjie::{
    domain::{
        grid::{GridPhoto, GridReport, GridState, GridStep, NewReport, Resident, report, take},
        ids::{AttachmentId, GridReportId},
        jurisdiction::{DivisionCode, GridDuty, GridPost},
        petition::ContentClass,
    },
    storage::{Cursor, Engine, GridBox, StoreError, Tx},
};
use sqlx::{Connection, PgConnection, SqliteConnection, query_scalar};
use uuid::Uuid;

contract!(
    a_report_comes_back_in_every_state,
    a_stale_step_is_not_taken,
    lists_show_whose_reports_they_are_for,
    residents_are_sealed_in_the_database,
    what_a_closed_organ_took_up_is_its_successors,
);

fn new(n: u128, place: &str) -> NewReport {
    NewReport {
        id: GridReportId(Uuid::from_u128(0x9000 + n)),
        place: place.parse().unwrap(),
        spot: "3号楼东侧".into(),
        class: ContentClass::UrbanConstruction,
        text: format!("第{n}处下水井盖破损，夜间行人危险。"),
        resident: Some(Resident { name: "马某某".into(), phone: "0931-0000001".into() }),
    }
}

async fn reported(tx: &mut dyn Tx, n: u128, place: &str) -> GridReport {
    let at = MORNING.plus_millis(i64::try_from(n).unwrap());
    let (reported, line) = report(new(n, place), CLERK, DISTRICT_BUREAU, at).unwrap();
    tx.add_grid_report(&reported, &line).await.unwrap();
    reported
}

async fn step(tx: &mut dyn Tx, report: &GridReport, step: GridStep) -> GridReport {
    let (moved, line) = take(report, &step, CLERK, HOUSING, MORNING).unwrap();
    tx.move_grid_report(&moved, &line).await.unwrap();
    tx.grid_report(report.id).await.unwrap().unwrap()
}

async fn a_report_comes_back_in_every_state(test: TestStore) {
    let mut tx = furnished(&test).await;
    tx.add_petition(&registration(petition(1))).await.unwrap();
    let first = reported(tx.as_mut(), 1, "620102001").await;
    assert!(tx.grid_report(first.id).await.unwrap().unwrap() == first);
    let words = || "已更换井盖并设置警示".to_owned();
    let claimed = step(tx.as_mut(), &first, GridStep::Claim).await;
    assert_eq!((claimed.state.clone(), claimed.version), (GridState::Claimed { by: HOUSING }, 2));
    let handled = step(tx.as_mut(), &claimed, GridStep::Handle { text: words() }).await;
    assert_eq!(handled.state, GridState::Handled { by: HOUSING });
    let back = step(tx.as_mut(), &handled, GridStep::SendBack { reason: words() }).await;
    let free = step(tx.as_mut(), &back, GridStep::Release { reason: words() }).await;
    assert_eq!(free.state, GridState::Reported);
    let again = step(tx.as_mut(), &free, GridStep::Claim).await;
    let over = step(tx.as_mut(), &again, GridStep::Petition { petition: petition_id(1) }).await;
    assert_eq!(over.state, GridState::Petition { by: HOUSING, petition: petition_id(1) });
    let lines = tx.grid_lines(first.id).await.unwrap();
    let kinds: Vec<_> = lines.iter().map(|line| line.step.as_str()).collect();
    assert_eq!(kinds, ["report", "claim", "handle", "send_back", "release", "claim", "petition"]);

    let photo = GridPhoto {
        id: AttachmentId(Uuid::from_u128(5)),
        report: first.id,
        name: "现场.jpg".into(),
        media_type: "image/jpeg".into(),
        size: 7,
        sha256: [3; 32],
        added_at: MORNING,
    };
    tx.add_grid_photo(&photo).await.unwrap();
    assert_eq!(tx.grid_photos(first.id).await.unwrap(), std::slice::from_ref(&photo));
    assert_eq!(tx.grid_photo(photo.id).await.unwrap(), Some(photo));
}

async fn a_stale_step_is_not_taken(test: TestStore) {
    let mut tx = furnished(&test).await;
    let read = reported(tx.as_mut(), 1, "620102001").await;
    step(tx.as_mut(), &read, GridStep::Claim).await;
    let (moved, line) = take(&read, &GridStep::Claim, CLERK, HOUSING, MORNING).unwrap();
    let twice = tx.move_grid_report(&moved, &line).await;
    assert!(matches!(twice, Err(StoreError::Stale { .. })), "{twice:?}");
}

async fn what_a_closed_organ_took_up_is_its_successors(test: TestStore) {
    let mut tx = furnished(&test).await;
    let first = reported(tx.as_mut(), 1, "620102001").await;
    let claimed = step(tx.as_mut(), &first, GridStep::Claim).await;
    tx.close_agency(&merger(HOUSING, CITY_BUREAU)).await.unwrap();
    let taken = tx.grid_reports(&GridBox::Taken(CITY_BUREAU), None, 9).await.unwrap().rows;
    assert_eq!(taken[0].state, GridState::Claimed { by: CITY_BUREAU });
    assert_eq!(taken[0].version, claimed.version + 1, "who read it before is told so");
}

async fn lists_show_whose_reports_they_are_for(test: TestStore) {
    let mut tx = furnished(&test).await;
    let first = reported(tx.as_mut(), 1, "620102001").await;
    for (n, place) in [(2, "620102001"), (3, "620103"), (4, "6202")] {
        reported(tx.as_mut(), n, place).await;
    }
    let claimed = step(tx.as_mut(), &first, GridStep::Claim).await;
    step(tx.as_mut(), &claimed, GridStep::Handle { text: "已更换井盖并设置警示".into() }).await;
    let grid: DivisionCode = "620102001".parse().unwrap();
    let post = GridPost { division: grid.clone(), staff: PRESIDER, duty: GridDuty::Leader };
    tx.set_grid_posts(&grid, &[post]).await.unwrap();
    let division = |code: &str| GridBox::Open(code.parse().unwrap());
    for (of, expected) in [
        (GridBox::Mine(CLERK), vec![4, 3, 2, 1]),
        (division("62"), vec![2, 3, 4]),
        (division("6201"), vec![2, 3]),
        (division("620102"), vec![2]),
        (division("63"), vec![]),
        (GridBox::Taken(HOUSING), vec![1]),
        (GridBox::ToLookAt(PRESIDER), vec![1]),
        (GridBox::ToLookAt(CLERK), vec![]),
        (GridBox::Taken(DISTRICT_BUREAU), vec![]),
    ] {
        for limit in [1, 3, 9] {
            let (mut shown, mut after) = (Vec::new(), None);
            loop {
                let page = tx.grid_reports(&of, after, limit).await.unwrap();
                assert!(page.rows.len() <= usize::try_from(limit).unwrap());
                shown.extend(page.rows.iter().map(|report| report.id.0.as_u128() - 0x9000));
                let Some(next) = page.next else { break };
                after = Cursor::read(&next);
            }
            assert_eq!(shown, expected, "{of:?} by {limit}");
        }
    }
}

async fn residents_are_sealed_in_the_database(test: TestStore) {
    let mut tx = furnished(&test).await;
    reported(tx.as_mut(), 1, "620102001").await;
    tx.commit().await.unwrap();
    const SEALED: &str = "select resident from grid_reports";
    let sealed: Vec<u8> = match test.engine {
        Engine::Sqlite => {
            let mut connection = SqliteConnection::connect(&test.url).await.unwrap();
            query_scalar(SEALED).fetch_one(&mut connection).await.unwrap()
        }
        Engine::Postgres => {
            let mut connection = PgConnection::connect(&test.url).await.unwrap();
            query_scalar(SEALED).fetch_one(&mut connection).await.unwrap()
        }
    };
    for plain in ["马某某", "0931-0000001"] {
        assert!(!sealed.windows(plain.len()).any(|bytes| bytes == plain.as_bytes()), "{plain}");
    }
}
