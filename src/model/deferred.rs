//! A part of something kept that few who keep it look at: unpacked when somebody does.
//!
//! It is read like what it holds. Written out, it is a run of bytes of its own, which whoever reads it back
//! takes over as they are.

use crate::base::bug::bug;
use crate::base::packing;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error, Visitor};
use serde::ser::{self, Serialize, Serializer};
use std::cell::RefCell;
use std::fmt::{self, Debug};
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::sync::OnceLock;

/// A value, or the bytes that it is made of.
pub struct Deferred<T> {
    value: OnceLock<T>,
    /// What the value is unpacked from, as long as it is not.
    packed: Box<[u8]>,
}

impl<T> From<T> for Deferred<T> {
    fn from(value: T) -> Self {
        Self { value: OnceLock::from(value), packed: Box::default() }
    }
}

impl<T: Default> Default for Deferred<T> {
    fn default() -> Self {
        T::default().into()
    }
}

impl<T: DeserializeOwned> Deref for Deferred<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.value.get_or_init(|| unpacked(&self.packed))
    }
}

impl<T: DeserializeOwned> DerefMut for Deferred<T> {
    fn deref_mut(&mut self) -> &mut T {
        if self.value.get().is_none() {
            *self = unpacked::<T>(&self.packed).into();
        }
        self.value.get_mut().unwrap_or_else(|| bug("what was put in is not there"))
    }
}

/// What was kept is whole, as its seal says, and was written by this program.
fn unpacked<T: DeserializeOwned>(packed: &[u8]) -> T {
    postcard::from_bytes(packed).unwrap_or_else(|_| bug("what was kept cannot be read"))
}

impl<T: Clone> Clone for Deferred<T> {
    fn clone(&self) -> Self {
        Self { value: self.value.clone(), packed: self.packed.clone() }
    }
}

impl<T: DeserializeOwned + PartialEq> PartialEq for Deferred<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: DeserializeOwned + Debug> Debug for Deferred<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Debug::fmt(&**self, f)
    }
}

thread_local! {
    static ROOM: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

impl<T: DeserializeOwned + Serialize> Serialize for Deferred<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.value.get().is_none() {
            return serializer.serialize_bytes(&self.packed);
        }
        // In the room that the last one took.
        let mut room = ROOM.take();
        room.clear();
        let packed = packing::append(&**self, room).map_err(ser::Error::custom)?;
        let written = serializer.serialize_bytes(&packed);
        ROOM.set(packed);
        written
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Deferred<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes<T>(PhantomData<T>);
        impl<T> Visitor<'_> for Bytes<T> {
            type Value = Deferred<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a run of bytes")
            }

            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
                Ok(Deferred { value: OnceLock::new(), packed: bytes.into() })
            }
        }
        deserializer.deserialize_bytes(Bytes(PhantomData))
    }
}
