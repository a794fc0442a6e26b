//! Codecs from bytes to bytes: `hex`, `base64`, `string_escape`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::escape;
use crate::interp::error::{Result, type_error, value_error};

/// A codec from bytes to bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum ByteCodec {
    Hex,
    Base64,
    StringEscape,
}

impl ByteCodec {
    pub(super) fn encode(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            ByteCodec::Hex => bytes.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect(),
            ByteCodec::Base64 => {
                // Lines of 76 characters, each ended.
                let mut out = Vec::new();
                for chunk in bytes.chunks(57) {
                    out.extend_from_slice(STANDARD.encode(chunk).as_bytes());
                    out.push(b'\n');
                }
                out
            }
            ByteCodec::StringEscape => escape::encode_string(bytes),
        }
    }

    pub(super) fn decode(self, bytes: &[u8]) -> Result<Vec<u8>> {
        match self {
            ByteCodec::Hex => decode_hex(bytes),
            ByteCodec::Base64 => decode_base64(bytes),
            ByteCodec::StringEscape => escape::decode_string(bytes),
        }
    }
}

fn decode_hex(bytes: &[u8]) -> Result<Vec<u8>> {
    if !bytes.len().is_multiple_of(2) {
        return Err(type_error("Odd-length string"));
    }
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|d| u8::try_from(d).ok());
    bytes
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => Some(digit(*high)? * 16 + digit(*low)?),
            _ => None,
        })
        .collect::<Option<Vec<u8>>>()
        .ok_or_else(|| type_error("Non-hexadecimal digit found"))
}

/// Decodes as `binascii.a2b_base64`: characters that do not belong are skipped, padding must complete a group.
fn decode_base64(bytes: &[u8]) -> Result<Vec<u8>> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let mut out = Vec::with_capacity(bytes.len() / 4 * 3);
    let (mut bits, mut held, mut group) = (0u32, 0u32, 0usize);
    for (at, byte) in bytes.iter().enumerate() {
        if *byte == b'=' {
            let more = bytes.get(at + 1..).unwrap_or_default().iter().find(|b| **b == b'=' || value(**b).is_some());
            if group == 3 || (group == 2 && more == Some(&b'=')) {
                return Ok(out);
            }
            continue;
        }
        let Some(value) = value(*byte) else { continue };
        held = (held << 6 | u32::from(value)) & 0xfff_ffff;
        bits += 6;
        group = (group + 1) % 4;
        if bits >= 8 {
            bits -= 8;
            out.push((held >> bits & 0xff) as u8);
        }
    }
    if group == 0 { Ok(out) } else { Err(value_error("Incorrect padding")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trips() {
        for codec in [ByteCodec::Hex, ByteCodec::Base64, ByteCodec::StringEscape] {
            for length in [0, 1, 2, 3, 57, 58, 200] {
                let bytes: Vec<u8> = (0..length).map(|n| (n * 7 % 256) as u8).collect();
                assert_eq!(codec.decode(&codec.encode(&bytes)).ok(), Some(bytes));
            }
        }
        assert!(decode_base64(b"YWJ").is_err());
        assert_eq!(decode_base64(b"!!").ok(), Some(Vec::new()));
        assert_eq!(decode_base64(b"YQ==").ok(), Some(b"a".to_vec()));
    }
}
