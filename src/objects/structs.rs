//! Struct types: declaration and the three orders of their attributes (`reference/objects.md §5.1, §13.1`).

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use foldhash::{HashMap, HashMapExt as _};

use super::construct;
use super::context::Context;
use super::error::{Error, ErrorClass, Result};
use super::object::{Object, Slot};
use super::origin::Origin;
use super::raw::Raw;
use super::shape::{Shape, ShapeHasher};
use super::types::Type;
use crate::cpython::hash::hash_unicode;
use crate::cpython::json::write_string_ascii;
use crate::cpython::table::{Lookup, Table};

/// `T`, `Required(T)` or `Default(T, value)` without a name.
#[derive(Clone)]
pub struct Signature {
    /// The attribute's type.
    pub ty: Type,
    /// Whether `check()` demands it.
    pub required: bool,
    /// The value when nothing is given, raw; `None` is unset.
    pub default: Option<Raw>,
}

impl Signature {
    /// An optional attribute.
    pub fn optional(ty: Type) -> Signature {
        Signature { ty, required: false, default: None }
    }

    /// `Required(T)`.
    pub fn required(ty: Type) -> Signature {
        Signature { ty, required: true, default: None }
    }

    /// `Default(T, value)`. `Empty` leaves it optional; a value that is no `T` becomes one, which may fail.
    pub fn with_default(cx: &Context, ty: Type, value: &Raw) -> Result<Signature> {
        let default = match value {
            Raw::Empty => None,
            _ => Some(construct::coerced(cx, &ty, value, Origin::Default)?.get(cx)?),
        };
        Ok(Signature { ty, required: false, default })
    }
}

/// One attribute of a Struct as it is declared.
#[derive(Clone)]
pub struct FieldDecl {
    /// Its name.
    pub name: Rc<str>,
    /// Its type and default.
    pub signature: Signature,
    /// What it is for, in a sentence; may be empty.
    pub doc: Rc<str>,
    /// Where it is declared.
    pub origin: Origin,
}

/// One attribute of a Struct type.
pub struct Field {
    /// Its name.
    pub name: Rc<str>,
    /// Its type.
    pub ty: Type,
    /// Whether `check()` demands it.
    pub required: bool,
    /// The value when nothing is given.
    pub default: Option<Object>,
    /// What it is for; may be empty.
    pub doc: Rc<str>,
    /// Where it is declared.
    pub origin: Origin,
    pub(super) hash: i64,
    pub(super) raw_name: Raw,
    json_name: OnceCell<Box<str>>,
}

/// The attributes of a Struct type. A *slot* is an attribute's position in the order of interpolation and repr.
pub struct StructType {
    fields: Vec<Field>,
    check_order: Vec<usize>,
    declared_order: Vec<usize>,
    index: HashMap<Rc<str>, usize>,
    shape: Shape,
    depth: u32,
    /// Order of the dictionary that `get()` makes, for each set of attributes that are set.
    dict_orders: RefCell<DictOrders>,
}

/// Slots in dictionary order by the set of attributes that are set, one bit for each slot.
type DictOrders = HashMap<Box<[u64]>, Rc<[usize]>>;

impl StructType {
    /// The attribute in a slot.
    pub fn field(&self, slot: usize) -> Option<&Field> {
        self.fields.get(slot)
    }

    /// All attributes by slot, the order of interpolation, repr and `_schema_data`.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The slot of a name.
    pub fn slot(&self, name: &str) -> Option<usize> {
        self.index.get(name).copied()
    }

    /// Slots in the order of `check()` (`TYPEMAP`).
    pub fn check_order(&self) -> &[usize] {
        &self.check_order
    }

    /// Slots in the order of the class body.
    pub fn declared_order(&self) -> &[usize] {
        &self.declared_order
    }

    /// Digest of the attributes without the Struct's name.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// Levels of nesting below.
    pub fn depth(&self) -> u32 {
        self.depth
    }

    /// All names in declaration order.
    pub fn names(&self) -> Vec<Rc<str>> {
        self.declared_order.iter().filter_map(|slot| self.fields.get(*slot)).map(|f| Rc::clone(&f.name)).collect()
    }

    /// Declares a Struct type. The attributes come in the order of the class body's *dictionary* (see
    /// [`class_body_order`]); `declared` gives the order in which they were written, as positions into `fields`.
    /// Errors: a default that does not fit its type, nesting too deep.
    pub fn declare(cx: &Context, name: &str, fields: Vec<FieldDecl>, declared: &[usize]) -> Result<Type> {
        let names: Vec<Rc<str>> = fields.iter().map(|f| Rc::clone(&f.name)).collect();
        let typemap = table_order(&names);
        let typemap_names: Vec<Rc<str>> = typemap.iter().map(|at| Rc::clone(&names[*at])).collect();
        // Position in TYPEMAP order for each slot.
        let slots = table_order(&typemap_names);
        let mut made = Vec::with_capacity(slots.len());
        let mut check_order = vec![0; slots.len()];
        let mut slot_of_declaration = HashMap::new();
        for (slot, at) in slots.iter().enumerate() {
            check_order[*at] = slot;
            let decl = &fields[typemap[*at]];
            slot_of_declaration.insert(typemap[*at], slot);
            made.push(make_field(cx, decl)?);
        }
        let declared_order = declared.iter().filter_map(|at| slot_of_declaration.get(at).copied()).collect();
        let index = made.iter().enumerate().map(|(slot, field)| (Rc::clone(&field.name), slot)).collect();
        let depth = made.iter().map(Field::depth).max().unwrap_or(0);
        let shape = fields_shape(cx, &made)?;
        let dict_orders = RefCell::default();
        let fields = StructType { fields: made, check_order, declared_order, index, shape, depth, dict_orders };
        Type::record(cx, name, fields)
    }

    /// Slots of the attributes that are set in the order in which the dictionary of `get()` iterates.
    pub(super) fn dict_order(&self, slots: &[Option<Slot>]) -> Rc<[usize]> {
        const USUAL: usize = 4;
        let words = slots.len().div_ceil(64);
        let (mut short, mut long) = ([0u64; USUAL], Vec::new());
        let key = if words <= USUAL {
            &mut short[..words]
        } else {
            long.resize(words, 0);
            &mut long[..]
        };
        for (at, slot) in slots.iter().enumerate() {
            if slot.is_some() {
                key[at / 64] |= 1 << (at % 64);
            }
        }
        if let Some(order) = self.dict_orders.borrow().get(&*key) {
            return Rc::clone(order);
        }
        let mut table = Table::new();
        for (at, field) in self.fields.iter().enumerate() {
            if slots.get(at).is_some_and(Option::is_some) {
                insert_name(&mut table, &field.name, field.hash, at);
            }
        }
        let order: Rc<[usize]> = table.iter().map(|(_, _, at)| *at).collect();
        self.dict_orders.borrow_mut().insert((&*key).into(), Rc::clone(&order));
        order
    }
}

impl Field {
    /// The name in JSON, and what stands between it and the value.
    pub(super) fn json_name(&self) -> &str {
        self.json_name.get_or_init(|| {
            let mut text = String::new();
            write_string_ascii(&mut text, &self.name);
            text.push_str(": ");
            text.into()
        })
    }

    fn depth(&self) -> u32 {
        self.ty.depth().max(self.default.as_ref().map_or(0, Object::depth))
    }
}

fn make_field(cx: &Context, decl: &FieldDecl) -> Result<Field> {
    let Signature { ty, required, default } = &decl.signature;
    let ty = &ty.remade(cx)?;
    let default = match default {
        Some(raw) => Some(construct::build(cx, ty, std::slice::from_ref(raw), &[], Origin::Default)?),
        None => None,
    };
    Ok(Field {
        name: Rc::clone(&decl.name),
        ty: ty.clone(),
        required: *required,
        default,
        doc: Rc::clone(&decl.doc),
        origin: decl.origin,
        hash: hash_unicode(&decl.name),
        raw_name: Raw::bytes(decl.name.as_bytes()),
        json_name: OnceCell::new(),
    })
}

fn fields_shape(cx: &Context, fields: &[Field]) -> Result<Shape> {
    let mut sorted: Vec<&Field> = fields.iter().collect();
    sorted.sort_by(|a, b| a.name.cmp(&b.name));
    let mut hasher = ShapeHasher::new("fields").number(sorted.len() as u64);
    for field in sorted {
        hasher = hasher.text(&field.name).number(u64::from(field.required)).shape(field.ty.shape());
        hasher = match &field.default {
            Some(default) => hasher.number(1).raw(&default.get(cx)?),
            None => hasher.number(0),
        };
    }
    Ok(hasher.finish())
}

fn insert_name(table: &mut Table<Rc<str>, usize>, name: &Rc<str>, hash: i64, at: usize) {
    match table.find(hash, |other| other == name) {
        Lookup::Found(slot) => {
            if let Some(value) = table.value_at_mut(slot) {
                *value = at;
            }
        }
        Lookup::Vacant(slot) => table.insert_vacant(slot, hash, Rc::clone(name), at),
    }
}

/// Positions of names in the order in which a fresh dictionary iterates after they are inserted as given.
pub fn table_order(names: &[Rc<str>]) -> Vec<usize> {
    let mut table = Table::new();
    for (at, name) in names.iter().enumerate() {
        insert_name(&mut table, name, hash_unicode(name), at);
    }
    table.iter().map(|(_, _, at)| *at).collect()
}

/// Positions of the names of a class body in the order of its dictionary, which also holds `__module__` and, if the
/// body has a documentation text, `__doc__`.
pub fn class_body_order(names: &[Rc<str>], has_doc: bool) -> Vec<usize> {
    let hidden: &[&str] = if has_doc { &["__module__", "__doc__"] } else { &["__module__"] };
    let all: Vec<Rc<str>> = hidden.iter().map(|name| Rc::from(*name)).chain(names.iter().cloned()).collect();
    table_order(&all).into_iter().filter_map(|at| at.checked_sub(hidden.len())).collect()
}

pub(super) fn unknown_attribute(ty: &Type, fields: &StructType, name: &str) -> Error {
    Error::new(ErrorClass::Attribute, format!("Unknown schema attribute {name}")).with_facts(|facts| {
        facts.owner = Some(Rc::clone(ty.name()));
        facts.name = Some(name.into());
        facts.candidates = fields.names();
    })
}
