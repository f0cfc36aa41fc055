//! A time that is seen and heard: every picture shows its number, every tenth of a second has a tone of its own. FFmpeg
//! (scripts/install-system) codes it before a test, and plays what the recorder made of it.

use std::f64::consts::TAU;
use std::fs;
use std::ops::Range;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::{now, piece};
use crate::media::record::Recording;
use crate::media::record::opus::SILENCE;
use crate::media::record::piece::Piece;
use crate::media::record::webm::{self, CLUSTER, SEGMENT, SIMPLE_BLOCK};
use signaling::wire::SourceKind;

/// Pictures of a clip, and packets of its sound: ten seconds.
const FRAMES: u16 = 500;
/// Milliseconds of each.
pub const EACH: i64 = 20;
/// Those that nobody sends: both are muted then, until a key picture.
const MUTED: Range<usize> = 100..200;
/// A bit of a number is a square of so many points.
const SIDE: usize = 16;
const WIDTH: usize = 16 * SIDE;
/// A row of squares, and one of their opposites.
const HEIGHT: usize = 2 * SIDE;
/// Samples a second.
const RATE: usize = 48_000;
/// A tone lasts so long, milliseconds.
const TONE: i64 = 100;
const SAMPLES_OF_TONE: usize = RATE / 10;
/// Of the first tone, and by how much each next is higher: waves a second.
const LOWEST: f64 = 500.0;
const STEP: f64 = 50.0;

/// How much of a clip came until so many milliseconds after its beginning.
pub fn came(until: i64) -> i64 {
    let [muted, sends] = [MUTED.start, MUTED.end].map(|frame| frame as i64 * EACH);
    until.min(muted) + (until - sends).max(0)
}

/// Ten seconds of a time, frame by frame.
#[derive(Debug)]
pub struct Clip {
    pictures: Vec<Vec<u8>>,
    sounds: Vec<Vec<u8>>,
}

impl Clip {
    /// Codes it into files of `folder`.
    pub fn code(folder: &Path) -> Self {
        let path = |name: &str| folder.join(name).to_string_lossy().into_owned();
        fs::write(path("pictures"), (0..FRAMES).flat_map(picture).collect::<Vec<u8>>()).unwrap();
        fs::write(path("sounds"), sounds()).unwrap();
        let size = format!("{WIDTH}x{HEIGHT}");
        let pictures =
            ["-f", "rawvideo", "-pix_fmt", "gray", "-s", &size, "-r", "50", "-i", &path("pictures")];
        let vp8 = ["-c:v", "libvpx", "-deadline", "realtime", "-lag-in-frames", "0", "-auto-alt-ref", "0"];
        let rate = ["-pix_fmt", "yuv420p", "-b:v", "1M", "-g", "50", &path("pictures.webm")];
        ffmpeg(&[&pictures[..], &vp8, &rate].concat());
        let sounds = ["-f", "s16le", "-ar", "48000", "-ac", "1", "-i", &path("sounds")];
        ffmpeg(&[&sounds[..], &["-c:a", "libopus", "-b:a", "64k", &path("sounds.webm")]].concat());
        Self::read(folder)
    }

    /// As [`Clip::code`] left it there.
    pub fn read(folder: &Path) -> Self {
        let [pictures, sounds] =
            ["pictures.webm", "sounds.webm"].map(|name| coded(&fs::read(folder.join(name)).unwrap()));
        assert!(
            pictures.len().min(sounds.len()) + 1 >= usize::from(FRAMES),
            "a picture or packet is missing"
        );
        Self { pictures, sounds }
    }

    /// Has the first `frames` recorded that come, each at its time from `began` on. A clip that ends, ends.
    pub fn play(&self, recording: &Recording, began: i64, frames: usize) {
        for (number, (picture, sound)) in self.pictures.iter().zip(&self.sounds).take(frames).enumerate() {
            let at = began + number as i64 * EACH;
            std::thread::sleep(Duration::from_millis(u64::try_from(at - now()).unwrap_or_default()));
            if MUTED.contains(&number) {
                continue;
            }
            let key = picture[0] & 1 == 0; // RFC 6386 §9.1
            for (kind, data, key) in
                [(SourceKind::Microphone, sound, true), (SourceKind::Camera, picture, key)]
            {
                let piece = piece(kind, number as u16, at, key);
                recording.tap.put(Piece { data: data.clone(), ..piece });
            }
        }
    }

    /// Plays a film of the clip's beginning: nothing in it is twice, missing or out of order, and the muted time is silent.
    /// Until when its time goes, milliseconds, by its last picture or its last tone.
    pub fn goes_until(&self, kind: SourceKind, film: &[u8]) -> i64 {
        let sound = kind == SourceKind::Microphone;
        let coded: Vec<_> = coded(film).into_iter().filter(|data| data[..] != SILENCE).collect();
        let whole = if sound { &self.sounds } else { &self.pictures };
        let came = whole[..MUTED.start].iter().chain(&whole[MUTED.end..]);
        assert!(coded.iter().eq(came.take(coded.len())), "what was written is what came, in its order");
        if coded.is_empty() {
            return 0; // killed before anything of it was written
        }
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), film).unwrap();
        let path = file.path().to_str().unwrap();
        if sound {
            let told = heard(path);
            assert!(
                told.iter().copied().eq((0..told.len()).map(tone)),
                "the time goes on as it does: {told:?}"
            );
            return told.len() as i64 * TONE;
        }
        let told = seen(path);
        assert_eq!(told.len(), coded.len(), "every picture is shown");
        let numbers = (0..).filter(|number| !MUTED.contains(number)).take(told.len());
        assert!(told.iter().copied().eq(numbers), "the time goes on as it does: {told:?}");
        told.last().map_or(0, |last| (*last as i64 + 1) * EACH)
    }
}

/// Every picture's number, as it is shown.
fn seen(film: &str) -> Vec<usize> {
    let raw = ["-fps_mode", "passthrough", "-pix_fmt", "gray", "-f", "rawvideo", "-"];
    let pictures = ffmpeg(&[&["-i", film][..], &raw].concat());
    pictures.chunks(WIDTH * HEIGHT).map(number_shown).collect()
}

/// What is heard as the n-th tone: itself, or the lowest where there is silence.
fn tone(n: usize) -> usize {
    if MUTED.contains(&(n * (TONE / EACH) as usize)) { 0 } else { n }
}

/// Every tone, as it is heard: which it is of the clip's.
fn heard(film: &str) -> Vec<usize> {
    let bytes = ffmpeg(&["-i", film, "-ar", "48000", "-ac", "1", "-f", "s16le", "-"]);
    let samples: Vec<i16> = bytes.chunks_exact(2).map(|two| i16::from_le_bytes([two[0], two[1]])).collect();
    samples.chunks_exact(SAMPLES_OF_TONE).map(tone_heard).collect()
}

fn picture(number: u16) -> Vec<u8> {
    let row = |bits: u16| {
        let line: Vec<u8> =
            (0..WIDTH).map(|x| if (bits >> (x / SIDE)) & 1 == 1 { 235 } else { 16 }).collect();
        line.repeat(SIDE)
    };
    [row(number), row(!number)].concat()
}

fn number_shown(picture: &[u8]) -> usize {
    let row = |row: usize| {
        let bit = |bit: usize| picture[(row * SIDE + SIDE / 2) * WIDTH + bit * SIDE + SIDE / 2] > 128;
        (0..16).fold(0_u16, |bits, at| bits | (u16::from(bit(at)) << at))
    };
    assert_eq!(row(0), !row(1), "a picture that shows no number");
    row(0).into()
}

fn sounds() -> Vec<u8> {
    let (mut samples, mut phase) = (Vec::new(), 0.0_f64);
    for n in 0..usize::from(FRAMES) * RATE / 50 {
        phase += TAU * (LOWEST + STEP * (n / SAMPLES_OF_TONE) as f64) / RATE as f64;
        samples.extend(((phase.sin() * 10_000.0) as i16).to_le_bytes());
    }
    samples
}

/// By how often it crosses nothing, away from where a tone becomes the next: a coder delays it by some milliseconds.
fn tone_heard(samples: &[i16]) -> usize {
    let within = &samples[SAMPLES_OF_TONE / 5..SAMPLES_OF_TONE * 9 / 10];
    let crossings = within.windows(2).filter(|two| (two[0] < 0) != (two[1] < 0)).count();
    let pitch = crossings as f64 / 2.0 * RATE as f64 / within.len() as f64;
    ((pitch - LOWEST) / STEP).round() as usize
}

/// What the blocks of a film hold, in order.
fn coded(film: &[u8]) -> Vec<Vec<u8>> {
    let (mut rest, mut found) = (film, Vec::new());
    while let Some((name, begins, length)) = webm::read_element(rest) {
        let Some(body) = rest.get(begins..begins + length) else { break };
        rest = &rest[begins + length..];
        match name {
            SEGMENT | CLUSTER => found.extend(coded(body)),
            SIMPLE_BLOCK => found.push(body[4..].to_vec()),
            _ => {}
        }
    }
    found
}

/// What it wrote. A film of which it complains is one that does not play.
fn ffmpeg(arguments: &[&str]) -> Vec<u8> {
    let output = Command::new("ffmpeg").args(["-v", "error", "-nostdin", "-y"]).args(arguments).output();
    let output = output.unwrap_or_else(|why| panic!("ffmpeg (scripts/install-system installs it): {why}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.is_empty(), "{said}");
    output.stdout
}
