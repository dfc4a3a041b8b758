//! A few items in the shape of the `windows` crate, enough to build anywhere.
#![allow(non_snake_case, non_camel_case_types, improper_ctypes)]

/// As `windows_targets::link!`: declares the function inside the wrapper that calls it.
macro_rules! link {
    ($library:literal $abi:literal fn $name:ident($($argument:ident: $type:ty),*) $(-> $result:ty)?) => {
        #[link(name = $library)]
        extern $abi {
            fn $name($($argument: $type),*) $(-> $result)?;
        }
    };
}

pub mod core {
    #[repr(transparent)]
    #[derive(Clone, Copy, PartialEq, Eq)]
    pub struct BOOL(pub i32);

    impl From<bool> for BOOL {
        fn from(value: bool) -> Self {
            BOOL(value as i32)
        }
    }
}

pub mod Win32 {
    pub mod Foundation {
        #[repr(transparent)]
        #[derive(Clone, Copy)]
        pub struct HANDLE(pub *mut ::core::ffi::c_void);

        #[repr(transparent)]
        #[derive(Clone, Copy, PartialEq, Eq)]
        pub struct WAIT_EVENT(pub u32);

        pub const WAIT_TIMEOUT: WAIT_EVENT = WAIT_EVENT(258);
    }

    pub mod System {
        pub mod Threading {
            use crate::Win32::Foundation::{HANDLE, WAIT_EVENT};

            pub const INFINITE: u32 = 4294967295u32;

            #[inline]
            pub unsafe fn WaitForSingleObject(hhandle: HANDLE, dwmilliseconds: u32) -> WAIT_EVENT {
                link!("kernel32" "system" fn WaitForSingleObject(hhandle: HANDLE, dwmilliseconds: u32) -> WAIT_EVENT);
                unsafe { WaitForSingleObject(hhandle, dwmilliseconds) }
            }

            #[inline]
            pub unsafe fn WaitForMultipleObjects(lphandles: &[HANDLE], bwaitall: bool, dwmilliseconds: u32) -> WAIT_EVENT {
                link!("kernel32" "system" fn WaitForMultipleObjects(ncount: u32, lphandles: *const HANDLE, bwaitall: crate::core::BOOL, dwmilliseconds: u32) -> WAIT_EVENT);
                unsafe { WaitForMultipleObjects(lphandles.len() as u32, lphandles.as_ptr(), bwaitall.into(), dwmilliseconds) }
            }

            #[inline]
            pub unsafe fn Sleep(dwmilliseconds: u32) {
                link!("kernel32" "system" fn Sleep(dwmilliseconds: u32));
                unsafe { Sleep(dwmilliseconds) }
            }
        }
    }

    pub mod Networking {
        pub mod Clustering {
            use crate::core::BOOL;
            use ::core::ffi::c_void;

            pub type PTERMINATE_ROUTINE = Option<unsafe extern "system" fn(resource: *mut c_void)>;
            pub type PLOOKS_ALIVE_ROUTINE = Option<unsafe extern "system" fn(resource: *mut c_void) -> BOOL>;
            pub type PIS_ALIVE_ROUTINE = Option<unsafe extern "system" fn(resource: *mut c_void) -> BOOL>;

            #[repr(C)]
            #[derive(Clone, Copy, Default)]
            pub struct CLRES_V1_FUNCTIONS {
                pub Terminate: PTERMINATE_ROUTINE,
                pub LooksAlive: PLOOKS_ALIVE_ROUTINE,
                pub IsAlive: PIS_ALIVE_ROUTINE,
            }
        }
    }
}
