//! 证据材料: what is laid before a hearing. A party hands it in, the clerk takes it and gives it its number;
//! the presider has it shown and put on record (举证质证).

use super::{Refusal, RefusalCode, Seat};
use crate::domain::{
    MINUTE_MS, Timestamp,
    event::{Change, EventKind},
    given_reason, hex,
    ids::{ExhibitId, HearingId, SeatId},
    named,
    petition::Attachment,
};
use sha2::{Digest, Sha256};

/// Longest title, in characters.
pub const MAX_TITLE: usize = 60;
/// Most exhibits of one hearing.
pub const MAX_EXHIBITS: usize = 60;
/// Most bytes of them together: all are in the evidence package.
pub const MAX_EXHIBIT_BYTES: u64 = 300 * 1024 * 1024;
/// What is brought anew is laid in as soon as it is stored; what lay with the petition was there for longer.
const LAID_IN_WITHIN: i64 = MINUTE_MS;

/// A file of the petition as an exhibit of a hearing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exhibit {
    pub id: ExhibitId,
    pub hearing: HearingId,
    pub title: String,
    /// Whose it is; none of what the office lays before the hearing itself.
    pub brought_by: Option<SeatId>,
    /// Its bytes are in the file store under `file.id`, hashed as `file.sha256`.
    pub file: Attachment,
    pub added_at: Timestamp,
    pub state: ExhibitState,
}

/// How far a file has come to be evidence (证据): only what is accepted has a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExhibitState {
    /// Handed in; who keeps the minutes has yet to take it.
    Offered,
    Refused {
        reason: String,
    },
    /// 证据 `number`; `on_record` once a line of the minutes says so.
    Accepted {
        number: u32,
        on_record: Option<Timestamp>,
    },
}

named!(
    /// What can be shown in the room; other files must be handed in as one of these.
    pub enum ExhibitKind {
        Document = "document",
        Picture = "picture",
        Sound = "sound",
        Video = "video",
    }
);

impl ExhibitKind {
    /// By media type, as every browser shows it.
    #[must_use]
    pub fn of(media_type: &str) -> Option<Self> {
        match media_type {
            "application/pdf" => Some(Self::Document),
            "image/jpeg" | "image/png" | "image/webp" => Some(Self::Picture),
            "audio/mpeg" | "audio/mp4" => Some(Self::Sound),
            "video/mp4" | "video/quicktime" => Some(Self::Video),
            _ => None,
        }
    }

    /// The type a browser is told. QuickTime is MP4's elder brother: players that do not know its name play it as that.
    #[must_use]
    pub fn played_as(media_type: &str) -> &str {
        if media_type == "video/quicktime" { "video/mp4" } else { media_type }
    }
}

impl Exhibit {
    /// `None` until it was taken.
    #[must_use]
    pub const fn number(&self) -> Option<u32> {
        match self.state {
            ExhibitState::Accepted { number, .. } => Some(number),
            ExhibitState::Offered | ExhibitState::Refused { .. } => None,
        }
    }

    /// Whether its file came among the petition's with the hearing whose check-in opens at `opens_at`: brought anew, days
    /// before perhaps, or filed when people could come together. Else it is the petition's own.
    #[must_use]
    pub fn came_with(&self, opens_at: Timestamp) -> bool {
        let lay_there = self.added_at.0 - self.file.added_at.0;
        lay_there < LAID_IN_WITHIN || self.file.added_at >= opens_at
    }

    /// What happened to it last. The log vouches for the title by its hash: it may name people.
    #[must_use]
    pub fn change(&self) -> Change {
        let kind = match &self.state {
            ExhibitState::Offered => EventKind::HearingExhibitOffered,
            ExhibitState::Refused { .. } => EventKind::HearingExhibitRefused,
            ExhibitState::Accepted { on_record: None, .. } => EventKind::HearingExhibitAccepted,
            ExhibitState::Accepted { on_record: Some(_), .. } => EventKind::HearingExhibitOnRecord,
        };
        let title: [u8; 32] = Sha256::digest(self.title.as_bytes()).into();
        let mut change = Change::new(kind).with("exhibit", self.id);
        if let Some(number) = self.number() {
            change = change.with("number", number);
        }
        change.with("sha256", hex(&self.file.sha256)).with("title_sha256", hex(&title))
    }

    /// The line of the minutes that puts it on record; `by` is the plate of who brought it.
    #[must_use]
    pub fn line(&self, by: Option<&str>) -> String {
        let number = self.number().map(numeral).unwrap_or_default();
        let by = by.map(|by| format!("{by}提交，")).unwrap_or_default();
        format!("出示证据{number}《{}》，{by}SHA-256：{}。", self.title, hex(&self.file.sha256))
    }

    fn accepted(&mut self, others: &[Self]) {
        let number = others.iter().filter_map(Self::number).max().unwrap_or(0) + 1;
        self.state = ExhibitState::Accepted { number, on_record: None };
    }
}

/// What is brought, before it has its place among the others.
#[derive(Debug, Clone)]
pub struct NewExhibit {
    pub id: ExhibitId,
    pub hearing: HearingId,
    pub title: String,
    pub brought_by: Option<SeatId>,
    pub file: Attachment,
}

/// Lays `new` beside the `others`: taken at once where `by_keeper` of the minutes, else offered.
///
/// # Errors
/// Title, type or number of exhibits are out of bounds.
pub fn bring(
    others: &[Exhibit],
    new: NewExhibit,
    by_keeper: bool,
    now: Timestamp,
) -> Result<Exhibit, Refusal> {
    let NewExhibit { id, hearing, title, brought_by, file } = new;
    let title = title.trim().to_owned();
    if !(1..=MAX_TITLE).contains(&title.chars().count()) || title.chars().any(char::is_control) {
        return Err(Refusal::new(RefusalCode::BadText, format!("a title has 1 to {MAX_TITLE} characters")));
    }
    if ExhibitKind::of(&file.media_type).is_none() {
        return Err(Refusal::new(RefusalCode::BadText, "this type of file cannot be shown"));
    }
    takes_more(others, file.size)?;
    let state = ExhibitState::Offered;
    let mut exhibit = Exhibit { id, hearing, title, brought_by, file, added_at: now, state };
    if by_keeper {
        exhibit.accepted(others);
    }
    Ok(exhibit)
}

/// Whether so many bytes find room beside the `others`.
///
/// # Errors
/// There are as many exhibits, or bytes of them, as may be.
pub fn takes_more(others: &[Exhibit], bytes: u64) -> Result<(), Refusal> {
    if others.len() >= MAX_EXHIBITS {
        return Err(Refusal::new(RefusalCode::TooManyFiles, format!("there are {MAX_EXHIBITS} exhibits")));
    }
    if others.iter().map(|other| other.file.size).sum::<u64>() + bytes > MAX_EXHIBIT_BYTES {
        let sentence = format!("the exhibits of a hearing have {} MiB at most", MAX_EXHIBIT_BYTES >> 20);
        return Err(Refusal::new(RefusalCode::TooLarge, sentence));
    }
    Ok(())
}

/// Takes what was offered, or had been turned down. Taken already: as it is.
#[must_use]
pub fn accept(exhibit: &Exhibit, all: &[Exhibit]) -> Exhibit {
    let mut next = exhibit.clone();
    if next.number().is_none() {
        next.accepted(all);
    }
    next
}

/// # Errors
/// No reason, or it was taken already.
pub fn refuse(exhibit: &Exhibit, reason: &str) -> Result<Exhibit, Refusal> {
    if exhibit.number().is_some() {
        return Err(Refusal::new(RefusalCode::SignedAlready, "it was taken already"));
    }
    Ok(Exhibit { state: ExhibitState::Refused { reason: given_reason(reason)? }, ..exhibit.clone() })
}

/// # Errors
/// It was not taken, or is on record already.
pub fn put_on_record(exhibit: &Exhibit, now: Timestamp) -> Result<Exhibit, Refusal> {
    match exhibit.state {
        ExhibitState::Accepted { number, on_record: None } => {
            let state = ExhibitState::Accepted { number, on_record: Some(now) };
            Ok(Exhibit { state, ..exhibit.clone() })
        }
        ExhibitState::Accepted { .. } => {
            Err(Refusal::new(RefusalCode::WrongStage, "it is on record already"))
        }
        ExhibitState::Offered | ExhibitState::Refused { .. } => {
            Err(Refusal::new(RefusalCode::WrongStage, "it has not been taken yet"))
        }
    }
}

/// The log's line for seats that are shown it for the first time.
#[must_use]
pub fn shown(exhibit: &Exhibit, seats: &[SeatId]) -> Change {
    let seats: Vec<_> = seats.iter().map(ToString::to_string).collect();
    Change::new(EventKind::HearingExhibitShown)
        .with("exhibit", exhibit.id)
        .with("number", exhibit.number().unwrap_or_default())
        .with("seats", seats.join(" "))
}

/// Plate of who brought it, if it was somebody at the table.
#[must_use]
pub fn bringer(exhibit: &Exhibit, seats: &[Seat]) -> Option<String> {
    seats.iter().find(|seat| Some(seat.id) == exhibit.brought_by).map(Seat::plate)
}

/// 一 to 九十九; beyond that in figures.
fn numeral(number: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: u32| usize::try_from(n).ok().and_then(|n| DIGITS.get(n)).copied().unwrap_or_default();
    match (number / 10, number % 10) {
        (0, ones) => digit(ones).to_owned(),
        (1, ones) => format!("十{}", digit(ones)),
        (tens @ 2..=9, ones) => format!("{}十{}", digit(tens), digit(ones)),
        _ => number.to_string(),
    }
}

#[cfg(test)]
#[path = "exhibit_tests.rs"]
mod tests;
