//! Chance that comes again.

/// Chance with a seed.
#[derive(Debug)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// 0 to 1.
    pub fn roll(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    /// The last of so many rolls: of seeds next to each other the first are alike.
    pub fn rolled(mut self, times: u32) -> f64 {
        (0..times).map(|_| self.roll()).last().unwrap_or_default()
    }
}
