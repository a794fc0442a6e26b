//! As much of the shell's syntax as is needed to prove that a command cannot be right: quotes, substitutions,
//! here-documents, and the operator at its end.

/// What is wrong with a command.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// A quote or a substitution that nothing ends: what opens it, and its line from 1.
    Open(&'static str, usize),
    /// A here-document whose end does not come: the word that would end it, and its line from 1.
    HereDocument(String, usize),
    /// An operator that wants a further command stands at the end.
    Operator(String),
}

/// How the last command ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// In the foreground.
    Foreground,
    /// With `&`.
    Background,
}

/// What the shell would read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// What is wrong, if anything can be proved to be.
    pub fault: Option<Fault>,
    /// How it ends.
    pub end: End,
    /// Words outside of quotes, as they are written; those of here-documents are not among them.
    pub words: Vec<String>,
}

/// What is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Mode {
    Double,
    Command,
    Arithmetic,
    Parameter,
    /// A plain parenthesis within a substitution.
    Group,
}

impl Mode {
    fn opener(self) -> &'static str {
        match self {
            Mode::Double => "\"",
            Mode::Command | Mode::Group => "$(",
            Mode::Arithmetic => "$((",
            Mode::Parameter => "${",
        }
    }
}

/// Open things inside of each other; more are not judged.
const DEEPEST: usize = 100;

/// Reads a command as bash does. References `{{…}}` count as letters.
pub fn read(command: &str) -> Reading {
    let chars: Vec<char> = without_references(command).chars().collect();
    let mut reader = Reader { chars: &chars, at: 0, open: Vec::new(), documents: Vec::new(), words: Vec::new() };
    let fault = reader.run();
    let last = reader.words.last().map(String::as_str);
    let fault = fault.unwrap_or_else(|| match last {
        Some(word @ ("&&" | "||" | "|")) => Some(Fault::Operator(word.to_owned())),
        _ => None,
    });
    let end = if last == Some("&") { End::Background } else { End::Foreground };
    Reading { fault, end, words: reader.words }
}

fn without_references(command: &str) -> String {
    let mut out = String::with_capacity(command.len());
    let mut rest = command;
    while let Some(start) = rest.find("{{") {
        let Some(length) = rest[start..].find("}}") else { break };
        out.push_str(&rest[..start]);
        // A reference does not span lines, and `${{` is the shell's own.
        let inner = &rest[start..start + length + 2];
        out.push_str(if inner.contains('\n') { inner } else { "X" });
        rest = &rest[start + length + 2..];
    }
    out.push_str(rest);
    out
}

struct Reader<'a> {
    chars: &'a [char],
    at: usize,
    open: Vec<(Mode, usize)>,
    /// Here-documents that begin at the next line: the end, whether tabs before it go, and their line.
    documents: Vec<(String, bool, usize)>,
    words: Vec<String>,
}

/// `Some(None)`: it cannot be judged; `None`: nothing is wrong so far.
type Verdict = Option<Option<Fault>>;

impl Reader<'_> {
    fn peek(&self, offset: usize) -> Option<char> {
        self.chars.get(self.at + offset).copied()
    }

    fn line(&self, at: usize) -> usize {
        self.chars.iter().take(at).filter(|c| **c == '\n').count() + 1
    }

    fn mode(&self) -> Option<Mode> {
        self.open.last().map(|(mode, _)| *mode)
    }

    fn push(&mut self, mode: Mode, length: usize) {
        self.open.push((mode, self.at));
        self.at += length;
    }

    fn pop(&mut self, length: usize) {
        self.open.pop();
        self.at += length;
    }

    fn run(&mut self) -> Verdict {
        while let Some(c) = self.peek(0) {
            if self.open.len() > DEEPEST {
                return Some(None);
            }
            let told = match self.mode() {
                Some(Mode::Double) => self.double(c),
                Some(Mode::Arithmetic) => self.arithmetic(c),
                Some(Mode::Parameter) => self.parameter(c),
                mode => self.plain(c, mode),
            };
            if told.is_some() {
                return told;
            }
        }
        if let Some((mode, at)) = self.open.first() {
            return Some(Some(Fault::Open(mode.opener(), self.line(*at))));
        }
        let (end, _, line) = self.documents.first()?;
        Some(Some(Fault::HereDocument(end.clone(), *line)))
    }

    /// Within double quotes.
    fn double(&mut self, c: char) -> Verdict {
        match (c, self.peek(1)) {
            ('\\', _) => self.at += 2,
            ('"', _) => self.pop(1),
            ('`', _) => return self.backquotes(),
            ('$', Some('(')) => self.substitution(),
            ('$', Some('{')) => self.push(Mode::Parameter, 2),
            _ => self.at += 1,
        }
        None
    }

    /// Within `$((…))`. What is no arithmetic after all is not judged.
    fn arithmetic(&mut self, c: char) -> Verdict {
        match (c, self.peek(1)) {
            ('(', _) => self.push(Mode::Group, 1),
            (')', Some(')')) => self.pop(2),
            (')', _) | ('\'' | '"' | '`' | '\\' | '\n' | ';', _) => return Some(None),
            ('$', Some('{')) => self.push(Mode::Parameter, 2),
            _ => self.at += 1,
        }
        None
    }

    /// Within `${…}`.
    fn parameter(&mut self, c: char) -> Verdict {
        let is_quoted = self.open.iter().rev().any(|(mode, _)| *mode == Mode::Double);
        match (c, self.peek(1)) {
            ('\\', _) => self.at += 2,
            ('}', _) => self.pop(1),
            ('"', _) => self.push(Mode::Double, 1),
            // Whether a single quote counts depends on the operator.
            ('\'', _) if is_quoted => return Some(None),
            ('\'', _) => return self.single(1),
            ('`', _) => return self.backquotes(),
            ('$', Some('(')) => self.substitution(),
            ('$', Some('{')) => self.push(Mode::Parameter, 2),
            _ => self.at += 1,
        }
        None
    }

    /// Where commands stand.
    fn plain(&mut self, c: char, mode: Option<Mode>) -> Verdict {
        match (c, self.peek(1)) {
            ('\n', _) => {
                self.at += 1;
                return self.here_documents();
            }
            (c, _) if c.is_whitespace() => self.at += 1,
            ('#', _) if self.begins_word() => {
                while self.peek(0).is_some_and(|c| c != '\n') {
                    self.at += 1;
                }
            }
            (')', _) if mode.is_some() => self.pop(1),
            ('(', _) if mode.is_some() => self.push(Mode::Group, 1),
            // `((…))` may hold `<<` and `#`.
            ('(', Some('(')) => return Some(None),
            ('(' | ')' | ';' | '|' | '&', _) => self.operator(c),
            ('<', Some('<')) if self.peek(2) == Some('<') => self.at += 3,
            ('<', Some('<')) => return self.here_document(),
            ('<' | '>', next) => self.at += if next == Some('&') { 2 } else { 1 },
            _ => return self.word(mode),
        }
        None
    }

    fn begins_word(&self) -> bool {
        self.at == 0 || self.chars.get(self.at - 1).is_some_and(|c| c.is_whitespace() || ";|&()".contains(*c))
    }

    fn operator(&mut self, c: char) {
        let is_double = self.peek(1) == Some(c) && matches!(c, '|' | '&' | ';');
        let is_redirection = c == '&' && self.peek(1) == Some('>');
        let length = if is_double || is_redirection || (c == '|' && self.peek(1) == Some('&')) { 2 } else { 1 };
        let text: String = self.chars.iter().skip(self.at).take(length).collect();
        if self.open.is_empty() && !is_redirection {
            self.words.push(if text == "|&" { "|".to_owned() } else { text });
        }
        self.at += length;
    }

    /// A word up to a blank or an operator; quotes in it may hold both.
    fn word(&mut self, mode: Option<Mode>) -> Verdict {
        let start = self.at;
        while let Some(c) = self.peek(0) {
            match (c, self.peek(1)) {
                ('\\', _) => self.at += 2,
                ('\'', _) => {
                    if let Some(told) = self.single(1) {
                        return Some(told);
                    }
                }
                ('$', Some('\'')) => {
                    if let Some(told) = self.ansi() {
                        return Some(told);
                    }
                }
                ('`', _) => {
                    if let Some(told) = self.backquotes() {
                        return Some(told);
                    }
                }
                ('"', _) | ('$', Some('(' | '{')) => {
                    self.keep(start, mode);
                    match (c, self.peek(1)) {
                        ('"', _) => self.push(Mode::Double, 1),
                        (_, Some('{')) => self.push(Mode::Parameter, 2),
                        _ => self.substitution(),
                    }
                    return None;
                }
                (c, _) if c.is_whitespace() || ";|&()<>".contains(c) => break,
                _ => self.at += 1,
            }
        }
        self.keep(start, mode);
        // The pattern of a `case` closes a parenthesis that nothing opens.
        let is_case = mode.is_some() && self.chars.get(start..self.at) == Some(&['c', 'a', 's', 'e']);
        is_case.then_some(None)
    }

    fn keep(&mut self, start: usize, mode: Option<Mode>) {
        if mode.is_none() {
            self.words.push(self.chars.get(start..self.at.min(self.chars.len())).unwrap_or_default().iter().collect());
        }
    }

    fn substitution(&mut self) {
        match self.peek(2) {
            Some('(') => self.push(Mode::Arithmetic, 3),
            _ => self.push(Mode::Command, 2),
        }
    }

    /// `'…'`, of which so many characters open it.
    fn single(&mut self, length: usize) -> Verdict {
        let start = self.at;
        self.at += length;
        while let Some(c) = self.peek(0) {
            self.at += 1;
            if c == '\'' {
                return None;
            }
        }
        Some(Some(Fault::Open("'", self.line(start))))
    }

    /// `$'…'`, in which a backslash escapes.
    fn ansi(&mut self) -> Verdict {
        let start = self.at;
        self.at += 2;
        while let Some(c) = self.peek(0) {
            self.at += if c == '\\' { 2 } else { 1 };
            if c == '\'' {
                return None;
            }
        }
        Some(Some(Fault::Open("$'", self.line(start))))
    }

    fn backquotes(&mut self) -> Verdict {
        let start = self.at;
        self.at += 1;
        while let Some(c) = self.peek(0) {
            self.at += if c == '\\' { 2 } else { 1 };
            if c == '`' {
                return None;
            }
        }
        Some(Some(Fault::Open("`", self.line(start))))
    }

    /// `<<WORD`: notes what ends the document that begins on the next line.
    fn here_document(&mut self) -> Verdict {
        let line = self.line(self.at);
        self.at += 2;
        let strips = self.peek(0) == Some('-');
        if strips {
            self.at += 1;
        }
        while self.peek(0).is_some_and(|c| c == ' ' || c == '\t') {
            self.at += 1;
        }
        let mut end = String::new();
        let mut quote = None;
        while let Some(c) = self.peek(0) {
            match quote {
                Some(open) if c == open => quote = None,
                Some(_) => end.push(c),
                None if c == '\'' || c == '"' => quote = Some(c),
                None if c == '\\' => {}
                None if c.is_whitespace() || ";|&()<>".contains(c) => break,
                // A substitution is not one here, but nobody means that.
                None if c == '$' || c == '`' => return Some(None),
                None => end.push(c),
            }
            self.at += 1;
        }
        self.documents.push((end, strips, line));
        None
    }

    /// The documents that begin behind the line's end.
    fn here_documents(&mut self) -> Verdict {
        for (end, strips, line) in std::mem::take(&mut self.documents) {
            let mut is_found = false;
            while self.at < self.chars.len() && !is_found {
                let rest = self.chars.get(self.at..).unwrap_or_default();
                let text: String = rest.iter().take_while(|c| **c != '\n').collect();
                self.at += text.chars().count() + 1;
                let text = if strips { text.trim_start_matches('\t') } else { &text };
                is_found = text == end;
            }
            if !is_found {
                return Some(Some(Fault::HereDocument(end, line)));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{End, Fault, read};

    #[test]
    fn what_bash_reads_is_let_through() {
        for good in [
            "",
            "echo 'a' \"b $(c \"d\" | e) ${f:-\"g\"}\" `h 'i` j",
            "echo it\\'s # that's a comment",
            "cat <<EOF\nit's\nEOF\necho \"x\"",
            "cat <<-'E O'\n\tit's\n\tE O\n",
            "cat <<A <<B\n'\nA\n\"\nB\n",
            "x=$((1 << 2)); echo $'it\\'s' a#b",
            "case x in a) echo;; esac",
            "echo $(case x in a) echo;; esac)",
            "(a; b) && [ -f x ] || { c; }",
            "run --port={{thermos.ports[http]}} --x='{{y}}'",
            "cat <<< 'a' 2>&1 >/dev/null",
            "a=${b%\\'} c=${d#\"e\"}",
            "diff <(a) <(b)",
            "echo \"$(( 1 + (2) ))\"",
            "a |\n b &&\n c",
        ] {
            assert_eq!(read(good).fault, None, "{good}");
        }
    }

    #[test]
    fn what_never_ends_is_told() {
        let open = |opener, line| Some(Fault::Open(opener, line));
        for (bad, fault) in [
            ("echo 'it", open("'", 1)),
            ("a\necho it's", open("'", 2)),
            ("echo \"a", open("\"", 1)),
            ("echo $(a", open("$(", 1)),
            ("echo \"$(a \"b\"", open("\"", 1)),
            ("echo ${a", open("${", 1)),
            ("echo `a", open("`", 1)),
            ("cat <<EOF\na\n EOF\n", Some(Fault::HereDocument("EOF".to_owned(), 1))),
            ("cat <<EOF", Some(Fault::HereDocument("EOF".to_owned(), 1))),
            ("a &&", Some(Fault::Operator("&&".to_owned()))),
            ("a | # b\n", Some(Fault::Operator("|".to_owned()))),
        ] {
            assert_eq!(read(bad).fault, fault, "{bad}");
        }
    }

    #[test]
    fn the_background_is_the_last_operator() {
        for (text, end) in [
            ("a &", End::Background),
            ("a & # b\n", End::Background),
            ("a & wait", End::Foreground),
            ("a && b", End::Foreground),
            ("a 2>&1", End::Foreground),
            ("echo '&'", End::Foreground),
            ("a &> b", End::Foreground),
        ] {
            assert_eq!(read(text).end, end, "{text}");
        }
    }
}
