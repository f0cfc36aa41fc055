#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| fuzz::fuzzing::device_sdp(input));
