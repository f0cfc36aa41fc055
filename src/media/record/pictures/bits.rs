//! Headers are read bit by bit, and end where the bytes do.

/// What is left to read; nothing is read behind the end.
#[derive(Debug, Clone)]
pub struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Bits<'a> {
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub fn flag(&mut self) -> Option<bool> {
        let byte = self.bytes.get(self.at / 8)?;
        let bit = byte >> (7 - self.at % 8) & 1;
        self.at += 1;
        Some(bit == 1)
    }

    /// A number of up to 32 bits.
    pub fn take(&mut self, bits: u32) -> Option<u32> {
        let mut value = 0_u64;
        for _ in 0..bits.min(32) {
            value = value << 1 | u64::from(self.flag()?);
        }
        u32::try_from(value).ok()
    }

    pub fn skip(&mut self, bits: u32) -> Option<()> {
        for _ in 0..bits {
            self.flag()?;
        }
        Some(())
    }

    /// An unsigned Exp-Golomb number (H.264 §9.1, AV1 §4.10.3): as many zeros as it has bits behind its first.
    pub fn golomb(&mut self) -> Option<u32> {
        let mut zeros = 0;
        while !self.flag()? {
            zeros += 1;
            if zeros > 31 {
                return None;
            }
        }
        let rest = self.take(zeros)?;
        (1_u32.checked_shl(zeros)? - 1).checked_add(rest)
    }

    /// A signed one, by its way of counting: 0, 1, -1, 2, -2.
    pub fn signed_golomb(&mut self) -> Option<i32> {
        let number = i64::from(self.golomb()?);
        i32::try_from(if number % 2 == 0 { -number / 2 } else { number / 2 + 1 }).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_to_the_end_and_not_further() {
        let mut bits = Bits::new(&[0b1010_0110, 0b0100_0000]);
        assert_eq!((bits.flag(), bits.take(3)), (Some(true), Some(0b010)));
        // 011 is 2, 00100 is 3
        assert_eq!((bits.golomb(), bits.golomb()), (Some(2), Some(3)));
        assert_eq!((bits.take(4), bits.take(1)), (Some(0), None));
    }

    #[test]
    fn signs_alternate() {
        let read = |byte: u8| Bits::new(&[byte]).signed_golomb();
        assert_eq!([0x80, 0x40, 0x60, 0x20, 0x28].map(read), [Some(0), Some(1), Some(-1), Some(2), Some(-2)]);
        assert_eq!(Bits::new(&[0; 8]).golomb(), None);
    }
}
