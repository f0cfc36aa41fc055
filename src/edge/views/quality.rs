//! JSON of connection quality, live and in reports. Rates per thousand, times in milliseconds, bits per second.

use super::{CarrierText, DropReasonText, LineWordText, ParticipantRoleText, PicturesText, SourceKindText};
use crate::{
    domain::{
        hearing::{Hearing, Seat},
        quality::{DropReason, LineWord, Pictures, Rate, SeatReport, Tally},
    },
    rooms::LineNow,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Whose line it is.
#[derive(Debug, Serialize, ToSchema)]
pub struct LineSeat {
    pub id: Uuid,
    pub role: ParticipantRoleText,
    pub label: String,
    pub name: String,
}

/// The lines of a hearing that goes on; none while nobody is there.
#[derive(Debug, Serialize, ToSchema)]
pub struct HearingLines {
    pub lines: Vec<LineView>,
}

/// A seat's line now.
#[derive(Debug, Serialize, ToSchema)]
pub struct LineView {
    pub seat: LineSeat,
    /// Somebody is connected.
    pub here: bool,
    pub word: LineWordText,
    pub pictures: Option<PicturesText>,
    pub carrier: Option<CarrierText>,
    pub round_trip_ms: Option<u32>,
    pub jitter_ms: Option<u32>,
    pub lost_up: Option<u16>,
    pub lost_down: Option<u16>,
    /// Sound made up for what did not arrive.
    pub concealed: Option<u16>,
    /// The largest layer received, 0 the smallest.
    pub layer: Option<u8>,
    /// What the line to the seat is estimated to carry.
    pub estimate: Option<u64>,
    pub last_drop: Option<LastDrop>,
    pub sends: Vec<LineUp>,
    pub receives: Vec<LineLeg>,
}

/// Why the seat, or its sound and picture, was lost last.
#[derive(Debug, Serialize, ToSchema)]
pub struct LastDrop {
    pub reason: DropReasonText,
    pub at: i64,
}

/// One stream the seat sends.
#[derive(Debug, Serialize, ToSchema)]
pub struct LineUp {
    pub kind: SourceKindText,
    pub rid: Option<String>,
    pub bits: u64,
    pub lost: u16,
    pub jitter_ms: u32,
    pub key_frames: u64,
}

/// One source on its way to the seat.
#[derive(Debug, Serialize, ToSchema)]
pub struct LineLeg {
    /// Whose it is.
    pub from: Uuid,
    pub kind: SourceKindText,
    pub layer: Option<u8>,
    pub bits: u64,
    pub lost: u16,
    pub jitter_ms: u32,
    pub repeated: u64,
    pub freezes: u64,
}

/// How the lines of a hearing fared, as kept with it; seats that never came have none.
#[derive(Debug, Serialize, ToSchema)]
pub struct QualityReport {
    pub seats: Vec<SeatQuality>,
}

/// How a seat's line fared.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeatQuality {
    pub seat: LineSeat,
    pub began_at: i64,
    pub until: i64,
    pub words: WordTimes,
    pub pictures: PictureTimes,
    pub carriers: Vec<CarrierTime>,
    pub layers: Vec<LayerTime>,
    pub round_trip: Option<RoundTrip>,
    pub lost_up: Option<RateView>,
    pub lost_down: Option<RateView>,
    pub concealed: Option<RateView>,
    pub freezes: u64,
    pub drops: Vec<DropCount>,
    /// Sound and picture lost while the page was still there.
    pub media_drops: Vec<DropCount>,
    /// The longest time in which the line was poor or broken.
    pub worst: Option<WorstStretch>,
}

/// Time of each word.
#[derive(Debug, Serialize, ToSchema)]
pub struct WordTimes {
    pub good: u64,
    pub fair: u64,
    pub poor: u64,
    pub broken: u64,
}

/// Time of each, while there were pictures to be shown.
#[derive(Debug, Serialize, ToSchema)]
pub struct PictureTimes {
    pub full: u64,
    pub reduced: u64,
    pub stills: u64,
    pub sound_only: u64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CarrierTime {
    pub carrier: CarrierText,
    pub millis: u64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct LayerTime {
    pub layer: u8,
    pub millis: u64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RoundTrip {
    pub median_ms: u32,
    pub worst_ms: u32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RateView {
    pub mean: u16,
    pub most: u16,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DropCount {
    pub reason: DropReasonText,
    pub times: u64,
    /// Until it was back, all times together.
    pub millis: u64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct WorstStretch {
    pub from: i64,
    pub millis: u64,
}

impl LineSeat {
    pub fn of(seat: &Seat) -> Self {
        Self { id: seat.id.0, role: seat.role.into(), label: seat.label.clone(), name: seat.name.clone() }
    }
}

impl HearingLines {
    #[must_use]
    pub fn of(hearing: &Hearing, lines: Vec<LineNow>) -> Self {
        let view = |line: LineNow| Some(LineView::of(hearing.seat(line.seat)?, line));
        Self { lines: lines.into_iter().filter_map(view).collect() }
    }
}

impl LineView {
    fn of(seat: &Seat, line: LineNow) -> Self {
        let LineNow { seat: _, here, word, look, jitter_ms, relay, last_drop } = line;
        let relay = relay.filter(|relay| relay.connected);
        Self {
            seat: LineSeat::of(seat),
            here,
            word: word.into(),
            pictures: look.pictures.map(Into::into),
            carrier: look.carrier.map(Into::into),
            round_trip_ms: look.round_trip_ms,
            jitter_ms,
            lost_up: look.lost_up,
            lost_down: look.lost_down,
            concealed: look.concealed,
            layer: look.layer,
            estimate: relay.as_ref().map(|relay| relay.estimate),
            last_drop: last_drop.map(|(reason, at)| LastDrop { reason: reason.into(), at: at.0 }),
            sends: relay.iter().flat_map(|relay| &relay.sends).map(LineUp::of).collect(),
            receives: relay.iter().flat_map(|relay| &relay.receives).map(LineLeg::of).collect(),
        }
    }
}

impl LineUp {
    fn of(up: &crate::rooms::UpStatistics) -> Self {
        Self {
            kind: SourceKindText(up.kind.into()),
            rid: up.rid.clone(),
            bits: up.bits,
            lost: up.lost,
            jitter_ms: up.jitter_ms,
            key_frames: up.key_frames,
        }
    }
}

impl LineLeg {
    fn of(leg: &crate::rooms::LegStatistics) -> Self {
        Self {
            from: leg.source.seat.0,
            kind: SourceKindText(leg.source.kind.into()),
            layer: leg.layer,
            bits: leg.bits,
            lost: leg.lost,
            jitter_ms: leg.jitter_ms,
            repeated: leg.repeated,
            freezes: leg.freezes,
        }
    }
}

impl QualityReport {
    #[must_use]
    pub fn of(hearing: &Hearing, reports: Vec<SeatReport>) -> Self {
        let view = |report: SeatReport| Some(SeatQuality::of(hearing.seat(report.seat)?, &report));
        Self { seats: reports.into_iter().filter_map(view).collect() }
    }
}

impl SeatQuality {
    fn of(seat: &Seat, report: &SeatReport) -> Self {
        let word = |word| report.words.of(word);
        let pictures = |pictures| report.pictures.of(pictures);
        let round_trips = &report.round_trips;
        let median_and_worst = round_trips.median().zip(round_trips.most());
        Self {
            seat: LineSeat::of(seat),
            began_at: report.began_at.0,
            until: report.until.0,
            words: WordTimes {
                good: word(LineWord::Good),
                fair: word(LineWord::Fair),
                poor: word(LineWord::Poor),
                broken: word(LineWord::Broken),
            },
            pictures: PictureTimes {
                full: pictures(Pictures::Full),
                reduced: pictures(Pictures::Reduced),
                stills: pictures(Pictures::Stills),
                sound_only: pictures(Pictures::SoundOnly),
            },
            carriers: report
                .carriers
                .iter()
                .map(|(carrier, millis)| CarrierTime { carrier: carrier.into(), millis })
                .collect(),
            layers: report.layers.iter().map(|(layer, millis)| LayerTime { layer, millis }).collect(),
            round_trip: median_and_worst.map(|(median_ms, worst_ms)| RoundTrip { median_ms, worst_ms }),
            lost_up: rate(report.lost_up),
            lost_down: rate(report.lost_down),
            concealed: rate(report.concealed),
            freezes: report.freezes,
            drops: counts(&report.drops, Some(&report.away)),
            media_drops: counts(&report.media_drops, None),
            worst: report.worst.map(|worst| WorstStretch { from: worst.from.0, millis: worst.millis }),
        }
    }
}

fn rate(rate: Rate) -> Option<RateView> {
    rate.mean().map(|mean| RateView { mean, most: rate.most })
}

fn counts(times: &Tally<DropReason>, away: Option<&Tally<DropReason>>) -> Vec<DropCount> {
    let count = |(reason, times): (DropReason, u64)| DropCount {
        reason: reason.into(),
        times,
        millis: away.map_or(0, |away| away.of(reason)),
    };
    times.iter().map(count).collect()
}
