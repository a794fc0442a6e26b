//! Fields that another release knows.

use std::rc::Rc;

use crate::diagnostics::nearest;
use crate::objects::Facts;
use crate::schema::{Item, Release, Schema};

/// What to say about an unknown field that some other release has. The Struct is recognised by its fields.
pub fn of(schema: &Schema, facts: &Facts) -> Option<String> {
    let name = facts.name.as_deref()?;
    words(name, Schema::releases_of(structure(schema, facts)?, name)?, schema.release())
}

/// What to say about an unknown field that is near to one that some other release has.
pub fn near(schema: &Schema, facts: &Facts) -> Option<String> {
    let near = nearest(facts.name.as_deref()?, Schema::all_fields(structure(schema, facts)?))?;
    let hint = of(schema, &Facts { name: Some(near.into()), ..facts.clone() })?;
    Some(format!("did you mean `{near}`? {hint}"))
}

/// The Struct that has these fields in this release.
fn structure<'a>(schema: &'a Schema, facts: &Facts) -> Option<&'a str> {
    let is_it = |item: &Item| match item {
        Item::Type(ty) => ty.as_struct().is_some_and(|fields| same(&fields.names(), &facts.candidates)),
        _ => false,
    };
    schema.items().find(|(_, item)| is_it(item)).map(|(name, _)| name)
}

/// What to say about an undefined name that some other release defines.
pub fn of_name(schema: &Schema, name: &str) -> Option<String> {
    words(name, Schema::releases_of_name(name)?, schema.release())
}

fn words(name: &str, (first, last): (Release, Release), now: Release) -> Option<String> {
    if now < first {
        Some(format!("`{name}` is known from release {first} on; this evaluation uses {now}"))
    } else if last < now {
        Some(format!("`{name}` is no longer known after release {last}; this evaluation uses {now}"))
    } else {
        None
    }
}

fn same(names: &[Rc<str>], candidates: &[Rc<str>]) -> bool {
    !names.is_empty() && names == candidates
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::objects::{Context, Facts};
    use crate::schema::{Release, Schema};

    #[test]
    fn a_later_field_is_told_with_its_release() {
        let cx = Context::default();
        let schema = Schema::new(&cx, Release::FIRST).expect("a schema");
        let job = schema.ty("MesosJob").expect("the type of jobs");
        let candidates = job.as_struct().map(|fields| fields.names()).unwrap_or_default();
        let facts = Facts { name: Some("container".into()), candidates, ..Facts::default() };
        let hint = of(&schema, &facts).unwrap_or_default();
        assert!(hint.contains("from release 0.7.0 on"), "{hint}");
        assert_eq!(of(&schema, &Facts { name: Some("nonsense".into()), ..facts }), None);
    }
}
