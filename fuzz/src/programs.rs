//! Resource DLLs out of bytes: programs that mean something, of several files, and the same program written differently.

use std::fmt::Write as _;

/// How a program is written; none of it changes what it does.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// What local variables are called, before their numbers.
    pub local: &'static str,
    /// Whether modules are declared, and their files made, from the last to the first.
    pub is_reversed: bool,
}

/// As it is.
pub const PLAIN: Style = Style { local: "v", is_reversed: false };

/// How many modules with helpers there are.
const MODULES: usize = 3;
/// How many helpers each has.
const HELPERS: usize = 2;
/// How deep statements nest.
const DEPTH: u32 = 3;

/// The files of the program that the bytes mean (any do), the root first: names below the program's folder, and texts.
pub fn files(data: &[u8], style: Style) -> Vec<(String, String)> {
    let mut make = Maker { bytes: data.iter().copied(), style, number: 0, scope: Vec::new(), text: String::new(), indent: 1, helper: 0 };
    let looks_alive = make.function();
    let terminate = make.function();
    let mut modules = Vec::new();
    for module in 0..MODULES {
        let mut text = "use super::*;\nuse super::windows::*;\n".to_owned();
        for helper in 0..HELPERS {
            make.helper = module * HELPERS + helper + 1;
            make.scope.push("n".to_owned());
            let body = make.function();
            write!(text, "\npub unsafe fn h{helper}(n: u32) {{\n{body}}}\n").expect("a string can be written to");
        }
        modules.push((format!("m{module}.rs"), text));
    }
    let mut declared: Vec<String> = (0..MODULES).map(|module| format!("mod m{module};\n")).collect();
    if style.is_reversed {
        declared.reverse();
        modules.reverse();
    }
    let root = ROOT.replace("MODULES\n", &declared.concat()).replace("LOOKS_ALIVE\n", &looks_alive).replace("TERMINATE\n", &terminate);
    let mut files = vec![("lib.rs".to_owned(), root)];
    files.extend(modules);
    files
}

const ROOT: &str = "\
#[path = \"../support/cluster_stub.rs\"]
mod windows;
use windows::*;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, RwLock};
use std::time::{Duration, Instant};

macro_rules! pause { ($ms:expr) => { std::thread::sleep(Duration::from_millis($ms)) }; }
macro_rules! twice { ($($s:tt)*) => { $($s)* $($s)* }; }

MODULES

pub const SHORT: u64 = 7;
pub static COUNT: AtomicU32 = AtomicU32::new(0);
pub static LIST: Mutex<Vec<u32>> = Mutex::new(Vec::new());
pub static TABLE: RwLock<u32> = RwLock::new(0);
pub static mut PLAIN: u32 = 0;

unsafe extern \"system\" fn looks_alive(_resource: *mut c_void) -> BOOL {
LOOKS_ALIVE
    1
}

unsafe extern \"system\" fn terminate(_resource: *mut c_void) {
TERMINATE
}

pub static FUNCTIONS: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
";

struct Maker<'d> {
    bytes: std::iter::Copied<std::slice::Iter<'d, u8>>,
    style: Style,
    number: u32,
    /// Local variables, all of them numbers.
    scope: Vec<String>,
    text: String,
    indent: usize,
    /// The first helper that may be called.
    helper: usize,
}

impl Maker<'_> {
    fn byte(&mut self) -> u8 {
        self.bytes.next().unwrap_or(0)
    }

    /// Statements of one function.
    fn function(&mut self) -> String {
        self.text.clear();
        self.statements(DEPTH);
        self.scope.clear();
        std::mem::take(&mut self.text)
    }

    fn line(&mut self, line: &str) {
        writeln!(self.text, "{}{line}", "    ".repeat(self.indent)).expect("a string can be written to");
    }

    fn block(&mut self, head: &str, tail: &str, depth: u32) {
        self.line(head);
        let known = self.scope.len();
        self.indent += 1;
        self.statements(depth);
        self.indent -= 1;
        self.scope.truncate(known);
        self.line(tail);
    }

    fn name(&mut self) -> String {
        self.number += 1;
        format!("{}{}", self.style.local, self.number)
    }

    /// A number: a variable, a constant, or as it is written.
    fn value(&mut self) -> String {
        let byte = usize::from(self.byte());
        match byte % 4 {
            0 if !self.scope.is_empty() => self.scope[byte / 4 % self.scope.len()].clone(),
            1 => "SHORT as u32".to_owned(),
            _ => (byte * if byte % 8 == 7 { 40 } else { 1 }).to_string(),
        }
    }

    fn statements(&mut self, depth: u32) {
        for _ in 0..1 + self.byte() % 3 {
            self.statement(depth);
        }
    }

    fn statement(&mut self, depth: u32) {
        let kind = self.byte();
        if depth > 0 && kind.is_multiple_of(3) {
            return self.nested(kind / 3, depth - 1);
        }
        let value = self.value();
        match kind / 3 % 20 {
            0 => self.line(&format!("std::thread::sleep(Duration::from_millis(({value}) as u64));")),
            1 => self.line(&format!("Sleep({value});")),
            2 | 3 => {
                let name = self.name();
                self.line(&format!("let {name}: u32 = {value};"));
                self.scope.push(name);
            }
            4 => self.line(&format!("pause!(({value}) as u64);")),
            5 => self.line(&format!("COUNT.fetch_add({value}, Ordering::SeqCst);")),
            6 => self.line(&format!("PLAIN = {value};")),
            7 => self.line(&format!("LIST.lock().unwrap().push({value});")),
            8 => self.line(&format!("*TABLE.write().unwrap() = {value};")),
            9 => self.line("let _ = std::fs::read(\"C:\\\\status.txt\");"),
            10 => self.line("let _ = std::net::TcpStream::connect(\"10.0.0.1:80\");"),
            11 => self.line(&format!("let _ = vec![0_u8; ({value}) as usize];")),
            12 => self.line(&format!("if {value} > 3 {{ return{}; }}", if self.helper == 0 { " Default::default()" } else { "" })),
            13 => self.line(&format!("unknown_to_all({value});")),
            14 => self.line(&format!("twice!(Sleep({value}););")),
            15 => self.line("let _ = PLAIN;"),
            // Only those that come later: recursion is for others to try.
            _ if self.helper < MODULES * HELPERS => {
                let count = MODULES * HELPERS - self.helper;
                let helper = self.helper + usize::from(self.byte()) % count;
                let path = if self.helper == 0 { "" } else { "super::" };
                self.line(&format!("{path}m{}::h{}({value});", helper / HELPERS, helper % HELPERS));
            }
            _ => self.line("std::sync::mpsc::channel::<u8>().1.recv().ok();"),
        }
    }

    fn nested(&mut self, kind: u8, depth: u32) {
        let value = self.value();
        let name = self.name();
        match kind % 10 {
            0 => {
                self.line(&format!("for {name} in 0..({value}) % 9 {{"));
                self.scope.push(name);
                self.block("if true {", "}", depth);
                self.scope.pop();
                self.line("}");
            }
            1 => self.block(&format!("while COUNT.load(Ordering::SeqCst) < {value} {{"), "}", depth),
            2 => {
                self.block(&format!("if {value} == 2 {{"), "} else {", depth);
                self.block("let _ = ();", "}", depth);
            }
            3 => self.block(&format!("{{ let {name} = LIST.lock().unwrap(); let _ = {name}.len();"), "}", depth),
            4 => {
                self.block(&format!("let {name} = || {{"), "};", depth);
                self.line(&format!("{name}();"));
            }
            5 => {
                self.block(&format!("match {value} {{ 0 => {{"), "}", depth);
                self.block("1..=9 => {", "} _ => {} }", depth);
            }
            6 => self.block(&format!("if let Ok({name}) = TABLE.try_read() {{ let _ = *{name};"), "}", depth),
            7 => {
                self.line(&format!("let {name} = Instant::now();"));
                self.block(&format!("while {name}.elapsed() < Duration::from_millis(({value}) as u64) {{"), "}", depth);
            }
            8 => self.block("twice! {", "}", depth),
            _ => self.block("unsafe {", "}", depth),
        }
    }
}
