//! What a power cut of the process may cost: nothing that was acknowledged.

mod dice;
mod latency;
mod page;
mod process;
mod writers;

use crate::rooms::table::{CLERK, PRESIDER, Table};
use page::Page;
use process::Process;
use signaling::wire::{ByeReason, ClientMessage, Stage, StageStep};

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

/// Everybody at the table, and the session begun.
async fn begin(pages: &mut [Page], table: &Table) {
    pages[PRESIDER].until_presiding().await;
    for seat in (0..table.seats.len()).filter(|seat| ![PRESIDER, CLERK].contains(seat)) {
        pages[PRESIDER].done(ClientMessage::Admit { seat: table.seats[seat].into() }).await;
    }
    pages[PRESIDER].until_stage(Stage::Ready).await;
    pages[PRESIDER].done(ClientMessage::Step { step: StageStep::Start {} }).await;
    for page in pages {
        page.until_stage(Stage::InSession).await;
    }
}

/// A number from outside, for runs longer than a build's.
fn asked_for(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().expect("a number"))
}
