//! In the shape of `dashmap`.

pub mod mapref {
    pub mod one {
        use std::sync::{RwLockReadGuard, RwLockWriteGuard};

        pub struct Ref<'a, K, V>(&'a (K, V), RwLockReadGuard<'a, ()>);
        pub struct RefMut<'a, K, V>(&'a mut (K, V), RwLockWriteGuard<'a, ()>);
        impl<K, V> std::ops::Deref for Ref<'_, K, V> {
            type Target = V;
            fn deref(&self) -> &V {
                &self.0 .1
            }
        }
        impl<K, V> std::ops::Deref for RefMut<'_, K, V> {
            type Target = V;
            fn deref(&self) -> &V {
                &self.0 .1
            }
        }
        impl<K, V> std::ops::DerefMut for RefMut<'_, K, V> {
            fn deref_mut(&mut self) -> &mut V {
                &mut self.0 .1
            }
        }
    }
}
use mapref::one::{Ref, RefMut};
pub struct DashMap<K, V>(K, V);
impl<K, V> DashMap<K, V> {
    pub fn new() -> Self {
        loop {}
    }
    pub fn get(&self, key: &K) -> Option<Ref<'_, K, V>> {
        None
    }
    pub fn get_mut(&self, key: &K) -> Option<RefMut<'_, K, V>> {
        None
    }
    pub fn insert(&self, key: K, value: V) -> Option<V> {
        None
    }
    pub fn remove(&self, key: &K) -> Option<(K, V)> {
        None
    }
}
