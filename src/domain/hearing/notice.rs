//! H4 and H18: each seat is told of its hearing, and what each has made of it is kept.

use super::{Hearing, Occupant, Receipt, Seat, StageName, unconfirmed};
use crate::domain::{
    DAY_MS, HOUR_MS, Timestamp,
    event::{Change, Event, EventKind},
    ids::{EventId, HearingId, HearingNoticeId, PetitionId, SeatId},
    named,
    people::{Party, Phone},
};

named!(
    /// What a notice says.
    pub enum NoticeKind {
        Scheduled = "scheduled",
        /// It has new times.
        Postponed = "postponed",
        /// It has none yet.
        Deferred = "deferred",
        Cancelled = "cancelled",
        /// Broken off: another session is to come.
        Adjourned = "adjourned",
        /// It goes on face to face.
        InPerson = "in_person",
        /// It was not held: those it was for did not come.
        NoShow = "no_show",
        /// The seat was given up, or somebody else has its place.
        Withdrawn = "withdrawn",
        /// D-1
        DayBefore = "day_before",
        /// H-1
        HourBefore = "hour_before",
        /// By hand: who has not said that they come.
        Again = "again",
        /// H19, H20: it was broken off before this seat had signed.
        Unsigned = "unsigned",
    }
);

/// What one seat is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HearingNotice {
    pub id: HearingNoticeId,
    pub petition: PetitionId,
    pub hearing: HearingId,
    pub seat: SeatId,
    pub kind: NoticeKind,
    /// What it tells of.
    pub event: EventId,
    pub at: Timestamp,
    /// The times as they were told.
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub receipt: Option<Receipt>,
}

impl HearingNotice {
    /// Whether the same seat was told something later: that says how it stands now, and what was said before would
    /// lead astray whoever reads it after.
    #[must_use]
    pub fn is_overtaken(&self, notices: &[Self]) -> bool {
        notices.iter().any(|other| other.seat == self.seat && other.at > self.at)
    }
}

/// Before which a seat is reminded, milliseconds.
#[must_use]
const fn reminded_before(kind: NoticeKind) -> Option<i64> {
    match kind {
        NoticeKind::DayBefore => Some(DAY_MS),
        NoticeKind::HourBefore => Some(HOUR_MS),
        NoticeKind::Scheduled
        | NoticeKind::Postponed
        | NoticeKind::Deferred
        | NoticeKind::Cancelled
        | NoticeKind::Adjourned
        | NoticeKind::InPerson
        | NoticeKind::NoShow
        | NoticeKind::Withdrawn
        | NoticeKind::Again
        | NoticeKind::Unsigned => None,
    }
}

impl Hearing {
    /// Nobody has begun it, and its time has not come; that somebody opened the check-in by hand changes nothing.
    #[must_use]
    pub fn is_ahead(&self, now: Timestamp) -> bool {
        let open = matches!(self.stage.name(), StageName::Scheduled | StageName::CheckIn | StageName::Ready);
        open && now < self.starts_at
    }
}

/// The reminder that is due now: the nearer one if both are. None for what was scheduled after its time had
/// come: its first notice says the same.
#[must_use]
pub fn reminder_due(hearing: &Hearing, told_at: Timestamp, now: Timestamp) -> Option<NoticeKind> {
    if !hearing.is_ahead(now) {
        return None;
    }
    [NoticeKind::HourBefore, NoticeKind::DayBefore].into_iter().find(|kind| {
        reminded_before(*kind).is_some_and(|before| {
            let due = hearing.starts_at.plus_millis(-before);
            now >= due && told_at < due
        })
    })
}

/// Whom an event concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// Every seat of the table.
    Table,
    Seat(SeatId),
}

/// What an event means to seats; nothing for what they need not be told. Who joins the table is told of the hearing,
/// who leaves it that they need not come.
#[must_use]
pub fn notices_of(kind: EventKind, details: &[(String, String)]) -> Vec<(Whom, NoticeKind)> {
    let detail =
        |name: &str| details.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str());
    let seat = |name: &str| detail(name).and_then(|text| text.parse().ok()).map(|id| Whom::Seat(SeatId(id)));
    if kind == EventKind::HearingReminded && detail("before") == Some(NoticeKind::Again.as_str()) {
        let seats = unconfirmed::named(detail("seats").unwrap_or_default());
        return seats.map(|seat| (Whom::Seat(seat), NoticeKind::Again)).collect();
    }
    let table = |kind| Some((Whom::Table, kind));
    let joins = |name| seat(name).map(|whom| (whom, NoticeKind::Scheduled));
    let leaves = || seat("seat").map(|whom| (whom, NoticeKind::Withdrawn));
    let told = match (kind, detail("step")) {
        (EventKind::HearingScheduled, _) => [table(NoticeKind::Scheduled), None],
        (EventKind::HearingStage, Some("postpone")) => {
            let timed = detail("to") == Some(StageName::Scheduled.as_str());
            [table(if timed { NoticeKind::Postponed } else { NoticeKind::Deferred }), None]
        }
        (EventKind::HearingStage, Some("cancel")) => [table(NoticeKind::Cancelled), None],
        (EventKind::HearingStage, Some("adjourn")) => [table(NoticeKind::Adjourned), None],
        (EventKind::HearingStage, Some("convert_in_person")) => [table(NoticeKind::InPerson), None],
        (EventKind::HearingStage, Some("declare_no_show")) => [table(NoticeKind::NoShow), None],
        (EventKind::HearingReminded, _) => {
            [detail("before").and_then(|text| text.parse().ok()).and_then(table), None]
        }
        (EventKind::HearingSeatAdded, _) => [joins("seat"), None],
        (EventKind::HearingSeatReplaced, _) => [joins("successor"), leaves()],
        (EventKind::HearingSeatWithdrawn, _) => [leaves(), None],
        _ => [None, None],
    };
    told.into_iter().flatten().collect()
}

/// The fact of an event that names the seats whose signature is missing.
const UNSIGNED: &str = "unsigned";

/// Adds who had not signed; nothing where everybody had.
#[must_use]
pub fn naming_unsigned<'a>(change: Change, unsigned: impl Iterator<Item = &'a Seat>) -> Change {
    let seats: Vec<_> = unsigned.map(|seat| seat.id.to_string()).collect();
    if seats.is_empty() { change } else { change.with(UNSIGNED, seats.join(" ")) }
}

/// What one seat is told of `event`, which tells all of `kind`: who had not signed is told that, too.
#[must_use]
pub fn told_to(seat: SeatId, event: &Event, kind: NoticeKind) -> NoticeKind {
    let unsigned = event.detail(UNSIGNED).unwrap_or_default();
    if unsigned.split(' ').any(|one| one == seat.to_string()) { NoticeKind::Unsigned } else { kind }
}

/// Where the petition of this number is looked up, rights, duties and room rules are read, and its people come in.
/// `pages`: the address of the pages. The number goes behind the `#`: no server on the way reads it.
#[must_use]
pub fn query_page(pages: &str, petition: &str) -> String {
    format!("{pages}/query#{petition}")
}

/// What is the same whatever is told.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// [`query_page`]
    pub page: &'a str,
    /// Who comes is recorded by the office, which must be said beforehand (PIPL 17).
    pub recorded: bool,
    /// Of the agency that holds the hearing.
    pub phone: Option<&'a str>,
}

/// What the phone of who sits there is told: number and time, nothing of the matter (docs/rules.md 5), and where everything
/// else is read and done. Outsiders have no query code: their link comes from the office. That it is recorded, then whom to
/// call, is said where it fits.
#[must_use]
pub fn seat_text(number: &str, notice: &HearingNotice, seat: &Seat, around: &Around<'_>) -> String {
    let Around { page, recorded, phone } = *around;
    let at = notice.starts_at.local();
    let when = format!("{}月{}日{}:{:02}", u8::from(at.month()), at.day(), at.hour(), at.minute());
    let (what, comes) = match notice.kind {
        NoticeKind::Scheduled => (format!("定于{when}"), true),
        NoticeKind::Postponed => (format!("改于{when}"), true),
        NoticeKind::Deferred => ("已延期，时间另行通知".to_owned(), false),
        NoticeKind::Cancelled => ("已取消".to_owned(), false),
        NoticeKind::DayBefore => (format!("将于{when}开始，请提前测试设备"), true),
        NoticeKind::HourBefore => (format!("将于{when}开始，提前30分钟可签到"), true),
        NoticeKind::Again => (format!("定于{when}，您还没有确认到场，请尽快确认"), true),
        NoticeKind::Adjourned => ("已休会，下次时间另行通知".to_owned(), false),
        NoticeKind::InPerson => ("改为现场进行，时间地点另行通知".to_owned(), false),
        NoticeKind::NoShow => ("因有关人员未到场，没有举行".to_owned(), false),
        NoticeKind::Withdrawn => ("席位有调整，您不必到场".to_owned(), false),
        NoticeKind::Unsigned => {
            ("线上部分已结束，后续另行通知；笔录已定稿，您还没有签字，可在纸上签字".to_owned(), false)
        }
    };
    let way = match (seat.occupant.person().is_some(), comes) {
        (true, true) => format!("请打开 {page} 看须知、确认到场、测试设备、入场。"),
        (true, false) => format!("可打开 {page} 查看。"),
        (false, true) => {
            let lost = if phone.is_none() { "没有收到请联系举办接访的机关。" } else { "" };
            format!("入场链接由接访机关发给您，收到后可先测试设备。{lost}")
        }
        (false, false) => String::new(),
    };
    let recording = (recorded && comes).then(|| "会场录音录像。".to_owned());
    let asks = phone.map(|phone| format!("咨询电话{phone}。"));
    let fits = |text: &str, more: &str| text.chars().count() + more.chars().count() <= TWO_MESSAGES;
    let text = format!("您的接访（编号{number}）{what}。{way}");
    let more = [recording, asks].into_iter().flatten();
    more.fold(text, |text, more| if fits(&text, &more) { text + &more } else { text })
}

/// Characters that go in two messages to a phone; who has the page misses nothing of what a third would say.
pub(super) const TWO_MESSAGES: usize = 133;

/// The event of a reminder.
#[must_use]
pub fn reminded(kind: NoticeKind) -> Change {
    Change::new(EventKind::HearingReminded).with("before", kind)
}

/// The number to reach who sits there by; none for seats of staff and rooms.
#[must_use]
pub fn on_the_phone<'a>(seat: &'a Seat, parties: &'a [Party]) -> Option<&'a str> {
    match &seat.occupant {
        Occupant::Party { person } => {
            parties.iter().find(|party| party.id == *person).and_then(|party| party.phone.as_deref())
        }
        Occupant::External { phone, .. } => phone.as_ref().map(Phone::as_str),
        Occupant::Official { .. } | Occupant::Room { .. } => None,
    }
}

#[cfg(test)]
#[path = "notice_tests.rs"]
mod tests;
