//! What is asked all day: one petition, a page of the work list, a word, a table.

use crate::{
    dice::Dice,
    measure::Measured,
    story::{DAY, TODAY, petition_id},
    town, words,
};
use lianjie::{
    domain::{
        Timestamp,
        jurisdiction::DivisionCode,
        petition::{ContentClass, StateName},
        rights::{FoundBy, ListScope},
        statistics::{By, Cell, Facts, IndicatorId, Part, Question, Rules, drill},
    },
    statistics::{Book, count},
    storage::{Cursor, PetitionFilter, SharedStore},
};
use std::hint::black_box;

const OFTEN: usize = 400;
/// Fewer, and the 99th of a hundred would be their worst.
const SOMETIMES: usize = 100;

pub async fn ask_all(store: &SharedStore, measured: &mut Measured, petitions: usize) {
    lookups(store, measured, petitions).await;
    lists(store, measured).await;
    searches(store, measured, petitions).await;
    statistics(store, measured).await;
}

async fn lookups(store: &SharedStore, measured: &mut Measured, petitions: usize) {
    // Numbers a petitioner would type: of any petition of the store.
    let mut numbers = Vec::new();
    for n in 0..OFTEN * 2 {
        let id = petition_id(Dice::of(n).below(petitions));
        numbers.push(store.read().await.unwrap().petition(id).await.unwrap().unwrap().number);
    }
    let status = async |n: usize| {
        let mut records = store.read().await.unwrap();
        let (petition, hash) = records.petition_by_number(&numbers[n]).await.unwrap().unwrap();
        let timeline = records.timeline(petition.id).await.unwrap();
        let hearings = records.hearings_of(petition.id).await.unwrap();
        black_box((hash, timeline, hearings, records.documents(petition.id).await.unwrap()));
    };
    measured.ask(("lookup", "status by number and query code"), OFTEN, status).await;
    let page = async |n: usize| {
        let id = petition_id(Dice::of(n).below(petitions));
        let mut records = store.read().await.unwrap();
        let petition = records.petition(id).await.unwrap().unwrap();
        black_box((petition, records.parties(id).await.unwrap(), records.timeline(id).await.unwrap()));
    };
    measured.ask(("lookup", "one petition, its people, its history"), OFTEN, page).await;
    let alike = async |n: usize| {
        let phone = words::phone(Dice::of(n).below(petitions));
        black_box(store.read().await.unwrap().of_same_person(Some(&phone), None).await.unwrap());
    };
    measured.ask(("lookup", "petitions of the same phone"), OFTEN, alike).await;
}

fn within(division: &str) -> PetitionFilter {
    let division: DivisionCode = division.parse().unwrap();
    let scope = ListScope::Bureau { agency: town::BUREAU, division };
    PetitionFilter { scope, found_by: FoundBy::People, limit: 50, ..PetitionFilter::default() }
}

async fn page(store: &SharedStore, filter: &PetitionFilter) -> Option<Cursor> {
    let page = store.read().await.unwrap().petitions(filter).await.unwrap();
    black_box(&page.rows);
    page.after()
}

async fn lists(store: &SharedStore, measured: &mut Measured) {
    let unit = town::counties()[1].units[3].agency.id;
    let class = Some(ContentClass::Land);
    for (case, filter) in [
        ("city", within("6201")),
        ("county", within("620103")),
        ("township", within("620103002")),
        ("village", within("620103002001")),
        ("unit", PetitionFilter { scope: ListScope::Agency(unit), limit: 50, ..PetitionFilter::default() }),
        ("city, accepted", PetitionFilter { state: Some(StateName::Accepted), ..within("6201") }),
        ("city, closed", PetitionFilter { state: Some(StateName::Closed), ..within("6201") }),
        ("city, class", PetitionFilter { content_class: class, ..within("6201") }),
        ("city, overdue", PetitionFilter { due_until: Some(TODAY), ..within("6201") }),
        (
            "county, sealed reports",
            PetitionFilter { scope: ListScope::Sealed("620103".parse().unwrap()), ..within("620103") },
        ),
    ] {
        measured
            .ask(("list", case), OFTEN, async |_| {
                page(store, &filter).await;
            })
            .await;
    }
    let mut deep = within("6201");
    for _ in 0..100 {
        deep.after = page(store, &deep).await.or(deep.after);
    }
    measured
        .ask(("list", "city, hundredth page"), OFTEN, async |_| {
            page(store, &deep).await;
        })
        .await;
}

async fn searches(store: &SharedStore, measured: &mut Measured, petitions: usize) {
    for (case, place, word) in [
        ("2 characters, in one of six, city", "6201", words::COMMON),
        ("2 characters, in one of twelve, city", "6201", words::USUAL),
        ("2 characters, in one of 5,000, city", "6201", words::RARE),
        ("2 characters, in all, city", "6201", words::EVERYWHERE),
        ("2 characters, in one of six, county", "620103", words::COMMON),
        ("2 characters, in one of six, township", "620103002", words::COMMON),
        ("8 characters, county", "620103", "冬季供热温度不达"),
    ] {
        let filter = PetitionFilter { search: Some(word.to_owned()), ..within(place) };
        measured
            .ask(("search", case), SOMETIMES, async |_| {
                page(store, &filter).await;
            })
            .await;
    }
    let named = async |n: usize| {
        let filter = PetitionFilter { search: Some(words::name(&mut Dice::of(n))), ..within("6201") };
        page(store, &filter).await;
    };
    measured.ask(("search", "a person's name, city"), SOMETIMES, named).await;
    let phone = async |n: usize| {
        let phone = words::phone(Dice::of(n).below(petitions));
        page(store, &PetitionFilter { search: Some(phone), ..within("6201") }).await;
    };
    measured.ask(("search", "a person's phone, city"), SOMETIMES, phone).await;
}

/// The book is read before, as a server does when it starts.
async fn statistics(store: &SharedStore, measured: &mut Measured) {
    let book = Book::default();
    let began = std::time::Instant::now();
    ask(store, &book, question("6201", 365, &[])).await;
    println!("facts of all petitions read in {:.1} s", began.elapsed().as_secs_f64());
    let three = [By::Class, By::Division, By::Month];
    for (case, place, days, by) in [
        ("city, a year, one row", "6201", 365, &[][..]),
        ("city, a year, by division", "6201", 365, &[By::Division]),
        ("city, a year, by agency", "6201", 365, &[By::Agency]),
        ("city, a year, by month", "6201", 365, &[By::Month]),
        ("city, a year, class × district × month", "6201", 365, &three),
        ("city, all years, class × district × month", "6201", 1_200, &three),
        ("county, a year, class × township × month", "620103", 365, &three),
    ] {
        let asked = async |_| ask(store, &book, question(place, days, by)).await;
        measured.ask(("statistics", case), SOMETIMES, asked).await;
    }
    let behind = async |_| {
        let (question, rules) = (question("6201", 365, &[By::Class]), Rules::default());
        let cell = Cell { class: Some(ContentClass::Land), ..Cell::default() };
        let what = (IndicatorId::OnTimeCompletion, Part::Missed);
        let division = question.division.clone();
        let mut records = store.read().await.unwrap();
        let count =
            move |facts: &[&Facts]| drill(facts.iter().copied(), &question, what, &cell, &rules).len();
        black_box(book.ask(records.as_mut(), &division, count).await.unwrap());
    };
    measured.ask(("statistics", "city, a year, petitions behind a number"), SOMETIMES, behind).await;
}

fn question(division: &str, days: i64, by: &[By]) -> Question {
    Question {
        division: division.parse().unwrap(),
        period: Timestamp(TODAY.0 - days * DAY)..TODAY,
        as_of: TODAY,
        by: by.to_vec(),
    }
}

async fn ask(store: &SharedStore, book: &Book, question: Question) {
    let mut records = store.read().await.unwrap();
    let (division, rules) = (question.division.clone(), Rules::default());
    let rows = move |facts: &[&Facts]| count(facts, &question, &rules).rows.len();
    black_box(book.ask(records.as_mut(), &division, rows).await.unwrap());
}
