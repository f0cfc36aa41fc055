//! Numbers that look drawn and are the same each time.

pub struct Dice(u64);

impl Dice {
    /// Of this seed; neighbouring seeds do not resemble each other.
    pub fn of(seed: usize) -> Self {
        let mut dice =
            Self(u64::try_from(seed).unwrap().wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x6a09_e667_f3bc_c908);
        dice.below(2);
        dice
    }

    pub fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    /// One in so many times.
    pub fn one_in(&mut self, sides: usize) -> bool {
        self.below(sides) == 0
    }

    pub fn of_these<'a, T>(&mut self, these: &'a [T]) -> &'a T {
        &these[self.below(these.len())]
    }

    /// Days; few enough to be written as a difference of times.
    pub fn days_below(&mut self, sides: usize) -> i64 {
        i64::try_from(self.below(sides)).unwrap()
    }
}
