fn f() {
    /* looksalive: allow(sleeps
       and, more) -- x */
    g();
}
