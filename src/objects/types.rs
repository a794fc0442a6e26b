//! Types: their kinds, names and identity (`reference/objects.md §1, §4.2, §5.1, §5.3, §6, §15.1`).

use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

use super::context::Context;
use super::error::{Error, ErrorClass, Result};
use super::object::Object;
use super::shape::{Shape, ShapeHasher};
use super::structs::StructType;

/// A type. Cheap to clone.
#[derive(Clone)]
pub struct Type(Rc<TypeData>);

struct TypeData {
    name: Rc<str>,
    class_id: u64,
    shape: Shape,
    depth: u32,
    kind: Kind,
    base: Option<Type>,
}

/// What a type is made of.
#[derive(Clone)]
pub enum Kind {
    /// Text.
    String,
    /// A whole number of any size.
    Integer,
    /// A floating-point number.
    Float,
    /// A truth value.
    Boolean,
    /// One of these texts.
    Enum(Rc<[Rc<str>]>),
    /// A list of elements of a type.
    List(Type),
    /// Pairs of a key type and a value type.
    Map(Type, Type),
    /// A record.
    Struct(Rc<StructType>),
    /// A value of the first of these types that takes it.
    Choice(Rc<[Type]>),
}

/// Names of types are at most this long; `Map` of `Map` doubles them.
const NAME_BYTES: usize = 4096;

thread_local! {
    static NEXT_CLASS: Cell<u64> = const { Cell::new(16) };
    static SCALARS: [Type; 4] = [
        Type::scalar("String", 1, Kind::String),
        Type::scalar("Integer", 2, Kind::Integer),
        Type::scalar("Float", 3, Kind::Float),
        Type::scalar("Boolean", 4, Kind::Boolean),
    ];
}

fn next_class() -> u64 {
    NEXT_CLASS.with(|next| {
        next.set(next.get() + 1);
        next.get()
    })
}

impl Type {
    fn scalar(name: &str, class_id: u64, kind: Kind) -> Type {
        let shape = ShapeHasher::new("scalar").number(class_id).finish();
        Type(Rc::new(TypeData { name: name.into(), class_id, shape, depth: 1, kind, base: None }))
    }

    fn make(cx: &Context, name: Rc<str>, shape: Shape, depth: u32, kind: Kind) -> Result<Type> {
        cx.check_depth(depth)?;
        if name.len() > NAME_BYTES {
            return Err(Error::new(
                ErrorClass::Budget,
                format!("the name of a type is longer than {NAME_BYTES} bytes; nest List and Map less deeply"),
            ));
        }
        Ok(Type(Rc::new(TypeData { name, class_id: next_class(), shape, depth, kind, base: None })))
    }

    /// `String`.
    pub fn string() -> Type {
        SCALARS.with(|all| all[0].clone())
    }

    /// `Integer`.
    pub fn integer() -> Type {
        SCALARS.with(|all| all[1].clone())
    }

    /// `Float`.
    pub fn float() -> Type {
        SCALARS.with(|all| all[2].clone())
    }

    /// `Boolean`.
    pub fn boolean() -> Type {
        SCALARS.with(|all| all[3].clone())
    }

    /// `Enum('A', 'B')` (no name: `Enum_A_B`) or `Enum('Name', ('A', 'B'))`.
    pub fn enumeration(cx: &Context, name: Option<&str>, values: Vec<Rc<str>>) -> Result<Type> {
        let name = name.map_or_else(|| format!("Enum_{}", values.join("_")), str::to_owned);
        let shape = values.iter().fold(ShapeHasher::new("Enum").text(&name), |hasher, value| hasher.text(value));
        Type::make(cx, name.into(), shape.finish(), 1, Kind::Enum(values.into()))
    }

    /// The class that a List, Map or Struct makes anew for its parts: interchangeable with this one, but an enumeration's
    /// values are only equal to values of the very same class.
    pub(super) fn remade(&self, cx: &Context) -> Result<Type> {
        match &self.0.kind {
            Kind::Enum(values) => {
                Type::make(cx, Rc::clone(&self.0.name), self.0.shape, self.0.depth, Kind::Enum(Rc::clone(values)))
            }
            Kind::List(element) if element.holds_enum() => Type::list(cx, element),
            Kind::Map(key, value) if key.holds_enum() || value.holds_enum() => Type::map(cx, key, value),
            _ => Ok(self.clone()),
        }
    }

    fn holds_enum(&self) -> bool {
        match &self.0.kind {
            Kind::Enum(_) => true,
            Kind::List(element) => element.holds_enum(),
            Kind::Map(key, value) => key.holds_enum() || value.holds_enum(),
            _ => false,
        }
    }

    /// `List(element)`.
    pub fn list(cx: &Context, element: &Type) -> Result<Type> {
        let element = &element.remade(cx)?;
        let element = &element.as_parameter(cx)?;
        let shape = ShapeHasher::new("List").shape(element.shape()).finish();
        let name = format!("{}List", element.name());
        Type::make(cx, name.into(), shape, element.depth() + 1, Kind::List(element.clone()))
    }

    /// `Map(key, value)`.
    pub fn map(cx: &Context, key: &Type, value: &Type) -> Result<Type> {
        let (key, value) = (&key.remade(cx)?, &value.remade(cx)?);
        let (key, value) = (&key.as_parameter(cx)?, &value.as_parameter(cx)?);
        let shape = ShapeHasher::new("Map").shape(key.shape()).shape(value.shape()).finish();
        let name = format!("{}{}Map", key.name(), value.name());
        let depth = key.depth().max(value.depth()) + 1;
        Type::make(cx, name.into(), shape, depth, Kind::Map(key.clone(), value.clone()))
    }

    /// `Choice('Name', [alternatives])` or `Choice([alternatives])`.
    pub fn choice(cx: &Context, name: Option<&str>, alternatives: Vec<Type>) -> Result<Type> {
        let names = || alternatives.iter().map(|t| t.name().to_string()).collect::<Vec<_>>().join("_");
        let name = name.map_or_else(|| format!("Choice_{}", names()), str::to_owned);
        let start = ShapeHasher::new("Choice").text(&name);
        let shape = alternatives.iter().fold(start, |hasher, one| hasher.shape(one.shape())).finish();
        let depth = alternatives.iter().map(Type::depth).max().unwrap_or(0) + 1;
        Type::make(cx, name.into(), shape, depth, Kind::Choice(alternatives.into()))
    }

    pub(super) fn record(cx: &Context, name: &str, fields: StructType) -> Result<Type> {
        let shape = ShapeHasher::new("Struct").text(name).shape(fields.shape()).finish();
        let depth = fields.depth() + 1;
        Type::make(cx, name.into(), shape, depth, Kind::Struct(Rc::new(fields)))
    }

    /// `class Sub(Base)`: the same kind under another name and identity. Attributes of its body are not taken.
    pub fn subclass(&self, cx: &Context, name: &str) -> Result<Type> {
        let class_id = next_class();
        let shape = match &self.0.kind {
            Kind::String | Kind::Integer | Kind::Float | Kind::Boolean => ShapeHasher::new("scalar").number(class_id),
            _ => ShapeHasher::new("sub").text(name).shape(self.shape()),
        };
        // A class of the same name and parameters is interchangeable with its base.
        let is_same = name == &*self.0.name && !matches!(self.0.class_id, 1..=4);
        let shape = if is_same { self.shape() } else { shape.finish() };
        let depth = self.depth() + 1;
        cx.check_depth(depth)?;
        let (kind, base) = (self.0.kind.clone(), Some(self.clone()));
        Ok(Type(Rc::new(TypeData { name: name.into(), class_id, shape, depth, kind, base })))
    }

    /// Its name, as in messages.
    pub fn name(&self) -> &Rc<str> {
        &self.0.name
    }

    /// What it is made of.
    pub fn kind(&self) -> &Kind {
        &self.0.kind
    }

    /// `repr` of the class.
    pub fn repr(&self) -> String {
        let module = match self.0.class_id {
            1..=4 => "basic",
            _ => "typing",
        };
        format!("<class 'pystachio.{module}.{}'>", self.0.name)
    }

    /// Levels of nesting.
    pub fn depth(&self) -> u32 {
        self.0.depth
    }

    /// Structural identity: types of the same shape are interchangeable.
    pub fn shape(&self) -> Shape {
        self.0.shape
    }

    /// Whether it is the very same class.
    pub fn is_same_class(&self, other: &Type) -> bool {
        self.0.class_id == other.0.class_id
    }

    /// A number that identifies the class, for tables keyed by class.
    pub fn class_id(&self) -> u64 {
        self.0.class_id
    }

    /// Whether `other` is this type or inherits from it.
    fn is_base_of(&self, other: &Type) -> bool {
        let mut at = Some(other);
        while let Some(one) = at {
            if self.is_same_class(one) {
                return true;
            }
            at = one.0.base.as_ref();
        }
        false
    }

    /// `isinstance(object, type)`: structural for Struct, List, Map, Enum and Choice; by class for scalars.
    pub fn is_instance(&self, object: &Object) -> bool {
        let other = object.ty();
        match self.0.kind {
            Kind::String | Kind::Integer | Kind::Float | Kind::Boolean => self.is_base_of(other),
            _ => self.0.shape == other.0.shape,
        }
    }

    /// The Struct's attributes, if it is one.
    pub fn as_struct(&self) -> Option<&StructType> {
        match &self.0.kind {
            Kind::Struct(fields) => Some(fields),
            _ => None,
        }
    }
}

impl fmt::Debug for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Type({})", self.0.name)
    }
}
