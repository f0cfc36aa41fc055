//! Leaders of the demo: their posts, a day held, a day to come, and the seed case in a leader's charge.

use super::{
    DemoError,
    clerk::Clerk,
    people::{actor, person},
};
use crate::domain::{
    DAY_MS, HOUR_MS, Timestamp,
    event::{Change, EventKind},
    ids::ReceptionDayId,
    petition::Petition,
    reception::{Contract, Leader, LeaderRank, NewDay, ReceptionKind},
};

/// User name, post, rank, field, where they receive.
const LEADERS: &[(&str, &str, LeaderRank, &str, &str)] = &[
    ("lz-leader", "副市长", LeaderRank::Other, "城乡建设、信访", "市信访局第一视频接访室"),
    ("qlh-leader", "区长", LeaderRank::Chief, "全面工作", "七里河区第一视频接访室"),
];

/// Posts; for each leader a day held a week ago, one published for next week, one that waits.
pub(super) async fn days(clerk: &mut Clerk<'_>) -> Result<(), DemoError> {
    let now = clerk.world.now();
    for (username, title, rank, field, place) in LEADERS {
        let staff = person(clerk.staff, username).clone();
        let (title, field) = ((*title).to_owned(), (*field).to_owned());
        let since = Some(clerk.ago(400, 0).local_date());
        let leader = Leader { staff: staff.id, title, rank: *rank, field, mailbox: true, since };
        clerk.tx.put_leader(&leader).await?;
        let plan = |days: i64, kind, told_at: Timestamp| {
            let starts_at = Timestamp::start_of(now.local_date()).plus_millis(days * DAY_MS + 9 * HOUR_MS);
            let new = NewDay {
                kind,
                starts_at,
                ends_at: starts_at.plus_millis(3 * HOUR_MS),
                place: (*place).to_owned(),
                field: String::new(),
            };
            new.plan(ReceptionDayId(clerk.world.new_id()), staff.agency, &leader, told_at)
        };
        let before = now.plus_millis(-20 * DAY_MS);
        let held = plan(-7, ReceptionKind::Fixed, before)?.publish(before)?.hold(4, 11, now)?;
        let coming = plan(7, ReceptionKind::Fixed, now)?.publish(now)?;
        let waiting = plan(21, ReceptionKind::Appointed, now)?;
        for day in [held, coming, waiting] {
            clerk.tx.add_reception_day(&day).await?;
        }
    }
    Ok(())
}

/// The district's head is in charge of the seed case.
pub(super) async fn charge(clerk: &mut Clerk<'_>, petition: &Petition) -> Result<(), DemoError> {
    let (leader, at) = (person(clerk.staff, "qlh-leader").id, clerk.ago(14, 0));
    let contract = Contract { petition: petition.id, leader, taken_at: at, ended_at: None };
    clerk.tx.add_contract(&contract).await?;
    let change = Change::new(EventKind::PetitionContracted).with("leader", leader);
    clerk.log(change, at, actor(clerk.staff, "qlh-head"), petition, None).await
}
