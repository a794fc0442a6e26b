//! The local time zone, read from the system's TZif files (RFC 8536).

use std::path::PathBuf;

/// The longest zone file that is read.
const LARGEST_ZONE: usize = 1 << 20;

/// Seconds east of UTC at an instant (seconds since 1970) and the zone's name then. UTC where nothing is known.
pub fn offset(at: f64) -> (i32, String) {
    local_zone().and_then(|bytes| offset_in(&bytes, at)).unwrap_or_else(|| (0, "UTC".to_owned()))
}

/// The zone's file: `TZ` names it below the zone directory, or it is the machine's.
fn local_zone() -> Option<Vec<u8>> {
    let path = match std::env::var("TZ") {
        Err(_) => PathBuf::from("/etc/localtime"),
        Ok(name) => {
            let name = name.trim_start_matches(':');
            if name.is_empty() || name.split('/').any(|part| part == "..") {
                return None;
            }
            PathBuf::from("/usr/share/zoneinfo").join(name)
        }
    };
    std::fs::read(path).ok().filter(|bytes| bytes.len() <= LARGEST_ZONE)
}

/// Counts in a header: the sizes of the tables behind it.
struct Header {
    transitions: usize,
    types: usize,
    name_bytes: usize,
    leaps: usize,
    standard_flags: usize,
    universal_flags: usize,
}

const HEADER_LENGTH: usize = 44;
const TYPE_LENGTH: usize = 6;

impl Header {
    fn read(bytes: &[u8]) -> Option<Header> {
        if !bytes.starts_with(b"TZif") {
            return None;
        }
        let count = |index: usize| Some(number(bytes.get(20 + 4 * index..24 + 4 * index)?) as usize);
        Some(Header {
            universal_flags: count(0)?,
            standard_flags: count(1)?,
            leaps: count(2)?,
            transitions: count(3)?,
            types: count(4)?,
            name_bytes: count(5)?,
        })
    }

    /// Bytes of the tables when a time takes `width` bytes.
    fn body_length(&self, width: usize) -> Option<usize> {
        let times = self.transitions.checked_mul(width + 1)?;
        let leaps = self.leaps.checked_mul(width + 4)?;
        let rest = self.types * TYPE_LENGTH + self.name_bytes + self.standard_flags + self.universal_flags;
        times.checked_add(leaps)?.checked_add(rest)
    }
}

/// A big-endian number with its sign.
fn number(bytes: &[u8]) -> i64 {
    let negative = bytes.first().is_some_and(|b| b & 0x80 != 0);
    bytes.iter().fold(if negative { -1 } else { 0 }, |value, b| (value << 8) | i64::from(*b))
}

/// Looks an instant up in the 64-bit tables, or in the 32-bit ones of an old file.
fn offset_in(bytes: &[u8], at: f64) -> Option<(i32, String)> {
    let first = Header::read(bytes)?;
    let second = HEADER_LENGTH.checked_add(first.body_length(4)?)?;
    let (header, start, width) = match bytes.get(second..).and_then(Header::read) {
        Some(header) => (header, second + HEADER_LENGTH, 8),
        None => (first, HEADER_LENGTH, 4),
    };
    let body = bytes.get(start..start.checked_add(header.body_length(width)?)?)?;
    let (times, rest) = body.split_at(header.transitions * width);
    let (indices, rest) = rest.split_at(header.transitions);
    let (types, rest) = rest.split_at(header.types * TYPE_LENGTH);
    let names = &rest[..header.name_bytes];
    let passed = times.chunks_exact(width).take_while(|time| number(time) as f64 <= at).count();
    // Before the first change the first zone that is not summer time holds.
    let standard = || types.chunks_exact(TYPE_LENGTH).position(|zone| zone[4] == 0).unwrap_or(0);
    let index = passed.checked_sub(1).map_or_else(standard, |last| indices[last] as usize);
    let zone = types.chunks_exact(TYPE_LENGTH).nth(index)?;
    let name = names.get(zone[5] as usize..)?.split(|b| *b == 0).next()?;
    Some((number(&zone[..4]) as i32, String::from_utf8_lossy(name).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::offset_in;

    /// A zone file of version 1: one change to an hour east at 1000.
    fn zone() -> Vec<u8> {
        let mut bytes = b"TZif".to_vec();
        bytes.extend([0; 16]);
        for count in [0u32, 0, 0, 1, 2, 8] {
            bytes.extend(count.to_be_bytes());
        }
        bytes.extend(1000i32.to_be_bytes());
        bytes.push(1);
        bytes.extend((-3600i32).to_be_bytes());
        bytes.extend([0, 0]);
        bytes.extend(3600i32.to_be_bytes());
        bytes.extend([1, 4]);
        bytes.extend(b"OLD\0NEW\0");
        bytes
    }

    #[test]
    fn the_last_change_before_the_instant_counts() {
        assert_eq!(offset_in(&zone(), 999.0), Some((-3600, "OLD".to_owned())));
        assert_eq!(offset_in(&zone(), 1000.0), Some((3600, "NEW".to_owned())));
    }

    #[test]
    fn broken_files_are_no_zone() {
        let whole = zone();
        for length in 0..whole.len() {
            assert_eq!(offset_in(&whole[..length], 5.0), None);
        }
        let mut huge = whole;
        huge[32..36].copy_from_slice(&[0xff; 4]);
        assert_eq!(offset_in(&huge, 5.0), None);
    }
}
