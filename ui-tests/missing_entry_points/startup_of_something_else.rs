//! A function of that name that nobody can load from outside.

#[allow(non_snake_case)]
pub fn Startup() -> u32 {
    0
}

pub struct App;

impl App {
    #[allow(non_snake_case)]
    pub fn StartupEx(&self) -> u32 {
        0
    }
}
