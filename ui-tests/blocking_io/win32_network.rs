//! Win32's network, COM, database, loader and window calls.
//@ bounds: TABLE=none

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    socket: SOCKET,
    request: *mut c_void,
    statement: *mut c_void,
    window: HWND,
    server: PCWSTR,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let mut buffer = [0u8; 64];
    let mut result = null_mut();
    let mut records = null_mut();
    let mut info = null_mut();
    let id = GUID { data1: 0, data2: 0, data3: 0, data4: [0; 8] };
    connect(instance.socket, null(), 16); //~ blocking_io
    recv(instance.socket, buffer.as_mut_ptr(), 64, 0); //~ blocking_io
    getaddrinfo(buffer.as_ptr(), null(), null(), &mut result); //~ blocking_io
    DnsQuery_W(instance.server, 1, 0, null_mut(), &mut records, null_mut()); //~ blocking_io
    WinHttpSendRequest(instance.request, null(), 0, null(), 0, 0, 0); //~ blocking_io
    WinHttpReceiveResponse(instance.request, null_mut()); //~ blocking_io
    NetShareGetInfo(instance.server, instance.server, 2, &mut info); //~ blocking_io
    CoCreateInstance(&id, null_mut(), CLSCTX_ALL, &id, &mut result); //~ blocking_io
    SQLExecDirectW(instance.statement, null(), 0); //~ blocking_io
    LoadLibraryW(instance.server); //~ blocking_io
    SendMessageW(instance.window, 0, 0, 0); //~ blocking_io
    CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0); //~ blocking_io
    EnumProcesses(null_mut(), 0, null_mut()); //~ blocking_io
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
