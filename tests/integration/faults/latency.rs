//! From the key of who writes to the screens of all: over real sockets, at the real server.

use super::{asked_for, begin, page::Page, process::Process};
use crate::rooms::table::{CLERK, PRESIDER, Table};
use futures_util::future::join_all;
use lianjie::{
    domain::hearing::{Language, ParticipantRole as Role},
    world::{RealWorld, World},
};
use signaling::wire::EntryId;
use std::time::{Duration, Instant};

/// Beyond the table's four: twelve read.
const MORE: [(Role, &[Language]); 8] = [
    (Role::Clerk, &[]),
    (Role::HearingMember, &[]),
    (Role::AgencyRep, &[]),
    (Role::AgencyRep, &[]),
    (Role::CompanyRep, &[]),
    (Role::Representative, &[]),
    (Role::Interpreter, &[]),
    (Role::Observer, &[]),
];
/// They write in turn: one connection may ask a hundred times a minute, and somebody who types writes less.
const WRITERS: [usize; 3] = [CLERK, 4, PRESIDER];
/// Five lines a second.
const EVERY: Duration = Duration::from_millis(200);
/// This holds on any machine.
const BOUND: Duration = Duration::from_millis(1500);
/// What is aimed at, on a machine that does nothing else; asked of a run that is long enough to be a measurement.
const AIM: Duration = Duration::from_millis(150);
/// A minute.
const LONG: usize = 300;

/// `LIANJIE_LINES` makes it long: 600 are two minutes; from 300 on it holds to what is aimed at.
#[tokio::test]
async fn a_line_is_on_all_screens_soon_after_its_key() {
    let lines = usize::try_from(asked_for("LIANJIE_LINES", 25)).unwrap();
    let table = Table::laid_with(&MORE).await;
    let process = Process::over(&table).await;
    let mut pages = super::pages(&table, &process).await;
    begin(&mut pages, &table).await;

    let mut clock = tokio::time::interval(EVERY);
    let mut took = Vec::new();
    for line in 0..lines {
        clock.tick().await;
        took.push(until_all_see(&mut pages, WRITERS[line % WRITERS.len()], line).await);
    }
    took.sort_unstable();
    let at = |per_mille: usize| took[(took.len() - 1) * per_mille / 1000];
    println!(
        "{lines} lines on {} screens: p50 {:?}, p95 {:?}, p99 {:?}, worst {:?}",
        pages.len(),
        at(500),
        at(950),
        at(990),
        at(1000)
    );
    let bound = if lines >= LONG { AIM } else { BOUND };
    assert!(at(990) < bound, "p99 is {:?}", at(990));
}

/// From before the frame is sent until the last seat's page has the line.
async fn until_all_see(pages: &mut [Page], writer: usize, line: usize) -> Duration {
    let entry = EntryId(RealWorld.new_id());
    let start = Instant::now();
    let seen = pages.iter_mut().enumerate().map(|(seat, page)| async move {
        if seat == writer {
            page.say(entry, format!("第{line}句，六十六户至今没有拿到房产证。")).await;
        } else {
            page.until_shown(entry).await;
        }
    });
    join_all(seen).await;
    start.elapsed()
}
