//! A few items in the shape of `windows-sys`, enough to build anywhere.
#![allow(non_snake_case, non_camel_case_types)]

/// As `windows_targets::link!`.
macro_rules! link {
    ($library:literal $abi:literal fn $name:ident($($argument:ident: $type:ty),* $(,)?) $(-> $result:ty)?) => {
        #[link(name = $library)]
        unsafe extern $abi {
            pub fn $name($($argument: $type),*) $(-> $result)?;
        }
    };
}

/// A wide literal. The real macro encodes it at compile time.
#[macro_export]
macro_rules! w {
    ($text:literal) => {{
        const BYTES: &[u8] = $text.as_bytes();
        const WIDE: [u16; BYTES.len() + 1] = $crate::core::literals::widen(BYTES);
        WIDE.as_ptr()
    }};
}

pub mod core {
    pub type PCWSTR = *const u16;

    pub mod literals {
        pub const fn widen<const N: usize>(bytes: &[u8]) -> [u16; N] {
            let mut wide = [0; N];
            let mut index = 0;
            while index < bytes.len() {
                wide[index] = bytes[index] as u16;
                index += 1;
            }
            wide
        }
    }
}

pub mod Win32 {
    pub mod Foundation {
        pub type BOOL = i32;
        pub type HANDLE = *mut ::core::ffi::c_void;
        pub type WAIT_EVENT = u32;
        pub const WAIT_TIMEOUT: WAIT_EVENT = 258u32;
    }

    pub mod System {
        pub mod Threading {
            use crate::Win32::Foundation::{BOOL, HANDLE, WAIT_EVENT};

            pub const INFINITE: u32 = 4294967295u32;

            link!("kernel32" "system" fn WaitForSingleObject(hhandle: HANDLE, dwmilliseconds: u32) -> WAIT_EVENT);
            link!("kernel32" "system" fn WaitForMultipleObjects(ncount: u32, lphandles: *const HANDLE, bwaitall: BOOL, dwmilliseconds: u32) -> WAIT_EVENT);
            link!("kernel32" "system" fn Sleep(dwmilliseconds: u32));
        }
    }

    pub mod Storage {
        pub mod FileSystem {
            link!("kernel32" "system" fn GetFileAttributesW(lpfilename: crate::core::PCWSTR) -> u32);
        }
    }

    pub mod Networking {
        pub mod Clustering {
            use crate::Win32::Foundation::BOOL;
            use ::core::ffi::c_void;

            pub type PTERMINATE_ROUTINE = Option<unsafe extern "system" fn(resource: *mut c_void)>;
            pub type PLOOKS_ALIVE_ROUTINE = Option<unsafe extern "system" fn(resource: *mut c_void) -> BOOL>;
            pub type PIS_ALIVE_ROUTINE = Option<unsafe extern "system" fn(resource: *mut c_void) -> BOOL>;

            #[repr(C)]
            #[derive(Clone, Copy)]
            pub struct CLRES_V1_FUNCTIONS {
                pub Terminate: PTERMINATE_ROUTINE,
                pub LooksAlive: PLOOKS_ALIVE_ROUTINE,
                pub IsAlive: PIS_ALIVE_ROUTINE,
            }
        }
    }
}
