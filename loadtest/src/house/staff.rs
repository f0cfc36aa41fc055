//! The accounts the load test signs in by, and who of them may do what.

use hyper::Method;
use serde_json::{Value, json};

use super::HouseError;
use super::net::{Server, text};

/// Signed in.
#[derive(Debug, Clone)]
pub struct Staff {
    pub id: String,
    pub username: String,
    pub cookie: String,
    /// Code of the division of the own agency.
    pub division: String,
    pub presides: bool,
    pub clerk: bool,
    /// May register petitions and schedule hearings.
    pub plans: bool,
}

/// A user name and its password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub username: String,
    pub password: String,
}

/// The accounts of `lianjie demo` that preside or keep minutes, in pairs.
pub const DEMO: [&str; 16] = [
    "lz-presider",
    "lz-clerk",
    "gs-presider",
    "qlh-counter",
    "lz-head",
    "lz-recorder",
    "lz-leader",
    "lz-counter",
    "cg-head",
    "cg-counter",
    "qlh-head",
    "xg-counter",
    "xg-head",
    "yz-counter",
    "lz-housing",
    "gs-screener",
];

impl Staff {
    /// # Errors
    /// The server refuses the password, or is not reached.
    pub async fn sign_in(server: &Server, account: &Account) -> Result<Self, HouseError> {
        let Account { username, password } = account;
        let asked = json!({ "username": username, "password": password });
        let (cookie, me) = server.ask(Method::POST, "/session", "", Some(&asked)).await?;
        let roles: Vec<&str> =
            me["roles"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let any = |wanted: &[&str]| roles.iter().any(|role| wanted.contains(role));
        let may = |what: &str| me["desk"][what].as_bool().unwrap_or_default();
        Ok(Self {
            id: text(&me, "/id")?.to_owned(),
            username: username.clone(),
            cookie: cookie.ok_or_else(|| HouseError::Strange("POST /session".to_owned()))?,
            division: text(&me, "/agency/division")?.to_owned(),
            presides: any(&["presider", "leader", "bureau_head", "unit_head"]),
            clerk: any(&["clerk", "counter_clerk"]),
            plans: may("register") && may("schedule"),
        })
    }
}

/// Who presides, who keeps the minutes, and who plans.
#[derive(Debug, Clone)]
pub struct Bench {
    pub planner: Staff,
    /// (presider, clerk): each pair holds several hearings one behind the other.
    pub pairs: Vec<(Staff, Staff)>,
}

impl Bench {
    /// Signs in as many accounts as `pairs` pairs need, and as many again if there are: some may be booked.
    ///
    /// # Errors
    /// They are not enough, or one cannot sign in.
    pub async fn sign_in(server: &Server, accounts: &[Account], pairs: usize) -> Result<Self, HouseError> {
        let mut staff = Vec::new();
        for account in accounts {
            staff.push(Staff::sign_in(server, account).await?);
            if let Some(bench) = Self::of(&staff, 2 * pairs) {
                return Ok(bench);
            }
        }
        if let Some(bench) = (pairs..2 * pairs).rev().find_map(|fewer| Self::of(&staff, fewer)) {
            return Ok(bench);
        }
        let presiders = staff.iter().filter(|one| one.presides).count();
        let clerks = staff.iter().filter(|one| one.clerk).count();
        Err(HouseError::Short(format!(
            "so many hearings at a time need {pairs} accounts that preside and {pairs} others that keep minutes, one of \
             them to register and schedule; given are {presiders} and {clerks}"
        )))
    }

    /// Who can only keep minutes does; who can do both presides if somebody must.
    fn of(staff: &[Staff], pairs: usize) -> Option<Self> {
        let planner = staff.iter().find(|one| one.plans)?.clone();
        let mut clerks: Vec<&Staff> = staff.iter().filter(|one| one.clerk && !one.presides).collect();
        let mut presiders: Vec<&Staff> = staff.iter().filter(|one| one.presides && !one.clerk).collect();
        for both in staff.iter().filter(|one| one.clerk && one.presides) {
            if clerks.len() < presiders.len() { clerks.push(both) } else { presiders.push(both) }
        }
        let pairs_of = || presiders.iter().zip(&clerks).take(pairs);
        let enough = pairs_of().count() == pairs;
        enough
            .then(|| Self { planner, pairs: pairs_of().map(|(p, c)| ((*p).clone(), (*c).clone())).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(staff: &str, pairs: usize, expected: Option<&str>) {
        let one = |(at, kind): (usize, char)| Staff {
            id: at.to_string(),
            username: at.to_string(),
            cookie: String::new(),
            division: String::new(),
            presides: "pb".contains(kind),
            clerk: "cb".contains(kind),
            plans: at == 0,
        };
        let staff: Vec<Staff> = staff.chars().enumerate().map(one).collect();
        let found = Bench::of(&staff, pairs).map(|bench| {
            let pair = |(p, c): &(Staff, Staff)| format!("{}{}", p.id, c.id);
            bench.pairs.iter().map(pair).collect::<Vec<_>>().join(" ")
        });
        assert_eq!(found.as_deref(), expected);
    }

    #[test]
    fn pairs_are_made_of_different_people() {
        check("cp", 1, Some("10"));
        check("c", 1, None);
        check("b", 1, None);
        check("bb", 1, Some("01"));
        check("cbp", 1, Some("20"));
        check("cpcp", 2, Some("10 32"));
        check("cpb", 2, None);
    }
}
