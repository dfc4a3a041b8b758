#[looksalive::allow(fn f() {
    g();
}
