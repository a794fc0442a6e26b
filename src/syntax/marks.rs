//! Marks: the alphabet that the grammar is written in, one character for each token of the text.
//!
//! pest asks for every character of its input several times, so it reads one for each token and not the text itself. What
//! is one token and where it ends is Python 2.7's: the longest that fits. `grammar/python.pest` lists the marks.

/// The mark of a name.
pub(super) const NAME: u8 = b'n';
/// The mark of `as`.
pub(super) const AS: u8 = b'A';
/// The mark of `import`.
pub(super) const IMPORT: u8 = b'M';
/// The mark of `lambda`.
pub(super) const LAMBDA: u8 = b'L';
/// The mark of reserved words that only begin statements.
pub(super) const KEYWORD: u8 = b'K';
/// The mark of `print` where it is no name.
pub(super) const PRINT: u8 = b'P';
/// The mark of a number.
pub(super) const NUMBER: u8 = b'0';
/// The mark of what is no token.
pub(super) const BROKEN: u8 = b'$';
/// The mark of a text literal.
pub(super) const TEXT: u8 = b'\'';

/// The mark of a word of letters, digits and `_`.
pub(super) fn of_word(word: &str) -> u8 {
    match word {
        "and" | "or" => b'B',
        "as" => AS,
        "else" => b'E',
        "for" => b'F',
        "if" => b'I',
        "import" => IMPORT,
        "in" => b'N',
        "is" => b'S',
        "lambda" => LAMBDA,
        "not" => b'!',
        "print" => PRINT,
        "yield" => b'Y',
        "assert" | "break" | "class" | "continue" | "def" | "del" | "elif" | "except" | "exec" | "finally" | "from"
        | "global" | "pass" | "raise" | "return" | "try" | "while" | "with" => KEYWORD,
        _ => NAME,
    }
}

/// Whether a word is reserved in Python 2.7 (`print` is not, under `print_function`).
pub(super) fn is_reserved(word: &str, print_function: bool) -> bool {
    match of_word(word) {
        NAME => false,
        PRINT => !print_function,
        _ => true,
    }
}

/// The mark and the length of an operator or a delimiter, or of a character that is none; not for brackets, which are their
/// own marks.
pub(super) fn of_operator(bytes: &[u8]) -> (u8, usize) {
    let byte_at = |at: usize| bytes.get(at).copied().unwrap_or(0);
    let first = byte_at(0);
    match (first, byte_at(1), byte_at(2)) {
        (b'*' | b'/' | b'<' | b'>', second, b'=') if first == second => (b'#', 3),
        (b'=' | b'!' | b'<' | b'>', b'=', _) | (b'<', b'>', _) => (b'<', 2),
        (b'+' | b'-' | b'*' | b'/' | b'%' | b'&' | b'|' | b'^', b'=', _) => (b'#', 2),
        (b'*', b'*', _) => (b'^', 2),
        (b'>', b'>', _) => (b'>', 2),
        (b'/', b'/', _) | (b'<', b'<', _) => (b'%', 2),
        (b'+' | b'-', ..) => (b'+', 1),
        (b'/' | b'%' | b'&' | b'|' | b'^', ..) => (b'%', 1),
        (b'<' | b'>', ..) => (b'<', 1),
        (b'*' | b'~' | b'=' | b',' | b'.' | b':' | b';' | b'@', ..) => (first, 1),
        _ => (BROKEN, 1),
    }
}

/// What a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numeral {
    /// Digits of this radix, behind `0x` and its like if it is not ten or was written `0…`.
    Integer(u32),
    /// With a dot or an exponent.
    Float,
    /// With `j` at its end.
    Complex,
    /// What Python's tokenizer begins to read as a number and then refuses.
    Broken,
}

/// The number at the beginning of some bytes, a digit or a dot and a digit, and its length with its suffix.
pub(super) fn of_number(bytes: &[u8]) -> (Numeral, usize) {
    let byte_at = |at: usize| bytes.get(at).copied().unwrap_or(0);
    let digits =
        |from: usize, radix: u32| bytes.iter().skip(from).take_while(|b| char::from(**b).is_digit(radix)).count();
    let radix = match (bytes[0], byte_at(1)) {
        (b'0', b'x' | b'X') => 16,
        (b'0', b'o' | b'O') => 8,
        (b'0', b'b' | b'B') => 2,
        _ => 10,
    };
    if radix != 10 {
        return match digits(2, radix) {
            // The letter behind the zero belongs to the number, whatever follows: `0or` holds no `or`.
            0 => (Numeral::Broken, 2 + word_length(&bytes[2..])),
            count => (Numeral::Integer(radix), 2 + count + usize::from(matches!(byte_at(2 + count), b'l' | b'L'))),
        };
    }
    let mut end = digits(0, 10);
    let mut kind = Numeral::Integer(if bytes[0] == b'0' && end > 1 { 8 } else { 10 });
    if byte_at(end) == b'.' {
        end += 1 + digits(end + 1, 10);
        kind = Numeral::Float;
    }
    if matches!(byte_at(end), b'e' | b'E') {
        let sign = usize::from(matches!(byte_at(end + 1), b'+' | b'-'));
        match digits(end + 1 + sign, 10) {
            // Without a sign the `e` begins a word.
            0 if sign == 0 => return (kind, end),
            0 => return (Numeral::Broken, end + 2),
            count => end += 1 + sign + count,
        }
        kind = Numeral::Float;
    }
    match byte_at(end) {
        b'j' | b'J' => (Numeral::Complex, end + 1),
        _ if kind == Numeral::Integer(8) && digits(0, 8) < end => (Numeral::Broken, end),
        b'l' | b'L' => (kind, end + 1),
        _ => (kind, end),
    }
}

/// Whether a token is a number that Python's tokenizer refuses.
pub(super) fn is_broken_number(token: &str) -> bool {
    token.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && token.contains(|c: char| c.is_ascii_digit())
        && of_number(token.as_bytes()).0 == Numeral::Broken
}

/// How many letters, digits and `_` there are at the beginning.
pub(super) fn word_length(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count()
}

/// Whether letters directly before a quote belong to the text literal.
pub(super) fn is_text_prefix(word: &str) -> bool {
    match word.as_bytes() {
        [letter] => matches!(letter, b'r' | b'R' | b'u' | b'U' | b'b' | b'B'),
        [first, second] => matches!(first, b'u' | b'U' | b'b' | b'B') && matches!(second, b'r' | b'R'),
        _ => false,
    }
}

/// The quotes of the text literal at `at`: their character, and three or one.
pub(super) fn quotes(bytes: &[u8], at: usize) -> (u8, usize) {
    let quote = bytes[at];
    let triple = bytes.get(at + 1) == Some(&quote) && bytes.get(at + 2) == Some(&quote);
    (quote, if triple { 3 } else { 1 })
}

/// The end of the text literal whose quotes begin at `at`; `Err` is where it breaks off.
pub(super) fn text_end(bytes: &[u8], at: usize) -> Result<usize, usize> {
    let (quote, width) = quotes(bytes, at);
    let mut at = at + width;
    loop {
        match bytes.get(at) {
            None => return Err(at),
            Some(b'\\') => {
                // A backslash before CR LF takes both.
                at += if bytes.get(at + 1) == Some(&b'\r') && bytes.get(at + 2) == Some(&b'\n') { 3 } else { 2 };
                if at > bytes.len() {
                    return Err(bytes.len());
                }
            }
            Some(b'\n' | b'\r') if width == 1 => return Err(at),
            Some(byte) if *byte == quote => {
                if width == 1 {
                    return Ok(at + 1);
                }
                if bytes.get(at + 1) == Some(&quote) && bytes.get(at + 2) == Some(&quote) {
                    return Ok(at + 3);
                }
                at += 1;
            }
            Some(_) => at += 1,
        }
    }
}
