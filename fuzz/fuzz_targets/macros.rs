#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};

fuzz_target!(|text: &str| targets::macros::check(text));
fuzz_mutator!(|data: &mut [u8], size: usize, max: usize, seed: u32| {
    targets::mutate::either(data, size, max, seed, libfuzzer_sys::fuzzer_mutate)
});
