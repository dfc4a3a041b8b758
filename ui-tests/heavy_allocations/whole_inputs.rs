//! A whole input has no limit. Reading what is asked for, into memory that is there, has.
//@ bounds: TABLE=250ms
//@ memory: TABLE=0B

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use windows::*;

const STATE: &str = r"C:\ProgramData\Contoso\state";

fn whole() -> io::Result<usize> {
    let bytes = fs::read(STATE)?; //~ heavy_allocations
    let text = fs::read_to_string(STATE)?; //~ heavy_allocations
    Ok(bytes.len() + text.len())
}

fn whole_handles() -> io::Result<usize> {
    let mut file = File::open(STATE)?;
    let (mut bytes, mut text) = (Vec::new(), String::new());
    file.read_to_end(&mut bytes)?; //~ heavy_allocations
    file.read_to_string(&mut text)?; //~ heavy_allocations
    BufReader::new(file).read_to_end(&mut bytes)?; //~ heavy_allocations
    Ok(bytes.len() + text.len() + io::read_to_string(File::open(STATE)?)?.len()) //~ heavy_allocations
}

fn part() -> io::Result<bool> {
    let mut state = [0u8; 16];
    let mut file = File::open(STATE)?;
    file.read_exact(&mut state)?;
    Ok(state[0] == 1)
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    (whole().is_ok() && whole_handles().is_ok() && part().unwrap_or(false)) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
