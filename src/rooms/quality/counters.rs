//! Metrics of connection quality. Labels are words of closed lists, never seats.

use crate::domain::quality::{Carrier, DropReason, LineWord, Look, Pictures};
use metrics::{Gauge, counter, gauge, histogram};

/// A seat counted in a gauge, as long as this lives.
#[derive(Debug)]
struct Counted(Gauge);

impl Counted {
    fn into(gauge: Gauge) -> Self {
        gauge.increment(1.0);
        Self(gauge)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.decrement(1.0);
    }
}

/// Where one seat's line is counted.
#[derive(Debug, Default)]
pub struct Standing {
    at: Option<(LineWord, Option<Pictures>, Option<Carrier>)>,
    counted: Vec<Counted>,
}

impl Standing {
    pub fn move_to(&mut self, word: LineWord, look: &Look) {
        let at = Some((word, look.pictures, look.carrier));
        if self.at == at {
            return;
        }
        self.at = at;
        let lines = gauge!("lianjie_lines", "word" => word.as_str());
        let pictures = look.pictures.map(|it| gauge!("lianjie_line_pictures", "pictures" => it.as_str()));
        let carrier = look.carrier.map(|it| gauge!("lianjie_line_carriers", "carrier" => it.as_str()));
        self.counted = [Some(lines), pictures, carrier].into_iter().flatten().map(Counted::into).collect();
    }

    pub fn leave(&mut self) {
        *self = Self::default();
    }
}

/// One look at one line.
pub fn looked(look: &Look) {
    if let Some(millis) = look.round_trip_ms {
        histogram!("lianjie_line_round_trip_seconds").record(f64::from(millis) / 1000.0);
    }
    for (direction, lost) in [("up", look.lost_up), ("down", look.lost_down)] {
        if let Some(share) = lost {
            histogram!("lianjie_line_loss_ratio", "direction" => direction).record(f64::from(share) / 1000.0);
        }
    }
    if let Some(share) = look.concealed {
        histogram!("lianjie_line_concealed_ratio").record(f64::from(share) / 1000.0);
    }
    counter!("lianjie_line_freezes_total").increment(look.freezes.into());
}

/// A seat was lost.
pub fn dropped(reason: DropReason) {
    counter!("lianjie_seat_drops_total", "class" => reason.as_str()).increment(1);
}

/// ... and came back after so many milliseconds.
pub fn back(reason: DropReason, millis: u64) {
    histogram!("lianjie_seat_away_seconds", "class" => reason.as_str()).record(millis as f64 / 1000.0);
}

/// Sound and picture of a seat were lost while its page was still there.
pub fn media_lost(reason: DropReason) {
    counter!("lianjie_media_losses_total", "class" => reason.as_str()).increment(1);
}
