//! Chance without a state: what is drawn depends on the seed, what it is for, and the packet's number alone. So
//! another delay does not change which packets are lost.

/// What a number is drawn for.
#[derive(Debug, Clone, Copy)]
pub enum Purpose {
    Loss,
    Duplicate,
    Reorder,
    Jitter,
}

#[derive(Debug, Clone, Copy)]
pub struct Chance {
    seed: u64,
}

impl Chance {
    pub const fn new(seed: u64) -> Self {
        Self { seed }
    }

    /// A number in `0.0..1.0`.
    pub fn draw(self, purpose: Purpose, number: u64) -> f64 {
        let mixed = mix(self.seed ^ mix(number ^ mix(purpose as u64 + 1)));
        (mixed >> 11) as f64 / (1_u64 << 53) as f64 // as many bits as a float of this size holds
    }
}

/// The finishing steps of SplitMix64: each bit of the argument moves half of the result's.
const fn mix(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_even_and_those_of_different_purposes_have_nothing_to_do_with_each_other() {
        let chance = Chance::new(7);
        let below = |purpose, bound| (0..10_000).filter(|n| chance.draw(purpose, *n) < bound).count();
        for bound in [0.05, 0.3, 0.5, 0.95] {
            let expected = bound * 10_000.0;
            let found = below(Purpose::Loss, bound) as f64;
            assert!((found - expected).abs() < 200.0, "{found} of 10,000 below {bound}");
        }
        let rare = |purpose, n| chance.draw(purpose, n) < 0.1;
        let both = (0..10_000).filter(|n| rare(Purpose::Loss, *n) && rare(Purpose::Duplicate, *n)).count();
        assert!((50..150).contains(&both), "{both} of 10,000 instead of 100");
    }
}
