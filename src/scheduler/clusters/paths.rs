//! Where cluster files are: `AURORA_CONFIG_ROOT`, the system's, the user's.

/// A file to look for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileName {
    /// Its path.
    pub path: String,
    /// Whether the user named it, so that it must be there.
    pub required: bool,
}

/// The files in the order in which they are read; later entries win. `is_directory` asks about the path that the variable
/// `AURORA_CONFIG_ROOT` names, which may be a file or a directory with a `clusters.json`. An empty one counts as unset.
pub fn cluster_files(root: Option<&str>, home: Option<&str>, is_directory: impl Fn(&str) -> bool) -> Vec<FileName> {
    let system = match root.filter(|root| !root.is_empty()) {
        None => FileName { path: "/etc/aurora/clusters.json".to_owned(), required: false },
        Some(root) if is_directory(root) => {
            FileName { path: format!("{}/clusters.json", root.trim_end_matches('/')), required: false }
        }
        Some(root) => FileName { path: root.to_owned(), required: true },
    };
    let home = home.filter(|home| !home.is_empty());
    let user = home.map(|home| FileName {
        path: format!("{}/.aurora/clusters.json", home.trim_end_matches('/')),
        required: false,
    });
    std::iter::once(system).chain(user).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(root: Option<&str>, directory: bool) -> Vec<String> {
        cluster_files(root, Some("/home/u/"), |_| directory).into_iter().map(|file| file.path).collect()
    }

    #[test]
    fn the_variable_names_a_file_or_a_directory() {
        let user = "/home/u/.aurora/clusters.json";
        assert_eq!(paths(None, false), ["/etc/aurora/clusters.json", user]);
        assert_eq!(paths(Some(""), false), ["/etc/aurora/clusters.json", user]);
        assert_eq!(paths(Some("/x/"), true), ["/x/clusters.json", user]);
        assert_eq!(paths(Some("/x/c.json"), false), ["/x/c.json", user]);
    }
}
