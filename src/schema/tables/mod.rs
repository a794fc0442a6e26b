//! The schema as rows. A field that changed has one row for each of its forms, in the place where it stands in the struct.

mod aurora;
mod containers;
mod strategies;
mod thermos;

use super::release::Release;

/// A field's type.
#[derive(Clone, Copy, Debug)]
pub enum TypeRow {
    /// Text.
    String,
    /// Whole number.
    Integer,
    /// Floating-point number.
    Float,
    /// Truth value.
    Boolean,
    /// A struct or enumeration of the schema by name.
    Named(&'static str),
    /// A list of these.
    List(&'static TypeRow),
    /// Pairs of these.
    Map(&'static TypeRow, &'static TypeRow),
    /// One of these structs.
    Choice(&'static [&'static str]),
}

/// A field's value when nothing is given.
#[derive(Clone, Copy, Debug)]
pub enum DefaultRow {
    /// Unset, and not demanded.
    Unset,
    /// Unset, and demanded by the type check.
    Required,
    /// A text.
    Text(&'static str),
    /// A whole number.
    Int(i64),
    /// A floating-point number.
    Float(f64),
    /// A truth value.
    Bool(bool),
    /// An empty list.
    EmptyList,
    /// A map of one pair of texts.
    Pair(&'static str, &'static str),
    /// A struct of the schema with nothing given.
    New(&'static str),
    /// An object of the schema by name.
    Object(&'static str),
}

/// One field in one of its forms.
#[derive(Clone, Copy, Debug)]
pub struct FieldRow {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub ty: TypeRow,
    /// Its default.
    pub default: DefaultRow,
    /// What it is for.
    pub doc: &'static str,
    /// First release with this form.
    pub since: Release,
    /// First release without it.
    pub until: Option<Release>,
}

impl FieldRow {
    const fn new(name: &'static str, ty: TypeRow, default: DefaultRow, doc: &'static str) -> FieldRow {
        FieldRow { name, ty, default, doc, since: Release::FIRST, until: None }
    }

    const fn since(mut self, minor: u8) -> FieldRow {
        self.since = Release::minor(minor);
        self
    }

    const fn until(mut self, minor: u8) -> FieldRow {
        self.until = Some(Release::minor(minor));
        self
    }

    /// Whether a release has the field in this form.
    pub fn is_in(&self, release: Release) -> bool {
        self.since <= release && self.until.is_none_or(|until| release < until)
    }
}

/// One struct.
#[derive(Clone, Copy, Debug)]
pub struct StructRow {
    /// Its name in a configuration and in messages.
    pub name: &'static str,
    /// What it is.
    pub doc: &'static str,
    /// First release with it.
    pub since: Release,
    /// First release without it.
    pub until: Option<Release>,
    /// Its fields in the order of declaration.
    pub fields: &'static [FieldRow],
}

impl StructRow {
    const fn new(name: &'static str, doc: &'static str, fields: &'static [FieldRow]) -> StructRow {
        StructRow { name, doc, since: Release::FIRST, until: None, fields }
    }

    const fn since(mut self, minor: u8) -> StructRow {
        self.since = Release::minor(minor);
        self
    }

    const fn until(mut self, minor: u8) -> StructRow {
        self.until = Some(Release::minor(minor));
        self
    }

    /// Whether a release has the struct.
    pub fn is_in(&self, release: Release) -> bool {
        self.since <= release && self.until.is_none_or(|until| release < until)
    }
}

/// One enumeration.
#[derive(Clone, Copy, Debug)]
pub struct EnumRow {
    /// Its name in a configuration.
    pub name: &'static str,
    /// Its values.
    pub values: &'static [&'static str],
    /// First release with it.
    pub since: Release,
}

/// All enumerations.
pub(super) const ENUMS: [EnumRow; 3] = [
    EnumRow { name: "LoggerDestination", values: &["file", "console", "both", "none"], since: Release::minor(12) },
    EnumRow { name: "LoggerMode", values: &["standard", "rotate"], since: Release::minor(11) },
    EnumRow { name: "Mode", values: &["RO", "RW"], since: Release::minor(18) },
];

/// An object of the schema: a struct with one keyword given.
#[derive(Clone, Copy, Debug)]
pub struct ObjectRow {
    /// Its name in a configuration.
    pub name: &'static str,
    /// The struct that it is made of.
    pub ty: &'static str,
    /// The field that is given, and its value.
    pub keyword: Option<(&'static str, DefaultRow)>,
    /// First release with it.
    pub since: Release,
}

/// All objects. An object may be the default of a field, so each comes with the struct it is made of.
pub const OBJECTS: [ObjectRow; 4] = [
    ObjectRow {
        name: "DefaultHealthChecker",
        ty: "HealthCheckerConfig",
        keyword: Some(("http", DefaultRow::New("HttpHealthChecker"))),
        since: Release::minor(11),
    },
    ObjectRow { name: "DisableLifecycle", ty: "LifecycleConfig", keyword: None, since: Release::minor(9) },
    ObjectRow {
        name: "DefaultLifecycleConfig",
        ty: "LifecycleConfig",
        keyword: Some(("http", DefaultRow::New("HttpLifecycleConfig"))),
        since: Release::minor(9),
    },
    ObjectRow {
        name: "Service",
        ty: "MesosJob",
        keyword: Some(("service", DefaultRow::Bool(true))),
        since: Release::FIRST,
    },
];

/// All enumerations.
pub fn enums() -> impl Iterator<Item = &'static EnumRow> {
    ENUMS.iter()
}

/// All structs, each behind those it uses.
pub fn structs() -> impl Iterator<Item = &'static StructRow> {
    thermos::STRUCTS
        .iter()
        .chain(strategies::STRUCTS.iter())
        .chain(containers::STRUCTS.iter())
        .chain(aurora::STRUCTS.iter())
}
