//! Sign-ins by host, as `~/.netrc` has them: schedulers from 0.8 on may ask for a name and a password
//! (`reference/scheduler-api.md §8`).

use std::fmt;

/// A name and a password.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Login {
    /// Whom to sign in as.
    pub name: String,
    /// The secret; it is shown nowhere.
    pub password: String,
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The sign-ins of a file.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Netrc {
    /// By host, in the file's order; without a host it is for all others.
    entries: Vec<(Option<String>, Login)>,
}

impl Netrc {
    /// Reads a file's text. Words that mean nothing here are passed over.
    pub fn parse(text: &str) -> Netrc {
        let mut words = Words { rest: text };
        let mut entries: Vec<(Option<String>, Login)> = Vec::new();
        while let Some(word) = words.next() {
            let current = entries.last_mut().map(|(_, login)| login);
            match word.as_str() {
                "machine" => {
                    let Some(host) = words.next() else { break };
                    entries.push((Some(host), Login::default()));
                }
                "default" => entries.push((None, Login::default())),
                "login" | "user" => {
                    let name = words.next().unwrap_or_default();
                    current.into_iter().for_each(|login| login.name.clone_from(&name));
                }
                "password" => {
                    let password = words.next().unwrap_or_default();
                    current.into_iter().for_each(|login| login.password.clone_from(&password));
                }
                "account" => drop(words.next()),
                "macdef" => words.skip_macro(),
                _ => {}
            }
        }
        Netrc { entries }
    }

    /// The sign-in for a host, or else the one for all others.
    pub fn login(&self, host: &str) -> Option<&Login> {
        let of_host =
            self.entries.iter().find(|(name, _)| name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(host)));
        of_host.or_else(|| self.entries.iter().find(|(name, _)| name.is_none())).map(|(_, login)| login)
    }
}

/// The words of a text: between blanks, or in quotes. A line that begins with `#` is none.
struct Words<'a> {
    rest: &'a str,
}

impl Words<'_> {
    fn next(&mut self) -> Option<String> {
        loop {
            self.rest = self.rest.trim_start();
            if !self.rest.starts_with('#') {
                break;
            }
            self.rest = self.rest.split_once('\n').map_or("", |(_, rest)| rest);
        }
        let mut word = String::new();
        let mut chars = self.rest.char_indices();
        let is_quoted = self.rest.starts_with('"');
        if is_quoted {
            chars.next();
        }
        let mut end = self.rest.len();
        while let Some((at, c)) = chars.next() {
            match c {
                '\\' => word.extend(chars.next().map(|(_, c)| c)),
                '"' if is_quoted => {
                    end = at + 1;
                    break;
                }
                c if c.is_whitespace() && !is_quoted => {
                    end = at;
                    break;
                }
                c => word.push(c),
            }
        }
        let is_there = !self.rest.is_empty();
        self.rest = self.rest.get(end..).unwrap_or_default();
        is_there.then_some(word)
    }

    /// Passes over the lines of a macro, which an empty line ends.
    fn skip_macro(&mut self) {
        let end = self.rest.find("\n\n").map_or(self.rest.len(), |at| at + 2);
        self.rest = self.rest.get(end..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::Netrc;

    fn found(text: &str, host: &str) -> Option<(String, String)> {
        Netrc::parse(text).login(host).map(|login| (login.name.clone(), login.password.clone()))
    }

    #[test]
    fn a_host_has_its_own_sign_in() {
        let text = "# mine\nmachine one.example\n  login ann password \"se cr\\\"et\" account x\n\
                    macdef init\nmachine not.me login no password no\n\nmachine two.example login bob password p#w\n";
        let pair = |name: &str, password: &str| Some((name.to_owned(), password.to_owned()));
        assert_eq!(found(text, "one.example"), pair("ann", "se cr\"et"));
        assert_eq!(found(text, "TWO.example"), pair("bob", "p#w"));
        assert_eq!(found(text, "not.me"), None);
        assert_eq!(found(&format!("{text}default login any password one"), "three"), pair("any", "one"));
    }

    #[test]
    fn whatever_is_in_the_file_it_can_be_read() {
        for text in
            ["", "machine", "machine \"", "login x", "password", "machine a login", "\\", "macdef", "# x", "default"]
        {
            let _ = Netrc::parse(text).login("a");
        }
        assert!(!format!("{:?}", Netrc::parse("machine a login b password secret")).contains("secret"));
    }
}
