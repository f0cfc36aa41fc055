//! Speaker detection from the audio levels that publishers send with each packet (RFC 6464).

use std::time::Duration;

/// Loudness is counted from digital silence: 0 is -127 dBov, 127 is full scale.
/// Louder than -45 dBov counts as speech: a voice at a table microphone has -35, an air conditioner -55.
const SPEAKING: f32 = 82.0;
/// Speech has ended below -57 dBov.
const SILENT: f32 = 70.0;
/// What is quieter rises from here, so that a first word is not lost in the climb.
const FLOOR: f32 = 62.0;
/// Share of the way to a louder level taken per packet of 20 ms, and the most: four packets of a voice begin
/// speech, one knock on the table does not.
const ATTACK: f32 = 0.25;
const STEEPEST: f32 = 8.0;
/// Fall per second: after speech at -30 dBov a pause for breath of one second does not end it.
const DECAY: f32 = 25.0;
/// How much louder one must be to be named before another. Less, and two who argue flicker.
const LEAD: f32 = 8.0;

/// Reads an audio level element: loudness from digital silence, 0 to 127.
pub fn loudness(element: &[u8]) -> Option<u8> {
    element.first().map(|byte| 127 - (byte & 0x7f))
}

#[derive(Debug, Clone, Copy)]
struct Voice<K> {
    key: K,
    envelope: f32,
    heard: Duration,
    speaking: bool,
}

/// The voices of one room.
#[derive(Debug, Clone)]
pub struct Speakers<K> {
    /// In the order in which they are named.
    voices: Vec<Voice<K>>,
    said: Vec<K>,
}

impl<K> Default for Speakers<K> {
    fn default() -> Self {
        Self { voices: Vec::new(), said: Vec::new() }
    }
}

impl<K: Copy + Eq> Speakers<K> {
    /// A packet of `key` came with this loudness. Allocates only when it is the first of its source.
    pub fn hear(&mut self, now: Duration, key: K, loudness: u8) {
        if !self.voices.iter().any(|voice| voice.key == key) {
            self.voices.push(Voice { key, envelope: FLOOR, heard: now, speaking: false });
        }
        let Some(voice) = self.voices.iter_mut().find(|voice| voice.key == key) else { return };
        voice.decay(now);
        let level = f32::from(loudness.min(127));
        if level > voice.envelope {
            voice.envelope += ((level - voice.envelope) * ATTACK).min(STEEPEST);
        }
    }

    /// The source has left, or may not be heard any more.
    pub fn remove(&mut self, key: K) {
        self.voices.retain(|voice| voice.key != key);
    }

    /// All who were heard: who speaks, the loudest first, then who spoke last.
    pub fn in_order(&self) -> impl Iterator<Item = K> {
        self.voices.iter().map(|voice| voice.key)
    }

    /// Who speaks, loudest first, if that has changed since it was last said. To be called several times a
    /// second.
    pub fn poll(&mut self, now: Duration) -> Option<&[K]> {
        for voice in &mut self.voices {
            voice.decay(now);
            voice.speaking = voice.envelope >= if voice.speaking { SILENT } else { SPEAKING };
        }
        self.reorder();
        let speaking = self.voices.iter().filter(|voice| voice.speaking).map(|voice| voice.key);
        if speaking.clone().eq(self.said.iter().copied()) {
            return None;
        }
        self.said.clear();
        self.said.extend(speaking);
        Some(&self.said)
    }

    /// One pass of neighbours changing places; a change of rank of several places takes several polls.
    fn reorder(&mut self) {
        for at in (1..self.voices.len()).rev() {
            let (before, after) = (&self.voices[at - 1], &self.voices[at]);
            let silent_before = after.speaking && !before.speaking;
            if silent_before || after.envelope > before.envelope + LEAD {
                self.voices.swap(at - 1, at);
            }
        }
    }
}

impl<K> Voice<K> {
    fn decay(&mut self, now: Duration) {
        let elapsed = now.saturating_sub(self.heard).as_secs_f32();
        self.envelope = (self.envelope - elapsed * DECAY).max(FLOOR);
        self.heard = self.heard.max(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SILENCE: u8 = 0;
    const HUM: u8 = 127 - 55;
    const VOICE: u8 = 127 - 30;
    const SHOUT: u8 = 127 - 8;

    /// Each speaker's (from ms, to ms, loudness), a packet every 20 ms, polled every 100 ms: every list said.
    #[track_caller]
    fn check(spoken: &[(char, u64, u64, u8)], said: &[(u64, &str)]) {
        let mut speakers = Speakers::default();
        let mut out = Vec::new();
        for at in (0..8000).step_by(20) {
            let now = Duration::from_millis(at);
            for (key, from, to, loudness) in spoken {
                if (*from..*to).contains(&at) {
                    speakers.hear(now, *key, *loudness);
                }
            }
            if at % 100 == 0
                && let Some(list) = speakers.poll(now)
            {
                out.push((at, list.iter().collect::<String>()));
            }
        }
        let said: Vec<_> = said.iter().map(|(at, list)| (*at, (*list).to_owned())).collect();
        assert_eq!(out, said);
    }

    #[test]
    fn a_voice_is_noticed_within_a_tenth_of_a_second() {
        check(&[('a', 0, 8000, VOICE)], &[(100, "a")]);
    }

    #[test]
    fn silence_and_an_air_conditioner_are_not_speech() {
        check(&[('a', 0, 8000, SILENCE), ('b', 0, 8000, HUM)], &[]);
    }

    #[test]
    fn a_knock_on_the_table_is_not_speech() {
        check(&[('a', 0, 1000, HUM), ('a', 1000, 1020, SHOUT)], &[]);
    }

    #[test]
    fn a_breath_does_not_end_speech_and_a_pause_does() {
        check(&[('a', 0, 1000, VOICE), ('a', 1900, 3000, VOICE)], &[(100, "a"), (4000, "")]);
    }

    #[test]
    fn packets_that_stop_end_speech_like_packets_of_silence() {
        check(&[('a', 0, 1000, VOICE), ('a', 1000, 8000, SILENCE)], &[(100, "a"), (2000, "")]);
        check(&[('a', 0, 1000, VOICE)], &[(100, "a"), (2000, "")]);
    }

    #[test]
    fn the_first_to_speak_stays_first_while_both_are_as_loud() {
        check(
            &[('a', 0, 4000, VOICE), ('b', 1000, 4000, VOICE + 5)],
            &[(100, "a"), (1100, "ab"), (5000, "b"), (5200, "")],
        );
    }

    #[test]
    fn one_who_is_much_louder_is_named_first_soon() {
        check(&[('a', 0, 8000, VOICE), ('b', 1000, 8000, SHOUT)], &[(100, "a"), (1100, "ab"), (1200, "ba")]);
    }

    #[test]
    fn one_who_was_removed_is_not_named() {
        let mut speakers = Speakers::default();
        let now = Duration::from_secs(1);
        for _ in 0..10 {
            speakers.hear(now, 'a', VOICE);
        }
        assert_eq!(speakers.poll(now), Some(&['a'][..]));
        speakers.remove('a');
        assert_eq!(speakers.poll(now), Some(&[][..]));
        assert_eq!(speakers.poll(now), None);
    }

    #[test]
    fn an_element_says_how_far_below_full_scale() {
        assert_eq!([&[0x80 | 30][..], &[30], &[127], &[]].map(loudness), [Some(97), Some(97), Some(0), None]);
    }

    proptest! {
        #[test]
        fn nothing_is_said_twice(heard: Vec<(u8, u8, u16)>) {
            let mut speakers = Speakers::default();
            let mut last = Vec::new();
            let mut now = Duration::ZERO;
            for (key, loudness, wait) in heard {
                speakers.hear(now, key % 5, loudness);
                now += Duration::from_millis(wait.into());
                if let Some(list) = speakers.poll(now) {
                    prop_assert_ne!(&last[..], list);
                    last = list.to_vec();
                }
            }
        }
    }
}
