//! `str`, `unicode` and `basestring`.

pub mod case;
pub mod codec;
mod codec_bytes;
mod codec_utf;
mod escape;
pub mod format;
mod format_number;
mod format_spec;
mod format_template;
mod method_case;
mod method_codec;
mod method_fill;
mod method_find;
mod method_split;
mod method_strip;
mod method_translate;
mod operators;
pub mod percent;
mod percent_number;
mod tables;
mod view;

pub use format::format_value as format_text;
pub use operators::{contains, get_item, get_slice};
pub use tables::{BASESTRING, STR, UNICODE};
pub use view::{Kind, Text};
