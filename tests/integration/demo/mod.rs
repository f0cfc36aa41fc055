//! The Lanzhou demo, loaded into a real store.

use crate::{contract, kit::database::TestStore};
use lianjie::{
    demo::{self, DemoReport},
    domain::{
        Timestamp,
        document::Paper,
        hearing::{Occupant, ParticipantRole, Stage, default_agenda},
        ids::{AgencyId, DocumentId, PetitionId},
        people::PartyKind,
        petition::{Category, Petition, PetitionNumber, PetitionState, StateName},
        rights::{self, ListScope, list_scope},
        statistics::{By, IndicatorId, Limits, Question, Rules, WarningKind, tabulate, warnings},
    },
    statistics::Book,
    storage::{PetitionFilter, SharedStore, check_facts, verify},
    world::World,
};
use std::{
    collections::BTreeSet,
    io,
    sync::atomic::{AtomicI64, AtomicU64, Ordering},
};
use uuid::Uuid;

contract!(
    the_demo_loads_once_and_loading_it_again_changes_nothing,
    its_joint_hearing_is_open_for_check_in_at_once,
    when_its_hearing_is_over_loading_again_holds_another,
    every_post_has_an_account_that_the_desk_knows,
    the_city_sees_its_tree_and_no_report,
    its_query_codes_open_the_petitions_they_were_given_for,
    a_decided_hearing_is_published_with_its_orders,
    its_log_is_sound,
    its_year_is_worth_a_chart,
    it_owes_the_papers_of_a_few_days_and_not_of_a_year,
);

/// 2026-11-23 15:12 in China.
const NOW: i64 = 1_795_417_920_000;
const DAY: i64 = 24 * 60 * 60 * 1000;

/// A clock that stands until it is moved, and bytes that never repeat.
#[derive(Debug)]
struct StandingWorld {
    now: AtomicI64,
    drawn: AtomicU64,
}

impl StandingWorld {
    fn new() -> Self {
        Self { now: AtomicI64::new(NOW), drawn: AtomicU64::new(0) }
    }

    fn wait(&self, millis: i64) {
        self.now.fetch_add(millis, Ordering::Relaxed);
    }
}

impl World for StandingWorld {
    fn now(&self) -> Timestamp {
        Timestamp(self.now.load(Ordering::Relaxed))
    }

    fn fill(&self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(8) {
            let drawn = self.drawn.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            part.copy_from_slice(&drawn.to_be_bytes()[..part.len()]);
        }
    }
}

async fn load(store: &SharedStore, world: &StandingWorld) -> DemoReport {
    let hash = |password: &str| format!("hash of {password}");
    let set_paper = |_: DocumentId, paper: &Paper| -> io::Result<Vec<u8>> { Ok(paper.code().into_bytes()) };
    demo::load(&**store, world, &hash, &set_paper).await.unwrap()
}

/// Everything of a list, `sealed` or not, in Gansu.
async fn listed(store: &SharedStore, sealed: bool) -> Vec<Petition> {
    let division = "62".parse().unwrap();
    let scope = if sealed {
        ListScope::Sealed(division)
    } else {
        ListScope::Bureau { agency: AgencyId(Uuid::nil()), division }
    };
    let filter = PetitionFilter { scope, limit: 200, ..PetitionFilter::default() };
    let mut records = store.read().await.unwrap();
    records.petitions(&filter).await.unwrap().rows.into_iter().map(|row| row.petition).collect()
}

async fn seed(store: &SharedStore, report: &DemoReport) -> Petition {
    let mut records = store.read().await.unwrap();
    records.petition_by_number(&report.petition).await.unwrap().unwrap().0
}

/// How far every chain has grown: nothing happens without growing one.
async fn heads(store: &SharedStore) -> Vec<(u64, [u8; 32])> {
    let mut records = store.read().await.unwrap();
    let mut heads = Vec::new();
    for chain in records.chains().await.unwrap() {
        heads.push(records.chain_head(&chain).await.unwrap().unwrap());
    }
    heads
}

async fn the_demo_loads_once_and_loading_it_again_changes_nothing(test: TestStore) {
    let world = StandingWorld::new();
    let first = load(&test.store, &world).await;
    let before = (listed(&test.store, false).await, heads(&test.store).await);
    world.wait(60_000);
    let second = load(&test.store, &world).await;
    assert_eq!((listed(&test.store, false).await, heads(&test.store).await), before);
    assert_eq!((second.petition, second.hearing), (first.petition, first.hearing));
    assert!(second.codes.is_empty(), "codes are shown once");
}

async fn its_joint_hearing_is_open_for_check_in_at_once(test: TestStore) {
    let report = load(&test.store, &StandingWorld::new()).await;
    let hearing = report.hearing.clone().unwrap();
    assert_eq!(hearing.starts_at, Timestamp(NOW + 8 * 60_000), "the next full five minutes but one");
    assert!(hearing.check_in_opens_at() <= Timestamp(NOW));
    assert_eq!(hearing.stage, Stage::Scheduled);
    assert_eq!(hearing.agenda, default_agenda(hearing.kind));
    let seats = |role| hearing.seats.iter().filter(|seat| seat.role == role).count();
    assert_eq!(seats(ParticipantRole::Presider) + seats(ParticipantRole::Clerk), 2);
    assert_eq!(seats(ParticipantRole::Petitioner) + seats(ParticipantRole::Representative), 5, "art. 20");
    assert_eq!((seats(ParticipantRole::AgencyRep), seats(ParticipantRole::CompanyRep)), (4, 2));
    let rooms = hearing.seats.iter().filter(|seat| matches!(seat.occupant, Occupant::Room { .. })).count();
    assert_eq!(rooms, 2, "province and district come as rooms, the city's people sit in theirs");

    let petition = seed(&test.store, &report).await;
    assert_eq!((petition.state.name(), petition.persons_concerned), (StateName::Handling, 66));
    let parties = test.store.read().await.unwrap().parties(petition.id).await.unwrap();
    let of = |kind| parties.iter().filter(|party| party.kind == kind).count();
    assert_eq!((of(PartyKind::Petitioner), of(PartyKind::CoPetitioner)), (1, 65));
    assert_eq!(of(PartyKind::Representative), 5);
}

async fn when_its_hearing_is_over_loading_again_holds_another(test: TestStore) {
    let world = StandingWorld::new();
    let first = load(&test.store, &world).await.hearing.unwrap();
    world.wait(DAY);
    let second = load(&test.store, &world).await.hearing.unwrap();
    assert_ne!(first.id, second.id);
    assert_eq!(second.starts_at, first.starts_at.plus_millis(DAY));
    let third = load(&test.store, &world).await.hearing.unwrap();
    assert_eq!(second.id, third.id);
}

async fn every_post_has_an_account_that_the_desk_knows(test: TestStore) {
    let report = load(&test.store, &StandingWorld::new()).await;
    let mut records = test.store.read().await.unwrap();
    let mut posts = BTreeSet::new();
    for account in &report.accounts {
        let staff = records.staff_by_username(&account.username).await.unwrap().unwrap();
        let hash = records.password_hash(staff.id).await.unwrap();
        assert_eq!(hash, Some(format!("hash of {}", demo::PASSWORD)));
        posts.extend(staff.roles);
    }
    assert_eq!(posts.len(), lianjie::domain::people::Role::ALL.len());
    let printed = report.to_string();
    for text in [demo::PASSWORD, "lz-presider", &report.petition, "15:20"] {
        assert!(printed.contains(text), "{printed}");
    }
}

async fn the_city_sees_its_tree_and_no_report(test: TestStore) {
    load(&test.store, &StandingWorld::new()).await;
    let open = listed(&test.store, false).await;
    assert!((95..110).contains(&open.len()), "{}", open.len());
    let states: BTreeSet<_> = open.iter().map(|petition| petition.state.name()).collect();
    // Those that last a moment, or that few petitions ever reach, are left out.
    let rare = [
        StateName::ReviewRequested,
        StateName::Reviewed,
        StateName::RereviewRequested,
        StateName::Rereviewing,
        StateName::Rereviewed,
        StateName::NoLongerAccepted,
        StateName::Archived,
    ];
    assert_eq!(
        states.len(),
        StateName::ALL.len() - rare.len(),
        "every other state is to be seen: {states:?}"
    );
    let due = |petition: &Petition| petition.next_due().map(|clock| clock.due);
    let overdue = open.iter().filter_map(due).filter(|due| *due < Timestamp(NOW)).count();
    let soon = open.iter().filter_map(due).filter(|due| (NOW..NOW + 3 * DAY).contains(&due.0)).count();
    assert!(overdue >= 3 && soon >= 3, "overdue {overdue}, soon {soon}");

    let sealed = listed(&test.store, true).await;
    assert_eq!(sealed.iter().map(|petition| petition.category).collect::<Vec<_>>(), [Category::Report]);
    let mut records = test.store.read().await.unwrap();
    let desk = records.staff_by_username("lz-discipline").await.unwrap().unwrap();
    let agency = records.agency(desk.agency).await.unwrap().unwrap();
    let actor = rights::Official { staff: desk, agency, acting: Vec::new(), program: None };
    assert_eq!(list_scope(&actor), ListScope::Sealed("6201".parse().unwrap()));
}

async fn its_query_codes_open_the_petitions_they_were_given_for(test: TestStore) {
    let report = load(&test.store, &StandingWorld::new()).await;
    assert_eq!(report.codes.len(), 2);
    assert_eq!(report.codes[0].0, report.petition);
    let mut records = test.store.read().await.unwrap();
    for (number, code) in &report.codes {
        assert!(number.parse::<PetitionNumber>().is_ok(), "{number}");
        let (_, hash) = records.petition_by_number(number).await.unwrap().unwrap();
        assert_eq!(hash, code.hash());
    }
}

async fn a_decided_hearing_is_published_with_its_orders(test: TestStore) {
    let report = load(&test.store, &StandingWorld::new()).await;
    let mut records = test.store.read().await.unwrap();
    let (petition, _) = records.petition_by_number(&report.codes[1].0).await.unwrap().unwrap();
    assert!(matches!(petition.state, PetitionState::Handling { .. }));
    let hearing = records.hearings_of(petition.id).await.unwrap().pop().unwrap();
    assert!(matches!(hearing.stage, Stage::OutcomeIssued { .. }));
    let outcome = records.outcome(hearing.id).await.unwrap().unwrap();
    assert!(outcome.published_at.is_some());
    let entries: Vec<_> = records.minutes(hearing.id).await.unwrap().iter().map(|entry| entry.id).collect();
    assert_eq!((entries.len(), outcome.items.len()), (4, 2));
    assert!(outcome.items.iter().all(|item| entries.contains(&item.entry)));
    assert_log_in_order(&test.store, petition.id).await;
}

/// The timeline tells the story in the order it happened.
async fn assert_log_in_order(store: &SharedStore, petition: PetitionId) {
    let timeline = store.read().await.unwrap().timeline(petition).await.unwrap();
    assert!(timeline.is_sorted_by_key(|chained| chained.event.at), "{timeline:#?}");
}

async fn its_log_is_sound(test: TestStore) {
    load(&test.store, &StandingWorld::new()).await;
    let report = verify(&*test.store).await.unwrap();
    assert!(report.is_sound(), "{report:?}");
    assert!(report.chains.len() >= 4, "{report:?}");
    for petition in listed(&test.store, false).await {
        assert_log_in_order(&test.store, petition.id).await;
    }
}

async fn its_year_is_worth_a_chart(test: TestStore) {
    load(&test.store, &StandingWorld::new()).await;
    let question = Question {
        division: "6201".parse().unwrap(),
        period: Timestamp(NOW - 400 * DAY)..Timestamp(NOW),
        as_of: Timestamp(NOW),
        by: vec![By::Division],
    };
    let mut records = test.store.read().await.unwrap();
    let division = question.division.clone();
    let book = Book::default();
    let (table, warnings) = book
        .ask(records.as_mut(), &division, move |facts| {
            let table = tabulate(facts.iter().copied(), &question, &Rules::default());
            (
                table,
                warnings(facts.iter().copied(), &[], &question.division, &Limits::default(), Timestamp(NOW)),
            )
        })
        .await
        .unwrap();
    let counties =
        table.rows.keys().filter(|cell| cell.division.as_ref().is_some_and(|code| code.as_str().len() == 6));
    assert_eq!(counties.count(), 8, "every district and county has something");
    for id in [
        IndicatorId::TimelyRouting,
        IndicatorId::TimelyDecision,
        IndicatorId::TimelyAcceptance,
        IndicatorId::OnTimeCompletion,
    ] {
        let rate = table.total.of(id);
        assert!(rate.denominator >= 40 && rate.numerator < rate.denominator, "{id}: {rate:?}");
        assert!(rate.numerator > rate.denominator / 2, "{id}: {rate:?}");
    }
    let repeats = table.total.of(IndicatorId::RepeatShare);
    assert_eq!(repeats.numerator, 3, "two merged into their own, one told that it is being handled already");
    assert!(warnings.iter().any(|w| w.kind == WarningKind::Cluster && w.place.as_str() == "620104005"));
    assert!(check_facts(&*test.store).await.unwrap().iter().all(|report| report.different == 0));
}

async fn it_owes_the_papers_of_a_few_days_and_not_of_a_year(test: TestStore) {
    load(&test.store, &StandingWorld::new()).await;
    let scope = ListScope::Bureau { agency: AgencyId(Uuid::nil()), division: "62".parse().unwrap() };
    let filter = PetitionFilter { scope, paper_missing: true, limit: 200, ..PetitionFilter::default() };
    let mut records = test.store.read().await.unwrap();
    let rows = records.petitions(&filter).await.unwrap().rows;
    assert!((2..=10).contains(&rows.len()), "{}", rows.len());
    for row in rows {
        for owed in records.papers_owed(row.petition.id).await.unwrap() {
            assert!(owed.since >= Timestamp(NOW - 8 * DAY), "{owed:?}");
        }
    }
}
