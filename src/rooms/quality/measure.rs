//! One measurement of a connection from page and relay. Pure.

use crate::{
    domain::quality::{Link, Look},
    media::plane::PeerStatistics,
};
use signaling::wire::{LineQuality, SourceKind};

/// `page` is what the page said lately, `freezes` what it said since the last look.
pub fn look(link: Link, page: Option<&LineQuality>, relay: Option<&PeerStatistics>, freezes: u32) -> Look {
    if link == Link::Away {
        return Look { link, ..Look::default() };
    }
    let relay = relay.filter(|relay| relay.connected);
    let up = relay.and_then(|relay| lost(relay.sends.iter().map(|up| (up.kind, up.bits, up.lost))));
    let down =
        relay.and_then(|relay| lost(relay.receives.iter().map(|leg| (leg.source.kind, leg.bits, leg.lost))));
    let shown =
        relay.filter(|relay| relay.receives.iter().any(|leg| leg.source.kind != SourceKind::Microphone));
    Look {
        link,
        page: page.map(|page| page.word.into()),
        round_trip_ms: relay
            .and_then(|relay| relay.round_trip_ms)
            .max(page.and_then(|page| page.round_trip_ms)),
        lost_up: up.max(page.map(|page| page.lost_up)),
        lost_down: down.max(page.map(|page| page.lost_down)),
        concealed: page.map(|page| page.concealed),
        freezes,
        pictures: shown.map(|relay| relay.pictures.into()),
        carrier: relay.and_then(|relay| relay.carrier).map(Into::into),
        layer: relay.and_then(|relay| relay.receives.iter().filter_map(|leg| leg.layer).max()),
    }
}

/// Per thousand over all streams, each by its bits; or of the sound alone, where that is worse: it is little
/// of the whole and most of what is understood. None where nothing flows.
fn lost(streams: impl Iterator<Item = (SourceKind, u64, u16)> + Clone) -> Option<u16> {
    let sound = streams.clone().filter(|(kind, ..)| *kind == SourceKind::Microphone);
    mean(streams).max(mean(sound))
}

fn mean(streams: impl Iterator<Item = (SourceKind, u64, u16)>) -> Option<u16> {
    let (lost, bits) = streams.fold((0_u64, 0_u64), |(lost, all), (_, bits, share)| {
        (lost.saturating_add(bits.saturating_mul(share.into())), all.saturating_add(bits))
    });
    lost.checked_div(bits).map(|mean| u16::try_from(mean).unwrap_or(u16::MAX))
}

/// The longest jitter of what the relay receives from the seat.
pub fn jitter_ms(relay: &PeerStatistics) -> Option<u32> {
    relay.sends.iter().filter(|up| up.bits > 0).map(|up| up.jitter_ms).max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use SourceKind::{Camera, Microphone};

    #[test]
    fn loss_is_weighed_by_bits_and_sound_counts_for_itself() {
        for (claim, streams, expected) in [
            ("nothing flows", vec![], None),
            ("nothing flows now", vec![(Camera, 0, 500)], None),
            ("one stream", vec![(Camera, 1000, 40)], Some(40)),
            ("a thin layer weighs little", vec![(Camera, 9000, 10), (Camera, 1000, 110)], Some(20)),
            ("sound weighs for itself", vec![(Camera, 9000, 10), (Microphone, 1000, 110)], Some(110)),
            ("good sound hides no bad picture", vec![(Camera, 9000, 100), (Microphone, 1000, 0)], Some(90)),
        ] {
            assert_eq!(lost(streams.into_iter()), expected, "{claim}");
        }
    }

    #[test]
    fn of_who_is_away_nothing_is_measured() {
        let page = LineQuality {
            word: signaling::wire::LineWord::Good,
            round_trip_ms: Some(20),
            lost_up: 0,
            lost_down: 0,
            concealed: 0,
            freezes: 0,
        };
        let away = look(Link::Away, Some(&page), None, 3);
        assert_eq!(away, Look { link: Link::Away, ..Look::default() });
        assert_eq!(look(Link::Through, Some(&page), None, 3).round_trip_ms, Some(20));
    }
}
