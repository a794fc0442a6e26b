//! JSON as people write it in cluster files: with comments and trailing commas. Both are blanked out, so that every
//! offset stays the same, and the rest is left to a strict parser.

/// Where and why a text is no JSON.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JsonProblem {
    /// From 1.
    pub line: usize,
    /// From 1, in bytes.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}

/// The text with `//`, `#` and `/* */` comments and commas before `]` and `}` blanked out.
pub fn plain(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    blank_comments(&mut bytes);
    blank_commas(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Reads plain JSON.
///
/// # Errors
/// With the place of the first fault.
pub fn strict(text: &str) -> Result<serde_json::Value, JsonProblem> {
    serde_json::from_str(text).map_err(|fault| {
        let whole = fault.to_string();
        let message = whole.split(" at line ").next().unwrap_or(&whole).to_owned();
        JsonProblem { line: fault.line().max(1), column: fault.column().max(1), message }
    })
}

/// The end of the string that begins at `at`.
fn after_string(bytes: &[u8], at: usize) -> usize {
    let mut next = at + 1;
    while let Some(byte) = bytes.get(next) {
        match byte {
            b'"' => return next + 1,
            b'\\' => next += 2,
            _ => next += 1,
        }
    }
    bytes.len()
}

fn blank_comments(bytes: &mut [u8]) {
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        let end = match (byte, bytes.get(at + 1).copied()) {
            (b'"', _) => {
                at = after_string(bytes, at);
                continue;
            }
            (b'#', _) | (b'/', Some(b'/')) => {
                bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |length| at + length)
            }
            (b'/', Some(b'*')) => bytes[at..]
                .windows(2)
                .skip(2)
                .position(|pair| pair == b"*/")
                .map_or(bytes.len(), |length| at + length + 4),
            _ => {
                at += 1;
                continue;
            }
        };
        for byte in bytes.iter_mut().take(end).skip(at).filter(|byte| **byte != b'\n') {
            *byte = b' ';
        }
        at = end;
    }
}

fn blank_commas(bytes: &mut [u8]) {
    let mut comma = None;
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        match byte {
            b'"' => {
                comma = None;
                at = after_string(bytes, at);
                continue;
            }
            b',' => comma = Some(at),
            b']' | b'}' => {
                if let Some(place) = comma.take().and_then(|place: usize| bytes.get_mut(place)) {
                    *place = b' ';
                }
            }
            other if other.is_ascii_whitespace() => {}
            _ => comma = None,
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_trailing_commas_are_read() {
        let text = "[{ // one\n \"name\": \"a,]//#\", /* two, ] */ # three\n}, ]";
        assert_eq!(strict(&plain(text)), Ok(serde_json::json!([{ "name": "a,]//#" }])));
    }

    #[test]
    fn faults_have_their_place() {
        let fault = strict("[\n  {\"a\" 1}]").expect_err("the colon is missing");
        assert_eq!((fault.line, fault.column), (2, 8));
        for text in ["", "/*", "\"", "[,,]", "\"\\", "//", "[1,]]", "{\"a\":1,,}"] {
            assert!(strict(&plain(text)).is_err(), "{text}");
        }
    }
}
