//! What the fuzz targets demand, of seeds, of random inputs, and of what a fuzzer once found.
//!
//! The demands are those of `fuzz/src/`, which `cargo fuzz` runs for as long as one likes; here they are run for as long as a
//! test may take. `FUZZ_SEEDS=1 cargo test --test it fuzz::seeds` writes the seeds to `fuzz/corpus/`.

use camino::Utf8Path;
use rayon::prelude::*;

#[path = "../../fuzz/src/lib.rs"]
mod targets;

use crate::ui::ROOT;

/// Panics where a promise is broken.
type Check = fn(&[u8]);

/// The targets by name.
const TARGETS: [(&str, Check); 6] = [
    ("config", |data| of_text(data, targets::config::check)),
    ("constants", targets::constants::check),
    ("directives", |data| of_text(data, targets::directives::check)),
    ("macros", |data| of_text(data, targets::macros::check)),
    ("program", targets::program::check),
    ("syntax", |data| of_text(data, targets::syntax::check)),
];

/// As the fuzzer does: what is no text is no input.
fn of_text(data: &[u8], check: fn(&str)) {
    if let Ok(text) = std::str::from_utf8(data) {
        check(text);
    }
}

fn target(name: &str) -> Check {
    TARGETS.iter().find(|(target, _)| *target == name).unwrap_or_else(|| panic!("`{name}` is no target")).1
}

/// Runs an input where a test's thread would be too small, as the tool does.
fn holds(check: Check, data: &[u8]) -> Result<(), String> {
    let data = data.to_vec();
    let thread = std::thread::Builder::new().stack_size(256 << 20).spawn(move || check(&data)).unwrap();
    thread.join().map_err(|panic| match panic.downcast::<String>() {
        Ok(said) => *said,
        Err(other) => other.downcast_ref::<&str>().copied().unwrap_or("it panics").to_owned(),
    })
}

/// Each input that was ever found, minimised: `fuzz/regressions/<target>/<what it was>`.
#[test]
fn regressions() {
    let folder = Utf8Path::new(ROOT).join("fuzz/regressions");
    let found = targets::seeds::files(&folder);
    let wrong: Vec<String> = found
        .par_iter()
        .filter(|path| path.file_name() != Some("README.md"))
        .filter_map(|path| {
            let name = path.parent().and_then(Utf8Path::file_name).unwrap();
            holds(target(name), &std::fs::read(path).unwrap()).err().map(|why| format!("{path}: {why}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The seeds hold, a part of them in every run; and they are what the fuzzer is given.
#[test]
fn seeds() {
    let seeds = targets::seeds::all(Utf8Path::new(ROOT));
    if std::env::var_os("FUZZ_SEEDS").is_some() {
        for (name, seeds) in &seeds {
            let folder = Utf8Path::new(ROOT).join("fuzz/corpus").join(name);
            std::fs::create_dir_all(&folder).unwrap();
            for (number, seed) in seeds.iter().enumerate() {
                std::fs::write(folder.join(format!("seed-{number}")), seed).unwrap();
            }
            println!("{name}: {} seeds", seeds.len());
        }
    }
    for (name, _) in TARGETS {
        assert!(seeds.get(name).is_some_and(|seeds| seeds.len() > 4), "`{name}` has no seeds");
    }
    let takes_all = std::env::var("FUZZ_SEEDS").is_ok_and(|wanted| wanted == "all");
    let taken: Vec<(&str, &Vec<u8>)> = seeds
        .iter()
        .flat_map(|(name, seeds)| {
            let most = if takes_all { seeds.len() } else { 20 };
            seeds.iter().step_by(seeds.len().div_ceil(most)).map(|seed| (*name, seed))
        })
        .collect();
    let wrong: Vec<String> = taken
        .par_iter()
        .filter_map(|(name, seed)| holds(target(name), seed).err().map(|why| format!("{name}: {why}\n{}", String::from_utf8_lossy(seed))))
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), taken.len(), wrong.join("\n\n"));
}

mod properties {
    use proptest::prelude::*;

    use super::{holds, target, targets};

    fn config(cases: u32) -> ProptestConfig {
        let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(cases);
        ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
    }

    fn bytes(most: usize) -> impl Strategy<Value = Vec<u8>> {
        proptest::collection::vec(any::<u8>(), 0..most)
    }

    fn demand(name: &str, data: &[u8]) -> Result<(), TestCaseError> {
        holds(target(name), data).map_err(TestCaseError::fail)
    }

    proptest! {
        #![proptest_config(config(20))]

        /// Places, order, another run, other names of local variables, another order of files, unreachable code, accepted findings.
        #[test]
        fn programs_out_of_bytes(data in bytes(400)) {
            demand("program", &[vec![targets::program::GENERATED], data].concat())?;
        }
    }

    proptest! {
        #![proptest_config(config(160))]

        #[test]
        fn arithmetic_is_what_it_is(mut data in bytes(200)) {
            data.insert(0, 0);
            demand("constants", &data)?;
        }
    }

    /// Seeds, changed as the fuzzer changes them.
    #[test]
    fn changed_seeds() {
        let seeds = targets::seeds::all(camino::Utf8Path::new(crate::ui::ROOT));
        let names = ["directives", "macros", "program", "syntax"];
        let mut runner = proptest::test_runner::TestRunner::new(config(60));
        let ran = runner.run(&(0..names.len(), any::<u32>(), any::<u32>()), |(name, number, seed)| {
            let seeds = &seeds[names[name]];
            let mut data = seeds[number as usize % seeds.len()].clone();
            let size = data.len();
            data.resize(2 * size + 64, 0);
            let most = data.len();
            let size = targets::mutate::either(&mut data, size, most, seed & !1, |_, size, _| size);
            data.truncate(size);
            demand(names[name], &data).map_err(|error| TestCaseError::fail(format!("{error}\n{}", String::from_utf8_lossy(&data))))
        });
        if let Err(error) = ran {
            panic!("{error}");
        }
    }

    /// The arithmetic that is tried is arithmetic that the tool knows: a test of what is never known tests nothing.
    #[test]
    fn most_arithmetic_is_known() {
        use targets::constants::Judged;
        let mut seen = std::collections::BTreeMap::new();
        for seed in &targets::seeds::all(camino::Utf8Path::new(crate::ui::ROOT))["constants"] {
            *seen.entry(format!("{:?}", targets::constants::judge(seed))).or_insert(0) += 1;
        }
        let of = |judged: Judged| seen.get(&format!("{judged:?}")).copied().unwrap_or(0);
        assert!(of(Judged::Known) > 10 && of(Judged::Known) > of(Judged::Unknown), "{seen:?}");
    }
}
