//! Private names of classes.

use crate::syntax::ast::Name;

/// `__x` inside `class C` is `_C__x`; names that end in two underscores or hold a dot stay.
pub fn mangle(class: Option<&Name>, name: &Name) -> Name {
    let Some(class) = class else { return name.clone() };
    if !name.starts_with("__") || name.ends_with("__") || name.contains('.') {
        return name.clone();
    }
    let class = class.trim_start_matches('_');
    if class.is_empty() { name.clone() } else { Name::from(format!("_{class}{name}")) }
}
