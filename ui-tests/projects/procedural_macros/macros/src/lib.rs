//! Macros that run while the crate is compiled: what they write is not known to who only reads.
use proc_macro::TokenStream;

/// Its argument, in parentheses.
#[proc_macro]
pub fn state(input: TokenStream) -> TokenStream {
    format!("({input})").parse().unwrap()
}

/// Named as a macro of the standard library, and nothing like it.
#[proc_macro]
pub fn panic(_input: TokenStream) -> TokenStream {
    TokenStream::new()
}
