//! Divisions down to grids, and who looks after those.

use super::fixtures::*;
use crate::{contract, kit::database::TestStore};
use lianjie::{
    administration::{self, By},
    domain::jurisdiction::{Division, DivisionCode, GridDuty, GridPost, Level},
    storage::PetitionFilter,
    world::RealWorld,
};
use std::{fmt::Write as _, time::Instant};

contract!(grid_posts_are_set_as_a_whole, lanzhou_is_taken_over_in_one_go, a_grid_is_a_place_of_the_work_list);

async fn grid_posts_are_set_as_a_whole(test: TestStore) {
    let mut tx = furnished(&test).await;
    let code: DivisionCode = "62010200100101".parse().unwrap();
    tx.put_division(&Division { code: code.clone(), name: "第一网格".into() }).await.unwrap();
    let post = |staff, duty| GridPost { division: code.clone(), staff, duty };
    tx.set_grid_posts(&code, &[post(CLERK, GridDuty::Worker)]).await.unwrap();
    let posts = [post(PRESIDER, GridDuty::Leader), post(CLERK, GridDuty::Informant)];
    tx.set_grid_posts(&code, &posts).await.unwrap();
    let mut found = tx.grid_posts(&"620102001001".parse().unwrap()).await.unwrap();
    found.sort_by_key(|post| post.staff);
    assert_eq!(found, posts);
    assert_eq!(tx.grid_posts_of(CLERK).await.unwrap(), [post(CLERK, GridDuty::Informant)]);
}

/// 8 counties, 114 townships, 1,173 villages and 6,500 grids (docs/rules.md 6.1).
fn lanzhou() -> String {
    const COUNTIES: [&str; 8] =
        ["620102", "620103", "620104", "620105", "620111", "620121", "620122", "620123"];
    let mut list = String::from("code,name\n62,甘肃省\n6201,兰州市\n");
    let (mut villages, mut grids) = (0, 0);
    for county in COUNTIES {
        writeln!(list, "{county},{county}县").unwrap();
    }
    for township in 0..114 {
        let code = format!("{}{:03}", COUNTIES[township % 8], township + 1);
        writeln!(list, "{code},第{township}乡").unwrap();
        for village in 0..(if township < 33 { 11 } else { 10 }) {
            let village = format!("{code}{:03}", village + 1);
            writeln!(list, "{village},第{villages}村").unwrap();
            villages += 1;
            let wanted = villages * 6500 / 1173;
            for (grid, number) in (grids..wanted).enumerate() {
                writeln!(list, "{village}{:03},第{number}网格", grid + 1).unwrap();
            }
            grids = wanted;
        }
    }
    assert_eq!((villages, grids), (1173, 6500));
    list
}

async fn lanzhou_is_taken_over_in_one_go(test: TestStore) {
    let list = lanzhou();
    let began = Instant::now();
    let import = administration::divisions::import(&*test.store, &RealWorld, By::CommandLine, &list).await;
    let import = import.unwrap();
    eprintln!("{:?}: {} divisions in {} ms", test.engine, import.added.len(), began.elapsed().as_millis());
    assert_eq!(import.faults, []);
    let counts: Vec<_> = import.added_by_level().into_values().collect();
    assert_eq!(counts, [1, 1, 8, 114, 1173, 6500]);
    let mut records = test.store.read().await.unwrap();
    assert_eq!(records.divisions().await.unwrap().len(), 7797);
    let of_forms = records.divisions_of_forms().await.unwrap();
    assert_eq!(of_forms.len(), 1 + 1 + 8 + 114);
    assert!(of_forms.iter().all(|division| division.code.level() <= Level::Township));
    let below = records.divisions_below(&"620102001".parse().unwrap()).await.unwrap();
    assert!(below.iter().any(|division| division.code.level() == Level::Grid));
    drop(records);
    let again = administration::divisions::import(&*test.store, &RealWorld, By::CommandLine, &list).await;
    assert_eq!(again.unwrap().unchanged, 7797);
}

async fn a_grid_is_a_place_of_the_work_list(test: TestStore) {
    let mut tx = furnished(&test).await;
    let codes = ["62010200100101", "62010200100102"];
    for (n, code) in (1..).zip(codes) {
        let code: DivisionCode = code.parse().unwrap();
        tx.put_division(&Division { code: code.clone(), name: format!("网格 {n}") }).await.unwrap();
        let mut petition = petition(n);
        petition.place = code;
        tx.add_petition(&registration(petition)).await.unwrap();
    }
    for (division, found) in [("620102001001", 2), (codes[0], 1), ("62010200100103", 0)] {
        let filter = PetitionFilter { scope: within(division), limit: 10, ..Default::default() };
        assert_eq!(tx.petitions(&filter).await.unwrap().rows.len(), found, "{division}");
    }
}
