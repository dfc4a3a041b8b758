//! The third edition: arrays give their elements, `TryFrom` is in the prelude, an `or` of patterns needs no brackets in macros.

trait Touch {
    fn touch(self);
}

impl Touch for &u8 {
    fn touch(self) {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}

impl Touch for u8 {
    fn touch(self) {
        std::thread::sleep(std::time::Duration::from_millis(11)); //~ sleeps
    }
}

pub fn elsewhere() {
    (&1u8).touch();
}

struct Disk;

impl TryFrom<u8> for Disk {
    type Error = ();

    fn try_from(number: u8) -> Result<Disk, ()> {
        std::thread::sleep(std::time::Duration::from_millis(12)); //~ sleeps
        if number > 0 { Ok(Disk) } else { Err(()) }
    }
}

macro_rules! either {
    ($value:expr, $pat:pat => $then:expr) => {
        match $value {
            $pat => $then,
            _ => false,
        }
    };
}

fn wait() -> bool {
    std::thread::sleep(std::time::Duration::from_millis(13)); //~ sleeps
    true
}

pub fn run(number: u8) -> bool {
    [1u8, 2].into_iter().for_each(|number| number.touch());
    let disk: Result<Disk, _> = number.try_into();
    disk.is_ok() && either!(number, 1 | 2 => wait())
}
