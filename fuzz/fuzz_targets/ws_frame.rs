#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| fuzz::fuzzing::ws_frame(input));
