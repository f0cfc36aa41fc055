//! Staff of the demo: one account for each post, all with one password.

use super::{
    DemoError,
    places::{agency_id, fixed_id},
};
use crate::{
    domain::{
        Timestamp,
        event::Actor,
        ids::StaffId,
        people::{Role, Staff},
    },
    storage::Tx,
};

/// Sign-in name, name, agency, posts. The names are of nobody.
#[rustfmt::skip]
const STAFF: &[(&str, &str, &str, &[Role])] = &[
    ("gs-presider",   "王某",   "gs",       &[Role::Presider, Role::Leader]),
    ("gs-screener",   "魏某",   "gs",       &[Role::Screener, Role::CounterClerk]),
    ("lz-presider",   "李某",   "lz",       &[Role::Presider]),
    ("lz-clerk",      "张某",   "lz",       &[Role::Clerk, Role::CounterClerk]),
    ("lz-recorder",   "陈某",   "lz",       &[Role::Clerk]),
    ("lz-counter",    "刘某",   "lz",       &[Role::CounterClerk]),
    ("lz-screener",   "杨某",   "lz",       &[Role::Screener]),
    ("lz-head",       "赵某",   "lz",       &[Role::BureauHead]),
    ("lz-leader",     "黄某",   "lz",       &[Role::Leader]),
    ("lz-officer",    "周某",   "lz",       &[Role::Officer]),
    ("lz-supervisor", "吴某",   "lz",       &[Role::Supervisor]),
    ("lz-archivist",  "徐某",   "lz",       &[Role::Archivist]),
    ("lz-auditor",    "孙某",   "lz",       &[Role::Auditor]),
    ("lz-security",   "马某",   "lz",       &[Role::SecurityAdmin]),
    ("lz-admin",      "朱某",   "lz",       &[Role::SystemAdmin]),
    ("lz-discipline", "胡某",   "lz-jw",    &[Role::DisciplineDesk]),
    ("cg-counter",    "郭某",   "cg",       &[Role::CounterClerk, Role::Screener, Role::Clerk]),
    ("cg-head",       "何某",   "cg",       &[Role::BureauHead, Role::Presider]),
    ("qlh-counter",   "高某",   "qlh",      &[Role::CounterClerk, Role::Screener, Role::Clerk]),
    ("qlh-head",      "林某",   "qlh",      &[Role::BureauHead, Role::Presider]),
    ("xg-counter",    "罗某",   "xg",       &[Role::CounterClerk, Role::Screener, Role::Clerk]),
    ("xg-head",       "梁某",   "xg",       &[Role::BureauHead, Role::Presider]),
    ("yz-counter",    "宋某",   "yz",       &[Role::CounterClerk, Role::Screener, Role::BureauHead]),
    ("lz-housing",    "郑某",   "lz-zj",    &[Role::UnitHead, Role::Handler]),
    ("cg-housing",    "谢某",   "cg-zj",    &[Role::UnitHead, Role::Handler]),
    ("qlh-housing",   "韩某",   "qlh-zj",   &[Role::UnitHead, Role::Handler]),
    ("qlh-handler",   "唐某",   "qlh-zj",   &[Role::Handler]),
    ("xg-housing",    "冯某",   "xg-zj",    &[Role::UnitHead, Role::Handler]),
    ("lz-labour",     "于某",   "lz-rs",    &[Role::UnitHead, Role::Handler]),
    ("qlh-urban",     "董某",   "qlh-cg",   &[Role::UnitHead, Role::Handler]),
    ("yz-land",       "邓某",   "yz-zr",    &[Role::UnitHead, Role::Handler]),
    ("jiuquan",       "萧某",   "jiuquan",  &[Role::UnitHead, Role::Handler]),
    ("xihu",          "程某",   "xihu",     &[Role::UnitHead, Role::Handler]),
    ("sijiqing",      "曹某",   "sijiqing", &[Role::UnitHead, Role::Handler]),
    ("lz-centre",     "袁某",   "lz-zz",    &[Role::Handler, Role::Officer]),
    ("an-counter",    "沈某",   "an",       &[Role::CounterClerk, Role::Screener, Role::BureauHead]),
    ("hg-counter",    "姜某",   "hg",       &[Role::CounterClerk, Role::Screener, Role::BureauHead]),
    ("yd-counter",    "崔某",   "yd",       &[Role::CounterClerk, Role::Screener, Role::BureauHead]),
    ("gl-counter",    "谭某",   "gl",       &[Role::CounterClerk, Role::Screener, Role::BureauHead]),
    ("gs-head",       "许某",   "gs",       &[Role::BureauHead]),
    ("qlh-leader",    "蒋某",   "qlh",      &[Role::Leader]),
];

/// Every account, in the order of the table. Ids are fixed.
pub(super) fn staff() -> Vec<Staff> {
    let person = |(index, (username, name, agency, roles)): (usize, &(&str, &str, &str, &[Role]))| Staff {
        id: StaffId(fixed_id(3, index)),
        username: (*username).to_owned(),
        name: (*name).to_owned(),
        agency: agency_id(agency),
        roles: roles.to_vec(),
        disabled: false,
    };
    STAFF.iter().enumerate().map(person).collect()
}

pub(super) async fn put(
    tx: &mut dyn Tx,
    staff: &[Staff],
    (password, set_at): (&str, Timestamp),
    hash_password: &(dyn Fn(&str) -> String + Sync),
) -> Result<(), DemoError> {
    for person in staff {
        tx.put_staff(person).await?;
        tx.set_password_hash(person.id, &hash_password(password), set_at).await?;
    }
    Ok(())
}

/// The person with this sign-in name.
pub(super) fn person<'a>(staff: &'a [Staff], username: &str) -> &'a Staff {
    staff
        .iter()
        .find(|person| person.username == username)
        .expect("people are named as in the table, by test")
}

/// That person as an actor of the log.
pub(super) fn actor(staff: &[Staff], username: &str) -> Actor {
    let person = person(staff, username);
    Actor::Staff { staff: person.id, agency: person.agency }
}
