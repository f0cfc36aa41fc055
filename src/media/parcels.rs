//! Datagrams that wait to be handed on, one behind the other in one piece of memory, each with where it goes.

/// A label and a datagram, as often as they come.
#[derive(Debug)]
pub struct Parcels<T> {
    bytes: Vec<u8>,
    /// Each label, and how long its datagram is.
    each: Vec<(T, usize)>,
}

impl<T> Default for Parcels<T> {
    fn default() -> Self {
        Self { bytes: Vec::new(), each: Vec::new() }
    }
}

impl<T: Copy> Parcels<T> {
    pub fn len(&self) -> usize {
        self.each.len()
    }

    pub fn is_empty(&self) -> bool {
        self.each.is_empty()
    }

    pub fn push(&mut self, label: T, datagram: &[u8]) {
        self.bytes.extend_from_slice(datagram);
        self.each.push((label, datagram.len()));
    }

    pub fn iter_mut(&mut self) -> impl Iterator<Item = (T, &mut [u8])> {
        let mut rest = &mut self.bytes[..];
        self.each.iter().map(move |(label, length)| {
            let (datagram, behind) = std::mem::take(&mut rest).split_at_mut(*length);
            rest = behind;
            (*label, datagram)
        })
    }

    /// Forgets them; their memory is kept.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.each.clear();
    }

    /// Gives them away. What comes next is likely to be as much: its memory is taken at once.
    pub fn take(&mut self) -> Self {
        let next =
            Self { bytes: Vec::with_capacity(self.bytes.len()), each: Vec::with_capacity(self.each.len()) };
        std::mem::replace(self, next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(parcels: &mut Parcels<char>) -> *const u8 {
        for (label, datagram) in [('a', &[1, 2][..]), ('b', &[]), ('c', &[3])] {
            parcels.push(label, datagram);
        }
        parcels.bytes.as_ptr()
    }

    #[test]
    fn each_comes_out_whole_and_under_its_label() {
        let mut parcels = Parcels::default();
        filled(&mut parcels);
        parcels.iter_mut().for_each(|(_, datagram)| datagram.reverse());
        let out: Vec<(char, Vec<u8>)> =
            parcels.iter_mut().map(|(label, datagram)| (label, datagram.to_vec())).collect();
        assert_eq!(out, [('a', vec![2, 1]), ('b', vec![]), ('c', vec![3])]);
    }

    #[test]
    fn their_memory_is_taken_once() {
        let mut parcels = Parcels::default();
        let first = filled(&mut parcels);
        parcels.clear();
        assert!(parcels.is_empty());
        assert_eq!(filled(&mut parcels), first);
        assert_eq!((parcels.take().len(), parcels.len()), (3, 0));
        let before = parcels.bytes.capacity();
        filled(&mut parcels);
        assert_eq!(parcels.bytes.capacity(), before, "as much as the last had");
    }
}
