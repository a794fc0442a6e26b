//! TJSON, the text form of Thrift messages (`reference/scheduler-api.md §2`). Nothing here reads or writes anything.

mod decode;
mod encode;
mod fields;
mod message;
mod value;

pub use decode::{MAX_DEPTH, Malformed, decode_message};
pub use encode::encode_message;
pub use fields::{Field, Set, fill};
pub(crate) use fields::{numbers, record};
pub use message::{Message, MessageType};
pub use value::{Struct, Tag, Value};
