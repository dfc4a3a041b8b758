pub struct Handle(pub *mut core::ffi::c_void);

impl Handle {
    pub fn is_signalled(&self) -> bool {
        unsafe { super::WaitForSingleObject(self.0, 0) == 0 }
    }

    pub fn wait(&self) {
        unsafe { super::WaitForSingleObject(self.0, 0xFFFF_FFFF) }; //~ unbounded_waits
    }
}
