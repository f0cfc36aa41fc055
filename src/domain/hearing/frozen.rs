//! Papers as they are read back and signed, minutes or agreement: one text, byte for byte, and its hash
//! (docs/signing.md).

use super::{
    AgendaPhase, Correction, Entry, Gone, Hearing, HearingKind, Seat, StageName,
    listing::{self, ABSENT, ROWS, Row},
};
use crate::domain::{
    Timestamp,
    event::{Change, EventKind},
    hex,
    ids::{HearingId, SeatId},
    named,
};
use sha2::{Digest, Sha256};
use std::fmt::Write;

named!(
    /// What seats put their names to.
    pub enum PaperKind {
        /// 笔录
        Minutes = "minutes",
        /// 调解协议 (art. 33)
        Agreement = "agreement",
    }
);

impl PaperKind {
    /// Minutes once all was read back; an agreement as long as it may be made.
    #[must_use]
    pub const fn is_signed_in(self, stage: StageName) -> bool {
        match self {
            Self::Minutes => matches!(stage, StageName::Signing),
            Self::Agreement => super::agreement::may_be_made(stage),
        }
    }
}

/// Who signs a paper follows from what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signers {
    /// Of minutes: those of the table who may ([`Seat::may_sign`]).
    Table,
    /// Of an agreement: the parties it names.
    Parties(Vec<SeatId>),
}

/// Stands in a line of the minutes that is still to be written up (打点, F4).
pub(super) const TO_BE_WRITTEN: &str = "【待补】";

/// Version n of a paper. It never changes; a correction makes version n+1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrozenPaper {
    pub hearing: HearingId,
    pub signers: Signers,
    /// From 1 without gaps.
    pub version: u32,
    pub text: String,
    /// SHA-256 of `text` in UTF-8.
    pub sha256: [u8; 32],
    pub frozen_at: Timestamp,
    /// Who froze it; none where the room did.
    pub by: Option<SeatId>,
}

impl FrozenPaper {
    #[must_use]
    pub fn of(
        hearing: &Hearing,
        petition_number: &str,
        entries: &[Entry],
        version: u32,
        frozen_at: Timestamp,
        by: Option<SeatId>,
    ) -> Self {
        let written = Written { entries, corrections: &[] };
        Self::telling(hearing, petition_number, &written, (version, frozen_at), by)
    }

    /// With the answers to what seats wanted corrected in earlier versions.
    #[must_use]
    pub(super) fn telling(
        hearing: &Hearing,
        petition_number: &str,
        written: &Written<'_>,
        (version, frozen_at): (u32, Timestamp),
        by: Option<SeatId>,
    ) -> Self {
        let text = canonical_text(hearing, petition_number, written, (version, frozen_at), listing::row);
        Self::new(hearing.id, Signers::Table, (version, text), frozen_at, by)
    }

    pub(super) fn new(
        hearing: HearingId,
        signers: Signers,
        (version, text): (u32, String),
        frozen_at: Timestamp,
        by: Option<SeatId>,
    ) -> Self {
        let sha256 = Sha256::digest(text.as_bytes()).into();
        Self { hearing, signers, version, text, sha256, frozen_at, by }
    }

    #[must_use]
    pub const fn kind(&self) -> PaperKind {
        match self.signers {
            Signers::Table => PaperKind::Minutes,
            Signers::Parties(_) => PaperKind::Agreement,
        }
    }

    /// Whether this seat's word is taken.
    #[must_use]
    pub fn is_signed_by(&self, seat: &Seat) -> bool {
        match &self.signers {
            Signers::Table => seat.may_sign(),
            Signers::Parties(parties) => parties.contains(&seat.id),
        }
    }

    /// Whether it is waited for: not the word of who was not there before the minutes were frozen.
    #[must_use]
    pub fn waits_for(&self, seat: &Seat) -> bool {
        let there = match self.kind() {
            PaperKind::Minutes => seat.was_there_by(self.frozen_at),
            PaperKind::Agreement => true,
        };
        there && self.is_signed_by(seat)
    }

    /// Whether its text tells that this seat was not there. (Versions frozen before texts did tell of nobody.)
    #[must_use]
    pub fn names_absent(&self, seat: &Seat) -> bool {
        let rows = ROWS.map(|row| row(seat, ABSENT));
        let mut seats = self.text.lines().take_while(|line| *line != MINUTES_FROM_HERE);
        seats.any(|line| rows.iter().any(|row| row == line))
    }

    /// Whether what is written still says what was frozen; answers that came later do not count.
    pub(super) fn says(&self, hearing: &Hearing, petition_number: &str, written: &Written<'_>) -> bool {
        let frozen = (self.version, self.frozen_at);
        ROWS.into_iter()
            .any(|row| canonical_text(hearing, petition_number, written, frozen, row) == self.text)
    }

    /// Whether a line of the minutes reads in it as it reads now: the same words of the same speaker in the same phase.
    pub(super) fn has_line(&self, hearing: &Hearing, entry: &Entry) -> bool {
        let (heading, says) = (heading(hearing, entry), says(entry));
        let mut lines = self.text.lines().skip_while(|line| *line != MINUTES_FROM_HERE);
        let found = lines.find(|line| *line == heading).is_some();
        found && lines.take_while(|line| line.starts_with("  ")).eq(says.lines())
    }

    #[must_use]
    pub fn change(&self) -> Change {
        let kind = match self.kind() {
            PaperKind::Minutes => EventKind::HearingMinutesFrozen,
            PaperKind::Agreement => EventKind::HearingAgreementFrozen,
        };
        let change = Change::new(kind).with("version", self.version).with("sha256", hex(&self.sha256));
        let blank = self.lines_to_be_written();
        if blank.is_empty() { change } else { change.with("to_be_written", blank.join("、")) }
    }

    /// Numbers of the lines of minutes that were frozen before they were written up.
    fn lines_to_be_written(&self) -> Vec<&str> {
        let mut number = None;
        let mut found = Vec::new();
        let lines = self.text.lines().skip_while(|line| *line != MINUTES_FROM_HERE);
        for line in lines.take_while(|line| *line != CORRECTIONS_FROM_HERE) {
            if !line.starts_with("  ") {
                number = line.split_once(". ").map(|(number, _)| number);
            } else if line.contains(TO_BE_WRITTEN) {
                found.extend(number.take());
            }
        }
        found
    }
}

/// The heading of the lines of minutes.
const MINUTES_FROM_HERE: &str = "笔录：";
/// And of what was asked about them and answered.
const CORRECTIONS_FROM_HERE: &str = "更正意见：";

/// What minutes are frozen of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Written<'a> {
    pub entries: &'a [Entry],
    pub corrections: &'a [Correction],
}

/// Lines end with LF; what people wrote is indented by two spaces, so that no text can pass for a heading.
fn canonical_text(
    hearing: &Hearing,
    petition_number: &str,
    Written { entries, corrections }: &Written<'_>,
    (version, frozen_at): (u32, Timestamp),
    row: Row,
) -> String {
    let mut text = String::new();
    let mut line = |name: &str, value: &str| {
        let _ = writeln!(text, "{name}：{}", one_line(value));
    };
    line("接访笔录", kind_word(hearing.kind));
    line("接访编号", &hearing.number);
    line("信访件编号", petition_number);
    line("事由", &hearing.title);
    line("版本", &version.to_string());
    line("定稿时间", &moment(frozen_at));
    text.push_str("席位：\n");
    for seat in &hearing.seats {
        let absent = match (sat_there(seat, entries), &seat.gone) {
            (true, _) | (false, Some(Gone::Removed { .. })) => "",
            (false, None) => ABSENT,
            (false, Some(Gone::Withdrawn { .. })) => continue, // given up before anybody sat on it
        };
        let _ = writeln!(text, "{}", row(seat, absent));
    }
    let _ = writeln!(text, "{MINUTES_FROM_HERE}");
    for entry in *entries {
        let _ = writeln!(text, "{}", heading(hearing, entry));
        text.push_str(&says(entry));
    }
    let told = |one: &&Correction| one.answered.as_ref().is_some_and(|answered| answered.at <= frozen_at);
    for (n, correction) in (1..).zip(corrections.iter().filter(told)) {
        if n == 1 {
            let _ = writeln!(text, "{CORRECTIONS_FROM_HERE}");
        }
        correction.tell(&mut text, n, hearing, entries);
    }
    text.push_str("（完）\n");
    text
}

/// Number, phase, time and speaker of a line; of a struck one the number, so that those behind it keep theirs.
fn heading(hearing: &Hearing, entry: &Entry) -> String {
    if entry.struck.is_some() {
        return format!("{}. （作废）", entry.number);
    }
    let speaker = entry.speaker.and_then(|id| hearing.seat(id));
    let speaker = speaker.map_or_else(|| "记录".to_owned(), |seat| one_line(&seat.plate()));
    let (number, phase) = (entry.number, phase_word(entry.phase));
    format!("{number}. {phase} {} {speaker}：", moment(entry.at))
}

/// What somebody wrote, indented.
pub(super) fn said(text: &str) -> String {
    text.split('\n').map(|part| format!("  {}\n", one_line(part))).collect()
}

/// What a line says in the text, indented: a struck one nothing.
fn says(entry: &Entry) -> String {
    if entry.struck.is_some() { String::new() } else { said(&entry.text) }
}

/// At the table, or heard beside somebody else's device.
fn sat_there(seat: &Seat, entries: &[Entry]) -> bool {
    let speaks = |entry: &Entry| entry.speaker == Some(seat.id) && entry.struck.is_none();
    seat.was_there() || entries.iter().any(speaks)
}

/// Control characters would break lines or hide; each becomes a space, at the end none.
pub(super) fn one_line(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.trim_end().to_owned()
}

/// To the second, in China.
pub(in crate::domain) fn moment(at: Timestamp) -> String {
    let at = at.local();
    let (date, time) = (at.date(), at.time());
    format!("{date} {:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())
}

pub(in crate::domain) const fn kind_word(kind: HearingKind) -> &'static str {
    match kind {
        HearingKind::LeaderReception => "领导接访",
        HearingKind::JointReception => "联合接访",
        HearingKind::Appointed => "约访",
        HearingKind::WithCaseVisit => "带案下访",
        HearingKind::FormalHearing => "听证会",
        HearingKind::Coordination => "协调会",
        HearingKind::Mediation => "调解",
        HearingKind::ReplyDelivery => "答复反馈",
    }
}

const fn phase_word(phase: AgendaPhase) -> &'static str {
    match phase {
        AgendaPhase::Opening => "开场核身",
        AgendaPhase::Statement => "陈述",
        AgendaPhase::Response => "答辩说明",
        AgendaPhase::Evidence => "举证质证",
        AgendaPhase::Questions => "询问",
        AgendaPhase::Mediation => "调解",
        AgendaPhase::LastStatement => "最后陈述",
        AgendaPhase::Deliberation => "合议",
        AgendaPhase::Conclusion => "宣布意见",
        AgendaPhase::ReadBack => "核对笔录",
    }
}
