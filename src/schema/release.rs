//! Releases of Aurora and the rules of the object system that each ships (`reference/schema.md §7`, `reference/objects.md §15`).

use std::fmt;

use crate::objects::Rules;

/// A release of Aurora, `0.5.0` to `0.22.0`. Ordered by age.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Release(u8);

impl Default for Release {
    fn default() -> Release {
        Release::FIRST
    }
}

impl Release {
    /// The oldest, and the default: 0.5.0.
    pub const FIRST: Release = Release(5);
    /// The newest: 0.22.0.
    pub const LAST: Release = Release(22);

    /// Release `0.minor.0`.
    pub(super) const fn minor(minor: u8) -> Release {
        Release(minor)
    }

    /// Reads `0.17.0` or `0.17`; `None` if there is no such release.
    pub fn parse(text: &str) -> Option<Release> {
        let minor = text.strip_prefix("0.")?;
        let minor = minor.strip_suffix(".0").unwrap_or(minor);
        if !minor.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let release = Release(minor.parse().ok()?);
        (Release::FIRST..=Release::LAST).contains(&release).then_some(release)
    }

    /// All releases, oldest first.
    pub fn all() -> impl Iterator<Item = Release> {
        (Release::FIRST.0..=Release::LAST.0).map(Release)
    }

    /// The rules of the object system that the release ships.
    pub fn rules(self) -> Rules {
        Rules {
            json_drops_nested: self >= Release(8),
            choice_unwraps: self >= Release(17),
            wide_index: self >= Release(17),
            raw_struct_hash: self >= Release(22),
        }
    }

    /// Whether the type `Choice` exists.
    pub fn has_choice(self) -> bool {
        self >= Release(14)
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "0.{}.0", self.0)
    }
}
