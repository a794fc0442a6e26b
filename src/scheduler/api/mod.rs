//! The scheduler's API as Rust types: enums, structs and calls (`reference/scheduler-api.md §4–7`).

mod amounts;
mod call;
mod enums;
mod from_config;
mod jobs;
mod later;
mod portable;
mod results;
mod tasks;
mod updates;

pub use call::{Call, Exception, ReplyError, UnreadableCall};
pub use enums::*;
pub use from_config::TooLarge;
pub use jobs::*;
pub use results::*;
pub use tasks::*;
pub use updates::*;
