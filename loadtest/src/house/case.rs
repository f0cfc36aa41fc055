//! One petition and its hearings, made for the load test and ended after it.

use hyper::Method;
use serde_json::{Value, json};

use super::HouseError;
use super::calendar::{Booking, Calendar, EACH, LENGTH};
use super::net::{Server, text};
use super::staff::{Bench, Staff};

/// How somebody takes a seat.
#[derive(Debug, Clone)]
pub struct SeatPlan {
    pub hearing: String,
    pub seat: String,
    pub role: Role,
    /// Of the staff session or the seat's own.
    pub cookie: String,
    /// Tells its packets from others'.
    pub mark: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Admits everybody, and begins as soon as the quorum is there.
    Presider,
    /// Without whom no hearing begins: clerk, unit, petitioner.
    Founder,
    Guest,
}

/// A hearing with everybody's way in.
#[derive(Debug, Clone)]
pub struct Hearing {
    pub id: String,
    pub seats: Vec<SeatPlan>,
}

#[derive(Debug)]
pub struct Case {
    server: Server,
    planner: Staff,
    petition: String,
    /// Its number and query code: its petitioner's way to withdraw.
    door: [String; 2],
    pub hearings: Vec<Hearing>,
}

impl Case {
    /// Registers the petition and schedules `rooms` hearings of `seats` seats.
    ///
    /// # Errors
    /// The server has too few reception rooms, or refuses.
    pub async fn open(
        server: &Server,
        bench: &Bench,
        rooms: usize,
        seats: usize,
    ) -> Result<Self, HouseError> {
        let planner = bench.planner.clone();
        let ask = |method, path: String, body: Option<Value>| {
            let (server, cookie) = (server.clone(), planner.cookie.clone());
            async move { server.ask(method, &path, &cookie, body.as_ref()).await.map(|(_, value)| value) }
        };
        let mut reception: Vec<String> = Vec::new();
        let mut next = Some(String::new());
        while let Some(after) = next {
            let page = ask(Method::GET, format!("/rooms?limit=100&after={after}"), None).await?;
            let rows = page["rows"].as_array().into_iter().flatten();
            reception.extend(rows.filter_map(|room| room["id"].as_str().map(str::to_owned)));
            next = page["next"].as_str().map(str::to_owned);
        }
        let filed = ask(Method::POST, "/petitions".to_owned(), Some(petition(&planner))).await?;
        let petition = text(&filed, "/id")?.to_owned();
        let door = [text(&filed, "/number")?.to_owned(), text(&filed, "/query_code")?.to_owned()];
        let detail = ask(Method::GET, format!("/petitions/{petition}"), None).await?;
        let parties = detail["parties"].as_array().cloned().unwrap_or_default();
        let person = parties.iter().find(|one| one["kind"] == "petitioner");
        let person = text(person.unwrap_or(&Value::Null), "/id")?.to_owned();
        // The server's clock, not ours.
        let now = detail["registered_at"]
            .as_i64()
            .ok_or_else(|| HouseError::Strange("registered_at".to_owned()))?;
        let mut case =
            Self { server: server.clone(), planner: planner.clone(), petition, door, hearings: Vec::new() };
        let mut calendar = Calendar::new(&bench.pairs, &reception);
        while case.hearings.len() < rooms {
            let Some(booking) = calendar.book() else {
                return Err(case.short(rooms, bench.pairs.len(), reception.len()).await);
            };
            let wish = wish(&booking, &person, seats, now);
            let path = format!("/petitions/{}/hearings", case.petition);
            match ask(Method::POST, path, Some(wish)).await {
                Ok(scheduled) => {
                    let marks = u32::try_from(case.hearings.len() * seats).unwrap_or_default();
                    let hearing = case.invite(booking.pair, &scheduled, marks).await?;
                    case.hearings.push(hearing);
                }
                Err(HouseError::Refused(refused)) if calendar.refused(&booking, &refused.body) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(case)
    }

    /// The calendar is full; what was scheduled is taken back.
    async fn short(&self, rooms: usize, pairs: usize, places: usize) -> HouseError {
        self.end().await;
        HouseError::Short(format!(
            "{rooms} hearings at a time need {} pairs of officials and as many reception rooms that nobody else has \
             booked for the next half hour; there are {pairs} pairs and {places} rooms, and they hold {}",
            rooms.div_ceil(EACH),
            self.hearings.len()
        ))
    }

    /// Everybody's way in: officials by their session, the others by links, exchanged here as their pages do.
    async fn invite(
        &self,
        pair: &(Staff, Staff),
        scheduled: &Value,
        marks: u32,
    ) -> Result<Hearing, HouseError> {
        let hearing = text(scheduled, "/id")?.to_owned();
        let mut seats = Vec::new();
        for (at, seat) in scheduled["seats"].as_array().into_iter().flatten().enumerate() {
            let id = text(seat, "/id")?.to_owned();
            let (role, cookie) = match text(seat, "/role")? {
                "presider" => (Role::Presider, pair.0.cookie.clone()),
                "clerk" => (Role::Founder, pair.1.cookie.clone()),
                "agency_rep" | "petitioner" => (Role::Founder, self.exchange(&hearing, &id).await?),
                _ => (Role::Guest, self.exchange(&hearing, &id).await?),
            };
            let mark = marks + at as u32 + 1;
            seats.push(SeatPlan { hearing: hearing.clone(), seat: id, role, cookie, mark });
        }
        Ok(Hearing { id: hearing, seats })
    }

    async fn exchange(&self, hearing: &str, seat: &str) -> Result<String, HouseError> {
        let path = format!("/hearings/{hearing}/seats/{seat}/link");
        let (_, link) = self.server.ask(Method::POST, &path, &self.planner.cookie, Some(&json!({}))).await?;
        let secret = text(&link, "/url")?.split_once('#').map(|(_, secret)| secret).unwrap_or_default();
        let asked = json!({ "secret": secret });
        let (cookie, _) = self.server.ask(Method::POST, "/seat/exchange", "", Some(&asked)).await?;
        cookie.ok_or_else(|| HouseError::Strange("POST /seat/exchange".to_owned()))
    }

    /// Cancels hearings that never began, and withdraws the petition: nothing of the test is left open.
    pub async fn end(&self) -> Vec<HouseError> {
        let mut failures = Vec::new();
        let cookie = &self.planner.cookie;
        for hearing in &self.hearings {
            let path = format!("/hearings/{}", hearing.id);
            let stage = self.server.ask(Method::GET, &path, cookie, None).await;
            let stage =
                stage.ok().and_then(|(_, detail)| detail["stage"]["stage"].as_str().map(str::to_owned));
            if matches!(stage.as_deref(), Some("scheduled" | "check_in" | "ready" | "countdown")) {
                let reason = json!({ "reason": "压力测试结束" });
                let path = format!("{path}/cancel");
                failures.extend(self.server.ask(Method::POST, &path, cookie, Some(&reason)).await.err());
            }
        }
        failures.extend(self.withdraw().await.err());
        failures
    }

    async fn withdraw(&self) -> Result<(), HouseError> {
        let [number, code] = &self.door;
        let asked = json!({ "number": number, "code": code, "reason": "压力测试结束" });
        self.server.ask(Method::POST, "/query/withdraw", "", Some(&asked)).await?;
        Ok(())
    }
}

/// What is registered: nobody's matter, and it says so.
fn petition(planner: &Staff) -> Value {
    json!({
        "title": "压力测试（自动登记，可忽略）",
        "text": "由 lianjie-loadtest 登记，用于测试服务器的承载能力，测试后自动撤回。",
        "place": planner.division,
        "category": "suggestion",
        "purpose": "suggestion",
        "content_class": "other",
        "channel": "visit",
        "persons_concerned": 1,
        "petitioner": { "name": "测试", "phone": "13800000000" },
    })
}

/// Presider, clerk, a reception room for the unit, the petitioner, and guests from outside.
fn wish(booking: &Booking<'_>, person: &str, seats: usize, now: i64) -> Value {
    let Booking { pair, room, .. } = booking;
    let starts_at = now + booking.starts_in;
    let mut wanted = vec![
        json!({ "role": "presider", "occupant": { "is": "official", "staff": pair.0.id } }),
        json!({ "role": "clerk", "occupant": { "is": "official", "staff": pair.1.id } }),
        json!({ "role": "agency_rep", "occupant": { "is": "room", "room": room } }),
    ];
    if seats > 3 {
        wanted.push(json!({ "role": "petitioner", "occupant": { "is": "party", "person": person } }));
    }
    for number in wanted.len()..seats {
        let occupant =
            json!({ "is": "external", "organisation": format!("测试单位{number}"), "name": "测试" });
        wanted.push(json!({ "role": "company_rep", "occupant": occupant }));
    }
    json!({
        // A coordination needs no petitioner.
        "kind": if seats > 3 { "joint_reception" } else { "coordination" },
        "title": "压力测试",
        "starts_at": starts_at,
        "ends_at": starts_at + LENGTH,
        "agenda": ["opening", "statement", "read_back"],
        "seats": wanted,
    })
}
