//! Encodings: names, error handlers, ASCII, Latin-1, and the way to the others.

use num_traits::ToPrimitive;

use super::{codec_bytes, codec_utf, escape};
use crate::cpython::surrogate;
use crate::interp::error::{Error, Exc, Result, type_error};
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// An encoding that `encode` and `decode` know.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Codec {
    /// 7 bits.
    Ascii,
    /// One byte for each of the first 256 characters.
    Latin1,
    /// Windows' Western European code page.
    Cp1252,
    /// UTF-8, with or without a signature.
    Utf8 {
        /// `utf-8-sig`.
        signature: bool,
    },
    /// UTF-16 or UTF-32.
    Wide(codec_utf::Wide),
    /// `unicode_escape`.
    UnicodeEscape,
    /// `raw_unicode_escape`.
    RawUnicodeEscape,
    /// `rot13`.
    Rot13,
    /// Codecs from bytes to bytes.
    Bytes(codec_bytes::ByteCodec),
}

impl Codec {
    /// The codec of a name in any of its spellings. `LookupError: unknown encoding: x`.
    pub fn find(name: &str) -> Result<Codec> {
        use codec_bytes::ByteCodec;
        use codec_utf::{Order, Wide};
        let normal: String = name
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || c == '.' { c.to_ascii_lowercase() } else { '_' })
            .collect();
        Ok(match normal.as_str() {
            "ascii" | "us_ascii" | "646" | "ansi_x3.4_1968" | "ansi_x3_4_1968" | "iso646_us" | "us" | "cp367" => {
                Codec::Ascii
            }
            "latin_1" | "latin1" | "latin" | "l1" | "iso_8859_1" | "iso8859_1" | "iso8859" | "8859" | "cp819"
            | "iso_8859_1_1987" => Codec::Latin1,
            "cp1252" | "windows_1252" | "1252" => Codec::Cp1252,
            "utf_8" | "utf8" | "u8" | "utf" | "utf8_ucs2" | "utf8_ucs4" => Codec::Utf8 { signature: false },
            "utf_8_sig" | "utf8_sig" => Codec::Utf8 { signature: true },
            "utf_16" | "utf16" | "u16" => Codec::Wide(Wide { bytes: 2, order: Order::Marked }),
            "utf_16_le" | "utf_16le" | "utf16_le" | "utf16le" => Codec::Wide(Wide { bytes: 2, order: Order::Little }),
            "utf_16_be" | "utf_16be" | "utf16_be" | "utf16be" => Codec::Wide(Wide { bytes: 2, order: Order::Big }),
            "utf_32" | "utf32" | "u32" => Codec::Wide(Wide { bytes: 4, order: Order::Marked }),
            "utf_32_le" | "utf_32le" | "utf32_le" | "utf32le" => Codec::Wide(Wide { bytes: 4, order: Order::Little }),
            "utf_32_be" | "utf_32be" | "utf32_be" | "utf32be" => Codec::Wide(Wide { bytes: 4, order: Order::Big }),
            "unicode_escape" => Codec::UnicodeEscape,
            "raw_unicode_escape" => Codec::RawUnicodeEscape,
            "rot13" | "rot_13" => Codec::Rot13,
            "hex" | "hex_codec" => Codec::Bytes(ByteCodec::Hex),
            "base64" | "base_64" | "base64_codec" => Codec::Bytes(ByteCodec::Base64),
            "string_escape" => Codec::Bytes(ByteCodec::StringEscape),
            _ => return Err(Error::new(Exc::LookupError, format!("unknown encoding: {name}"))),
        })
    }
}

impl Codec {
    /// `hex` and `base64` assert that errors are not to be handled.
    fn check_handler(self, handler: &str) -> Result<()> {
        use codec_bytes::ByteCodec;
        match self {
            Codec::Bytes(ByteCodec::Hex | ByteCodec::Base64) if handler != "strict" => {
                Err(Error::with_args(Exc::AssertionError, Vec::new()))
            }
            _ => Ok(()),
        }
    }
}

/// Bytes as text if they are all ASCII. `UnicodeDecodeError`.
pub fn ascii_text(bytes: &[u8]) -> Result<&str> {
    match bytes.iter().position(|byte| !byte.is_ascii()) {
        Some(at) => Err(decode_error("ascii", bytes, at, at + 1, "ordinal not in range(128)")),
        None => Ok(std::str::from_utf8(bytes).unwrap_or_default()),
    }
}

/// Text as bytes if all characters are ASCII. `UnicodeEncodeError`.
pub fn ascii_bytes(text: &str) -> Result<&[u8]> {
    if text.is_ascii() {
        return Ok(text.as_bytes());
    }
    let start = text.chars().position(|point| !point.is_ascii()).unwrap_or(0);
    let length = text.chars().skip(start).take_while(|point| !point.is_ascii()).count();
    Err(encode_error("ascii", text, start, start + length, "ordinal not in range(128)"))
}

/// `UnicodeDecodeError` with its five arguments.
pub fn decode_error(codec: &str, bytes: &[u8], start: usize, end: usize, reason: &str) -> Error {
    error(Exc::UnicodeDecodeError, codec, Value::bytes(bytes.to_vec()), start, end, reason)
}

/// `UnicodeEncodeError` with its five arguments; positions in characters.
pub fn encode_error(codec: &str, text: &str, start: usize, end: usize, reason: &str) -> Error {
    error(Exc::UnicodeEncodeError, codec, Value::unicode(text), start, end, reason)
}

fn error(class: Exc, codec: &str, object: Value, start: usize, end: usize, reason: &str) -> Error {
    let place = |at: usize| Value::Int(at.to_i64().unwrap_or(i64::MAX));
    Error::with_args(class, vec![Value::str(codec), object, place(start), place(end), Value::str(reason)])
}

/// What to do with bytes that cannot be decoded.
pub(super) struct DecodeErrors<'a> {
    handler: &'a str,
}

impl DecodeErrors<'_> {
    /// Handles bytes `start..end`; adds what stands for them.
    pub(super) fn handle(
        &self,
        out: &mut String,
        codec: &str,
        bytes: &[u8],
        (start, end): (usize, usize),
        reason: &str,
    ) -> Result<()> {
        match self.handler {
            "strict" => return Err(decode_error(codec, bytes, start, end, reason)),
            "ignore" => {}
            "replace" => out.push('\u{fffd}'),
            "xmlcharrefreplace" | "backslashreplace" => {
                return Err(type_error("don't know how to handle UnicodeDecodeError in error callback"));
            }
            other => return Err(unknown_handler(other)),
        }
        Ok(())
    }
}

fn unknown_handler(name: &str) -> Error {
    Error::new(Exc::LookupError, format!("unknown error handler name '{name}'"))
}

/// `bytes.decode(encoding, errors)`: a `unicode`, or a `str` for codecs between bytes.
pub fn decode(vm: &mut Vm, bytes: &[u8], encoding: Option<&str>, errors: Option<&str>) -> Result<Value> {
    let codec = Codec::find(encoding.unwrap_or("ascii"))?;
    let errors = DecodeErrors { handler: errors.unwrap_or("strict") };
    codec.check_handler(errors.handler)?;
    vm.check_size(bytes.len() as u64 * 2)?;
    Ok(match codec {
        Codec::Ascii => Value::unicode(by_byte(bytes, "ascii", "ordinal not in range(128)", &errors, |byte| {
            byte.is_ascii().then_some(char::from(byte))
        })?),
        Codec::Latin1 => Value::unicode(bytes.iter().map(|byte| char::from(*byte)).collect::<String>()),
        Codec::Cp1252 => {
            Value::unicode(by_byte(bytes, "charmap", "character maps to <undefined>", &errors, cp1252_char)?)
        }
        Codec::Utf8 { signature } => {
            let body = if signature { bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes) } else { bytes };
            Value::unicode(codec_utf::decode_utf8(body, &errors)?)
        }
        Codec::Wide(wide) => Value::unicode(codec_utf::decode_wide(bytes, wide, &errors)?),
        Codec::UnicodeEscape => Value::unicode(escape::decode_unicode(bytes, &errors)?),
        Codec::RawUnicodeEscape => Value::unicode(escape::decode_raw_unicode(bytes, &errors)?),
        Codec::Rot13 => Value::unicode(bytes.iter().map(|byte| rot13(char::from(*byte))).collect::<String>()),
        Codec::Bytes(codec) => Value::bytes(codec.decode(bytes)?),
    })
}

fn by_byte(
    bytes: &[u8],
    codec: &str,
    reason: &str,
    errors: &DecodeErrors,
    map: fn(u8) -> Option<char>,
) -> Result<String> {
    let mut out = String::with_capacity(bytes.len());
    for (at, byte) in bytes.iter().enumerate() {
        match map(*byte) {
            Some(point) => out.push(point),
            None => errors.handle(&mut out, codec, bytes, (at, at + 1), reason)?,
        }
    }
    Ok(out)
}

/// `text.encode(encoding, errors)` of either text type; a `str` is decoded as ASCII first where the codec takes
/// `unicode`.
pub fn encode(vm: &mut Vm, value: &Value, encoding: Option<&str>, errors: Option<&str>) -> Result<Value> {
    let codec = Codec::find(encoding.unwrap_or("ascii"))?;
    let handler = errors.unwrap_or("strict");
    codec.check_handler(handler)?;
    if let Codec::Bytes(codec) = codec {
        let bytes = match value {
            Value::Str(text) => text.bytes().to_vec(),
            Value::Unicode(text) => ascii_bytes(text.text())?.to_vec(),
            _ => Vec::new(),
        };
        vm.check_size(bytes.len() as u64 * 4)?;
        return Ok(Value::bytes(codec.encode(&bytes)));
    }
    let text = vm.coerce_unicode(value)?;
    vm.check_size(text.len() as u64 * 4)?;
    Ok(Value::bytes(match codec {
        Codec::Ascii => narrow(&text, "ascii", "ordinal not in range(128)", handler, |point| {
            u8::try_from(u32::from(point)).ok().filter(u8::is_ascii)
        })?,
        Codec::Latin1 => {
            narrow(&text, "latin-1", "ordinal not in range(256)", handler, |point| u8::try_from(u32::from(point)).ok())?
        }
        Codec::Cp1252 => narrow(&text, "charmap", "character maps to <undefined>", handler, cp1252_byte)?,
        Codec::Utf8 { signature: false } => surrogate::encode_utf8(&text).into_owned(),
        Codec::Utf8 { signature: true } => [b"\xef\xbb\xbf", &*surrogate::encode_utf8(&text)].concat(),
        Codec::Wide(wide) => codec_utf::encode_wide(&text, wide),
        Codec::UnicodeEscape => escape::encode_unicode(&text).into_bytes(),
        Codec::RawUnicodeEscape => escape::encode_raw_unicode(&text),
        Codec::Rot13 => {
            let rotated: String = text.chars().map(rot13).collect();
            narrow(&rotated, "charmap", "character maps to <undefined>", handler, |point| {
                u8::try_from(u32::from(point)).ok()
            })?
        }
        Codec::Bytes(_) => Vec::new(),
    }))
}

/// Encodes into one byte for each character; a run of characters without a byte is one error.
fn narrow(text: &str, codec: &str, reason: &str, handler: &str, map: fn(char) -> Option<u8>) -> Result<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    let mut points = text.chars().enumerate().peekable();
    while let Some((start, point)) = points.next() {
        if let Some(byte) = map(point) {
            out.push(byte);
            continue;
        }
        let mut run = vec![point];
        while let Some((_, next)) = points.next_if(|(_, next)| map(*next).is_none()) {
            run.push(next);
        }
        match handler {
            "strict" => return Err(encode_error(codec, text, start, start + run.len(), reason)),
            "ignore" => {}
            "replace" => out.extend(run.iter().map(|_| b'?')),
            "xmlcharrefreplace" => {
                for point in run {
                    out.extend_from_slice(format!("&#{};", surrogate::code(point)).as_bytes());
                }
            }
            "backslashreplace" => {
                for point in run {
                    out.extend_from_slice(escape::numeric(point).as_bytes());
                }
            }
            other => return Err(unknown_handler(other)),
        }
    }
    Ok(out)
}

fn rot13(point: char) -> char {
    let turn = |base: u8, point: char| char::from(base + (point as u8 - base + 13) % 26);
    match point {
        'a'..='z' => turn(b'a', point),
        'A'..='Z' => turn(b'A', point),
        _ => point,
    }
}

/// Characters of the bytes 0x80 to 0x9f; a gap is `\0`.
const CP1252: [char; 32] = [
    '\u{20ac}', '\0', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{2c6}', '\u{2030}',
    '\u{160}', '\u{2039}', '\u{152}', '\0', '\u{17d}', '\0', '\0', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}',
    '\u{2022}', '\u{2013}', '\u{2014}', '\u{2dc}', '\u{2122}', '\u{161}', '\u{203a}', '\u{153}', '\0', '\u{17e}',
    '\u{178}',
];

fn cp1252_char(byte: u8) -> Option<char> {
    match byte {
        0x80..=0x9f => CP1252.get(usize::from(byte - 0x80)).copied().filter(|point| *point != '\0'),
        _ => Some(char::from(byte)),
    }
}

fn cp1252_byte(point: char) -> Option<u8> {
    if let Some(at) = CP1252.iter().position(|c| *c == point && point != '\0') {
        return u8::try_from(at + 0x80).ok();
    }
    u8::try_from(u32::from(point)).ok().filter(|byte| !(0x80..=0x9f).contains(byte))
}
