//! What a power cut of the process may cost: nothing that was acknowledged.

mod dice;
mod latency;
mod page;
pub mod process;
mod writers;

use crate::rooms::table::{CLERK, PRESIDER, Table};
use futures_util::future::join_all;
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

/// A page for each seat of the table.
async fn pages(table: &Table, process: &Process) -> Vec<Page> {
    join_all((0..table.seats.len()).map(|seat| Page::of(table, process, seat))).await
}

/// Everybody at the table, and the session begun. Those who only wait listen meanwhile: who says nothing for long is
/// taken for gone.
async fn begin(pages: &mut [Page], table: &Table) {
    let (presider, others) = pages.split_first_mut().expect("somebody presides");
    let leads = async {
        presider.until_presiding().await;
        for seat in (0..table.seats.len()).filter(|seat| ![PRESIDER, CLERK].contains(seat)) {
            presider.done(ClientMessage::Admit { seat: table.seats[seat].into() }).await;
        }
        presider.until_stage(Stage::Ready).await;
        presider.done(ClientMessage::Step { step: StageStep::Start {} }).await;
        presider.until_stage(Stage::InSession).await;
    };
    tokio::join!(leads, join_all(others.iter_mut().map(|page| page.until_stage(Stage::InSession))));
}

/// A number from outside, for runs longer than a build's.
fn asked_for(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().expect("a number"))
}
