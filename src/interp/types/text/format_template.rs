//! Templates of `str.format`: literal text, fields, field names.

use super::format_spec::integer;
use super::view::{Kind, Text};
use crate::interp::error::{Result, index_error, key_error, type_error, value_error};
use crate::interp::iter::Iter;
use crate::interp::native::TypeDef;
use crate::interp::types::object::OBJECT;
use crate::interp::value::Value;
use crate::interp::vm::Vm;
use crate::syntax::ast::Name;

/// The iterator of `_formatter_parser`.
pub static FORMATTER_ITERATOR: TypeDef = TypeDef { name: "formatteriterator", base: Some(&OBJECT), ..TypeDef::EMPTY };

/// The iterator of `_formatter_field_name_split`.
pub static FIELD_NAME_ITERATOR: TypeDef = TypeDef { name: "fieldnameiterator", base: Some(&OBJECT), ..TypeDef::EMPTY };

/// A field between braces.
#[derive(Clone)]
struct Field {
    name: Vec<char>,
    conversion: Option<char>,
    spec: Vec<char>,
    /// Whether the specification has fields of its own.
    nested: bool,
}

/// Literal text and the field behind it.
type Piece = (Vec<char>, Option<Field>);

/// The next piece of a template from `at` on; `None` at the end.
fn next_piece(text: &[char], at: &mut usize) -> Result<Option<Piece>> {
    let start = *at;
    if start >= text.len() {
        return Ok(None);
    }
    let brace = text[start..].iter().position(|point| matches!(point, '{' | '}'));
    let Some(offset) = brace else {
        *at = text.len();
        return Ok(Some((text[start..].to_vec(), None)));
    };
    let place = start + offset;
    let brace = text[place];
    *at = place + 1;
    if text.get(*at) == Some(&brace) {
        // A doubled brace: one of it belongs to the literal text.
        *at += 1;
        return Ok(Some((text[start..=place].to_vec(), None)));
    }
    if brace == '}' {
        return Err(value_error("Single '}' encountered in format string"));
    }
    if *at >= text.len() {
        return Err(value_error("Single '{' encountered in format string"));
    }
    let (mut depth, mut nested) = (1, false);
    let from = *at;
    while let Some(point) = text.get(*at) {
        *at += 1;
        match point {
            '{' => (depth, nested) = (depth + 1, true),
            '}' => {
                depth -= 1;
                if depth == 0 {
                    let field = parse_field(&text[from..*at - 1], nested)?;
                    return Ok(Some((text[start..place].to_vec(), Some(field))));
                }
            }
            _ => {}
        }
    }
    Err(value_error("unmatched '{' in format"))
}

fn parse_field(text: &[char], nested: bool) -> Result<Field> {
    let Some(end) = text.iter().position(|point| matches!(point, ':' | '!')) else {
        return Ok(Field { name: text.to_vec(), conversion: None, spec: Vec::new(), nested });
    };
    let name = text[..end].to_vec();
    let mut spec = &text[end + 1..];
    let mut conversion = None;
    if text[end] == '!' {
        let Some((code, rest)) = spec.split_first() else {
            return Err(value_error("end of format while looking for conversion specifier"));
        };
        conversion = Some(*code);
        spec = match rest.split_first() {
            None => rest,
            Some((':', rest)) => rest,
            Some(_) => return Err(value_error("expected ':' after format specifier")),
        };
    }
    Ok(Field { name, conversion, spec: spec.to_vec(), nested })
}

/// A step of a field name behind its first part.
enum Step {
    Attribute(Vec<char>),
    Index(usize),
    Key(Vec<char>),
}

/// Splits a field name before its first `.` or `[`.
fn split_name(name: &[char]) -> (&[char], &[char]) {
    let end = name.iter().position(|point| matches!(point, '.' | '[')).unwrap_or(name.len());
    name.split_at(end)
}

/// The number that a text is, if it consists of digits.
fn whole(text: &[char]) -> Result<Option<usize>> {
    match integer(text)? {
        Some((number, [])) => Ok(Some(number)),
        _ => Ok(None),
    }
}

fn next_step(rest: &[char]) -> Result<Option<(Step, &[char])>> {
    let empty = || value_error("Empty attribute in format string");
    match rest.split_first() {
        None => Ok(None),
        Some(('.', rest)) => {
            let (name, rest) = split_name(rest);
            if name.is_empty() { Err(empty()) } else { Ok(Some((Step::Attribute(name.to_vec()), rest))) }
        }
        Some(('[', rest)) => {
            let Some(end) = rest.iter().position(|point| *point == ']') else {
                return Err(value_error("Missing ']' in format string"));
            };
            let (key, after) = (&rest[..end], &rest[end + 1..]);
            if key.is_empty() {
                return Err(empty());
            }
            let step = match whole(key)? {
                Some(index) => Step::Index(index),
                None => Step::Key(key.to_vec()),
            };
            Ok(Some((step, after)))
        }
        Some(_) => Err(value_error("Only '.' or '[' may follow ']' in format field specifier")),
    }
}

/// Whether fields are numbered by themselves (and how far) or by the template.
pub(super) enum Numbering {
    Automatic(usize),
    Manual,
}

/// The arguments of a `format` call.
pub(super) struct Fields<'a> {
    pub(super) kind: Kind,
    pub(super) positional: &'a [Value],
    pub(super) keywords: &'a [(Name, Value)],
    pub(super) numbering: Option<Numbering>,
}

impl Fields<'_> {
    /// Renders a template; specifications with fields in them nest once.
    pub(super) fn render(&mut self, vm: &mut Vm, template: &[char], depth: u32) -> Result<Vec<u8>> {
        if depth == 0 {
            return Err(value_error("Max string recursion exceeded"));
        }
        let blank = Text { bytes: b"", kind: self.kind };
        let mut out = Vec::new();
        let mut at = 0;
        while let Some((literal, field)) = next_piece(template, &mut at)? {
            literal.iter().for_each(|point| blank.push(&mut out, *point));
            if let Some(field) = field {
                let text = self.field(vm, &field, depth)?;
                vm.charge_bytes(text.len() as u64)?;
                out.extend_from_slice(&text);
            }
        }
        Ok(out)
    }

    fn text(&self, points: &[char]) -> Value {
        let blank = Text { bytes: b"", kind: self.kind };
        let mut bytes = Vec::new();
        points.iter().for_each(|point| blank.push(&mut bytes, *point));
        blank.make_owned(bytes)
    }

    fn field(&mut self, vm: &mut Vm, field: &Field, depth: u32) -> Result<Vec<u8>> {
        let mut value = self.lookup(vm, &field.name)?;
        match field.conversion {
            None => {}
            Some('r') => value = Value::bytes(vm.repr(&value)?),
            Some('s') if self.kind == Kind::Unicode => value = Value::unicode(vm.unicode(&value)?),
            Some('s') => value = Value::bytes(vm.str(&value)?),
            Some(code) if ('!'..='~').contains(&code) => {
                return Err(value_error(format!("Unknown conversion specifier {code}")));
            }
            Some(code) => {
                return Err(value_error(format!("Unknown conversion specifier \\x{:x}", u32::from(code))));
            }
        }
        let spec = if field.nested {
            let bytes = self.render(vm, &field.spec, depth - 1)?;
            Text { bytes: b"", kind: self.kind }.make_owned(bytes)
        } else {
            self.text(&field.spec)
        };
        let result = vm.format(&value, &spec)?;
        match self.kind {
            Kind::Str => vm.str(&result),
            Kind::Unicode => Ok(vm.unicode(&result)?.into_bytes()),
        }
    }

    fn lookup(&mut self, vm: &mut Vm, name: &[char]) -> Result<Value> {
        let (first, mut rest) = split_name(name);
        let number = whole(first)?;
        let mut value = match (first.is_empty(), number) {
            (true, _) => {
                let index = self.next_number()?;
                self.argument(index)?
            }
            (false, Some(index)) => {
                if matches!(self.numbering, Some(Numbering::Automatic(_))) {
                    return Err(value_error(
                        "cannot switch from automatic field numbering to manual field specification",
                    ));
                }
                self.numbering = Some(Numbering::Manual);
                self.argument(index)?
            }
            (false, None) => {
                let key: String = first.iter().collect();
                let found = self.keywords.iter().find(|(name, _)| **name == *key);
                match found {
                    Some((_, value)) => value.clone(),
                    None => return Err(key_error(self.text(first))),
                }
            }
        };
        while let Some((step, after)) = next_step(rest)? {
            value = match step {
                Step::Attribute(name) => {
                    let name = self.text(&name);
                    vm.getattr(&value, &name)?
                }
                Step::Index(index) => vm.getitem(&value, &Value::Int(index as i64))?,
                Step::Key(key) => {
                    let key = self.text(&key);
                    vm.getitem(&value, &key)?
                }
            };
            rest = after;
        }
        Ok(value)
    }

    fn next_number(&mut self) -> Result<usize> {
        match &mut self.numbering {
            Some(Numbering::Manual) => {
                Err(value_error("cannot switch from manual field specification to automatic field numbering"))
            }
            Some(Numbering::Automatic(next)) => {
                *next += 1;
                Ok(*next - 1)
            }
            None => {
                self.numbering = Some(Numbering::Automatic(1));
                Ok(0)
            }
        }
    }

    fn argument(&self, index: usize) -> Result<Value> {
        self.positional.get(index).cloned().ok_or_else(|| index_error("tuple index out of range"))
    }
}

/// `_formatter_parser()`: an iterator of `(literal, field name, specification, conversion)`.
pub(super) fn parser(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let text = Text::receiver(args)?;
    vm.charge(text.bytes.len() as u64)?;
    let (points, kind) = (text.chars().map(|(_, point)| point).collect::<Vec<char>>(), text.kind);
    let mut at = 0;
    Ok(Iter::native(&FORMATTER_ITERATOR, move |_| {
        let Some((literal, field)) = next_piece(&points, &mut at)? else { return Ok(None) };
        let shape = Fields { kind, positional: &[], keywords: &[], numbering: None };
        let literal = shape.text(&literal);
        Ok(Some(Value::tuple(match field {
            None => vec![literal, Value::None, Value::None, Value::None],
            Some(field) => {
                let conversion = field.conversion.map_or(Value::None, |code| shape.text(&[code]));
                vec![literal, shape.text(&field.name), shape.text(&field.spec), conversion]
            }
        })))
    }))
}

/// `_formatter_field_name_split()`: the first part and an iterator of `(is attribute, name or index)`.
pub(super) fn field_name_split(_vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let Some(text) = args.first().and_then(Text::of) else { return Err(type_error("a string is required")) };
    let points: Vec<char> = text.chars().map(|(_, point)| point).collect();
    let kind = text.kind;
    let (first, rest) = split_name(&points);
    let shape = move |points: &[char]| Fields { kind, positional: &[], keywords: &[], numbering: None }.text(points);
    let first = match whole(first)? {
        Some(number) => Value::long(number.into()),
        None => shape(first),
    };
    let mut rest = rest.to_vec();
    let steps = Iter::native(&FIELD_NAME_ITERATOR, move |_| {
        let Some((step, after)) = next_step(&rest)? else { return Ok(None) };
        let after = after.to_vec();
        let part = match step {
            Step::Attribute(name) => vec![Value::Bool(true), shape(&name)],
            Step::Index(index) => vec![Value::Bool(false), Value::long(index.into())],
            Step::Key(key) => vec![Value::Bool(false), shape(&key)],
        };
        rest = after;
        Ok(Some(Value::tuple(part)))
    });
    Ok(Value::tuple(vec![first, steps]))
}
