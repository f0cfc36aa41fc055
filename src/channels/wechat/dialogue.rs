//! The dialogue by which a WeChat follower writes a petition: what a message asks for, and the answer. Pure.

use super::Message;
use crate::{
    channels::intake::{Item, Person},
    domain::{
        channels::IntakeItem,
        jurisdiction::{Division, DivisionCode},
        petition::{Petition, PetitionNumber, StateName},
    },
};
use serde::{Deserialize, Serialize};

/// Shortest text of a petition, and longest of a draft, characters.
const TEXT_CHARS: std::ops::RangeInclusive<usize> = 10..=10_000;

pub const HELP: &str = "反映问题：直接发送内容和图片，再发送“姓名 电话”（如：马某某 13900000001），\
    最后回复 1 提交，回复 0 取消。\n查询进展：发送“信访件号 查询码”。";

/// What a follower is writing. Empty: nothing yet.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_debug_implementations, reason = "what a follower writes is not logged")]
pub struct Dialogue {
    /// The draft's own number, by which it becomes a petition once.
    pub draft: String,
    pub text: String,
    pub name: String,
    pub phone: String,
    /// Code of the county it lies in, where the account is a city's or a province's.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// Addresses the platform gave with what was sent as a picture; they stand in the text, too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<String>,
}

/// What a message asks for.
#[derive(Clone, PartialEq, Eq)]
#[expect(missing_debug_implementations, reason = "a query code may be in it")]
pub enum Said {
    Help,
    /// Where a petition stands.
    Status {
        number: String,
        code: String,
    },
    /// The draft is longer, or has a name now.
    Write(Dialogue),
    /// The draft is to be a petition.
    Submit,
    Cancel,
    /// Not yet: why.
    NotYet(String),
}

/// Characters of a reason that are told: an answer holds two kilobytes.
const REASON_CHARS: usize = 200;

/// That what a follower brought was not registered, and why.
#[must_use]
pub fn not_registered(item: &IntakeItem) -> String {
    let day = item.received_at.local_date();
    let reason: String = item.reason.as_deref().unwrap_or_default().chars().take(REASON_CHARS).collect();
    format!(
        "您{}月{}日提交的来件未予登记，理由：{reason}。如仍要反映，请补充后重新提交。",
        u8::from(day.month()),
        day.day()
    )
}

/// Reads `message` in the light of what was said before. `counties`: where it may lie; none where that needs no asking.
#[must_use]
pub fn said(message: &Message, before: &Dialogue, counties: &[Division]) -> Said {
    let text = message.content.trim();
    match message.kind.as_str() {
        "image" => return Said::Write(pictured(before, message)),
        "text" => {}
        _ => return Said::Help,
    }
    let words: Vec<_> = text.split_whitespace().collect();
    match words[..] {
        [] | ["帮助" | "?" | "？"] => Said::Help,
        [number, code] if number.parse::<PetitionNumber>().is_ok() => {
            Said::Status { number: number.to_owned(), code: code.to_owned() }
        }
        ["1"] => submit(before, counties),
        ["0" | "取消"] => Said::Cancel,
        [name, phone] if is_phone(phone) && name.chars().count() <= 20 => {
            Said::Write(Dialogue { name: name.to_owned(), phone: phone.to_owned(), ..before.clone() })
        }
        [name] if let Some(county) = called(name, counties) => {
            Said::Write(Dialogue { place: county.code.to_string(), ..before.clone() })
        }
        _ => Said::Write(placed(written(before, text), text, counties)),
    }
}

fn submit(draft: &Dialogue, counties: &[Division]) -> Said {
    if !TEXT_CHARS.contains(&draft.text.chars().count()) {
        return Said::NotYet("请先发送要反映的内容，10 至 10000 字。".to_owned());
    }
    if draft.name.is_empty() {
        return Said::NotYet("请先发送“姓名 电话”，如：马某某 13900000001。".to_owned());
    }
    if draft.place.is_empty() && !counties.is_empty() {
        return Said::NotYet(ask_for_county(counties));
    }
    Said::Submit
}

/// The county of this name, with or without its last character: 城关 is 城关区.
fn called<'a>(name: &str, counties: &'a [Division]) -> Option<&'a Division> {
    let short =
        |full: &str| full.char_indices().next_back().and_then(|(end, _)| full.get(..end)) == Some(name);
    let is = |county: &&Division| county.name == name || (name.chars().count() >= 2 && short(&county.name));
    let mut found = counties.iter().filter(is);
    found.next().filter(|_| found.next().is_none())
}

/// With the one county that the text names, if it names one and none was said before.
fn placed(draft: Dialogue, text: &str, counties: &[Division]) -> Dialogue {
    let mut named = counties.iter().filter(|county| text.contains(&county.name));
    match (draft.place.is_empty(), named.next(), named.next()) {
        (true, Some(county), None) => Dialogue { place: county.code.to_string(), ..draft },
        _ => draft,
    }
}

fn ask_for_county(counties: &[Division]) -> String {
    /// As many as a city has; a province's are not all read out.
    const NAMED: usize = 20;
    let names: Vec<_> = counties.iter().take(NAMED).map(|county| county.name.as_str()).collect();
    let more = if counties.len() > NAMED { "等" } else { "" };
    format!("请再发送事情发生在哪个区县（只发名称）：{}{more}。", names.join("、"))
}

fn written(before: &Dialogue, more: &str) -> Dialogue {
    let text = [before.text.as_str(), more].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    Dialogue { text: text.join("\n"), ..before.clone() }
}

/// The platform keeps the picture for days: it is fetched by its address once there is a petition.
fn pictured(before: &Dialogue, message: &Message) -> Dialogue {
    let line = format!("图片：{}", message.picture.as_deref().unwrap_or("（没有地址）"));
    let mut draft = written(before, &line);
    draft.pictures.extend(message.picture.clone());
    draft
}

fn is_phone(text: &str) -> bool {
    (7..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

impl Dialogue {
    /// What is read back before it is submitted.
    #[must_use]
    pub fn read_back(&self, counties: &[Division]) -> String {
        let contact = if self.name.is_empty() {
            "请再发送“姓名 电话”。".to_owned()
        } else {
            format!("联系人：{} {}", self.name, self.phone)
        };
        let place = match counties.iter().find(|county| county.code.as_str() == self.place) {
            _ if counties.is_empty() => String::new(),
            Some(county) => format!("地点：{}（发送其他区县名称可更改）\n", county.name),
            None => format!("{}\n", ask_for_county(counties)),
        };
        let shown: String = self.text.chars().take(200).collect();
        format!("已记下：\n{shown}\n{contact}\n{place}还可以继续补充；回复 1 提交，回复 0 取消。")
    }

    /// As an item about `area`.
    #[must_use]
    pub fn item(&self, area: &DivisionCode) -> Item {
        let title: String = self.text.lines().next().unwrap_or_default().chars().take(40).collect();
        let title = if title.chars().count() < 4 { "微信反映问题".to_owned() } else { title };
        Item {
            title,
            text: self.text.clone(),
            place: if self.place.is_empty() { area.to_string() } else { self.place.clone() },
            category: None,
            purpose: None,
            content_class: None,
            respondent: None,
            persons_concerned: None,
            pictures: self.pictures.clone(),
            petitioner: Person {
                name: self.name.clone(),
                phone: Some(self.phone.clone()),
                ..Person::default()
            },
        }
    }
}

/// Where a petition stands, in words: how it ended, and not that it was filed away.
#[must_use]
pub fn answer_status(number: &str, matter: &Petition, unit: Option<&str>) -> String {
    let mut answer = format!("{number}：{}", state_word(matter.state.ending().name()));
    if let Some(unit) = unit {
        answer.push_str(&format!("\n承办单位：{unit}"));
    }
    if let Some(clock) = matter.next_judged() {
        answer.push_str(&format!("\n最近期限：{}", clock.due.local_date()));
    }
    answer
}

/// As people say it.
#[must_use]
pub const fn state_word(state: StateName) -> &'static str {
    match state {
        StateName::Registered => "已登记",
        StateName::Screening => "甄别中",
        StateName::Objected => "管辖异议中",
        StateName::Routed => "已转交",
        StateName::Accepted => "已受理",
        StateName::Handling => "办理中",
        StateName::Extended => "已延期办理",
        StateName::ReplyApproval => "答复审批中",
        StateName::Replied => "已答复",
        StateName::ReviewRequested => "已申请复查",
        StateName::Reviewing => "复查中",
        StateName::Reviewed => "复查已答复",
        StateName::RereviewRequested => "已申请复核",
        StateName::Rereviewing => "复核中",
        StateName::Rereviewed => "复核意见已作出，待送达",
        StateName::Closed => "已办结",
        StateName::Terminated => "已终结",
        StateName::Diverted => "已依法导入其他程序",
        StateName::NotAccepted => "不予受理",
        StateName::NoLongerAccepted => "不再受理",
        StateName::Merged => "已并案",
        StateName::Withdrawn => "已撤回",
        StateName::Archived => "已归档",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::petition::{PetitionState, Retention};

    fn message(kind: &str, content: &str) -> Message {
        let text = |text: &str| text.to_owned();
        Message {
            to: text("account"),
            from: text("follower"),
            kind: text(kind),
            content: text(content),
            picture: Some(text("http://pictures.example/1")),
            event: None,
            id: text("1"),
        }
    }

    /// What the draft is after these messages, and whether the last one submits it.
    fn after(messages: &[(&str, &str)]) -> (Dialogue, bool) {
        let mut dialogue = Dialogue::default();
        for (kind, content) in messages {
            match said(&message(kind, content), &dialogue, &[]) {
                Said::Write(next) => dialogue = next,
                Said::Submit => return (dialogue, true),
                Said::Cancel => dialogue = Dialogue::default(),
                _ => {}
            }
        }
        (dialogue, false)
    }

    #[test]
    fn texts_pictures_and_a_name_make_a_petition_when_confirmed() {
        let text = ("text", "小区物业多年不公开收支，请处理");
        let (draft, submits) = after(&[text, ("image", ""), ("text", "马某某 13900000001"), ("text", "1")]);
        assert!(submits && draft.text.contains("图片：http://pictures.example/1"));
        assert_eq!(draft.item(&"620103".parse().unwrap()).pictures, ["http://pictures.example/1"]);
        let (typed, _) = after(&[text, ("text", "图片：http://10.0.0.1/admin")]);
        assert_eq!(typed.item(&"620103".parse().unwrap()).pictures, [""; 0], "typed, not sent as a picture");
        assert_eq!((draft.name.as_str(), draft.phone.as_str()), ("马某某", "13900000001"));
        for early in [
            &[("text", "1")][..],
            &[text, ("text", "1")],
            &[("text", "马某某 13900000001"), ("text", "1")],
            &[text, ("text", "马某某 13900000001"), ("text", "0"), ("text", "1")],
            &[text, ("event", "1")],
        ] {
            assert!(!after(early).1, "{early:?}");
        }
    }

    fn counties() -> Vec<Division> {
        let county = |code: &str, name: &str| Division { code: code.parse().unwrap(), name: name.to_owned() };
        vec![county("620102", "城关区"), county("620103", "七里河区"), county("620122", "皋兰县")]
    }

    /// Where the matter lies after these messages to a city's account, and whether the last submits it.
    fn lies(messages: &[&str]) -> (String, bool) {
        let mut dialogue = Dialogue::default();
        for content in messages {
            match said(&message("text", content), &dialogue, &counties()) {
                Said::Write(next) => dialogue = next,
                Said::Submit => return (dialogue.item(&"6201".parse().unwrap()).place, true),
                _ => {}
            }
        }
        (dialogue.place, false)
    }

    #[test]
    fn a_citys_account_asks_for_the_county() {
        let (text, who) = ("小区物业多年不公开收支，请处理", "马某某 13900000001");
        for (messages, place, submits) in [
            (&[text, who, "1"][..], "", false),
            (&[text, who, "城关区", "1"], "620102", true),
            (&[text, who, "皋兰", "1"], "620122", true),
            (&["城关区", text, who, "七里河", "1"], "620103", true),
            (&["城关区某小区物业多年不公开收支", who, "1"], "620102", true),
            (&["城关区和七里河区之间的道路积水", who, "1"], "", false),
        ] {
            assert_eq!(lies(messages), (place.to_owned(), submits), "{messages:?}");
        }
        let asked = said(&message("text", "1"), &Dialogue::default(), &counties());
        assert!(matches!(asked, Said::NotYet(why) if why.contains("内容")));
    }

    #[test]
    fn a_number_and_a_code_ask_where_it_stands() {
        let day = crate::domain::Timestamp(1_795_395_600_000).local_date();
        let number =
            PetitionNumber::new(&"620103".parse().unwrap(), day, crate::domain::petition::Channel::Web, 1)
                .unwrap();
        let asked = said(&message("text", &format!("{number} ABCDEFGH23")), &Dialogue::default(), &[]);
        assert!(matches!(asked, Said::Status { code, .. } if code == "ABCDEFGH23"));
        let typo = said(&message("text", "XF000000000000000000000X ABCDEFGH23"), &Dialogue::default(), &[]);
        assert!(matches!(typo, Said::Write(_)));
    }

    #[test]
    fn what_was_filed_away_is_told_by_how_it_ended() {
        let at = crate::domain::Timestamp(1_795_395_600_000);
        let ended = Box::new(PetitionState::Withdrawn { at });
        let state = PetitionState::Archived { ended, retention: Retention::TenYears, at };
        let matter = Petition { state, ..Petition::blank() };
        assert_eq!(answer_status("XF1", &matter, None), "XF1：已撤回");
    }
}
