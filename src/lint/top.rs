//! The top folder of the git repository around the working directory, and paths from there: what services that show a repository
//! go by.

use super::places::normal;
use crate::interp::host::{Host, PathKind};

/// The way from the top of the repository to the working directory.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Top {
    /// The top, absolute.
    root: String,
    /// The folders from the top down to the working directory.
    way: Vec<String>,
}

/// What the top of a repository holds: a folder, or a file that says where that folder is.
const GIT: &str = ".git";

impl Top {
    /// The nearest folder with `.git`, the working directory or one above it; `None` outside of repositories.
    pub fn of(world: &mut dyn Host) -> Option<Top> {
        let here = normal(&world.working_dir().ok()?);
        let parts: Vec<&str> = here.split('/').filter(|part| !part.is_empty()).collect();
        (0..=parts.len()).rev().find_map(|depth| {
            let (above, way) = parts.split_at(depth);
            let root = format!("/{}", above.join("/"));
            let is_top = world.stat(&format!("{root}/{GIT}")).is_ok_and(|kind| kind != PathKind::Missing);
            is_top.then(|| Top { root, way: way.iter().map(|part| (*part).to_owned()).collect() })
        })
    }

    /// A path from the working directory as one from the top; an absolute path for what lies outside of the repository.
    pub fn path(&self, from_here: &str) -> String {
        let absolute = match from_here.starts_with('/') {
            true => normal(from_here),
            false => normal(&format!("{}/{}/{from_here}", self.root, self.way.join("/"))),
        };
        let inside = absolute.strip_prefix(self.root.trim_end_matches('/')).and_then(|path| path.strip_prefix('/'));
        inside.map(str::to_owned).unwrap_or(absolute)
    }

    /// A path from the top as one from the working directory.
    pub fn from_here(&self, path: &str) -> String {
        let path = normal(path);
        let parts: Vec<&str> = path.split('/').collect();
        // The last part is the file itself, even if it has a folder's name.
        let folders = parts.len().saturating_sub(1);
        let shared = self.way.iter().zip(parts.iter().take(folders)).take_while(|(own, part)| own == *part).count();
        let up = std::iter::repeat_n("..", self.way.len() - shared);
        up.chain(parts.into_iter().skip(shared)).collect::<Vec<_>>().join("/")
    }
}

#[cfg(test)]
mod tests {
    use super::Top;

    fn top(way: &[&str]) -> Top {
        Top { root: "/r".to_owned(), way: way.iter().map(|part| (*part).to_owned()).collect() }
    }

    #[test]
    fn a_path_from_here_is_one_from_the_top_and_back() {
        for (way, here, above) in [
            (&[][..], "a.aurora", "a.aurora"),
            (&["a b"], "x.aurora", "a b/x.aurora"),
            (&["a", "b"], "../x.aurora", "a/x.aurora"),
            (&["a", "b"], "../../c/x.aurora", "c/x.aurora"),
            (&["a"], "../a", "a"),
        ] {
            assert_eq!(top(way).path(here), above);
            assert_eq!(top(way).from_here(above), here);
        }
        assert_eq!(top(&["a"]).path("../../x"), "/x");
        assert_eq!(top(&["a"]).path("/r/c/x"), "c/x");
        assert_eq!(top(&["a"]).path("/rc/x"), "/rc/x");
    }
}
