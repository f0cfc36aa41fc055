//! What a power cut of the process may cost: nothing that was acknowledged.

mod page;
mod process;

use crate::rooms::table::{CLERK, PETITIONER, PRESIDER, Table, UNIT};
use lianjie::storage;
use page::Page;
use process::Process;
use signaling::wire::{ByeReason, ClientMessage, Stage, StageStep};
use std::{collections::HashMap, time::Duration};

/// How often the server is killed.
const KILLS: u64 = 50;

/// Pseudo-random, the same in every run.
fn pause(round: u64) -> Duration {
    Duration::from_millis(20 + (round * 7919 % 331))
}

#[tokio::test]
async fn fifty_kills_lose_and_double_no_acknowledged_entry() {
    let table = Table::laid().await;
    let mut process = Process::over(&table).await;
    let mut pages = Vec::new();
    for seat in [PRESIDER, CLERK, UNIT, PETITIONER] {
        pages.push(Page::of(&table, &process, seat).await);
    }
    begin(&mut pages, &table).await;

    let mut acknowledged: HashMap<String, String> = HashMap::new();
    for round in 0..KILLS {
        let typing = pages[CLERK].type_until_cut(&mut acknowledged);
        let killing = async {
            tokio::time::sleep(pause(round)).await;
            process.kill().await;
        };
        tokio::join!(typing, killing);
        process.start().await;
        for page in &mut pages {
            let (stage, seated) = page.come_back(&process).await;
            assert_eq!(stage, Stage::InSession, "round {round}");
            assert!(seated, "round {round}: nobody is sent back to the lobby");
        }
    }
    pages[CLERK].send_unanswered(&mut acknowledged).await;

    let minutes = table.store.read().await.unwrap().minutes(table.hearing).await.unwrap();
    let numbers: Vec<u32> = minutes.iter().map(|entry| entry.number).collect();
    assert_eq!(numbers, (1..=u32::try_from(minutes.len()).unwrap()).collect::<Vec<_>>(), "no gap");
    let mut written: HashMap<String, String> = HashMap::new();
    for entry in minutes {
        let doubled = written.insert(entry.id.to_string(), entry.text);
        assert_eq!(doubled, None);
    }
    assert!(acknowledged.len() > 50, "only {} entries were typed", acknowledged.len());
    assert_eq!(written, acknowledged);
    assert!(storage::verify(&*table.store).await.unwrap().is_sound());
}

#[tokio::test]
async fn a_server_that_is_told_to_stop_says_so_to_every_page() {
    let table = Table::laid().await;
    let mut process = Process::over(&table).await;
    let mut presider = Page::of(&table, &process, PRESIDER).await;
    let mut clerk = Page::of(&table, &process, CLERK).await;
    let (status, presider, clerk) = tokio::join!(process.stop(), presider.goodbye(), clerk.goodbye());
    assert_eq!((presider, clerk), (Some(ByeReason::Restarting), Some(ByeReason::Restarting)));
    assert!(status.success(), "{status}");
}

async fn begin(pages: &mut [Page], table: &Table) {
    pages[PRESIDER].until_presiding().await;
    for seat in [UNIT, PETITIONER] {
        pages[PRESIDER].done(ClientMessage::Admit { seat: table.seats[seat].into() }).await;
    }
    pages[PRESIDER].until_stage(Stage::Ready).await;
    pages[PRESIDER].done(ClientMessage::Step { step: StageStep::Start {} }).await;
    for page in pages {
        page.until_stage(Stage::InSession).await;
    }
}
