use super::memory::PATIENCE;
use super::*;
use proptest::prelude::*;

fn rates(kbps: [u64; TEMPORAL]) -> [BitRate; TEMPORAL] {
    kbps.map(BitRate::kbps)
}

/// A room's camera: 180, 360 and 720 lines.
fn camera() -> [Layer; SPATIAL] {
    [(180, [80, 110, 160]), (360, [200, 300, 450]), (720, [800, 1200, 1700])]
        .map(|(height, kbps)| Layer { height, rates: rates(kbps) })
}

fn slot(rank: Rank, shown: u16) -> Slot {
    Slot { rank, shown, layers: camera(), choice: Choice::Off, memory: Memory::default() }
}

/// As the tests write choices: `-` off, `*` still, `1.2` layer 1 with temporal layers up to 2.
fn write(choice: Choice) -> String {
    match choice {
        Choice::Off => "-".to_owned(),
        Choice::Still => "*".to_owned(),
        Choice::Layer { spatial, temporal } => format!("{spatial}.{temporal}"),
    }
}

fn read(text: &str) -> Choice {
    match text.as_bytes() {
        b"-" => Choice::Off,
        b"*" => Choice::Still,
        [spatial, b'.', temporal] => Choice::Layer { spatial: spatial - b'0', temporal: temporal - b'0' },
        _ => panic!("{text}?"),
    }
}

/// A speaker shown at 720 lines and two tiles at 180 and 360; `before` is what they get, `kbps` what the line
/// bears for pictures. What they get then.
#[track_caller]
fn check(before: &str, kbps: u64, after: &str, fullness: Fullness) {
    let mut slots = [slot(Rank::Speaker, 720), slot(Rank::Tile, 180), slot(Rank::Tile, 360)];
    for (slot, choice) in slots.iter_mut().zip(before.split(' ')) {
        slot.choice = read(choice);
    }
    let sound = BitRate::kbps(40);
    let estimate = BitRate::bps(((kbps + 40) * 1000 * 100).div_ceil(95));
    let verdict = allocate(Duration::from_secs(60), estimate, sound, &mut slots);
    let choices: Vec<String> = slots.iter().map(|slot| write(slot.choice)).collect();
    assert_eq!((&*choices.join(" "), verdict.fullness), (after, fullness), "{kbps} kbit/s");
}

#[test]
fn a_good_line_carries_all_that_is_shown_and_no_more() {
    check("- - -", 5000, "2.2 0.2 1.2", Fullness::Full);
    check("- - -", 50_000, "2.2 0.2 1.2", Fullness::Full);
}

#[test]
fn the_speakers_lowest_layer_comes_first_then_everybodys_then_more_by_rank() {
    for (kbps, after) in [
        (120, "0.0 - -"),
        (190, "0.1 - -"), // a slow line: another's key frame would stand before the sound
        (226, "0.1 - 0.0"),
        (280, "0.0 0.0 0.0"),
        (320, "0.1 0.0 0.0"),
        (420, "1.0 0.0 0.0"),
        (720, "1.2 0.0 0.0"),
        (1110, "2.0 0.0 0.0"),
        (1150, "2.0 0.0 0.1"), // the larger tile before the smaller
        (2200, "2.2 0.0 0.1"),
    ] {
        check("- - -", kbps, after, Fullness::Reduced);
    }
}

/// As cameras were measured: the least of 360 lines takes less than all of 180.
#[test]
fn a_face_moves_before_it_is_sharp_and_a_shared_page_does_not() {
    for (rank, kbps, expected) in [
        (Rank::Speaker, 100, "0.1"),
        (Rank::Speaker, 150, "0.2"),
        (Rank::Speaker, 170, "1.1"),
        (Rank::Screen, 100, "1.0"),
        (Rank::Screen, 150, "1.0"),
        (Rank::Screen, 170, "1.1"),
    ] {
        let mut slots = [Slot { rank, ..face([65, 115, 200]) }];
        allocate(Duration::from_secs(60), BitRate::kbps(kbps), BitRate::ZERO, &mut slots);
        assert_eq!(write(slots[0].choice), expected, "{rank:?}, {kbps} kbit/s");
    }
}

/// A face at 360 lines, of 180 lines 100 kbit/s at most.
fn face(large: [u64; TEMPORAL]) -> Slot {
    let layers = [(180, [30, 55, 100]), (360, large), (720, [0, 0, 0])]
        .map(|(height, kbps)| Layer { height, rates: rates(kbps) });
    Slot { layers, ..slot(Rank::Speaker, 360) }
}

#[test]
fn a_scene_that_is_calm_for_a_moment_leaves_the_picture_as_large_as_it_was() {
    let mut slots = [face([65, 115, 200])];
    for (ms, large, fullness) in [
        (0, [65, 115, 200], Fullness::Reduced),
        (100, [60, 95, 170], Fullness::Reduced),
        (200, [50, 80, 95], Fullness::Reduced), // all of it takes less than the smaller one
        (300, [65, 115, 200], Fullness::Reduced),
    ] {
        slots[0].layers = face(large).layers;
        let verdict = allocate(Duration::from_millis(ms), BitRate::kbps(170), BitRate::ZERO, &mut slots);
        assert_eq!((write(slots[0].choice), verdict.fullness), ("1.1".to_owned(), fullness), "{ms} ms");
    }
}

#[test]
fn all_of_a_larger_layer_is_to_be_had_even_where_it_takes_less() {
    let mut slots = [face([40, 60, 90])];
    let verdict = allocate(Duration::ZERO, BitRate::kbps(170), BitRate::ZERO, &mut slots);
    assert_eq!((write(slots[0].choice), verdict.fullness), ("1.2".to_owned(), Fullness::Full));
}

#[test]
fn behind_a_layer_that_is_paused_few_sharp_pictures_are_no_gain_either() {
    let mut slots = [Slot { shown: 720, ..face([0, 0, 0]) }];
    slots[0].layers[2].rates = rates([65, 115, 200]);
    let steps: Vec<String> = slots[0].steps().map(write).collect();
    assert_eq!(steps, ["0.0", "0.1", "0.2", "2.1", "2.2"]);
    allocate(Duration::ZERO, BitRate::kbps(150), BitRate::ZERO, &mut slots);
    assert_eq!(write(slots[0].choice), "0.2");
}

#[test]
fn it_goes_down_at_once_temporal_layers_before_spatial_ones() {
    for (kbps, after, fullness) in [
        (2310, "2.2 0.2 1.2", Fullness::Full),
        (2300, "2.2 0.1 1.2", Fullness::Reduced),
        (1900, "2.2 0.0 0.1", Fullness::Reduced),
        (1500, "2.1 0.0 1.0", Fullness::Reduced),
        (1000, "2.0 0.0 0.1", Fullness::Reduced),
        (700, "1.2 0.0 0.2", Fullness::Reduced),
        (300, "0.1 0.0 0.1", Fullness::Reduced),
        (200, "0.1 - 0.0", Fullness::Reduced),
        (110, "0.1 - -", Fullness::Reduced),
        (81, "0.0 - -", Fullness::Reduced),
        (79, "* - -", Fullness::Stills),
        (39, "- - -", Fullness::SoundOnly),
    ] {
        check("2.2 0.2 1.2", kbps, after, fullness);
    }
}

#[test]
fn it_goes_up_only_with_headroom() {
    for (before, kbps, after) in [
        ("0.0 0.0 0.0", 271, "0.0 0.0 0.0"), // 0.1 0.0 0.0 takes 270
        ("0.0 0.0 0.0", 311, "0.1 0.0 0.0"),
        ("0.1 0.0 0.0", 271, "0.1 0.0 0.0"),
        ("* - -", 91, "* - -"),
        ("* - -", 93, "0.0 - -"),
        ("0.0 - -", 81, "0.0 - -"),
    ] {
        let fullness =
            if before == after && before == "* - -" { Fullness::Stills } else { Fullness::Reduced };
        check(before, kbps, after, fullness);
    }
}

#[test]
fn stills_come_with_headroom_too() {
    check("- - -", 40, "* - -", Fullness::Stills);
    check("- - -", 39, "- - -", Fullness::SoundOnly);
}

#[test]
fn after_a_step_up_the_next_waits_and_longer_if_it_was_wrong() {
    let mut slots = [slot(Rank::Speaker, 720)];
    let sound = BitRate::ZERO;
    for (ms, kbps, choice) in [
        (0, 300, "1.0"),
        (1400, 3000, "1.0"),
        (1500, 3000, "2.2"),
        (2000, 120, "0.1"), // down at once: it was wrong
        (4400, 300, "0.1"),
        (4500, 300, "1.0"),
        (6000, 120, "0.1"), // wrong again
        (10_400, 300, "0.1"),
        (10_500, 300, "1.0"),
        (60_000, 120, "0.1"), // it was right for long
        (60_100, 300, "1.0"),
        (61_000, 120, "0.1"),
        (61_700, 5000, "2.2"), // another line altogether
    ] {
        allocate(Duration::from_millis(ms), BitRate::kbps(kbps), sound, &mut slots);
        assert_eq!(write(slots[0].choice), choice, "{ms} ms, {kbps} kbit/s");
    }
}

/// Two who speak in turn, four seconds each, by a line that bears the larger picture of one: it was never wrong.
#[test]
fn who_speaks_next_is_as_large_as_who_spoke_before_however_often_they_take_turns() {
    let mut slots = [slot(Rank::Speaker, 360), slot(Rank::Tile, 360)];
    for tenth in 0..600 {
        let speaker = tenth / 40 % 2;
        slots[speaker].rank = Rank::Speaker;
        slots[1 - speaker].rank = Rank::Tile;
        let now = Duration::from_millis(100 * tenth as u64);
        allocate(now, BitRate::kbps(400), BitRate::kbps(40), &mut slots);
        assert_eq!(write(slots[speaker].choice), "1.0", "after {now:?}");
    }
}

/// Of a camera whose least takes 64 kbit/s: what a line that bears so much for pictures carries, after a step that was wrong a
/// moment ago.
#[test]
fn the_first_picture_moves_as_soon_as_the_line_bears_its_least() {
    let mut slots = [slot(Rank::Speaker, 360), slot(Rank::Tile, 180)];
    slots.iter_mut().for_each(|slot| slot.layers[0].rates = rates([64, 96, 160]));
    for (ms, kbps, choices) in [
        (0, 73, ["*", "-"]), // 64 and headroom are 73.6
        (100, 74, ["0.0", "-"]),
        (200, 64, ["0.0", "-"]),
        (300, 63, ["*", "-"]),
        (400, 80, ["0.0", "-"]), // whatever went before
        (500, 39, ["-", "-"]),
        (600, 40, ["*", "-"]),
        (700, 179, ["0.0", "-"]), // for both and headroom 179.2 are needed
        (800, 180, ["0.0", "0.0"]),
    ] {
        let estimate = BitRate::bps((kbps * 100_000_u64).div_ceil(95));
        allocate(Duration::from_millis(ms), estimate, BitRate::ZERO, &mut slots);
        assert_eq!(slots.map(|slot| write(slot.choice)), choices, "{ms} ms, {kbps} kbit/s");
    }
}

/// Its key frame fills the line: of the estimate is left what bears both, or the second is cut.
#[test]
fn beside_two_voices_a_picture_begins_where_the_line_may_lose_a_third() {
    let mut slots = [face([0, 0, 0])];
    for (ms, kbps, choice) in [
        (0, 125, "-"),
        (100, 126, "0.0"),
        (200, 110, "0.0"), // it moves
        (300, 90, "-"),
        (3000, 130, "-"), // it was wrong
        (3100, 130, "0.0"),
    ] {
        let now = Duration::from_millis(ms);
        let next = allocate(now, BitRate::kbps(kbps), BitRate::kbps(60), &mut slots).next;
        assert_eq!(write(slots[0].choice), choice, "{ms} ms, {kbps} kbit/s");
        assert!(choice != "-" || next == BESIDE_VOICES, "the line is asked for it: {next}");
    }
    let mut slots = [face([0, 0, 0])];
    allocate(Duration::ZERO, BitRate::kbps(90), VOICE, &mut slots);
    assert_eq!(write(slots[0].choice), "0.0", "beside one");
}

#[test]
fn the_next_step_is_the_first_that_is_dark_and_then_the_first_that_could_be_better() {
    for (before, next, headroom) in [
        ("* - -", 80, HEADROOM),
        ("0.0 - -", 160, SLOW_HEADROOM),
        ("0.0 0.0 0.0", 270, HEADROOM),
        ("1.0 0.0 0.0", 460, HEADROOM),
    ] {
        let mut slots = [slot(Rank::Speaker, 360), slot(Rank::Tile, 180), slot(Rank::Tile, 180)];
        for (slot, choice) in slots.iter_mut().zip(before.split(' ')) {
            slot.choice = read(choice);
            slot.memory.failed(Duration::ZERO); // nothing more for now
        }
        let used: BitRate = slots.iter().map(|slot| slot.rate(slot.choice)).sum();
        let estimate = BitRate::bps((used.as_bps() * 100).div_ceil(95));
        let verdict =
            allocate(Duration::from_millis(1), estimate.max(BitRate::kbps(43)), BitRate::ZERO, &mut slots);
        assert_eq!(verdict.pictures, used.max(STILL), "{before}");
        assert_eq!(verdict.next, BitRate::kbps(next).percent(headroom).percent(106), "{before}");
    }
}

/// A shared page of one size: each of its key frames waits for 1.5 s and is thrown away. When it was begun, in tenths of a second.
#[test]
fn a_picture_whose_key_frames_never_fit_is_begun_ever_more_seldom_and_is_a_still_meanwhile() {
    let mut slots = [slot(Rank::Screen, 720)];
    slots[0].layers[0].rates = rates([60, 0, 0]);
    slots[0].layers[1..].fill(Layer::default());
    let mut begun = Vec::new();
    for tenth in 0..600 {
        let (now, before) = (Duration::from_millis(100 * tenth), slots[0].choice);
        let fullness = allocate(now, BitRate::kbps(150), BitRate::ZERO, &mut slots).fullness;
        if slots[0].choice > Choice::Still && before <= Choice::Still {
            begun.push(tenth);
        }
        assert!(fullness >= Fullness::Stills, "{tenth}");
        if begun.last().is_some_and(|begun| begun + 15 == tenth) {
            slots[0].choice = Choice::Off;
            slots[0].memory.failed(now);
        }
    }
    assert_eq!(begun, [0, 16, 92, 228, 484]);
    allocate(Duration::from_secs(60), BitRate::kbps(300), BitRate::ZERO, &mut slots);
    assert_eq!(write(slots[0].choice), "0.0", "another line");
}

#[test]
fn a_narrow_line_that_carries_everything_is_asked_now_and_then_whether_it_still_is() {
    let [next, wanted, wide] = [150, 600, 350].map(BitRate::kbps);
    let verdict = Verdict { fullness: Fullness::Full, wanted, next, pictures: BitRate::ZERO };
    for (seconds, kbps, narrow, aim) in [
        (31, 149, true, next), // it is asked for the next step anyway
        (31, 150, true, wide),
        (34, 150, true, wide),
        (35, 150, true, next),
        (60, 150, true, wide),
        (31, 150, false, wanted),
    ] {
        let estimate = BitRate::kbps(kbps);
        assert_eq!(verdict.aim(Duration::from_secs(seconds), estimate, narrow), aim, "{seconds} s, {kbps}");
    }
}

#[test]
fn what_is_not_shown_or_not_sent_gets_nothing_and_wants_nothing() {
    let mut slots = [slot(Rank::Speaker, 0), slot(Rank::Screen, 720), slot(Rank::Tile, 360)];
    slots[1].layers = [Layer::default(); SPATIAL];
    slots[2].layers[1..].fill(Layer::default());
    let verdict = allocate(Duration::ZERO, BitRate::kbps(5000), BitRate::kbps(100), &mut slots);
    assert_eq!(slots.map(|slot| write(slot.choice)), ["-", "-", "0.2"]);
    assert_eq!(verdict.fullness, Fullness::Full, "all there is");
    assert_eq!(verdict.wanted, BitRate::bps(301_040), "(100 + 1.15 × 160) / 0.95, rounded up");
    assert_eq!(allocate(Duration::ZERO, BitRate::ZERO, BitRate::ZERO, &mut []).fullness, Fullness::Full);
}

#[test]
fn the_presider_stands_behind_the_speaker_and_a_screen_before_tiles() {
    let mut slots = [Rank::Tile, Rank::Screen, Rank::Presider, Rank::Speaker].map(|rank| slot(rank, 720));
    allocate(Duration::ZERO, BitRate::kbps(400), BitRate::kbps(40), &mut slots);
    assert_eq!(slots.map(|slot| write(slot.choice)), ["-", "0.0", "0.0", "0.1"]);
}

#[test]
fn a_speaker_whose_lowest_is_too_much_is_a_still_before_others_get_more() {
    let mut slots = [slot(Rank::Speaker, 720), slot(Rank::Tile, 360)];
    slots[0].layers = [Layer { height: 1080, rates: rates([900, 1200, 1700]) }; SPATIAL];
    for (kbps, choices) in [(160, ["*", "-"]), (170, ["*", "0.0"]), (600, ["*", "1.2"])] {
        slots.iter_mut().for_each(|slot| slot.choice = Choice::Off);
        allocate(Duration::from_secs(60), BitRate::kbps(kbps), BitRate::ZERO, &mut slots);
        assert_eq!(slots.map(|slot| write(slot.choice)), choices, "{kbps} kbit/s");
        slots.iter_mut().for_each(|slot| slot.memory = Memory::default());
    }
}

fn any_slot() -> impl Strategy<Value = Slot> {
    let rank = prop::sample::select(vec![Rank::Speaker, Rank::Presider, Rank::Screen, Rank::Tile]);
    let rate = prop_oneof![Just(0), 0u64..2_000_000, Just(u64::MAX)].prop_map(BitRate::bps);
    let layer = (any::<u16>(), prop::array::uniform3(rate));
    let layer = layer.prop_map(|(height, rates)| Layer { height, rates });
    let layer = prop::collection::vec(layer, SPATIAL).prop_map(|layers| [layers[0], layers[1], layers[2]]);
    let choice = prop_oneof![
        Just(Choice::Off),
        Just(Choice::Still),
        (any::<u8>(), any::<u8>()).prop_map(|(spatial, temporal)| Choice::Layer { spatial, temporal }),
        (0u8..3, 0u8..3).prop_map(|(spatial, temporal)| Choice::Layer { spatial, temporal }),
    ];
    let memory = (prop::option::of(0u64..4000), 0u64..2_000_000, any::<u8>(), any::<u8>());
    let memory = memory.prop_map(|(raised, took, setbacks, thrown)| Memory {
        raised: raised.map(Duration::from_millis),
        took: BitRate::bps(took),
        setbacks,
        thrown,
    });
    (rank, 0u16..1200, layer, choice, memory).prop_map(|(rank, shown, layers, choice, memory)| Slot {
        rank,
        shown,
        layers,
        choice,
        memory,
    })
}

/// The choices in the order they were made: who is seen at all, by rank, then how well.
fn decisions(slots: &[Slot]) -> Vec<Choice> {
    let mut order: Vec<usize> = (0..slots.len()).collect();
    order.sort_by_key(|at| (slots[*at].rank, u16::MAX - slots[*at].shown, *at));
    let lowest = Choice::Layer { spatial: 0, temporal: 0 };
    let seen = order.iter().map(|at| slots[*at].choice.min(lowest).max(Choice::Still));
    seen.chain(order.iter().map(|at| slots[*at].choice)).collect()
}

proptest! {
    #[test]
    fn shares_are_sound(
        slots in prop::collection::vec(any_slot(), 0..70),
        estimate in prop_oneof![0u64..5_000_000, any::<u64>()],
        more in prop_oneof![0u64..1_000_000, any::<u64>()],
        sound in 0u64..200_000,
    ) {
        let now = Duration::from_secs(3);
        let (estimate, sound) = (BitRate::bps(estimate), BitRate::bps(sound));
        let mut shared = slots.clone();
        let verdict = allocate(now, estimate, sound, &mut shared);

        let total: BitRate = shared.iter().map(|slot| slot.rate(slot.choice)).sum();
        prop_assert!(total <= estimate.saturating_sub(sound), "{} of {}", total, estimate);
        prop_assert_eq!(total, verdict.pictures);
        for slot in &shared {
            prop_assert!(slot.choice <= Choice::Still || slot.steps().any(|step| step == slot.choice));
            prop_assert!(slot.shown > 0 || slot.choice == Choice::Off);
        }
        prop_assert!(shared.iter().filter(|slot| slot.choice == Choice::Still).count() <= 1);

        let mut richer = slots.clone();
        let better = allocate(now, estimate + BitRate::bps(more), sound, &mut richer);
        prop_assert!(decisions(&richer) >= decisions(&shared));
        prop_assert!(better.fullness >= verdict.fullness);
        prop_assert_eq!(better.wanted, verdict.wanted);
    }

    #[test]
    fn what_is_wanted_is_enough(slots in prop::collection::vec(any_slot(), 0..20)) {
        let mut slots = slots;
        for slot in &mut slots {
            slot.memory = Memory::default();
            let mut rates = slot.layers.map(|layer| layer.rates).concat();
            rates.sort_unstable(); // more takes more
            for (layer, rates) in slot.layers.iter_mut().zip(rates.chunks(TEMPORAL)) {
                layer.rates.copy_from_slice(rates);
            }
        }
        let sound = BitRate::kbps(40);
        let now = Duration::from_secs(10);
        let wanted = allocate(now, BitRate::ZERO, sound, &mut slots).wanted;
        let plentiful = wanted.max(BitRate::kbps(200));
        if wanted < BitRate::kbps(1_000_000) {
            prop_assert_eq!(allocate(now + PATIENCE, plentiful, sound, &mut slots).fullness, Fullness::Full);
        }
    }
}
