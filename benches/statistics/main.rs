//! How long a year of Lanzhou takes to be counted: 340,000 petitions over 8 counties and 114 townships, facts
//! made by the same fold as in life. `statistics-bench sqlite:/tmp/bench.db 340000` or a PostgreSQL URL of an
//! empty database. Prints `database case rows p50 p99` in milliseconds.
#![expect(clippy::print_stdout, reason = "its answer is a table")]
#![expect(clippy::unwrap_used, reason = "a measurement that fails says where")]

use lianjie::{
    domain::{
        Timestamp,
        event::{Actor, Event, EventKind},
        ids::{AgencyId, EventId, PetitionId},
        jurisdiction::{Agency, AgencyKind, Division, DivisionCode},
        petition::{Channel, ContentClass},
        statistics::{By, Cell, Facts, IndicatorId, Moment, Part, Question, Rules, drill, tabulate},
    },
    statistics::Book,
    storage::{self, SharedStore, Tx},
    world::{RealWorld, World},
};
use std::time::Instant;
use uuid::Uuid;

const COUNTIES: [(&str, usize); 8] = [
    ("620102", 25),
    ("620103", 18),
    ("620104", 12),
    ("620105", 10),
    ("620111", 6),
    ("620121", 17),
    ("620122", 8),
    ("620123", 18),
];
const DAY: i64 = 24 * 60 * 60 * 1000;
/// 1 January 2026 in China.
const YEAR: i64 = 1_767_196_800_000;

/// Numbers that look drawn and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().expect("the URL of an empty database");
    let petitions: usize = arguments.next().map_or(340_000, |n| n.parse().unwrap());
    let store = storage::open(&url, [7; 32]).await.unwrap();
    let began = Instant::now();
    fill(&store, petitions).await;
    let database = url.split(':').next().unwrap().to_owned();
    println!("{database} {petitions} petitions generated in {:.1} s", began.elapsed().as_secs_f64());
    measure(&store, &database, petitions).await;
}

async fn fill(store: &SharedStore, petitions: usize) {
    let mut dice = Dice(1);
    let mut tx = store.begin().await.unwrap();
    let places = settle(tx.as_mut()).await;
    tx.commit().await.unwrap();
    for chunk in (0..petitions).collect::<Vec<_>>().chunks(5_000) {
        let mut tx = store.begin().await.unwrap();
        for petition in chunk {
            let (place, units) = &places[dice.below(places.len())];
            let facts = story(&mut dice, *petition, place, units);
            tx.put_facts(&chain(place), 1, &facts).await.unwrap();
        }
        tx.commit().await.unwrap();
    }
    let mut tx = store.begin().await.unwrap();
    for (county, _) in COUNTIES {
        tx.append(&nothing(county)).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// An event no facts are made from: it only moves the head of a chain.
fn nothing(county: &str) -> Event {
    Event {
        id: EventId(RealWorld.new_id()),
        at: Timestamp(YEAR),
        chain: county.parse().unwrap(),
        petition: PetitionId(Uuid::nil()),
        hearing: None,
        actor: Actor::System,
        kind: EventKind::HearingLinkIssued,
        reason: None,
        due_before: None,
        due_after: None,
        details: Vec::new(),
    }
}

fn chain(place: &DivisionCode) -> DivisionCode {
    place.as_str()[..6].parse().unwrap()
}

/// Townships, each with the units of its county.
async fn settle(tx: &mut dyn Tx) -> Vec<(DivisionCode, Vec<AgencyId>)> {
    let mut places = Vec::new();
    let put = |code: &str| Division { code: code.parse().unwrap(), name: code.to_owned() };
    tx.put_division(&put("6201")).await.unwrap();
    for (county, townships) in COUNTIES {
        tx.put_division(&put(county)).await.unwrap();
        let mut units = Vec::new();
        for _ in 0..30 {
            let id = AgencyId(RealWorld.new_id());
            let (name, division) = (id.to_string(), county.parse().unwrap());
            tx.put_agency(&Agency { id, name, kind: AgencyKind::ResponsibleUnit, division }).await.unwrap();
            units.push(id);
        }
        for township in 1..=townships {
            let division = put(&format!("{county}{township:03}"));
            tx.put_division(&division).await.unwrap();
            places.push((division.code, units.clone()));
        }
    }
    places
}

/// What happens, within how many days, and how many days are left then.
type Step<'a> = (&'a str, usize, Option<i64>, &'a [(&'a str, String)]);

/// Nine in ten are answered, one in eight late; some are extended, reviewed, merged, withdrawn.
fn story(dice: &mut Dice, n: usize, place: &DivisionCode, units: &[AgencyId]) -> Facts {
    let petition = PetitionId(Uuid::from_u128(u128::try_from(n).unwrap() + 1));
    let mut at = YEAR + i64::try_from(dice.below(330)).unwrap() * DAY;
    let unit = units[dice.below(units.len())].to_string();
    let details = [
        ("channel", Channel::ALL[dice.below(Channel::ALL.len())].to_string()),
        ("category", if dice.below(50) == 0 { "report" } else { "appeal" }.to_owned()),
        ("content_class", ContentClass::ALL[dice.below(ContentClass::ALL.len())].to_string()),
        ("persons_concerned", (1 + dice.below(12)).to_string()),
        ("registered_by", unit.clone()),
    ];
    let mut facts = told(None, petition, place, ("petition.registered", at, Some(15)), &details).unwrap();
    let routed = [("how", "transfer".to_owned()), ("unit", unit)];
    let steps: [Step<'_>; 4] = [
        ("petition.routed", 17, Some(15), &routed),
        ("petition.accepted", 17, Some(60), &[]),
        ("petition.replied", 69, Some(30), &[]),
        ("petition.closed", 40, None, &[]),
    ];
    for (kind, within, due, details) in steps {
        if dice.below(30) == 0 {
            let end = ["petition.merged", "petition.withdrawn", "petition.diverted"][dice.below(3)];
            return told(Some(facts), petition, place, (end, at, None), &[]).unwrap();
        }
        at += i64::try_from(dice.below(within)).unwrap() * DAY;
        facts = told(Some(facts), petition, place, (kind, at, due), details).unwrap();
    }
    if dice.below(20) == 0 {
        facts = told(Some(facts), petition, place, ("petition.review_requested", at, Some(30)), &[]).unwrap();
    }
    facts
}

fn told(
    facts: Option<Facts>,
    petition: PetitionId,
    place: &DivisionCode,
    (kind, at, due): (&str, i64, Option<i64>),
    details: &[(&str, String)],
) -> Option<Facts> {
    let details: Vec<_> = details.iter().map(|(name, text)| ((*name).to_owned(), text.clone())).collect();
    let due_after = due.map(|days| Timestamp(at + days * DAY));
    let moment = Moment { petition, hearing: None, kind, at: Timestamp(at), due_after, details: &details };
    match facts {
        Some(mut facts) => {
            facts.apply(&moment);
            Some(facts)
        }
        None => Facts::begin(&moment, place.clone()),
    }
}

async fn measure(store: &SharedStore, database: &str, rows: usize) {
    let book = Book::default();
    let year = |by: &[By]| Question {
        division: "6201".parse().unwrap(),
        period: Timestamp(YEAR)..Timestamp(YEAR + 365 * DAY),
        as_of: Timestamp(YEAR + 364 * DAY),
        by: by.to_vec(),
    };
    let report = |case: &str, mut took: Vec<f64>| {
        took.sort_by(f64::total_cmp);
        let at = |share: usize| took[(took.len() - 1) * share / 100];
        println!("{database:9} {case:34} {rows:8} p50 {:8.1} ms  p99 {:8.1} ms", at(50), at(99));
    };
    let first = ask(store, &book, year(&[])).await;
    report("first question, book read", vec![first]);
    for (case, by) in [
        ("all indicators, one row", &[][..]),
        ("by division", &[By::Division]),
        ("by agency", &[By::Agency]),
        ("by month", &[By::Month]),
        ("by class × division × month", &[By::Class, By::Division, By::Month]),
    ] {
        let mut took = Vec::new();
        for _ in 0..20 {
            took.push(ask(store, &book, year(by)).await);
        }
        report(case, took);
    }
    let mut took = Vec::new();
    for _ in 0..20 {
        let mut tx = store.begin().await.unwrap();
        tx.append(&nothing("620102")).await.unwrap();
        tx.commit().await.unwrap();
        took.push(ask(store, &book, year(&[])).await);
    }
    report("after an event, one row", took);
    let mut took = Vec::new();
    for _ in 0..20 {
        took.push(behind(store, &book, year(&[By::Class])).await);
    }
    report("petitions behind a number", took);
    println!("resident set: {} MB", resident_megabytes());
}

async fn ask(store: &SharedStore, book: &Book, question: Question) -> f64 {
    let began = Instant::now();
    let mut records = store.read().await.unwrap();
    let division = question.division.clone();
    let rules = Rules::default();
    let count = move |facts: &[&Facts]| tabulate(facts.iter().copied(), &question, &rules).rows.len();
    std::hint::black_box(book.ask(records.as_mut(), &division, count).await.unwrap());
    began.elapsed().as_secs_f64() * 1000.0
}

async fn behind(store: &SharedStore, book: &Book, question: Question) -> f64 {
    let began = Instant::now();
    let mut records = store.read().await.unwrap();
    let (division, rules) = (question.division.clone(), Rules::default());
    let cell = Cell { class: Some(ContentClass::Land), ..Cell::default() };
    let what = (IndicatorId::OnTimeCompletion, Part::Missed);
    let count = move |facts: &[&Facts]| drill(facts.iter().copied(), &question, what, &cell, &rules).len();
    std::hint::black_box(book.ask(records.as_mut(), &division, count).await.unwrap());
    began.elapsed().as_secs_f64() * 1000.0
}

fn resident_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|text| text.trim().split(' ').next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
}
