// Marker traits that hold of everything must not stand in the way of std's impls.
use std::collections::HashMap;
use std::ptr::NonNull;
use std::sync::Arc;

fn markers(a: Option<Arc<String>>, p: NonNull<u8>, m: &mut HashMap<std::any::TypeId, Vec<u8>>) {
    a.clone(); //~ <std::option::Option<std::sync::Arc<std::string::String, std::alloc::Global>> as std::clone::Clone>::clone
    p.as_ptr(); //~ std::ptr::NonNull::as_ptr
    m.insert(std::any::TypeId::of::<u8>(), vec![]); //~ std::collections::HashMap::insert | std::any::TypeId::of
    Some("a").eq(&Some("b")); //~ <std::option::Option<&str> as std::cmp::PartialEq>::eq
}

fn elements() {
    let mut a = vec![];
    a.push(String::new()); //~ std::vec::Vec::push | std::string::String::new
    a.iter().map(|s| s.len()).sum::<usize>(); //~ core::slice::<impl [std::string::String]>::iter | <std::slice::Iter<std::string::String> as std::iter::Iterator>::map | std::string::String::len | <std::iter::Map<std::slice::Iter<std::string::String>, {closure}> as std::iter::Iterator>::sum
    let b = vec![String::new(); 3];
    b.into_iter().next().unwrap().push('c'); //~ <std::vec::Vec<std::string::String, std::alloc::Global> as std::iter::IntoIterator>::into_iter | <std::vec::IntoIter<std::string::String, std::alloc::Global> as std::iter::Iterator>::next | std::option::Option::unwrap | std::string::String::push
    let c = [[1u8; 4]; 2];
    c.concat().len(); //~ alloc::slice::<impl [[u8; 4]]>::concat | std::vec::Vec::len
    c.len(); //~ core::slice::<impl [[u8; 4]]>::len
    let d: Box<[String]> = Box::new([]);
    d.first().unwrap().trim(); //~ core::slice::<impl [std::string::String]>::first | std::option::Option::unwrap | core::str::<impl str>::trim
}

fn incoherent(s: &std::ffi::CStr, f: f64) {
    s.to_string_lossy().into_owned(); //~ std::ffi::CStr::to_string_lossy | std::borrow::Cow::into_owned
    f.floor(); //~ std::f64::<impl f64>::floor
}

fn chains(xs: &[String], ys: &[String]) {
    xs.iter().chain(ys.iter()).map(|s| s.trim()).find(|s| s.is_empty()); //~ core::slice::<impl [std::string::String]>::iter | <std::slice::Iter<std::string::String> as std::iter::Iterator>::chain | core::slice::<impl [std::string::String]>::iter | <std::iter::Chain<std::slice::Iter<std::string::String>, std::slice::Iter<std::string::String>> as std::iter::Iterator>::map | core::str::<impl str>::trim | <std::iter::Map<std::iter::Chain<std::slice::Iter<std::string::String>, std::slice::Iter<std::string::String>>, {closure}> as std::iter::Iterator>::find | core::str::<impl str>::is_empty
    xs.iter().zip(ys).enumerate().filter(|(i, (a, b))| a.len() == b.len()).last(); //~ core::slice::<impl [std::string::String]>::iter | <std::slice::Iter<std::string::String> as std::iter::Iterator>::zip | <std::iter::Zip<std::slice::Iter<std::string::String>, std::slice::Iter<std::string::String>> as std::iter::Iterator>::enumerate | <std::iter::Enumerate<std::iter::Zip<std::slice::Iter<std::string::String>, std::slice::Iter<std::string::String>>> as std::iter::Iterator>::filter | std::string::String::len | std::string::String::len | <std::iter::Filter<std::iter::Enumerate<std::iter::Zip<std::slice::Iter<std::string::String>, std::slice::Iter<std::string::String>>>, {closure}> as std::iter::Iterator>::last
    let joined: Vec<String> = xs.iter().cloned().chain(ys.to_vec()).collect(); //~ core::slice::<impl [std::string::String]>::iter | <std::slice::Iter<std::string::String> as std::iter::Iterator>::cloned | <std::iter::Cloned<std::slice::Iter<std::string::String>> as std::iter::Iterator>::chain | alloc::slice::<impl [std::string::String]>::to_vec | <std::iter::Chain<std::iter::Cloned<std::slice::Iter<std::string::String>>, std::vec::IntoIter<std::string::String, std::alloc::Global>> as std::iter::Iterator>::collect
    joined.join(","); //~ alloc::slice::<impl [std::string::String]>::join
    let counts = xs.iter().fold(HashMap::new(), |mut m, s| { *m.entry(s.len()).or_insert(0u32) += 1; m }); //~ core::slice::<impl [std::string::String]>::iter | <std::slice::Iter<std::string::String> as std::iter::Iterator>::fold | std::collections::HashMap::new | std::collections::HashMap::entry | std::string::String::len | std::collections::hash_map::Entry::or_insert
    counts.values().max().copied().unwrap_or_default().count_ones(); //~ std::collections::HashMap::values | <std::collections::hash_map::Values<usize, u32> as std::iter::Iterator>::max | std::option::Option::copied | std::option::Option::unwrap_or_default | core::num::<impl u32>::count_ones
    let parsed = "1".parse::<u16>().unwrap(); //~ core::str::<impl str>::parse | std::result::Result::unwrap
    parsed.leading_zeros(); //~ core::num::<impl u16>::leading_zeros
    let n: i64 = "2".parse().unwrap_or(0); //~ core::str::<impl str>::parse | std::result::Result::unwrap_or
    n.abs(); //~ core::num::<impl i64>::abs
}

fn numbers() {
    let y = 1 << 4;
    let z: u64 = y;
    z.swap_bytes(); //~ core::num::<impl u64>::swap_bytes
    let mut total = 0;
    for i in 0..10u8 { total += i; }
    total.count_zeros(); //~ core::num::<impl u8>::count_zeros
}
