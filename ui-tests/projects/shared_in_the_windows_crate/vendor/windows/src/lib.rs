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

    /// What an owner gives back.
    pub trait Free {
        unsafe fn free(&mut self);
    }

    /// The owner of a handle.
    pub struct Owned<T: Free>(T);

    impl<T: Free> Drop for Owned<T> {
        fn drop(&mut self) {
            unsafe { self.0.free() };
        }
    }

    impl<T: Free> ::core::ops::Deref for Owned<T> {
        type Target = T;
        fn deref(&self) -> &Self::Target {
            &self.0
        }
    }

    pub type Result<T> = ::core::result::Result<T, i32>;

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
        pub const WAIT_OBJECT_0: WAIT_EVENT = WAIT_EVENT(0);
        pub const TRUE: crate::core::BOOL = crate::core::BOOL(1);
        pub const FALSE: crate::core::BOOL = crate::core::BOOL(0);

        impl Default for HANDLE {
            fn default() -> Self {
                HANDLE(::core::ptr::null_mut())
            }
        }

        impl crate::core::Free for HANDLE {
            unsafe fn free(&mut self) {
                if !self.0.is_null() {
                    link!("kernel32" "system" fn CloseHandle(hobject: *mut ::core::ffi::c_void) -> i32);
                    unsafe {
                        CloseHandle(self.0);
                    }
                }
            }
        }

        #[inline]
        pub unsafe fn CloseHandle(hobject: HANDLE) -> crate::core::Result<()> {
            link!("kernel32" "system" fn CloseHandle(hobject: HANDLE) -> i32);
            if unsafe { CloseHandle(hobject) } != 0 {
                Ok(())
            } else {
                Err(0)
            }
        }
    }

    pub mod System {
        pub mod Threading {
            use crate::Win32::Foundation::{HANDLE, WAIT_EVENT};

            pub const INFINITE: u32 = 4294967295u32;

            #[inline]
            pub unsafe fn TerminateProcess(hprocess: HANDLE, uexitcode: u32) -> crate::core::Result<()> {
                link!("kernel32" "system" fn TerminateProcess(hprocess: HANDLE, uexitcode: u32) -> i32);
                if unsafe { TerminateProcess(hprocess, uexitcode) } != 0 {
                    Ok(())
                } else {
                    Err(0)
                }
            }

            #[inline]
            pub unsafe fn CreateMutexW(
                lpmutexattributes: Option<*const ::core::ffi::c_void>,
                binitialowner: bool,
                lpname: Option<*const u16>,
            ) -> crate::core::Result<HANDLE> {
                link!("kernel32" "system" fn CreateMutexW(lpmutexattributes: *const ::core::ffi::c_void, binitialowner: i32, lpname: *const u16) -> HANDLE);
                Ok(unsafe {
                    CreateMutexW(
                        lpmutexattributes.unwrap_or(::core::ptr::null()),
                        binitialowner as i32,
                        lpname.unwrap_or(::core::ptr::null()),
                    )
                })
            }

            #[inline]
            pub unsafe fn ReleaseMutex(hmutex: HANDLE) -> crate::core::Result<()> {
                link!("kernel32" "system" fn ReleaseMutex(hmutex: HANDLE) -> i32);
                if unsafe { ReleaseMutex(hmutex) } != 0 {
                    Ok(())
                } else {
                    Err(0)
                }
            }

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

            pub type POPEN_ROUTINE = Option<unsafe extern "system" fn(name: *const u16, key: *mut c_void, handle: isize) -> *mut c_void>;
            pub type PTERMINATE_ROUTINE = Option<unsafe extern "system" fn(resource: *mut c_void)>;
            pub type PLOOKS_ALIVE_ROUTINE = Option<unsafe extern "system" fn(resource: *mut c_void) -> BOOL>;
            pub type PIS_ALIVE_ROUTINE = Option<unsafe extern "system" fn(resource: *mut c_void) -> BOOL>;

            #[repr(C)]
            #[derive(Clone, Copy, Default)]
            pub struct CLRES_V1_FUNCTIONS {
                pub Open: POPEN_ROUTINE,
                pub Terminate: PTERMINATE_ROUTINE,
                pub LooksAlive: PLOOKS_ALIVE_ROUTINE,
                pub IsAlive: PIS_ALIVE_ROUTINE,
            }
        }
    }
}
