//! Origin of a petition: signed or not, to which leader, who sent it on, with what number and dates (art. 18, 19, 22).

use super::{Channel, Invalid, InvalidCode};
use crate::domain::ids::StaffId;
use std::ops::RangeInclusive;
use time::Date;

/// What its sender put on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Somebody puts their name to it; a letter may come without (匿名).
    pub signed: bool,
    /// Of who called or came: whether what was taken down was read back to them, as whoever registered it says (art. 19).
    pub read_back: Option<bool>,
    /// The organ that sent it on, as it names itself.
    pub organ: Option<String>,
    /// Its number at that organ: one number there is one petition here.
    pub number: Option<String>,
    /// The day on the letter.
    pub dated: Option<Date>,
    /// Until when that organ wants an answer.
    pub answer_by: Option<Date>,
    /// Whom a letter to the leader's mailbox (领导信箱) names.
    pub leader: Option<StaffId>,
    /// Its number at the channel that brought it, such as the hotline's: that channel's alone to give.
    pub channel_number: Option<String>,
}

/// The name of who is not named.
pub const UNSIGNED: &str = "匿名";

const ORGAN: RangeInclusive<usize> = 2..=100;
const NUMBER: RangeInclusive<usize> = 1..=64;

impl Default for Origin {
    fn default() -> Self {
        Self {
            signed: true,
            read_back: None,
            organ: None,
            number: None,
            dated: None,
            answer_by: None,
            leader: None,
            channel_number: None,
        }
    }
}

impl Origin {
    /// Whether anything is known of where it came from.
    #[must_use]
    pub fn is_told(&self) -> bool {
        let Self { organ, number, dated, answer_by, .. } = self;
        organ.is_some() || number.is_some() || dated.is_some() || answer_by.is_some()
    }

    pub(super) fn trim(&mut self) {
        for text in [&mut self.organ, &mut self.number] {
            super::registration::trim_optional(text);
        }
    }

    pub(super) fn check(&self, channel: Channel, today: Date) -> Result<(), Invalid> {
        let malformed =
            |field: &str, sentence: &str| Err(Invalid::new(field, InvalidCode::Malformed, sentence));
        if !self.signed && !channel.may_be_unsigned() {
            let sentence = "Only a letter, a fax or what another organ sends on may be unsigned";
            return Err(Invalid::new("signed", InvalidCode::OnlyOnPaper, sentence));
        }
        if self.leader.is_some() && channel != Channel::LeaderMailbox {
            return malformed("leader", "Only a letter to the leader's mailbox (领导信箱) names a leader");
        }
        if self.read_back.is_some() && !channel.is_taken_down() {
            return malformed("read_back", "Only what was told by phone or in person is read back");
        }
        if self.organ.as_ref().is_some_and(|organ| !ORGAN.contains(&organ.chars().count())) {
            return malformed("origin.organ_name", "The name of an organ has 2 to 100 characters");
        }
        if let Some(number) = &self.number {
            if self.organ.is_none() {
                return malformed("origin.organ_name", "A number is one of an organ: name the organ");
            }
            if !NUMBER.contains(&number.chars().count()) || number.chars().any(char::is_control) {
                return malformed("origin.external_number", "A number has 1 to 64 characters");
            }
        }
        if self.dated.is_some_and(|day| day > today) {
            return malformed("origin.dated", "A letter is not of a day to come");
        }
        if self.answer_by.is_some_and(|day| day < self.dated.unwrap_or(day)) {
            return malformed("origin.answer_by", "An answer is not wanted before the letter was written");
        }
        Ok(())
    }
}
