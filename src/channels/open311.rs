//! Open311 GeoReport v2 in the words of the record: what a request says becomes an item, what a petition is becomes a
//! request. Names, texts and sealed matters never go out by it.

use super::intake::{Item, Person};
use crate::domain::{
    Timestamp, hex,
    jurisdiction::DivisionCode,
    petition::{ContentClass, Household},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use time::{Date, format_description::well_known::Rfc3339};

/// The parameters of a form, in the order they came.
pub type Form = Vec<(String, String)>;

/// The parameters that say who sends a form.
const SENDER: [&str; 6] = ["last_name", "first_name", "phone", "email", "device_id", "account_id"];

/// How the key of a form begins whose sender gave it none.
pub const UNNAMED: &str = "form-";

/// When what is served here changed last, so that a client reads it again.
const CHANGESET: &str = "2026-11-27T00:00:00+08:00";

/// Longest title made of a description, characters.
const TITLE_CHARS: usize = 40;

#[must_use]
pub fn value<'a>(form: &'a Form, name: &str) -> Option<&'a str> {
    let found = form.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim());
    found.filter(|value| !value.is_empty())
}

/// By what a request is filed once whose sender gave it no name: what it says, in whichever order, and the day on which it
/// says so. Ordinary clients know no such name, and send again what was not answered.
///
/// `None`: the form names nobody. Two citizens may say the same of the same lamp, and neither of them is to be lost.
#[must_use]
pub fn key_of(form: &Form, day: Date) -> Option<String> {
    SENDER.iter().find_map(|name| value(form, name))?;
    let mut said: Vec<_> = form.iter().filter(|(name, _)| name != "api_key").collect();
    said.sort_unstable();
    let digest = Sha256::digest(json!([day.to_string(), said]).to_string());
    Some(format!("{UNNAMED}{}", hex(&digest[..24])))
}

/// What a class is called.
#[must_use]
const fn class_name(class: ContentClass) -> &'static str {
    match class {
        ContentClass::LitigationRelated => "涉法涉诉",
        ContentClass::Livelihood => "民生",
        ContentClass::Land => "土地",
        ContentClass::HousingDemolition => "住房与拆迁",
        ContentClass::PropertyManagement => "物业管理",
        ContentClass::LabourSocialSecurity => "劳动与社会保障",
        ContentClass::SafetyEnvironment => "安全与环保",
        ContentClass::LawEnforcement => "行政执法",
        ContentClass::UrbanConstruction => "城乡建设",
        ContentClass::Other => "其他",
    }
}

/// Where all this is, for a client that knows the server at `url` alone.
#[must_use]
pub fn discovery(url: &str) -> Value {
    json!({
        "changeset": CHANGESET,
        "contact": format!("接口文档：{url}/api/docs"),
        "key_service": "密钥由本级信访部门的系统管理员在工作台“接口”页办理，即接入系统的令牌（intake:open311）。",
        "endpoints": [{
            "specification": "http://wiki.open311.org/GeoReport_v2",
            "url": format!("{url}/api/open311/v2"),
            "changeset": CHANGESET,
            "type": "production",
            "formats": ["application/json", "text/xml"],
        }],
    })
}

#[must_use]
pub fn services() -> Value {
    let service = |class: &ContentClass| {
        json!({
            "service_code": class.as_str(),
            "service_name": class_name(*class),
            "description": class_name(*class),
            "metadata": true,
            "type": "realtime",
            "keywords": "信访",
            "group": "信访事项",
        })
    };
    ContentClass::ALL.iter().map(service).collect()
}

/// Attributes are the same for all.
#[must_use]
pub fn definition(class: ContentClass) -> Value {
    let attribute = |order: u8, code: &str, datatype: &str, description: &str| {
        json!({
            "variable": true, "code": code, "datatype": datatype, "required": false, "order": order,
            "datatype_description": Value::Null, "description": description, "values": [],
        })
    };
    json!({
        "service_code": class.as_str(),
        "attributes": [
            attribute(1, "respondent", "string", "被反映的机关或单位"),
            attribute(2, "persons_concerned", "number", "涉及人数"),
        ],
    })
}

/// A request as an item about `class`. `area`: where it is if it does not say.
#[must_use]
pub fn item(form: &Form, class: ContentClass, area: &DivisionCode) -> Item {
    let place = value(form, "address_id").or_else(|| value(form, "jurisdiction_id"));
    let name =
        [value(form, "last_name"), value(form, "first_name")].into_iter().flatten().collect::<String>();
    let persons = value(form, "attribute[persons_concerned]").map(|text| text.parse().unwrap_or(0));
    Item {
        title: title(form, class),
        text: text(form),
        place: place.map_or_else(|| area.to_string(), str::to_owned),
        category: None,
        purpose: None,
        content_class: Some(class.as_str().to_owned()),
        respondent: value(form, "attribute[respondent]").map(str::to_owned),
        persons_concerned: persons,
        pictures: value(form, "media_url").map(str::to_owned).into_iter().collect(),
        petitioner: Person {
            name,
            phone: value(form, "phone").map(str::to_owned),
            id_number: None,
            address: None,
        },
    }
}

/// The first line of the description, or what the class is called.
fn title(form: &Form, class: ContentClass) -> String {
    let line = value(form, "description").and_then(|text| text.lines().next()).unwrap_or_default();
    let title: String = line.trim().chars().take(TITLE_CHARS).collect();
    if title.chars().count() < 4 { format!("{}问题", class_name(class)) } else { title }
}

/// The description, and all else that was said and has no field of its own.
fn text(form: &Form) -> String {
    let mut text = value(form, "description").unwrap_or_default().to_owned();
    let position =
        [value(form, "lat"), value(form, "long")].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let said = [
        ("地址", value(form, "address_string")),
        ("坐标", Some(position.as_str()).filter(|text| !text.is_empty())),
        ("图片", value(form, "media_url")),
        ("电子邮箱", value(form, "email")),
    ];
    for (label, said) in said.into_iter().filter_map(|(label, said)| Some((label, said?))) {
        text.push_str(&format!("\n{label}：{said}"));
    }
    text
}

/// A petition as the request it came as; of one that was merged, as the matter fares that it goes on in.
#[must_use]
pub fn request(filed: &Household, unit: Option<String>, updated_at: Timestamp) -> Value {
    let Household { own, matter } = filed;
    let class = own.content_class;
    json!({
        "service_request_id": own.number,
        "status": if matter.state.is_open() { "open" } else { "closed" },
        "status_notes": matter.state.ending().name().as_str(),
        "service_name": class_name(class),
        "service_code": class.as_str(),
        "description": Value::Null, // the text is the petitioner's
        "agency_responsible": unit,
        "service_notice": Value::Null,
        "requested_datetime": datetime(own.registered_at),
        "updated_datetime": datetime(updated_at),
        "expected_datetime": matter.next_judged().map(|clock| datetime(clock.due)),
        "address": Value::Null,
        "address_id": own.place.as_str(),
        "zipcode": Value::Null,
        "lat": Value::Null,
        "long": Value::Null,
        "media_url": Value::Null,
    })
}

/// W3C date and time, in China's zone.
fn datetime(at: Timestamp) -> String {
    at.local().format(&Rfc3339).unwrap_or_default()
}

/// Reads one.
#[must_use]
pub fn parse_datetime(text: &str) -> Option<Timestamp> {
    let at = time::OffsetDateTime::parse(text, &Rfc3339).ok()?;
    i64::try_from(at.unix_timestamp_nanos() / 1_000_000).ok().map(Timestamp)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        channels::Adapter,
        petition::{Petition, PetitionState, Retention},
    };

    fn form(pairs: &[(&str, &str)]) -> Form {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn nothing_that_was_said_is_lost() {
        let form = form(&[
            ("description", "路灯坏了一个月\n晚上看不见路"),
            ("address_string", "西津西路 1 号"),
            ("lat", "36.06"),
            ("long", "103.75"),
            ("media_url", "https://pictures.example/1.jpg"),
            ("email", "a@example.org"),
            ("last_name", "马"),
            ("first_name", "某某"),
            ("phone", "13900000001"),
            ("attribute[persons_concerned]", "12"),
            ("address_id", "620103002"),
        ]);
        let item = item(&form, ContentClass::UrbanConstruction, &"620103".parse().unwrap());
        assert_eq!((item.title.as_str(), item.place.as_str()), ("路灯坏了一个月", "620103002"));
        for said in ["晚上看不见路", "西津西路 1 号", "36.06, 103.75", "pictures.example", "a@example.org"]
        {
            assert!(item.text.contains(said), "{said}");
        }
        assert_eq!(item.pictures, ["https://pictures.example/1.jpg"]);
        let filed = item.filed(Adapter::Open311, "T-1").unwrap();
        assert_eq!((filed.petitioner.name.as_str(), filed.persons_concerned), ("马某某", 12));
        assert_eq!(filed.origin.channel_number.as_deref(), Some("T-1"));
        let unnamed = key_of(&form, time::macros::date!(2026 - 11 - 27)).unwrap();
        let filed = item.filed(Adapter::Open311, &unnamed).unwrap();
        assert_eq!(filed.origin.channel_number, None, "it is ours");
    }

    #[test]
    fn a_form_that_says_the_same_on_the_same_day_is_the_same_request() {
        use time::macros::date;
        let said = [("description", "路灯坏了"), ("phone", "13900000001"), ("api_key", "a")];
        assert_eq!(
            key_of(&form(&[("description", "路灯坏了"), ("phone", " ")]), date!(2026 - 11 - 27)),
            None
        );
        let key = key_of(&form(&said), date!(2026 - 11 - 27)).unwrap();
        assert!(key.len() <= 64, "a number of a sender's is no longer");
        let [first, second, _] = said;
        for (pairs, day, same) in [
            ([second, ("api_key", "renewed"), first], date!(2026 - 11 - 27), true),
            (said, date!(2026 - 11 - 28), false),
            ([first, ("phone", "13900000002"), second], date!(2026 - 11 - 27), false),
            ([("description", "路灯"), ("phone", "坏了13900000001"), first], date!(2026 - 11 - 27), false),
        ] {
            assert_eq!(key_of(&form(&pairs), day).unwrap() == key, same, "{pairs:?} on {day}");
        }
    }

    #[test]
    fn what_was_filed_away_is_told_by_how_it_ended() {
        let at = Timestamp(1_795_395_600_000);
        let ended = Box::new(PetitionState::Withdrawn { at });
        let state = PetitionState::Archived { ended, retention: Retention::TenYears, at };
        let own = Petition { state, ..Petition::blank() };
        let told = request(&Household { own: own.clone(), matter: own }, None, at);
        assert_eq!((&told["status"], &told["status_notes"]), (&json!("closed"), &json!("withdrawn")));
    }

    #[test]
    fn a_request_without_a_place_is_about_the_jurisdiction() {
        let area = "6201".parse().unwrap();
        let about = |pairs: &[(&str, &str)]| item(&form(pairs), ContentClass::Other, &area).place;
        assert_eq!(about(&[]), "6201");
        assert_eq!(about(&[("jurisdiction_id", "620102")]), "620102");
        assert_eq!(about(&[("jurisdiction_id", "620102"), ("address_id", "620102001")]), "620102001");
    }
}
