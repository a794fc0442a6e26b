//! Marks: the alphabet that the grammar is written in, one character for each token of the text.
//!
//! pest asks for every character of its input several times, so it reads one for each token and not the text itself. What
//! is one token and where it ends is Python 2.7's: the longest that fits. `grammar/python.pest` lists the marks.

/// The mark of a name.
pub(super) const NAME: u8 = b'n';
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
/// The mark of a text literal.
pub(super) const TEXT: u8 = b'\'';

/// The mark of a word of letters, digits and `_`.
pub(super) fn of_word(word: &str) -> u8 {
    match word {
        "and" | "or" => b'B',
        "as" => b'A',
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
        _ => (b'$', 1),
    }
}

/// The length of a number that begins with a digit, or with a dot and a digit.
pub(super) fn number_length(bytes: &[u8]) -> usize {
    let digits =
        |from: usize, radix: u32| bytes.iter().skip(from).take_while(|b| char::from(**b).is_digit(radix)).count();
    let radix = match (bytes[0], bytes.get(1)) {
        (b'0', Some(b'x' | b'X')) => 16,
        (b'0', Some(b'o' | b'O')) => 8,
        (b'0', Some(b'b' | b'B')) => 2,
        _ => 10,
    };
    let suffix = |end: usize, letters: &[u8]| end + usize::from(bytes.get(end).is_some_and(|b| letters.contains(b)));
    if radix != 10 {
        match digits(2, radix) {
            0 => return 1,
            count => return suffix(2 + count, b"lL"),
        }
    }
    let mut end = digits(0, 10);
    if bytes.get(end) == Some(&b'.') {
        end += 1 + digits(end + 1, 10);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        match digits(end + 1 + sign, 10) {
            0 => {}
            count => end += 1 + sign + count,
        }
    }
    suffix(end, b"jJlL")
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
