#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| fuzz::media::fuzzing::stream_in(input));
