use super::fixtures::*;
use crate::{contract, kit::database::TestStore};
use lianjie::{
    administration::{self, By},
    domain::{
        Timestamp,
        administration::{Deed, DeedKind},
        event::EventKind,
        ids::{DeedId, ScreenId, StaffId},
        jurisdiction::{
            Agency, AgencyKind, Closure, Division, DivisionCode, GridDuty, GridPost, Level, ReceptionRoom,
            Revoked, RoomScreen,
        },
        people::{Role, Staff},
        petition::{Calendar, LegalWay, PetitionState, Retention, Routing, Urgent},
    },
    storage::{CalendarVersion, Page, Place, ResetCode, Sought, StoreError, verify},
    world::RealWorld,
};
use std::{
    fmt::Write as _,
    time::{Duration, Instant},
};
use time::macros::date;
use uuid::Uuid;

contract!(
    calendars_are_kept_newest_first,
    one_number_belongs_to_one_calendar,
    only_clocks_that_run_and_end_in_time_are_found,
    a_crash_while_recomputing_is_made_up_for,
    more_petitions_than_one_transaction_takes_are_recomputed,
    deeds_are_read_back_by_division,
    what_one_holds_another_waits_for,
    a_reset_code_is_replaced_and_ends,
    grid_posts_are_set_as_a_whole,
    a_closed_agency_hands_everything_over,
    what_an_organ_reviews_has_diverted_to_it_or_must_see_goes_over,
    a_petition_changed_meanwhile_is_not_handed_over,
    lanzhou_is_taken_over_in_one_go,
    a_grid_is_a_place_of_the_work_list,
    agencies_and_rooms_of_a_division_come_page_by_page,
    whom_a_form_chooses_from_is_found_by_post_agency_and_words,
    a_screen_is_known_by_its_token_until_it_is_revoked,
);

fn version(number: u32, text: &str) -> CalendarVersion {
    CalendarVersion {
        calendar: Calendar::parse(text).unwrap().numbered(number),
        loaded_at: MORNING,
        loaded_by: Some(CLERK),
        source: "某号通知".into(),
        recomputed_at: None,
    }
}

/// Of two who read, compare and replace the same, the second reads what the first wrote.
async fn what_one_holds_another_waits_for(test: TestStore) {
    let mut first = furnished(&test).await;
    first.hold("grid 62010300200101").await.unwrap();
    let store = test.store.clone();
    let second = tokio::spawn(async move {
        let mut tx = store.begin().await.unwrap();
        tx.hold("grid 62010300200101").await.unwrap();
        tx.calendar_number().await.unwrap()
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(!second.is_finished());
    first.add_calendar(&version(1, "year 2027\noff 2027-01-01")).await.unwrap();
    first.commit().await.unwrap();
    assert_eq!(second.await.unwrap(), 1);
}

async fn calendars_are_kept_newest_first(test: TestStore) {
    let mut tx = furnished(&test).await;
    assert_eq!(tx.calendar_number().await.unwrap(), 0);
    let (first, second) = (version(1, "year 2027\noff 2027-01-01"), version(2, "year 2027\noff 2027-01-02"));
    tx.add_calendar(&first).await.unwrap();
    tx.add_calendar(&second).await.unwrap();
    tx.calendar_recomputed(1, MORNING).await.unwrap();
    tx.commit().await.unwrap();
    let mut records = test.store.read().await.unwrap();
    assert_eq!(records.calendar_number().await.unwrap(), 2);
    let first = CalendarVersion { recomputed_at: Some(MORNING), ..first };
    assert_eq!(records.calendars().await.unwrap(), [second.clone(), first]);
    assert_eq!(records.calendar_version(2).await.unwrap(), Some(second));
    assert_eq!(records.calendar_version(3).await.unwrap(), None);
}

async fn one_number_belongs_to_one_calendar(test: TestStore) {
    let mut tx = furnished(&test).await;
    tx.add_calendar(&version(1, "year 2027\noff 2027-01-01")).await.unwrap();
    let again = tx.add_calendar(&version(1, "year 2028\noff 2028-01-01")).await;
    assert!(matches!(again, Err(StoreError::Exists { .. })));
}

async fn only_clocks_that_run_and_end_in_time_are_found(test: TestStore) {
    let mut tx = furnished(&test).await;
    for n in 1..=3 {
        tx.add_petition(&registration(petition(n))).await.unwrap();
    }
    let mut stopped = petition(4);
    stopped.clocks[0].stopped_at = Some(MORNING);
    tx.add_petition(&registration(stopped)).await.unwrap();
    // The raw due time of a fixture is a day before its due time.
    let found = tx.running_clocks(MORNING.plus_millis(DAY), MORNING.plus_millis(9 * DAY)).await.unwrap();
    let ids: Vec<_> = found.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids, [petition_id(2), petition_id(3)]);
    assert_eq!(found[0].1, petition(2).clocks[0]);
}

/// Petitions whose route clock ends on 8 February 2027, and a calendar that makes a holiday of it.
async fn before_spring_festival(test: &TestStore, count: u128) {
    let mut tx = furnished(test).await;
    for n in 1..=count {
        let mut petition = petition(n);
        let due = Timestamp::end_of(date!(2027 - 02 - 08));
        (petition.clocks[0].raw_due, petition.clocks[0].due) = (due, due);
        tx.add_petition(&registration(petition)).await.unwrap();
    }
    tx.commit().await.unwrap();
    let text = "year 2027\noff 2027-02-05..2027-02-12";
    let loaded =
        administration::calendar::load(&*test.store, &RealWorld, By::CommandLine, None, ("某号通知", text));
    assert_eq!(loaded.await.unwrap().calendar.version(), "2024-2027/1");
}

async fn a_crash_while_recomputing_is_made_up_for(test: TestStore) {
    before_spring_festival(&test, 2).await;
    // Between loading and recomputing the server stopped; the next one catches up, once.
    let moved = administration::calendar::catch_up(&*test.store, &RealWorld).await.unwrap();
    assert_eq!(moved, 2);
    assert_eq!(administration::calendar::catch_up(&*test.store, &RealWorld).await.unwrap(), 0);
    assert_eq!(administration::calendar::recompute_all(&*test.store, &RealWorld).await.unwrap(), 0);
    let mut records = test.store.read().await.unwrap();
    let petition = records.petition(petition_id(1)).await.unwrap().unwrap();
    assert_eq!(petition.clocks[0].due, Timestamp::end_of(date!(2027 - 02 - 13)));
    let events = records.timeline(petition_id(1)).await.unwrap();
    let event = &events.last().unwrap().event;
    assert_eq!(event.kind, EventKind::PetitionClocksRecomputed);
    assert_eq!(event.due_after, Some(petition.clocks[0].due));
    assert!(verify(&*test.store).await.unwrap().is_sound());
}

async fn more_petitions_than_one_transaction_takes_are_recomputed(test: TestStore) {
    before_spring_festival(&test, 230).await;
    let moved = administration::calendar::catch_up(&*test.store, &RealWorld).await.unwrap();
    assert_eq!(moved, 230);
}

async fn deeds_are_read_back_by_division(test: TestStore) {
    let mut tx = furnished(&test).await;
    let deed = |n: u128, division: &str| Deed {
        id: DeedId(Uuid::from_u128(n)),
        at: MORNING,
        by: Some(CLERK).filter(|_| !division.is_empty()),
        division: division.into(),
        kind: DeedKind::AgencyRenamed,
        about: "某 → 某某".into(),
    };
    for (n, division) in [(1, "6201"), (2, "620103"), (3, "6202"), (4, "")] {
        tx.add_deed(&deed(n, division)).await.unwrap();
    }
    let ids = |deeds: Vec<Deed>| deeds.iter().map(|deed| deed.id.0.as_u128()).collect::<Vec<_>>();
    assert_eq!(ids(tx.deeds("6201", None, 10).await.unwrap()), [4, 2, 1]);
    assert_eq!(ids(tx.deeds("62", Some(DeedId(Uuid::from_u128(4))), 2).await.unwrap()), [3, 2]);
    assert_eq!(tx.deeds("620103", None, 10).await.unwrap(), [deed(4, ""), deed(2, "620103")]);
}

async fn a_reset_code_is_replaced_and_ends(test: TestStore) {
    let mut tx = furnished(&test).await;
    let code = |byte| ResetCode { code_hash: [byte; 32], expires_at: MORNING };
    tx.set_reset_code(CLERK, &code(1)).await.unwrap();
    tx.set_reset_code(CLERK, &code(2)).await.unwrap();
    assert_eq!(tx.reset_code(CLERK).await.unwrap(), Some(code(2)));
    tx.end_reset_code(CLERK).await.unwrap();
    assert_eq!(tx.reset_code(CLERK).await.unwrap(), None);
}

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

async fn a_closed_agency_hands_everything_over(test: TestStore) {
    let mut tx = furnished(&test).await;
    let mut handled = petition(1);
    handled.state = PetitionState::Routed { how: Routing::Transfer, unit: HOUSING, since: MORNING };
    tx.add_petition(&registration(handled)).await.unwrap();
    let mut closed = petition(2);
    closed.state = PetitionState::Closed { unit: HOUSING, at: MORNING };
    tx.add_petition(&registration(closed)).await.unwrap();
    let mut reviewed = petition(3);
    reviewed.state = PetitionState::Reviewing { unit: DISTRICT_BUREAU, organ: HOUSING, since: MORNING };
    tx.add_petition(&registration(reviewed)).await.unwrap();
    tx.add_hearing(&hearing(1)).await.unwrap();
    let mut worker = staff(CLERK, "clerk", vec![]);
    worker.agency = HOUSING;
    tx.put_staff(&worker).await.unwrap();

    assert_eq!(tx.petitions_of_agency(HOUSING).await.unwrap(), [petition_id(1), petition_id(3)]);
    tx.hand_over(petition_id(3), 1, HOUSING, CITY_BUREAU).await.unwrap();
    let reviewed = tx.petition(petition_id(3)).await.unwrap().unwrap();
    assert_eq!(reviewed.state.reviewer(), Some(CITY_BUREAU), "who reviews it, too");
    tx.hand_over(petition_id(1), 1, HOUSING, CITY_BUREAU).await.unwrap();
    let closure =
        Closure { agency: HOUSING, successor: CITY_BUREAU, at: MORNING, reason: "机构改革".into() };
    tx.close_agency(&closure).await.unwrap();
    let petition = tx.petition(petition_id(1)).await.unwrap().unwrap();
    assert_eq!((petition.state.unit(), petition.registered_by), (Some(CITY_BUREAU), DISTRICT_BUREAU));
    assert_eq!(petition.version, 2);
    assert_eq!(tx.staff(CLERK).await.unwrap().unwrap().agency, CITY_BUREAU);
    let seats = tx.hearing(hearing_id(1)).await.unwrap().unwrap().seats;
    assert_eq!(seats[2].agency, Some(CITY_BUREAU));
    assert!(!tx.agencies().await.unwrap().iter().any(|agency| agency.id == HOUSING));
    assert!(tx.agency(HOUSING).await.unwrap().is_some(), "its name stays on record");
    assert_eq!(tx.closure(HOUSING).await.unwrap(), Some(closure.clone()));
    assert_eq!(tx.closures().await.unwrap(), std::slice::from_ref(&closure));
    assert!(matches!(tx.close_agency(&closure).await, Err(StoreError::Exists { .. })));
}

/// Art. 24: a review under way, a matter that another way led to it, what was reported to it as urgent; what it reviewed for good
/// stays its own.
async fn what_an_organ_reviews_has_diverted_to_it_or_must_see_goes_over(test: TestStore) {
    let mut tx = furnished(&test).await;
    let (unit, organ, at) = (HOUSING, CITY_BUREAU, MORNING);
    let archived = PetitionState::Diverted { way: LegalWay::Arbitration, organ, at };
    let archived = PetitionState::Archived { ended: Box::new(archived), retention: Retention::TenYears, at };
    for (n, state) in (1..).zip([
        PetitionState::Reviewing { unit, organ, since: at },
        PetitionState::Diverted { way: LegalWay::Arbitration, organ, at },
        PetitionState::Screening,
        archived,
    ]) {
        let mut one = petition(n);
        one.state = state;
        tx.add_petition(&registration(one.clone())).await.unwrap();
        if n == 3 {
            let reason = "涉及群体安全".to_owned();
            let urgent = Urgent { reason, by: CLERK, since: at, reported_to: Some(organ), seen: None };
            one.course.urgent = Some(urgent);
            tx.save_urgent(&one).await.unwrap();
        }
    }
    let open = tx.petitions_of_agency(CITY_BUREAU).await.unwrap();
    assert_eq!(open, [petition_id(1), petition_id(2), petition_id(3)]);
    for id in open {
        let version = tx.petition(id).await.unwrap().unwrap().version;
        tx.hand_over(id, version, CITY_BUREAU, DISTRICT_BUREAU).await.unwrap();
    }
    let mut found = Vec::new();
    for n in 1..=4 {
        found.push(tx.petition(petition_id(n)).await.unwrap().unwrap());
    }
    assert_eq!(found[0].state.reviewer(), Some(DISTRICT_BUREAU));
    assert_eq!(found[1].state.organ(), Some(DISTRICT_BUREAU));
    let urgent = found[2].course.urgent.as_ref().and_then(|urgent| urgent.reported_to);
    assert_eq!(urgent, Some(DISTRICT_BUREAU));
    assert_eq!(found[3].state.organ(), Some(CITY_BUREAU), "what is filed away stays as it was");
}

async fn a_petition_changed_meanwhile_is_not_handed_over(test: TestStore) {
    let mut tx = furnished(&test).await;
    tx.add_petition(&registration(petition(1))).await.unwrap();
    let stale = tx.hand_over(petition_id(1), 9, DISTRICT_BUREAU, CITY_BUREAU).await;
    assert!(matches!(stale, Err(StoreError::Stale { .. })));
}

/// 8 counties, 114 townships, 1,173 villages and 6,500 grids (domain.md 6.1).
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
        let filter =
            lianjie::storage::PetitionFilter { scope: within(division), limit: 10, ..Default::default() };
        assert_eq!(tx.petitions(&filter).await.unwrap().rows.len(), found, "{division}");
    }
}

async fn agencies_and_rooms_of_a_division_come_page_by_page(test: TestStore) {
    let mut tx = furnished(&test).await;
    let reason = "机构改革".to_owned();
    let closure = Closure { agency: HOUSING, successor: DISTRICT_BUREAU, at: MORNING, reason };
    tx.close_agency(&closure).await.unwrap();
    let ids =
        |page: &Page<(Agency, Option<Closure>)>| page.rows.iter().map(|(one, _)| one.id).collect::<Vec<_>>();
    let (city, district) = ("6201".parse().unwrap(), "620102".parse().unwrap());
    let of = |place: &DivisionCode, ended: bool, search: Option<&str>| Sought {
        place: Some(place.clone()),
        ended,
        search: search.map(str::to_owned),
        ..Sought::default()
    };
    let first = tx.agencies_sought(&of(&city, true, None), None, 2).await.unwrap();
    assert_eq!(ids(&first), [HOUSING, DISTRICT_BUREAU], "newest first");
    assert_eq!(first.rows[0].1, Some(closure));
    let after = first.next.as_deref().and_then(Place::read);
    let rest = tx.agencies_sought(&of(&city, true, None), after, 2).await.unwrap();
    assert_eq!((ids(&rest), rest.next), (vec![CITY_BUREAU], None));
    let above = Sought { above: true, ..of(&district, false, None) };
    let units = Sought { kind: Some(AgencyKind::ResponsibleUnit), ended: true, ..Sought::default() };
    for (wanted, found) in [
        (of(&city, false, None), vec![DISTRICT_BUREAU, CITY_BUREAU]),
        (of(&district, true, Some("信访")), vec![DISTRICT_BUREAU]),
        (of(&city, true, Some("兰州市")), vec![CITY_BUREAU]),
        (of(&city, true, Some("城关")), vec![HOUSING, DISTRICT_BUREAU]),
        (of(&city, true, Some("%")), vec![]),
        (above, vec![DISTRICT_BUREAU, CITY_BUREAU]),
        (units, vec![HOUSING]),
        (Sought { agency: Some(CITY_BUREAU), ..Sought::default() }, vec![CITY_BUREAU]),
    ] {
        let page = tx.agencies_sought(&wanted, None, 9).await.unwrap();
        assert_eq!(ids(&page), found, "{wanted:?}");
    }
    let rooms = |page: Page<(ReceptionRoom, String)>| {
        page.rows.into_iter().map(|(room, _)| room.id).collect::<Vec<_>>()
    };
    let both = tx.rooms_sought(&of(&city, false, None), None, 9).await.unwrap();
    assert_eq!(both.rows[0].1, "城关区信访局");
    assert_eq!(rooms(both), [OTHER_ROOM, ROOM]);
    let first = tx.rooms_sought(&of(&district, false, Some("第一")), None, 1).await.unwrap();
    assert_eq!(first.next, None);
    assert_eq!(rooms(first), [ROOM]);
    let elsewhere = of(&"620103".parse().unwrap(), false, None);
    assert_eq!(rooms(tx.rooms_sought(&elsewhere, None, 9).await.unwrap()), []);
    let of_agency = Sought { agency: Some(HOUSING), ..Sought::default() };
    assert_eq!(rooms(tx.rooms_sought(&of_agency, None, 9).await.unwrap()), []);
}

async fn whom_a_form_chooses_from_is_found_by_post_agency_and_words(test: TestStore) {
    let mut tx = furnished(&test).await;
    let gone = Staff { disabled: true, ..staff(StaffId(Uuid::from_u128(0xc9)), "gone", vec![Role::Clerk]) };
    tx.put_staff(&gone).await.unwrap();
    let search = |words: &str| Sought { search: Some(words.into()), ..Sought::default() };
    for (wanted, found) in [
        (Sought::default(), vec![CLERK, PRESIDER]),
        (Sought { ended: true, ..Sought::default() }, vec![gone.id, CLERK, PRESIDER]),
        (Sought { role: Some(Role::Clerk), ..Sought::default() }, vec![CLERK]),
        (Sought { role: Some(Role::BureauHead), ..Sought::default() }, vec![PRESIDER]),
        (Sought { agency: Some(DISTRICT_BUREAU), ..Sought::default() }, vec![CLERK, PRESIDER]),
        (Sought { agency: Some(HOUSING), ..Sought::default() }, vec![]),
        (search("presider"), vec![PRESIDER]),
        (search("城关区信访局"), vec![CLERK, PRESIDER]),
        (search("_"), vec![]),
    ] {
        let page = tx.staff_sought(&wanted, None, 9).await.unwrap();
        assert_eq!(page.rows.iter().map(|(one, _)| one.id).collect::<Vec<_>>(), found, "{wanted:?}");
    }
    let first = tx.staff_sought(&Sought::default(), None, 1).await.unwrap();
    let after = first.next.as_deref().and_then(Place::read);
    let last = tx.staff_sought(&Sought::default(), after, 1).await.unwrap();
    assert_eq!((last.rows[0].0.id, last.next), (PRESIDER, None));
}

async fn a_screen_is_known_by_its_token_until_it_is_revoked(test: TestStore) {
    let mut tx = furnished(&test).await;
    let screen = |n: u128| RoomScreen {
        id: ScreenId(Uuid::from_u128(n)),
        room: ROOM,
        name: "东墙电视".into(),
        paired_at: MORNING,
        paired_by: CLERK,
        last_seen_at: MORNING,
        revoked: None,
    };
    let (first, second) = (screen(1), RoomScreen { room: OTHER_ROOM, ..screen(2) });
    tx.add_screen(&first, &[1; 32]).await.unwrap();
    tx.add_screen(&second, &[2; 32]).await.unwrap();
    tx.touch_screen(first.id, MORNING.plus_millis(HOUR)).await.unwrap();
    assert_eq!(tx.screen_key(first.id).await.unwrap(), None);
    for key in [[8; 32], [9; 32]] {
        assert!(tx.put_screen_key(first.id, &key).await.unwrap());
        assert_eq!(tx.screen_key(first.id).await.unwrap(), Some(key));
    }
    let revoked = Revoked { at: MORNING.plus_millis(DAY), by: PRESIDER, reason: "电视机报废".into() };
    assert!(tx.revoke_screen(first.id, &revoked).await.unwrap());
    assert!(!tx.revoke_screen(first.id, &Revoked { by: CLERK, ..revoked.clone() }).await.unwrap());
    assert!(!tx.put_screen_key(first.id, &[7; 32]).await.unwrap(), "it is given no link any more");
    assert!(tx.touch_screen(ScreenId(Uuid::nil()), MORNING).await.is_err());
    tx.commit().await.unwrap();
    let mut records = test.store.read().await.unwrap();
    let first = RoomScreen { last_seen_at: MORNING.plus_millis(HOUR), revoked: Some(revoked), ..first };
    assert_eq!(records.screen_by_token(&[1; 32]).await.unwrap(), Some(first.clone()));
    assert_eq!(records.screen_by_token(&[3; 32]).await.unwrap(), None);
    assert_eq!(records.screens_of(ROOM).await.unwrap(), [first]);
    assert_eq!(records.screens_of(OTHER_ROOM).await.unwrap(), std::slice::from_ref(&second));
    let mut tx = test.store.begin().await.unwrap();
    let again = RoomScreen { id: ScreenId(Uuid::from_u128(3)), ..second };
    assert!(matches!(tx.add_screen(&again, &[2; 32]).await, Err(StoreError::Exists { .. })));
}
