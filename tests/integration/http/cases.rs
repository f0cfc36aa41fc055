//! Petitions and hearings to ask about.

use crate::{
    kit::{
        server::{Answer, Browser, TestServer},
        town::{DISTRICT, HOUSING, ROOM, hire, merge_housing, staff_id},
    },
    rooms::table::Guest,
};
use lianjie::domain::{
    hearing::{ActionItem, ActionItemState, AgendaPhase, EntryWrite, Outcome, OutcomeStandard},
    ids::{ActionItemId, AgencyId, EntryId, HearingId, OpId, PetitionId, SeatId, StaffId},
    people::{Role, Staff},
    petition::PetitionState,
};
use reqwest::{
    Method,
    multipart::{Form, Part},
};
use serde_json::{Value, json};
use time::Date;
use uuid::Uuid;

pub const MINUTE: i64 = 60_000;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

/// A petition from 西湖街道, as the citizen page sends it.
pub fn filing() -> Value {
    json!({
        "title": "小区物业不公开收支",
        "text": "我们小区六十六户业主多年交纳物业费，物业公司从不公开收支，请求联合接访。",
        "place": "620103002",
        "category": "appeal",
        "purpose": "resolution",
        "content_class": "property_management",
        "respondent": "某物业公司",
        "persons_concerned": 66,
        "petitioner": {
            "name": "马秀英", "phone": "13900000001", "id_number": "620103196001011234",
            "address": "西湖街道1号",
        },
        "co_petitioners": [{ "name": "王建国" }],
        "representatives": [{ "name": "李桂兰", "phone": "13900000002" }],
    })
}

/// A report (检举控告), sealed.
pub fn report() -> Value {
    let mut report = filing();
    report["category"] = "report".into();
    report["purpose"] = "exposure".into();
    report["accused"] = HOUSING.0.to_string().into();
    report
}

/// What somebody without an account filed.
pub struct Filed {
    pub id: String,
    pub number: String,
    pub code: String,
}

impl Filed {
    pub async fn by(browser: &Browser, filing: Value) -> Self {
        let filed = browser.post("/petitions", filing).await.expect(201);
        let text = |name: &str| filed[name].as_str().unwrap().to_owned();
        Self { id: text("id"), number: text("number"), code: text("query_code") }
    }

    pub fn door(&self) -> Value {
        json!({ "number": self.number, "code": self.code })
    }

    pub fn path(&self, rest: &str) -> String {
        format!("/petitions/{}{rest}", self.id)
    }

    /// Adds a file; its id.
    pub async fn attached(&self, browser: &Browser) -> String {
        attached(browser, &self.id).await
    }
}

/// Households of one building, from a phone each, about the same matter.
pub async fn households<const N: usize>(visitor: &Browser) -> [Filed; N] {
    let mut filed = Vec::new();
    for n in 0..N {
        let mut own = filing();
        own["petitioner"] = json!({ "name": format!("某{n}"), "phone": format!("139{n:08}") });
        own["persons_concerned"] = 1.into();
        (own["co_petitioners"], own["representatives"]) = (json!([]), json!([]));
        filed.push(Filed::by(visitor, own).await);
    }
    filed.try_into().unwrap_or_else(|_| unreachable!("N were filed"))
}

async fn attached(browser: &Browser, petition: &str) -> String {
    let part = Part::bytes(b"%PDF-1.7 evidence".to_vec()).file_name("合同.pdf");
    let form = Form::new().part("file", part);
    let added = browser.upload(&format!("/petitions/{petition}/attachments"), form).await.expect(201);
    added["id"].as_str().unwrap().to_owned()
}

/// Records at the desk that its petitioner withdrew, by a paper they signed; the answer's body is its page.
pub async fn withdrawn(browser: &Browser, petition: &str) -> Value {
    let proof = json!({ "how": "signed", "paper": attached(browser, petition).await });
    let withdraw = json!({ "kind": "withdraw", "reason": "信访人当面书面撤回", "proof": proof });
    moved(browser, petition, withdraw).await
}

/// Moves a petition on by one transition; the answer's body is its page.
pub async fn moved(browser: &Browser, petition: &str, transition: Value) -> Value {
    let version = browser.get(&format!("/petitions/{petition}")).await.expect(200)["version"].clone();
    let asked = json!({ "version": version, "transition": transition });
    browser.post(&format!("/petitions/{petition}/transitions"), asked).await.expect(200)
}

/// What its person has not read yet, newest first.
pub async fn topics(browser: &Browser) -> Vec<String> {
    let page = browser.get("/staff-notices?unread=true").await.expect(200);
    let rows = page["rows"].as_array().unwrap().iter();
    rows.map(|row| row["topic"].as_str().unwrap().to_owned()).collect()
}

pub fn routed() -> Value {
    json!({ "kind": "route", "how": "transfer", "unit": HOUSING.0 })
}

/// Screened by its bureau and handed to the housing bureau ...
pub async fn at_unit(head: &Browser, petition: &str) {
    moved(head, petition, json!({ "kind": "start_screening" })).await;
    moved(head, petition, routed()).await;
}

/// ... which accepts it and gives it to its handler ...
pub async fn in_hand(handler: &Browser, petition: &str) {
    moved(handler, petition, json!({ "kind": "accept" })).await;
    moved(handler, petition, json!({ "kind": "assign_handler", "handler": staff_id("handler").0 })).await;
}

/// What the opinions of the tests rest on.
pub const BASIS: &str = "《物业管理条例》第五十三条";

/// ... who drafts a reply ...
pub async fn drafted(handler: &Browser, petition: &str) {
    let text = "经调查，物业公司应公开收支账目。";
    let draft = json!({ "kind": "draft_reply", "result": "support", "text": text, "basis": BASIS });
    moved(handler, petition, draft).await;
}

/// ... and delivers it.
pub async fn answered(handler: &Browser, petition: &str) {
    drafted(handler, petition).await;
    moved(handler, petition, json!({ "kind": "deliver_reply" })).await;
}

/// A petition that somebody filed and that was routed to the housing bureau.
pub async fn at_the_unit(server: &TestServer, head: &Browser) -> Filed {
    let filed = Filed::by(&server.visitor(), filing()).await;
    at_unit(head, &filed.id).await;
    filed
}

/// The petition was closed at the housing bureau, which is merged into `successor` afterwards.
pub async fn merge_away(server: &TestServer, petition: &Filed, successor: AgencyId) {
    let mut tx = server.store.begin().await.unwrap();
    let id = PetitionId(petition.id.parse().unwrap());
    let mut ended = tx.petition(id).await.unwrap().unwrap();
    ended.state = PetitionState::Closed { unit: HOUSING, at: server.now() };
    tx.save_petition(&ended).await.unwrap();
    merge_housing(tx.as_mut(), successor, server.now()).await;
    tx.commit().await.unwrap();
}

/// The housing bureau is merged into a new organ by this name, and its people go there; the new organ's id.
pub async fn housing_merged(server: &TestServer, into: &str) -> String {
    let admin = server.sign_in("admin").await;
    let organ = json!({ "name": into, "kind": "responsible_unit", "division": "620103" });
    let made = admin.post("/admin/agencies", organ).await.expect(201);
    let closing = json!({ "successor": made["id"], "reason": "区机构改革方案：职责划转" });
    admin.post(&format!("/admin/agencies/{}/close", HOUSING.0), closing).await.expect(200);
    made["id"].as_str().unwrap().to_owned()
}

/// Whoever files away what the bureau has done with.
pub async fn archivist(server: &TestServer) -> Browser {
    let archivist = Staff {
        id: StaffId(Uuid::from_u128(0xee)),
        username: "archivist".into(),
        name: "archivist 同志".into(),
        agency: DISTRICT,
        roles: vec![Role::Archivist],
        disabled: false,
    };
    let mut tx = server.store.begin().await.unwrap();
    hire(tx.as_mut(), &archivist).await;
    tx.commit().await.unwrap();
    server.sign_in("archivist").await
}

/// A joint reception: presider, clerk, the housing bureau, the petitioner, the company.
pub fn wish(starts_at: i64, petitioner: &Value) -> Value {
    json!({
        "kind": "joint_reception",
        "title": "物业收支问题联合接访",
        "starts_at": starts_at,
        "ends_at": starts_at + HOUR,
        "agenda": ["opening", "statement", "response", "conclusion", "read_back"],
        "seats": [
            { "role": "presider", "occupant": { "is": "official", "staff": staff_id("head").0, "room": ROOM.0 } },
            { "role": "clerk", "occupant": { "is": "official", "staff": staff_id("clerk").0 } },
            { "role": "agency_rep", "occupant": { "is": "official", "staff": staff_id("handler").0 } },
            { "role": "petitioner", "occupant": { "is": "party", "person": petitioner }, "mandatory": true },
            { "role": "company_rep",
              "occupant": { "is": "external", "organisation": "某物业公司", "name": "赵经理" } },
        ],
    })
}

/// A filed petition with a hearing an hour ahead.
pub struct Scheduled {
    pub petition: Filed,
    pub hearing: String,
    /// Ids of its seats, in the order of [`wish`].
    pub seats: Vec<String>,
    pub starts_at: i64,
}

pub const PETITIONER_SEAT: usize = 3;

impl Scheduled {
    pub async fn on(server: &TestServer, head: &Browser) -> Self {
        let petition = Filed::by(&server.visitor(), filing()).await;
        let starts_at = server.now().0 + HOUR;
        let page = head.get(&petition.path("")).await.expect(200);
        let wish = wish(starts_at, &page["parties"][0]["id"]);
        Self::by(head, petition, wish).await
    }

    pub async fn by(head: &Browser, petition: Filed, wish: Value) -> Self {
        let starts_at = wish["starts_at"].as_i64().unwrap();
        let hearing = head.post(&petition.path("/hearings"), wish).await.expect(201);
        let id = |of: &Value| of["id"].as_str().unwrap().to_owned();
        let seats = hearing["seats"].as_array().unwrap().iter().map(id).collect();
        Self { petition, hearing: id(&hearing), seats, starts_at }
    }

    pub fn path(&self, rest: &str) -> String {
        format!("/hearings/{}{rest}", self.hearing)
    }

    pub fn id(&self) -> HearingId {
        HearingId(self.hearing.parse().unwrap())
    }

    pub fn seat(&self, seat: usize) -> SeatId {
        SeatId(self.seats[seat].parse().unwrap())
    }

    /// Connects to its room on one of its seats.
    pub async fn sit(&self, server: &TestServer, seat: usize) -> Guest {
        Guest::connect(&server.rooms, self.id(), self.seat(seat)).await.unwrap()
    }

    /// The secret of a fresh link to one of its seats.
    pub async fn link(&self, head: &Browser, seat: usize) -> String {
        let path = self.path(&format!("/seats/{}/link", self.seats[seat]));
        let link = head.post(&path, json!({})).await.expect(200);
        let (address, secret) = link["url"].as_str().unwrap().split_once('#').unwrap();
        assert!(address.ends_with("/join"));
        secret.to_owned()
    }
}

/// `postpone` or `cancel`, of the hearing as it stands.
pub async fn stopped(browser: &Browser, hearing: &str, how: &str, body: Value) -> Answer {
    let tag = browser.get(&format!("/hearings/{hearing}")).await.expect(200)["tag"].clone();
    browser.replace(Method::POST, &format!("/hearings/{hearing}/{how}"), &tag, body).await
}

/// An action item for the housing bureau, ordered in the hearing; its id. The room is driven elsewhere.
pub async fn ordered_item(server: &TestServer, scheduled: &Scheduled) -> String {
    ordered_until(server, scheduled, server.now().local_date()).await
}

/// Ordered now; what was promised in the room may have been until an earlier day.
pub async fn ordered_until(server: &TestServer, scheduled: &Scheduled, deadline: Date) -> String {
    let (hearing, entry) = (scheduled.id(), EntryId(Uuid::from_u128(7)));
    let write = EntryWrite {
        op: OpId(Uuid::from_u128(8)),
        entry,
        hearing,
        revision: 1,
        phase: AgendaPhase::Statement,
        speaker: None,
        text: "住建局十五日内督促维修屋面。".into(),
        at: server.now(),
        struck: None,
        author: scheduled.seat(1),
    };
    let item = ActionItem {
        id: ActionItemId(Uuid::from_u128(9)),
        agency: HOUSING,
        content: "督促维修屋面".into(),
        deadline,
        entry,
        state: ActionItemState::Ordered,
        accepted: None,
    };
    let mut tx = server.store.begin().await.unwrap();
    tx.write_entry(&write).await.unwrap();
    let petition = tx.hearing(hearing).await.unwrap().unwrap().petition;
    let outcome = Outcome {
        hearing,
        petition,
        conclusion: "住建局督促物业公司维修".into(),
        standards: vec![OutcomeStandard::Resolve],
        items: vec![item.clone()],
        issued_at: server.now(),
        closed_at: server.now(),
        next: None,
        published_at: None,
        withdrawn_at: None,
        earlier: Vec::new(),
    };
    tx.add_outcome(&outcome).await.unwrap();
    tx.commit().await.unwrap();
    item.id.to_string()
}

pub async fn exchange(browser: &Browser, secret: &str) -> crate::kit::server::Answer {
    browser.post("/seat/exchange", json!({ "secret": secret })).await
}
