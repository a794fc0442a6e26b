//! Kinds of characters and their lower case, as the flags of an expression choose.

use super::syntax::{Category, Set, SetItem, flag};

/// First digits (zeros) of the decimal digits of Unicode outside ASCII.
const ZEROS: &[u32] = &[
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20, 0x1040,
    0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900,
    0xa9d0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6,
];

/// Whether a character is of a kind.
pub fn is_category(kind: Category, c: u32, unicode: bool) -> bool {
    let Some(c) = char::from_u32(c) else { return false };
    if c.is_ascii() || !unicode {
        return match kind {
            Category::Digit => c.is_ascii_digit(),
            Category::Space => matches!(c, '\t'..='\r' | ' ') || (unicode && ('\x1c'..='\x1f').contains(&c)),
            Category::Word => c.is_ascii_alphanumeric() || c == '_',
        };
    }
    match kind {
        Category::Digit => ZEROS.iter().any(|&zero| (zero..zero + 10).contains(&(c as u32))),
        Category::Space => c.is_whitespace(),
        Category::Word => c.is_alphanumeric(),
    }
}

/// Lower case of one character.
pub fn lower(c: u32, unicode: bool) -> u32 {
    match char::from_u32(c) {
        Some(c) if c.is_ascii() => c.to_ascii_lowercase() as u32,
        Some(c) if unicode => {
            let mut lower = c.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(one), None) => one as u32,
                _ => c as u32,
            }
        }
        _ => c,
    }
}

fn upper(c: u32, unicode: bool) -> u32 {
    match char::from_u32(c) {
        Some(c) if c.is_ascii() => c.to_ascii_uppercase() as u32,
        Some(c) if unicode => {
            let mut upper = c.to_uppercase();
            match (upper.next(), upper.next()) {
                (Some(one), None) => one as u32,
                _ => c as u32,
            }
        }
        _ => c,
    }
}

/// Whether a set holds a character.
pub fn in_set(set: &Set, c: u32, flags: u32) -> bool {
    let unicode = flags & flag::UNICODE != 0;
    let holds = |c: u32| {
        set.items.iter().any(|item| match *item {
            SetItem::Range(low, high) => (low..=high).contains(&c),
            SetItem::Category(kind, opposite) => is_category(kind, c, unicode) != opposite,
        })
    };
    let found = if flags & flag::IGNORECASE == 0 {
        holds(c)
    } else {
        let low = lower(c, unicode);
        holds(low) || holds(upper(low, unicode))
    };
    found != set.negated
}
