//! Pictures of H.264, VP9 and AV1, as the recorder puts them together of what anybody with a seat sends.

use super::take;
use crate::media::forward::frame::Codec;
use crate::media::record::pictures::{Payload, Pictures, track};

/// A codec, then packets: how long each is; what is said of it (1: the last of its picture, 2: of another one than before,
/// 4: one is missing before it); its payload.
pub fn pictures_in(mut input: &[u8]) {
    let codec = match take(&mut input, 1) {
        [1] => Codec::H264,
        [2] => Codec::Vp9,
        _ => Codec::Av1,
    };
    let (mut pictures, mut out, mut timestamp) = (Pictures::of(codec), Vec::new(), 0_u32);
    while let &[length, says] = take(&mut input, 2) {
        if says & 4 != 0 {
            pictures.hole();
        }
        timestamp = timestamp.wrapping_add(u32::from(says & 2));
        let bytes = take(&mut input, length.into());
        pictures.take(Payload { at: 0, timestamp, ends: says & 1 != 0, bytes }, &mut out);
    }
    assert!(out.first().is_none_or(|first| first.key), "one begins to watch with a key picture");
    for frame in &out {
        let _ = track(codec, &frame.data);
    }
}
