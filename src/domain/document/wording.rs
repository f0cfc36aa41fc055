//! Words that documents of several kinds share: whom they are to, and of which matter.

use super::{Block, Case, Content, DocumentKind, Missing, MissingCode};
use crate::domain::{event::Event, timestamp::written};

pub(super) fn to_petitioner(kind: DocumentKind, case: &Case<'_>) -> Result<Content, Missing> {
    Ok(Content { addressee: Some(case.petitioners(kind)?), blocks: Vec::new() })
}

/// To the organ that `act` names under `detail`.
pub(super) fn to_organ(
    kind: DocumentKind,
    case: &Case<'_>,
    act: &Event,
    detail: &str,
) -> Result<Content, Missing> {
    let organ = case.agency_in(act, detail);
    let organ = organ.ok_or(Missing::new(kind, MissingCode::NotYet, "The log names no organ"))?;
    Ok(Content { addressee: Some(organ), blocks: Vec::new() })
}

/// 你（们）于…提出的“…”信访事项（编号：…）.
pub(super) fn your_matter(case: &Case<'_>) -> String {
    let petition = case.petition;
    let day = written(petition.registered_at.local_date());
    format!("你（们）于{day}提出的“{}”信访事项（编号：{}）", petition.title, petition.number)
}

/// The same to an organ. Who informs on somebody is not named outside the record (art. 30).
pub(super) fn matter(kind: DocumentKind, case: &Case<'_>) -> Result<String, Missing> {
    let petition = case.petition;
    if petition.is_sealed() {
        return Ok(format!("检举控告类信访事项（编号：{}）", petition.number));
    }
    let petitioners = case.petitioners(kind)?;
    Ok(format!("{petitioners}反映“{}”的信访事项（编号：{}）", petition.title, petition.number))
}

/// Art. 30.
pub(super) fn wall(case: &Case<'_>) -> Option<Block> {
    case.petition.is_sealed().then(|| {
        Block::Paragraph(
            "根据《信访工作条例》第三十条的规定，不得将检举、控告材料及有关情况透露或者转给被检举、控告的人员或者单位。"
                .to_owned(),
        )
    })
}

/// A day as the log writes it (YYYY-MM-DD), in words.
pub(super) fn iso_day(text: &str) -> Option<String> {
    let mut numbers = text.splitn(3, '-').map(|part| part.parse::<u16>().ok());
    let (year, month, day) = (numbers.next()??, numbers.next()??, numbers.next()??);
    Some(format!("{year}年{month}月{day}日"))
}

/// One paragraph for each line that says something.
pub(super) fn paragraphs(text: &str) -> impl Iterator<Item = Block> + '_ {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| Block::Paragraph(line.to_owned()))
}

impl Content {
    pub(super) fn say(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Paragraph(text.into()));
    }

    /// The reason on record, if one was given.
    pub(super) fn reason(&mut self, act: &Event) {
        if let Some(reason) = act.reason.as_deref() {
            self.say(format!("理由：{}", reason.trim()));
        }
    }
}
