//! Finishes a file: cuts off what was torn, adds cues and duration, and takes its hash. A file that was finished
//! before comes out the same, so it does not matter whether a crash came before, during or after.

use sha2::{Digest, Sha256};
use std::io::{self, BufReader, ErrorKind, Read, Seek, SeekFrom, Write};

use super::opus::SILENCE;
use super::webm::{self, CLUSTER, Cue, SEGMENT, SIMPLE_BLOCK, TIMESTAMP};
use crate::reels::Reel;

/// Cues of sound, whose every block is a place to begin, milliseconds apart.
const CUE_EVERY: u64 = 2_000;
/// No cluster is longer: what claims to be is torn.
const LONGEST_CLUSTER: usize = 64 * 1024 * 1024;
/// Two blocks further apart than this have a gap between them, milliseconds.
const GAP: u64 = 2_000;

/// A whole file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finished {
    pub bytes: u64,
    pub sha256: [u8; 32],
    /// Milliseconds from its first block to its last.
    pub lasts: u64,
    /// Stretches of more than two seconds in which nothing came.
    pub gaps: u32,
}

/// What a walk over the clusters found.
#[derive(Debug, Default)]
struct Walk {
    /// Behind the last whole cluster.
    end: u64,
    last: Option<u64>,
    /// The last block that came from somebody.
    heard: Option<u64>,
    gaps: u32,
    cues: Vec<Cue>,
}

/// # Errors
/// The file is none of ours, or what the file system says.
pub fn finish(mut file: Reel) -> io::Result<Finished> {
    let head = read_head(&mut file)?;
    let content = (head.segment_size + 8) as u64;
    let walk = walk(&mut file, head.first_cluster, content)?;
    let lasts = walk.last.unwrap_or_default();
    file.set_len(walk.end)?;
    put(&mut file, walk.end, &webm::cues(&walk.cues))?;
    let bytes = file.seek(SeekFrom::End(0))?;
    put(&mut file, head.seek as u64, &webm::seek_head(walk.end - content))?;
    put(&mut file, head.duration as u64, &webm::duration(lasts))?;
    put(&mut file, head.segment_size as u64, &webm::segment_size(bytes - content))?;
    file.sync_all()?;
    Ok(Finished { bytes, sha256: hash(&mut file)?, lasts, gaps: walk.gaps })
}

/// Of a file whose head was torn: nothing in it is found any more, and it stays as it is.
///
/// # Errors
/// What the file system says.
pub fn remains(mut file: Reel) -> io::Result<Finished> {
    let bytes = file.seek(SeekFrom::End(0))?;
    Ok(Finished { bytes, sha256: hash(&mut file)?, lasts: 0, gaps: 0 })
}

/// Of a file that is gone.
pub fn nothing() -> Finished {
    Finished { bytes: 0, sha256: Sha256::digest([]).into(), lasts: 0, gaps: 0 }
}

fn put(file: &mut Reel, at: u64, bytes: &[u8]) -> io::Result<()> {
    file.seek(SeekFrom::Start(at))?;
    file.write_all(bytes)
}

/// Where the parts of a head lie.
struct Places {
    segment_size: usize,
    seek: usize,
    duration: usize,
    first_cluster: u64,
}

fn read_head(file: &mut Reel) -> io::Result<Places> {
    let torn = || io::Error::new(ErrorKind::InvalidData, "the head of the recording is not whole");
    let mut start = vec![0; 1024 + webm::LARGEST_PRIVATE];
    let mut length = 0;
    while let Some(room) = start.get_mut(length..).filter(|room| !room.is_empty()) {
        match file.read(room)? {
            0 => break,
            read => length += read,
        }
    }
    start.truncate(length);
    // Everything before the track is as long in every file.
    let webm::Head { segment_size, seek, duration, .. } = webm::head(&webm::Track::Sound, 0);
    let tracks = duration + webm::DURATION_ROOM;
    let named = start.get(segment_size - 4..segment_size) == Some(&SEGMENT.to_be_bytes());
    let (_, begins, size) =
        start.get(tracks..).filter(|_| named).and_then(webm::read_element).ok_or_else(torn)?;
    let first_cluster = tracks + begins + size;
    if first_cluster > length {
        return Err(torn());
    }
    Ok(Places { segment_size, seek, duration, first_cluster: first_cluster as u64 })
}

fn walk(file: &mut Reel, from: u64, content: u64) -> io::Result<Walk> {
    file.seek(SeekFrom::Start(from))?;
    let mut reader = BufReader::with_capacity(256 * 1024, file);
    let mut found = Walk { end: from, ..Walk::default() };
    let mut cluster = Vec::new();
    while let Some(length) = next_cluster(&mut reader, &mut cluster)? {
        let position = found.end - content;
        found.end += length;
        found.look(&cluster, position);
    }
    Ok(found)
}

/// Reads the content of the cluster that begins here; how long it is with its head. `None` where no whole one begins.
fn next_cluster(reader: &mut impl Read, into: &mut Vec<u8>) -> io::Result<Option<u64>> {
    let mut head = Vec::with_capacity(12);
    let mut byte = [0];
    let (begins, length) = loop {
        if reader.read(&mut byte)? == 0 || head.len() == 12 {
            return Ok(None);
        }
        head.push(byte[0]);
        match webm::read_element(&head) {
            Some((CLUSTER, begins, length)) if length <= LONGEST_CLUSTER => break (begins, length),
            Some(_) => return Ok(None),
            None => {}
        }
    };
    into.clear();
    let read = reader.take(length as u64).read_to_end(into)?;
    Ok((read == length).then_some((begins + length) as u64))
}

impl Walk {
    fn look(&mut self, cluster: &[u8], position: u64) {
        let (mut rest, mut began, mut first) = (cluster, 0, true);
        while let Some((name, begins, length)) = webm::read_element(rest) {
            let Some(body) = rest.get(begins..begins + length) else { return };
            rest = rest.get(begins + length..).unwrap_or_default();
            match (name, body) {
                (TIMESTAMP, body) => began = body.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)),
                (SIMPLE_BLOCK, &[_, high, low, flags, ref data @ ..]) => {
                    let at = began.saturating_add_signed(i16::from_be_bytes([high, low]).into());
                    if *data != SILENCE {
                        self.gaps += u32::from(self.heard.is_some_and(|heard| at > heard + GAP));
                        self.heard = Some(at);
                    }
                    self.last = Some(at.max(self.last.unwrap_or_default()));
                    let due = self.cues.last().is_none_or(|cue| at >= cue.at + CUE_EVERY);
                    if flags & 0x80 != 0 && first && due {
                        self.cues.push(Cue { at, position });
                        first = false;
                    }
                }
                _ => {}
            }
        }
    }
}

fn hash(file: &mut Reel) -> io::Result<[u8; 32]> {
    file.seek(SeekFrom::Start(0))?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 256 * 1024];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(digest.finalize().into()),
            read => digest.update(buffer.get(..read).unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::record::webm::{Block, LARGEST_PRIVATE, Picture, Track, cluster, head};
    use proptest::prelude::*;

    /// A file of this many clusters of half a second, ten blocks each.
    fn written(track: &Track, clusters: i64) -> (Vec<u8>, Vec<usize>) {
        let mut bytes = head(track, 1_700_000_000_000).bytes;
        let mut ends = vec![bytes.len()];
        for n in 0..clusters {
            let key = |at| *track == Track::Sound || (n % 4 == 0 && at == 0);
            let block = |at: i64| Block { at: n * 500 + at * 50, key: key(at), data: vec![n as u8; 80] };
            bytes.extend(cluster(&(0..10).map(block).collect::<Vec<_>>()));
            ends.push(bytes.len());
        }
        (bytes, ends)
    }

    fn finished(bytes: &[u8]) -> io::Result<(Finished, Vec<u8>)> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("a.webm");
        std::fs::write(&path, bytes)?;
        let reels = crate::reels::Reels::open(folder.path(), false, |_| ())?;
        let done = finish(reels.at(&path, uuid::Uuid::nil(), true)?)?;
        Ok((done, std::fs::read(&path)?))
    }

    #[test]
    fn finishing_twice_is_finishing_once() {
        let picture = |codec, width, height, private| {
            Track::Picture(Picture { codec, width, height, private: vec![7; private] })
        };
        for track in [
            Track::Sound,
            picture("V_VP8", 1280, 720, 0),
            picture("V_VP9", 160, 90, 0),
            picture("V_MPEG4/ISO/AVC", 1280, 720, LARGEST_PRIVATE),
        ] {
            let (bytes, _) = written(&track, 20);
            let (once, file) = finished(&bytes).unwrap();
            assert_eq!((once.lasts, once.gaps, once.bytes), (9_950, 0, file.len() as u64), "{track:?}");
            assert_eq!(finished(&file).unwrap(), (once, file));
        }
    }

    #[test]
    fn a_long_silence_is_a_gap() {
        let mut bytes = head(&Track::Sound, 0).bytes;
        for at in [0, 20, 40, 5_000, 5_020] {
            bytes.extend(cluster(&[Block { at, key: true, data: vec![1; 8] }]));
        }
        assert_eq!(finished(&bytes).unwrap().0.gaps, 1);
    }

    #[test]
    fn what_is_no_recording_is_left_alone() {
        for bytes in [&b""[..], b"%PDF-1.7", &[0x1a; 2000]] {
            assert!(finished(bytes).is_err());
        }
    }

    proptest! {
        /// Cut off anywhere behind the head, what stays is every whole cluster before the cut.
        #[test]
        fn a_torn_file_keeps_what_was_whole(clusters in 1_i64..6, cut in any::<prop::sample::Index>()) {
            let (bytes, ends) = written(&Track::Sound, clusters);
            let at = ends[0] + cut.index(bytes.len() - ends[0] + 1);
            let whole = ends.iter().rev().find(|end| **end <= at).copied().unwrap();
            let (done, file) = finished(&bytes[..at]).unwrap();
            let kept = ends.iter().position(|end| *end == whole).unwrap() as u64;
            prop_assert_eq!(done.lasts, if kept == 0 { 0 } else { kept * 500 - 50 });
            prop_assert_eq!(&file[ends[0]..whole], &bytes[ends[0]..whole]);
        }
    }
}
