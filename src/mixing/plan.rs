//! PURE. What the mixing program is told: which clips, where on the film, from when.

use crate::domain::{
    hearing::{Hearing, Recording, Seat, SourceKind},
    ids::{RecordingId, SeatId},
};
use std::fmt::Write;

/// The film, pixels and pictures a second.
const WIDTH: usize = 1280;
const HEIGHT: usize = 720;
const RATE: u32 = 15;
/// What is around pictures.
const GROUND: &str = "0x20242a";

/// How loud an interpreter's own channel is under the floor: in the room only who chose it hears it.
const WHISPER: &str = ",volume=0.2";

/// A file that is whole, and where it lies on the film. Milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Clip {
    id: RecordingId,
    seat: SeatId,
    source: SourceKind,
    whispers: bool,
    at: i64,
    lasts: i64,
}

/// A place on the film.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Tile {
    seat: SeatId,
    screen: bool,
    plate: String,
}

/// A film to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    clips: Vec<Clip>,
    tiles: Vec<Tile>,
    /// Milliseconds; what was not recorded is passed over.
    pub lasts: i64,
}

impl Plan {
    /// Everything whole of `recordings`, seats in the order of the table; `None` if there is nothing.
    #[must_use]
    pub fn of(hearing: &Hearing, recordings: &[Recording]) -> Option<Self> {
        let mut spans = Vec::new();
        for one in recordings {
            let until = one.whole.as_ref().map_or(one.began_at, |whole| whole.ended_at);
            if until > one.began_at {
                spans.push((one, one.began_at.0, until.0));
            }
        }
        let stretches = stretches(spans.iter().map(|(_, from, to)| (*from, *to)).collect());
        let clip = |(one, from, to): &(&Recording, i64, i64)| Clip {
            id: one.id,
            seat: one.seat,
            source: one.source,
            whispers: hearing.seat(one.seat).is_some_and(Seat::whispers),
            at: on_film(&stretches, *from),
            lasts: to - from,
        };
        let clips: Vec<Clip> = spans.iter().map(clip).collect();
        let tiles = tiles(hearing, &clips);
        let lasts = stretches.iter().map(|(from, to)| to - from).sum();
        (!clips.is_empty()).then_some(Self { clips, tiles, lasts })
    }

    /// In the order the program is given them.
    pub fn files(&self) -> impl Iterator<Item = RecordingId> {
        self.clips.iter().map(|clip| clip.id)
    }

    /// What each plate says, in order; the program reads the n-th from `plate-n.txt`.
    pub fn plates(&self) -> impl Iterator<Item = &str> {
        self.tiles.iter().map(|tile| tile.plate.as_str())
    }

    /// What to do with the inputs, as FFmpeg's filter graphs are written; picture is `[film]`, sound `[sound]`.
    #[must_use]
    pub fn graph(&self) -> String {
        let lasts = seconds(self.lasts);
        let mut graph = format!("color=c={GROUND}:s={WIDTH}x{HEIGHT}:r={RATE}:d={lasts}[p0];\n");
        let mut pictures = 0;
        let columns = self.columns();
        let (width, height) = (even(WIDTH / columns), even(HEIGHT / self.rows()));
        for (input, clip) in self.clips.iter().enumerate() {
            let Some(tile) = self.tile_of(clip).filter(|_| clip.source != SourceKind::Microphone) else {
                continue;
            };
            let (x, y) = (tile % columns * width, tile / columns * height);
            let (from, to) = (seconds(clip.at), seconds(clip.at + clip.lasts));
            // A camera that turns changes its size within the file; every picture is fitted anew.
            let _ = write!(
                graph,
                "[{input}:v]scale={width}:{height}:force_original_aspect_ratio=decrease,\
                 pad={width}:{height}:(ow-iw)/2:(oh-ih)/2:{GROUND},setsar=1,setpts=PTS-STARTPTS+{from}/TB[v{input}];\n\
                 [p{pictures}][v{input}]overlay={x}:{y}:eof_action=pass:enable='between(t,{from},{to})'[p{}];\n",
                pictures + 1
            );
            pictures += 1;
        }
        let _ = write!(graph, "[p{pictures}]");
        for (n, _) in self.tiles.iter().enumerate() {
            let (x, y) = (n % columns * width + 12, n / columns * height + height - 36);
            let comma = if n == 0 { "" } else { "," };
            let _ = write!(
                graph,
                "{comma}drawtext=fontfile=font.ttf:textfile=plate-{n}.txt:expansion=none:x={x}:y={y}:\
                 fontsize=20:fontcolor=white:box=1:boxcolor=black@0.6:boxborderw=6"
            );
        }
        graph.push_str("[film]");
        self.sound(&mut graph);
        graph
    }

    #[must_use]
    pub fn has_sound(&self) -> bool {
        self.clips.iter().any(|clip| clip.source == SourceKind::Microphone)
    }

    fn sound(&self, graph: &mut String) {
        let sounds =
            || self.clips.iter().enumerate().filter(|(_, clip)| clip.source == SourceKind::Microphone);
        if !self.has_sound() {
            return;
        }
        for (input, clip) in sounds() {
            let volume = if clip.whispers { WHISPER } else { "" };
            let _ = write!(graph, ";\n[{input}:a]adelay={}:all=1{volume}[a{input}]", clip.at);
        }
        graph.push_str(";\n");
        for (input, _) in sounds() {
            let _ = write!(graph, "[a{input}]");
        }
        let _ = write!(
            graph,
            "amix=inputs={}:normalize=0:duration=longest,alimiter=limit=0.9[sound]",
            sounds().count()
        );
    }

    fn tile_of(&self, clip: &Clip) -> Option<usize> {
        let screen = clip.source == SourceKind::Screen;
        self.tiles.iter().position(|tile| tile.seat == clip.seat && tile.screen == screen)
    }

    fn columns(&self) -> usize {
        (1..).find(|columns| columns * columns >= self.tiles.len()).unwrap_or(1)
    }

    fn rows(&self) -> usize {
        self.tiles.len().div_ceil(self.columns()).max(1)
    }
}

const fn even(pixels: usize) -> usize {
    pixels & !1
}

fn seconds(millis: i64) -> String {
    format!("{}.{:03}", millis / 1000, millis % 1000)
}

/// Times in which anything was recorded, by time, none touching another.
fn stretches(mut spans: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    spans.sort_unstable();
    let mut joined: Vec<(i64, i64)> = Vec::new();
    for (from, to) in spans {
        match joined.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => joined.push((from, to)),
        }
    }
    joined
}

/// Where a time within a stretch lies on the film.
fn on_film(stretches: &[(i64, i64)], at: i64) -> i64 {
    let before = stretches.iter().take_while(|(from, _)| *from <= at);
    before.map(|(from, to)| at.min(*to) - from).sum()
}

/// One for each seat that was recorded, and one for each screen that was shared.
fn tiles(hearing: &Hearing, clips: &[Clip]) -> Vec<Tile> {
    let mut tiles = Vec::new();
    for seat in &hearing.seats {
        let of =
            |screen| clips.iter().any(|c| c.seat == seat.id && (c.source == SourceKind::Screen) == screen);
        let plate =
            if seat.name.is_empty() { seat.label.clone() } else { format!("{} {}", seat.label, seat.name) };
        if of(false) {
            tiles.push(Tile { seat: seat.id, screen: false, plate: plate.clone() });
        }
        if of(true) {
            tiles.push(Tile { seat: seat.id, screen: true, plate: format!("{plate} · 共享屏幕") });
        }
    }
    tiles
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        Timestamp,
        hearing::{Language, Occupant, ParticipantRole, WholeRecording},
    };
    use uuid::Uuid;

    /// Who interprets into signs and says in words what is signed speaks to the table.
    #[test]
    fn an_interpreters_own_channel_is_low_under_the_floor() {
        let id = |n: u128| SeatId(Uuid::from_u128(n));
        let seat = |(n, languages): (u128, Vec<Language>)| Seat {
            languages,
            ..Seat::new(
                id(n),
                ParticipantRole::Interpreter,
                Occupant::External { organisation: String::new(), name: String::new(), phone: None },
            )
        };
        let seats = [(0, vec![]), (1, vec![Language::Tibetan]), (2, vec![Language::Sign])];
        let hearing = Hearing { seats: seats.into_iter().map(seat).collect(), ..Hearing::blank() };
        let microphone = |n: u128| Recording {
            id: RecordingId(Uuid::from_u128(n)),
            hearing: hearing.id,
            seat: id(n),
            source: SourceKind::Microphone,
            began_at: Timestamp(0),
            whole: Some(WholeRecording {
                ended_at: Timestamp(2_000),
                bytes: 1,
                sha256: [0; 32],
                gaps: 0,
                interrupted: false,
            }),
        };
        let recordings: Vec<Recording> = (0..3).map(microphone).collect();
        let graph = Plan::of(&hearing, &recordings).unwrap().graph();
        for (n, volume) in [(0, ""), (1, WHISPER), (2, "")] {
            assert!(graph.contains(&format!("[{n}:a]adelay=0:all=1{volume}[a{n}]")), "{graph}");
        }
    }

    #[test]
    fn what_was_not_recorded_is_passed_over() {
        let joined = stretches(vec![(50, 60), (10, 20), (15, 30), (30, 40)]);
        assert_eq!(joined, [(10, 40), (50, 60)]);
        for (at, expected) in [(10, 0), (20, 10), (40, 30), (50, 30), (60, 40)] {
            assert_eq!(on_film(&joined, at), expected, "{at}");
        }
    }
}
