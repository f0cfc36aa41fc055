//! Everything the fuzz targets call, by name; and what they found once, replayed by every test run.

use crate::edge::devices::fragment::{self, Fragment};
use crate::edge::devices::offer::{DeviceOffer, Way};
use crate::edge::ws::frame;
use crate::media::fuzzing as media;
use signaling::session::{Input, Session};

/// A target: any bytes, no panic.
pub type Target = fn(&[u8]);

/// Name of the program in `fuzz/`, of its corpus and of its crashes, and what it does.
pub const TARGETS: [(&str, Target); 11] = [
    ("stun_in", media::stun_in),
    ("dtls_in", media::dtls_in),
    ("rtp_in", media::rtp_in),
    ("rtcp_in", media::rtcp_in),
    ("sdp_offer", media::sdp_offer),
    ("media_datagram", media::media_datagram),
    ("turn_in", media::turn_in),
    ("pictures_in", media::pictures_in),
    ("stream_in", media::stream_in),
    ("device_sdp", device_sdp),
    ("ws_frame", ws_frame),
];

/// What a device posts, and after a byte that no text has, what it patches.
pub fn device_sdp(input: &[u8]) {
    let mut texts = input.split(|byte| *byte == 0xff).map(String::from_utf8_lossy);
    let offer = texts.next().unwrap_or_default();
    for way in [Way::In, Way::Out] {
        if let Ok(read) = DeviceOffer::read(way, &offer) {
            assert!(read.sources.is_empty() || way == Way::In, "who only watches sends nothing");
        }
    }
    // Ours goes the same way back, whatever the media plane writes.
    fragment::of_answer(&fragment::polished(&offer));
    let Some(fragment) = texts.next().and_then(|text| Fragment::parse(&text)) else { return };
    if let Some(restarted) = fragment.restarted(&offer)
        && offer.lines().any(|line| line.starts_with("a=ice-ufrag:"))
    {
        assert_eq!(fragment.restarted(&restarted), None, "it is the same client now");
    }
}

/// Lines of text on a WebSocket whose ticket was good.
pub fn ws_frame(input: &[u8]) {
    let mut session = Session::new(0);
    session.handle(0, Input::LetIn);
    for (second, line) in (0..).zip(input.split(|byte| *byte == b'\n')) {
        let said = match std::str::from_utf8(line).map(frame::parse) {
            Ok(Ok(frame)) => Input::Frame(frame),
            Ok(Err(violation)) => Input::NotAFrame(violation.reason()),
            Err(_) => Input::NotAFrame(frame::Violation::Binary.reason()),
        };
        session.handle(second * 1000, said);
        if second == 0 {
            session.handle(0, Input::LetIn);
        }
        while session.poll_output().is_some() {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::fs;
    use std::path::PathBuf;

    thread_local! {
        static PANICS: Cell<usize> = const { Cell::new(0) };
    }

    /// The files of `fuzz/<folder>/<target>`.
    fn inputs(folder: &str, target: &str) -> Vec<PathBuf> {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(folder).join(target);
        let entries = fs::read_dir(folder).into_iter().flatten();
        entries.map(|entry| entry.unwrap().path()).collect()
    }

    /// A panic the relay survives is one too: the hook hears of it before anybody catches it.
    fn replay(folder: &str) -> usize {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            PANICS.set(PANICS.get() + 1);
            before(panic);
        }));
        let mut replayed = 0;
        for (name, target) in TARGETS {
            for path in inputs(folder, name) {
                target(&fs::read(&path).unwrap());
                assert_eq!(PANICS.get(), 0, "{}", path.display());
                replayed += 1;
            }
        }
        replayed
    }

    #[test]
    fn every_past_crash_is_harmless() {
        replay("crashes");
    }

    #[test]
    fn every_target_has_a_corpus_and_takes_it() {
        for (name, _) in TARGETS {
            assert!(!inputs("corpus", name).is_empty(), "fuzz/corpus/{name} is empty");
        }
        replay("corpus");
    }
}
