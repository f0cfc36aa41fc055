//! Order in the room: what the presider may say about somebody's conduct, and by which rule (art. 26).

use crate::domain::{
    Timestamp,
    event::{Change, EventKind},
    hearing::{AgendaPhase, EntryWrite, Seat},
    ids::{EntryId, HearingId, OpId, SeatId},
    named,
};

named!(
    /// Mildest first.
    pub enum MeasureKind {
        /// 秩序告知.
        Notice = "notice",
        /// 警告.
        Warning = "warning",
        /// 请离会场.
        Removal = "removal",
    }
);

named!(
    /// What was done: the room's own rules, then the six items of art. 26.
    pub enum ConductCode {
        Interrupting = "interrupting",
        /// OLR21 27.
        Recording = "recording",
        /// Art. 26(1).
        Gathering = "gathering",
        /// Art. 26(2).
        Dangerous = "dangerous",
        /// Art. 26(3).
        Insulting = "insulting",
        /// Art. 26(4).
        Lingering = "lingering",
        /// Art. 26(5).
        Inciting = "inciting",
        /// Art. 26(6).
        Disturbing = "disturbing",
    }
);

impl ConductCode {
    /// As the minutes say it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Interrupting => "未经允许插话、打断他人发言（会场纪律）",
            Self::Recording => "擅自录音、录像或者截屏（会场纪律）",
            Self::Gathering => "聚众围堵、阻断通行（条例第二十六条第一项）",
            Self::Dangerous => "携带危险物品、管制器具（条例第二十六条第二项）",
            Self::Insulting => "侮辱、威胁他人（条例第二十六条第三项）",
            Self::Lingering => "在接待场所滞留、滋事（条例第二十六条第四项）",
            Self::Inciting => "煽动、胁迫他人（条例第二十六条第五项）",
            Self::Disturbing => "其他扰乱秩序的行为（条例第二十六条第六项）",
        }
    }
}

/// A measure as it was taken. Rows of it are only ever added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// Made by the client: sent twice, taken once.
    pub id: OpId,
    pub hearing: HearingId,
    pub seat: SeatId,
    pub kind: MeasureKind,
    pub code: ConductCode,
    /// The seat that presided.
    pub by: SeatId,
    pub at: Timestamp,
}

impl Measure {
    /// Why a seat is removed, as its record says it.
    #[must_use]
    pub fn reason(&self) -> String {
        self.code.words().to_owned()
    }

    #[must_use]
    pub fn change(&self) -> Change {
        Change::new(EventKind::HearingConduct)
            .with("measure", self.kind)
            .with("code", self.code)
            .with("seat", self.seat)
    }

    /// The line of the minutes that tells of it. Its ids are the measure's: written once.
    #[must_use]
    pub fn entry(&self, seat: &Seat, phase: AgendaPhase) -> EntryWrite {
        let (plate, words) = (seat.plate(), self.code.words());
        let text = match self.kind {
            MeasureKind::Notice => format!("【秩序告知】主持人告知{plate}遵守会场秩序：{words}。"),
            MeasureKind::Warning => format!("【警告】主持人对{plate}予以警告：{words}。"),
            MeasureKind::Removal => format!("【请离会场】主持人请{plate}离开会场：{words}。"),
        };
        EntryWrite {
            op: self.id,
            entry: EntryId(self.id.0),
            hearing: self.hearing,
            revision: 1,
            phase,
            speaker: None,
            text,
            at: self.at,
            struck: None,
            author: self.by,
        }
    }
}
