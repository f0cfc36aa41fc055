//! What a full store is asked all day reads no table of petitions without an index: here a database knows its tables, and
//! chooses by itself. How much of an index is walked is not looked at: a list in its order, cut short, begins at one end of it.

use lianjie::storage::{
    self,
    Asked::{self, Id, Number, Text},
    Engine,
};

const CITY: &[Asked<'_>] = &[Number(i64::MIN), Id, Number(50), Text("6201")];
const COUNTY: &[Asked<'_>] = &[Number(i64::MIN), Id, Number(50), Text("620103")];
const ACCEPTED: &[Asked<'_>] = &[Number(i64::MIN), Id, Number(50), Text("6201"), Text("accepted")];
const OF_BUREAU: &[Asked<'_>] = &[Number(i64::MIN), Id, Number(50), Text("620103"), Id, Id];

/// By their names in the code.
const HOT: &[(&str, &[Asked<'_>])] = &[
    ("PETITION", &[Id]),
    ("PETITION_BY_NUMBER", &[Text("XF1")]),
    ("MERGED_INTO", &[Id]),
    ("OVERDUE", &[Number(9), Number(0), Id, Number(100)]),
    ("work list: division city, state false, search None", CITY),
    ("work list: division county, state false, search None", COUNTY),
    ("work list: division city, state true, search None", ACCEPTED),
    ("work list: bureau county, state false, search None", OF_BUREAU),
];

/// # Panics
/// One of them reads petitions without an index.
pub async fn check(url: &str) {
    let statements = Engine::of(url).unwrap().statements();
    for (name, asked) in HOT {
        let statement = statements.iter().find(|statement| statement.name == *name).unwrap();
        let plan = storage::plan(url, &statement.sql, asked, false).await.unwrap();
        // By the names that petitions have in these statements.
        let without = |line: &str| {
            line.contains("Seq Scan on petitions")
                || ["SCAN p", "SCAN m", "SCAN petitions"].contains(&line.trim())
        };
        assert!(!plan.lines().any(without), "{name} reads petitions without an index:\n{plan}");
    }
    println!("{} hot statements read no petitions without an index", HOT.len());
}
