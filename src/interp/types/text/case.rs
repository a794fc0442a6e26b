//! Classes of characters and simple case mappings, as Python 2.7's `unicode` has them (one character to one).

/// Whether a character is whitespace to `unicode` methods.
pub fn is_space(point: char) -> bool {
    matches!(point,
        '\t'..='\r' | '\x1c'..='\x20' | '\u{85}' | '\u{a0}' | '\u{1680}' | '\u{180e}' | '\u{2000}'..='\u{200a}'
        | '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}

/// First characters of the runs of ten decimal digits.
const DIGIT_RUNS: &[u32] = &[
    0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20,
    0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0,
    0xa900, 0xa9d0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6,
];

/// The value of a decimal digit of any script.
pub fn decimal_digit(point: char) -> Option<u8> {
    let code = u32::from(point);
    let start = DIGIT_RUNS.iter().rev().find(|start| **start <= code)?;
    u8::try_from(code - start).ok().filter(|digit| *digit < 10)
}

/// `isdigit`: decimal digits and those with a place of their own, such as superscripts.
pub fn is_digit(point: char) -> bool {
    decimal_digit(point).is_some()
        || matches!(point,
            '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{1369}'..='\u{1371}' | '\u{19da}' | '\u{2070}' | '\u{2074}'..='\u{2079}'
            | '\u{2080}'..='\u{2089}' | '\u{2460}'..='\u{2468}' | '\u{2474}'..='\u{247c}' | '\u{2488}'..='\u{2490}'
            | '\u{24ea}' | '\u{24f5}'..='\u{24fd}' | '\u{24ff}' | '\u{2776}'..='\u{277e}' | '\u{2780}'..='\u{2788}'
            | '\u{278a}'..='\u{2792}' | '\u{10a40}'..='\u{10a43}' | '\u{1f100}'..='\u{1f10a}')
}

/// Han characters that write numbers.
const HAN_NUMBERS: &str = "\u{3405}\u{3483}\u{382a}\u{3b4d}一七万三九二五亖亿什仟仨伍佰億兆兩八六十千卄卅卌叁叄叅叆四壱壹幺廾廿弌弍弎弐拾捌柒漆玖百肆萬貮貳贰阡陆陌陸零";

/// `isnumeric`: digits, fractions, numerals.
pub fn is_numeric(point: char) -> bool {
    point.is_numeric() || is_digit(point) || HAN_NUMBERS.contains(point)
}

/// `isalpha`: letters.
pub fn is_alpha(point: char) -> bool {
    point.is_alphabetic() && !point.is_numeric() && !is_mark(point) && !matches!(point, '\u{24b6}'..='\u{24e9}')
}

/// Combining marks that Unicode calls alphabetic, though they are no letters.
fn is_mark(point: char) -> bool {
    matches!(point,
        '\u{345}' | '\u{5b0}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{6d6}'..='\u{6dc}' | '\u{6e1}'..='\u{6e4}' | '\u{6e7}' | '\u{6e8}' | '\u{6ed}' | '\u{901}'..='\u{903}'
        | '\u{93a}' | '\u{93b}' | '\u{93e}'..='\u{94c}')
}

/// `isupper` of one character: an upper-case letter.
pub fn is_upper(point: char) -> bool {
    point.is_uppercase() && !matches!(point, '\u{2160}'..='\u{216f}' | '\u{24b6}'..='\u{24cf}' | '\u{1f130}'..)
}

/// `islower` of one character: a lower-case letter.
pub fn is_lower(point: char) -> bool {
    point.is_lowercase()
        && !matches!(point,
            '\u{2b0}'..='\u{2b8}' | '\u{2c0}' | '\u{2c1}' | '\u{2e0}'..='\u{2e4}' | '\u{345}' | '\u{37a}'
            | '\u{1d2c}'..='\u{1d6a}' | '\u{1d78}' | '\u{1d9b}'..='\u{1dbf}' | '\u{2071}' | '\u{207f}'
            | '\u{2090}'..='\u{209c}' | '\u{2170}'..='\u{217f}' | '\u{24d0}'..='\u{24e9}' | '\u{2c7c}' | '\u{2c7d}')
}

/// A letter that is title case by itself.
pub fn is_title(point: char) -> bool {
    matches!(point,
        '\u{1c5}' | '\u{1c8}' | '\u{1cb}' | '\u{1f2}' | '\u{1f88}'..='\u{1f8f}' | '\u{1f98}'..='\u{1f9f}'
        | '\u{1fa8}'..='\u{1faf}' | '\u{1fbc}' | '\u{1fcc}' | '\u{1ffc}')
}

fn single(mut points: impl Iterator<Item = char>, otherwise: char) -> char {
    match (points.next(), points.next()) {
        (Some(only), None) => only,
        _ => otherwise,
    }
}

/// The upper-case character.
pub fn upper(point: char) -> char {
    let shifted = match point {
        '\u{1f80}'..='\u{1f87}' | '\u{1f90}'..='\u{1f97}' | '\u{1fa0}'..='\u{1fa7}' => u32::from(point) + 8,
        '\u{1fb3}' | '\u{1fc3}' | '\u{1ff3}' => u32::from(point) + 9,
        _ => return single(point.to_uppercase(), point),
    };
    char::from_u32(shifted).unwrap_or(point)
}

/// The lower-case character.
pub fn lower(point: char) -> char {
    if point == '\u{130}' { 'i' } else { single(point.to_lowercase(), point) }
}

/// The title-case character.
pub fn title(point: char) -> char {
    match point {
        '\u{1c4}'..='\u{1c6}' => '\u{1c5}',
        '\u{1c7}'..='\u{1c9}' => '\u{1c8}',
        '\u{1ca}'..='\u{1cc}' => '\u{1cb}',
        '\u{1f1}'..='\u{1f3}' => '\u{1f2}',
        _ => upper(point),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mappings_keep_one_character() {
        assert_eq!(upper('ß'), 'ß');
        assert_eq!(upper('\u{1f80}'), '\u{1f88}');
        assert_eq!(lower('\u{130}'), 'i');
        assert_eq!(title('\u{1c6}'), '\u{1c5}');
    }

    #[test]
    fn classes() {
        assert_eq!(decimal_digit('\u{664}'), Some(4));
        assert_eq!(decimal_digit('a'), None);
        assert!(is_digit('²') && !is_digit('½') && is_numeric('½') && is_numeric('三'));
        assert!(is_space('\u{a0}') && !is_space('\u{200b}'));
        assert!(!is_upper('Ⅰ') && is_lower('ª'));
    }
}
