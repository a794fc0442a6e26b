//! The schema of one release as types and objects.

use std::cell::RefCell;
use std::rc::Rc;

use foldhash::{HashMap, HashMapExt as _};

use super::release::Release;
use super::tables::{self, DefaultRow, FieldRow, ObjectRow, StructRow, TypeRow};
use crate::objects::{
    Context, Error, ErrorClass, FieldDecl, Keyword, Limits, Object, Origin, Raw, Result, Signature, StructType, Type,
    class_body_order,
};
use crate::source::Span;

/// What a name of the schema stands for.
#[derive(Clone)]
pub enum Item {
    /// A type.
    Type(Type),
    /// An object.
    Object(Object),
    /// A whole number.
    Int(i64),
    /// A text.
    Text(&'static str),
}

/// Types, objects and constants of a release.
pub struct Schema {
    release: Release,
    items: HashMap<&'static str, Item>,
    names: Vec<&'static str>,
}

/// Constants: bytes and their multiples.
const NUMBERS: [(&str, i64); 5] = [("BYTES", 1), ("KB", 1 << 10), ("MB", 1 << 20), ("GB", 1 << 30), ("TB", 1 << 40)];

impl Schema {
    /// Builds the schema of a release. Errors: none that a release gives; a context with very small limits may refuse.
    pub fn new(cx: &Context, release: Release) -> Result<Schema> {
        let mut schema = Schema { release, items: HashMap::new(), names: Vec::new() };
        for (name, number) in NUMBERS {
            schema.add(name, Item::Int(number));
        }
        if release < Release::minor(6) {
            schema.add("DEFAULT_ENVIRONMENT", Item::Text("devel"));
        }
        for row in tables::ENUMS.iter().filter(|row| row.since <= release) {
            let values = row.values.iter().map(|value| Rc::from(*value)).collect();
            schema.add(row.name, Item::Type(Type::enumeration(cx, None, values)?));
        }
        for row in tables::structs().filter(|row| row.is_in(release)) {
            let made = schema.declare(cx, row)?;
            schema.add(row.name, Item::Type(made));
            for object in tables::OBJECTS.iter().filter(|object| object.ty == row.name && object.since <= release) {
                let made = schema.object_of(cx, object)?;
                schema.add(object.name, Item::Object(made));
            }
        }
        schema.add("Job", Item::Type(schema.ty("MesosJob")?));
        Ok(schema)
    }

    /// The schema of a release, built once for each thread: types and objects do not change. Errors: as [`Schema::new`].
    pub fn shared(release: Release) -> Result<Rc<Schema>> {
        thread_local! {
            static BUILT: RefCell<HashMap<Release, Rc<Schema>>> = RefCell::default();
        }
        if let Some(schema) = BUILT.with_borrow(|built| built.get(&release).cloned()) {
            return Ok(schema);
        }
        let schema = Rc::new(Schema::new(&Context::new(release.rules(), Limits::default()), release)?);
        BUILT.with_borrow_mut(|built| built.insert(release, Rc::clone(&schema)));
        Ok(schema)
    }

    fn add(&mut self, name: &'static str, item: Item) {
        self.names.push(name);
        self.items.insert(name, item);
    }

    fn declare(&self, cx: &Context, row: &StructRow) -> Result<Type> {
        let rows: Vec<&FieldRow> = row.fields.iter().filter(|field| field.is_in(self.release)).collect();
        let names: Vec<Rc<str>> = rows.iter().map(|field| Rc::from(field.name)).collect();
        let order = class_body_order(&names, false);
        let mut declared = vec![0; order.len()];
        let mut fields = Vec::with_capacity(order.len());
        for (position, at) in order.into_iter().enumerate() {
            let (Some(field), Some(place)) = (rows.get(at), declared.get_mut(at)) else { continue };
            *place = position;
            fields.push(FieldDecl {
                name: field.name.into(),
                signature: self.signature(cx, field)?,
                doc: field.doc.into(),
                origin: Origin::Standard,
            });
        }
        StructType::declare(cx, row.name, fields, &declared)
    }

    fn signature(&self, cx: &Context, field: &FieldRow) -> Result<Signature> {
        let ty = self.type_of(cx, &field.ty)?;
        match self.value_of(cx, &field.default)? {
            Some(value) => Signature::with_default(cx, ty, &value),
            None if matches!(field.default, DefaultRow::Required) => Ok(Signature::required(ty)),
            None => Ok(Signature::optional(ty)),
        }
    }

    fn type_of(&self, cx: &Context, row: &TypeRow) -> Result<Type> {
        Ok(match row {
            TypeRow::String => Type::string(),
            TypeRow::Integer => Type::integer(),
            TypeRow::Float => Type::float(),
            TypeRow::Boolean => Type::boolean(),
            TypeRow::Named(name) => self.ty(name)?,
            TypeRow::List(element) => Type::list(cx, &self.type_of(cx, element)?)?,
            TypeRow::Map(key, value) => Type::map(cx, &self.type_of(cx, key)?, &self.type_of(cx, value)?)?,
            TypeRow::Choice(names) => {
                let alternatives = names.iter().map(|name| self.ty(name)).collect::<Result<_>>()?;
                Type::choice(cx, None, alternatives)?
            }
        })
    }

    fn value_of(&self, cx: &Context, row: &DefaultRow) -> Result<Option<Raw>> {
        Ok(Some(match row {
            DefaultRow::Unset | DefaultRow::Required => return Ok(None),
            DefaultRow::Text(text) => Raw::from(*text),
            DefaultRow::Int(number) => Raw::Int(*number),
            DefaultRow::Float(number) => Raw::Float(*number),
            DefaultRow::Bool(value) => Raw::Bool(*value),
            DefaultRow::EmptyList => Raw::tuple(Vec::new()),
            DefaultRow::Pair(key, value) => {
                let string = Type::string();
                let pair = Raw::tuple(vec![Raw::from(*key), Raw::from(*value)]);
                Type::map(cx, &string, &string)?.construct(cx, &[pair], &[], Span::NONE)?.into()
            }
            DefaultRow::New(name) => self.ty(name)?.construct(cx, &[], &[], Span::NONE)?.into(),
            DefaultRow::Object(name) => match self.items.get(name) {
                Some(Item::Object(object)) => object.clone().into(),
                _ => return Err(missing(name)),
            },
        }))
    }

    fn object_of(&self, cx: &Context, row: &ObjectRow) -> Result<Object> {
        let mut keywords = Vec::new();
        if let Some((name, value)) = &row.keyword
            && let Some(value) = self.value_of(cx, value)?
        {
            keywords.push(Keyword { name: (*name).into(), value, origin: Origin::Standard });
        }
        self.ty(row.ty)?.construct(cx, &[], &keywords, Span::NONE)
    }

    /// The release.
    pub fn release(&self) -> Release {
        self.release
    }

    /// A type by name; `Job` and `MesosJob` are the same. Errors: the release has no such type.
    pub fn ty(&self, name: &str) -> Result<Type> {
        match self.items.get(name) {
            Some(Item::Type(ty)) => Ok(ty.clone()),
            _ => Err(missing(name)),
        }
    }

    /// What a name stands for.
    pub fn item(&self, name: &str) -> Option<&Item> {
        self.items.get(name)
    }

    /// All names with what they stand for, helpers and types of the object library left out.
    pub fn items(&self) -> impl Iterator<Item = (&'static str, &Item)> {
        self.names.iter().filter_map(|name| Some((*name, self.items.get(name)?)))
    }

    /// The rows of a struct's fields in this release, in declaration order; empty if there is no such struct.
    pub fn fields(&self, name: &str) -> Vec<&'static FieldRow> {
        let name = if name == "Job" { "MesosJob" } else { name };
        let row = tables::structs().find(|row| row.name == name && row.is_in(self.release));
        row.map_or_else(Vec::new, |row| row.fields.iter().filter(|field| field.is_in(self.release)).collect())
    }

    /// The releases that have a field of a struct, oldest and newest; `None` if none has.
    pub fn releases_of(structure: &str, field: &str) -> Option<(Release, Release)> {
        let structure = if structure == "Job" { "MesosJob" } else { structure };
        let row = tables::structs().find(|row| row.name == structure)?;
        let has = |release: &Release| {
            row.is_in(*release) && row.fields.iter().any(|one| one.name == field && one.is_in(*release))
        };
        let all: Vec<Release> = Release::all().filter(has).collect();
        Some((*all.first()?, *all.last()?))
    }

    /// The names of all fields that a Struct has in some release.
    pub fn all_fields(structure: &str) -> Vec<&'static str> {
        let structure = if structure == "Job" { "MesosJob" } else { structure };
        let row = tables::structs().find(|row| row.name == structure);
        row.into_iter().flat_map(|row| row.fields).map(|field| field.name).collect()
    }

    /// The first and the last release that have a Struct, an enumeration or an object of this name.
    pub fn releases_of_name(name: &str) -> Option<(Release, Release)> {
        let structs = tables::structs().find(|row| row.name == name);
        let enums = tables::enums().find(|row| row.name == name);
        let objects = tables::OBJECTS.iter().find(|row| row.name == name);
        let has = |release: &Release| match (structs, enums, objects) {
            (Some(row), _, _) => row.is_in(*release),
            (None, Some(row), _) => row.since <= *release,
            (None, None, Some(row)) => row.since <= *release,
            (None, None, None) => false,
        };
        let all: Vec<Release> = Release::all().filter(has).collect();
        Some((*all.first()?, *all.last()?))
    }
}

fn missing(name: &str) -> Error {
    Error::new(ErrorClass::Attribute, format!("the schema of this release has no {name}"))
}
