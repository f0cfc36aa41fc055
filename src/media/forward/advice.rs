//! What a publisher is told its line bears that knows no feedback on the whole transport and follows REMB
//! (draft-alvestrand-rmcat-remb-03): from what comes and what is lost, as the loss half of Google's congestion control
//! does (draft-ietf-rmcat-gcc-02 §6). Such a client adapts by nothing else.

use super::rate::BitRate;

/// What such encoders begin with.
const START: BitRate = BitRate::kbps(500);
/// Less is no picture, more is not shown.
const LEAST: BitRate = BitRate::kbps(100);
const MOST: BitRate = BitRate::kbps(2500);
/// Of a thousand packets: so few are any line's, so many are its limit.
const FEW: u16 = 20;
const MANY: u16 = 100;

/// What one publisher was told last.
#[derive(Debug)]
pub struct Advice(BitRate);

impl Default for Advice {
    fn default() -> Self {
        Self(START)
    }
}

impl Advice {
    /// What to tell now, a second after the last: `comes` is what its pictures take, `lost` what was missing of them, of a
    /// thousand packets.
    pub fn next(&mut self, comes: BitRate, lost: u16) -> BitRate {
        let told = if lost > MANY {
            self.0.min(comes.percent(120)).percent(100 - u64::from(lost.min(1000)) / 20)
        } else if lost <= FEW {
            // No further than what is tried shows to pass.
            self.0.percent(108).min(comes.percent(150).max(START))
        } else {
            self.0
        };
        self.0 = told.clamp(LEAST, MOST);
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An encoder that does as it is told on a line of so much: what it is told after a minute, in kbit/s.
    fn after_a_minute_on(line: u64) -> u64 {
        let (mut advice, mut sends) = (Advice::default(), START);
        for _ in 0..60 {
            let passes = sends.min(BitRate::kbps(line));
            let lost = 1000 - passes.as_bps() * 1000 / sends.as_bps();
            sends = advice.next(passes, lost as u16);
        }
        sends.as_bps() / 1000
    }

    #[test]
    fn it_settles_near_what_the_line_bears() {
        for line in [200, 400, 800, 1500] {
            let told = after_a_minute_on(line);
            assert!(
                (line * 80 / 100..=line * 125 / 100).contains(&told),
                "{told} on a line of {line} kbit/s"
            );
        }
        assert_eq!(after_a_minute_on(10_000), 2500);
        assert_eq!(after_a_minute_on(20), 100);
    }

    #[test]
    fn what_shows_nothing_is_told_no_more_than_it_began_with() {
        let mut advice = Advice::default();
        let told: Vec<u64> = (0..20).map(|_| advice.next(BitRate::kbps(30), 0).as_bps() / 1000).collect();
        assert_eq!(told, [500; 20]);
    }

    #[test]
    fn a_few_lost_packets_change_nothing() {
        let mut advice = Advice::default();
        assert_eq!(advice.next(BitRate::kbps(450), 60), START);
    }
}
