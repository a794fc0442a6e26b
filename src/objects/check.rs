//! Type checks (`reference/objects.md §9`): the original's verdict and words, and every failure with its place.

use std::rc::Rc;

use super::construct;
use super::context::Context;
use super::error::{Error, ErrorClass, Raised, Result, Step, path_text};
use super::interpolate::key_step;
use super::object::{Object, Payload, Slot};
use super::origin::Origin;
use super::raw::Raw;
use super::raw_ops;
use super::scope::Scopes;
use super::structs::Field;
use super::types::{Kind, Type};
use crate::cpython::repr::repr_unicode;
use crate::source::Span;
use crate::syntax::template::{Fragment, Reference};

/// What `check()` answers.
#[derive(Clone, Debug)]
pub struct TypeCheck {
    /// The first failure with the original's message about the whole object; `None` when the object is in order.
    pub failure: Option<(String, Failure)>,
}

impl TypeCheck {
    /// Whether the object is in order.
    pub fn ok(&self) -> bool {
        self.failure.is_none()
    }

    /// The message; empty when the object is in order.
    pub fn message(&self) -> &str {
        self.failure.as_ref().map_or("", |(message, _)| message)
    }

    /// `repr`.
    pub fn repr(&self) -> String {
        if self.ok() { "TypeCheck(OK)".to_owned() } else { format!("TypeCheck(FAILED): {}", self.message()) }
    }
}

/// One part of an object that is not in order.
#[derive(Clone, Debug)]
pub struct Failure {
    /// From the checked object to the part.
    pub path: Vec<Step>,
    /// Where the part was set; [`Span::NONE`] if it was not, or by a default.
    pub span: Span,
    /// The innermost message in the original's words.
    pub message: String,
    /// What is wrong.
    pub reason: Reason,
}

impl Failure {
    /// The path as text: `task.processes[0].name`.
    pub fn path_text(&self) -> String {
        path_text(&self.path)
    }
}

/// Why a part is not in order.
#[derive(Clone, Debug)]
pub enum Reason {
    /// A required attribute of this Struct type is not set.
    Required {
        /// The Struct type's name.
        in_type: Rc<str>,
    },
    /// References are left where a value of this type must be.
    Unresolved {
        /// The wanted type's name.
        expected: Rc<str>,
        /// What could not be resolved.
        references: Vec<Reference>,
        /// The text with the references.
        text: Rc<str>,
    },
    /// An error of the object system: a value that does not fit, references without end, …
    Raised(Box<Raised>),
    /// No alternative of a Choice takes the value.
    NoAlternative {
        /// The Choice's name.
        expected: Rc<str>,
    },
}

/// All that a check finds out.
#[derive(Debug, Default)]
pub struct Findings {
    /// What is not in order, in the order in which `check()` would meet it.
    pub failures: Vec<Failure>,
    /// References in texts that nothing satisfies.
    pub references: Vec<Reference>,
}

/// Collects one failure or all of them.
struct Checker<'a> {
    cx: &'a Context,
    /// From the object on which the check was called to the part being checked.
    path: Vec<(Step, Span)>,
    /// Goes on after a failure.
    all: bool,
    found: Findings,
}

impl Object {
    /// `check()`. Errors: what escapes from the original's check (`InvalidRefError`, `OverflowError`, Unicode errors, …).
    pub fn check(&self, cx: &Context) -> Result<TypeCheck> {
        let mut checker = Checker { cx, path: Vec::new(), all: false, found: Findings::default() };
        let message = checker.object(self)?;
        let failure = message.and_then(|message| Some((message, checker.found.failures.into_iter().next()?)));
        Ok(TypeCheck { failure })
    }

    /// All failures of the object; what would escape from `check()` counts.
    /// Errors: limits and exceptions of the program only.
    pub fn check_all(&self, cx: &Context) -> Result<Findings> {
        let mut checker = Checker { cx, path: Vec::new(), all: true, found: Findings::default() };
        checker.object(self)?;
        Ok(checker.found)
    }
}

impl Checker<'_> {
    fn fail(&mut self, message: String, reason: Reason) -> Option<String> {
        let span = self.path.iter().rev().map(|(_, span)| *span).find(|span| !span.is_none()).unwrap_or_default();
        let path = self.path.iter().map(|(step, _)| step.clone()).collect();
        self.found.failures.push(Failure { path, span, message: message.clone(), reason });
        Some(message)
    }

    /// Checks a part one step further.
    fn part(&mut self, step: Step, span: Span, object: &Object) -> Result<Option<String>> {
        self.path.push((step, span));
        let result = self.object(object);
        self.path.pop();
        result
    }

    /// The message of the first failure; when collecting, errors of the object system count as failures.
    fn object(&mut self, object: &Object) -> Result<Option<String>> {
        if object.data.complete {
            return Ok(None);
        }
        let cx = self.cx;
        cx.charge(1)?;
        let result = cx.deeper(|| match (&object.data.payload, object.ty().kind()) {
            (Payload::Scalar(_), _) => self.scalar(object),
            (Payload::List(elements), _) => self.list(object, elements),
            (Payload::Map(pairs), _) => self.map(object, pairs),
            (Payload::Struct(slots), _) => self.record(object, slots),
            (Payload::Choice(value), Kind::Choice(alternatives)) => self.choice(object, value, alternatives),
            (Payload::Choice(_), _) => Ok(None),
        });
        match result {
            Err(Error::Raised(raised)) if self.all && !raised.class.is_limit() => {
                let depth = self.path.len();
                self.path.extend(raised.facts.path.iter().cloned().map(|step| (step, raised.facts.span)));
                let message = self.fail(raised.message.clone(), Reason::Raised(raised));
                self.path.truncate(depth);
                Ok(message)
            }
            result => result,
        }
    }

    fn scalar(&mut self, object: &Object) -> Result<Option<String>> {
        let (done, references) = match object.interpolate(self.cx) {
            Ok(done) => done,
            Err(Error::Raised(raised))
                if matches!(raised.class, ErrorClass::Coercion | ErrorClass::Uninterpolatable) =>
            {
                raw_ops::encode_ascii(&raised.message)?;
                let message = format!("Unable to interpolate: {}", raised.message);
                let told = raised.facts.reference.clone();
                let failed = self.fail(message, Reason::Raised(raised));
                if let (true, Some(told)) = (self.all, told) {
                    self.rest_of(object, &told)?;
                }
                return Ok(failed);
            }
            Err(error) => return Err(error),
        };
        let Some(Raw::Text(text)) = done.scalar_value() else { return Ok(None) };
        let shown = || repr_unicode(text);
        let message = match object.ty().kind() {
            Kind::Integer => format!("{} not an integer", shown()),
            Kind::Float => format!("{} not a float", shown()),
            Kind::Boolean => format!("{} not a boolean", shown()),
            Kind::Enum(values) if !values.contains(text) => {
                format!("{} not in the enumeration ({})", shown(), values.join(", "))
            }
            _ => {
                self.found.references.extend(references);
                return Ok(None);
            }
        };
        let expected = Rc::clone(object.ty().name());
        let text = Rc::clone(text);
        Ok(self.fail(message, Reason::Unresolved { expected, references, text }))
    }

    /// What is wrong with the references of a text besides the one that ended its interpolation.
    fn rest_of(&mut self, object: &Object, told: &str) -> Result<()> {
        let text: Rc<str> = match object.scalar_value() {
            Some(Raw::Text(text)) => Rc::clone(text),
            Some(Raw::Bytes(bytes)) => String::from_utf8_lossy(bytes).into(),
            _ => return Ok(()),
        };
        let Some(fragments) = self.cx.fragments(&text)? else { return Ok(()) };
        for fragment in &fragments.pieces {
            let Fragment::Reference(reference) = fragment else { continue };
            if reference.address() == told {
                continue;
            }
            let alone = Object::scalar(Type::string(), Raw::text(&reference.to_string()), false);
            match alone.with_scopes(object.scopes.clone()).interpolate(self.cx) {
                Ok((_, left)) => self.found.references.extend(left),
                Err(Error::Raised(raised)) if !raised.class.is_limit() => {
                    let message = format!("Unable to interpolate: {}", raised.message);
                    self.fail(message, Reason::Raised(raised));
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn list(&mut self, list: &Object, elements: &[Object]) -> Result<Option<String>> {
        let mut first = None;
        for (at, element) in elements.iter().enumerate() {
            let part = element.placed(&list.scopes);
            if let Some(message) = self.part(Step::Index(at), Span::NONE, &part)? {
                first.get_or_insert(format!("Element in {} failed check: {message}", list.ty().name()));
                if !self.all {
                    break;
                }
            }
        }
        Ok(first)
    }

    fn map(&mut self, map: &Object, pairs: &[(Object, Object)]) -> Result<Option<String>> {
        let name = map.ty().name();
        let mut first = None;
        for (key, value) in pairs {
            let in_key = self.part(key_step(key), Span::NONE, &key.placed(&map.scopes))?;
            let in_value = self.part(key_step(key), Span::NONE, &value.placed(&map.scopes))?;
            if self.all {
                first = first.or(in_key).or(in_value);
                continue;
            }
            // The words hold the text of key and value outside of the Map's scopes, which may raise in its turn.
            if let Some(message) = in_key {
                return Ok(Some(format!("{name} key {} failed check: {message}", key.str(self.cx)?)));
            }
            if let Some(message) = in_value {
                let (key, value) = (key.str(self.cx)?, value.str(self.cx)?);
                return Ok(Some(format!("{name}[{key}] value {value} failed check: {message}")));
            }
        }
        Ok(first)
    }

    fn record(&mut self, object: &Object, slots: &[Option<Slot>]) -> Result<Option<String>> {
        let Some(fields) = object.ty().as_struct() else { return Ok(None) };
        let frame = Scopes::frame(object);
        let mut first = None;
        for at in fields.check_order() {
            let (Some(field), Some(slot)) = (fields.field(*at), slots.get(*at)) else { continue };
            if let Some(message) = self.attribute(object, field, slot.as_ref(), &frame)? {
                first.get_or_insert(message);
                if !self.all {
                    break;
                }
            }
        }
        Ok(first)
    }

    fn attribute(
        &mut self,
        object: &Object,
        field: &Field,
        slot: Option<&Slot>,
        frame: &Scopes,
    ) -> Result<Option<String>> {
        let ty = object.ty();
        let step = Step::Field(Rc::clone(&field.name));
        let Some(slot) = slot else {
            if !field.required {
                return Ok(None);
            }
            self.path.push((step, object.first_place()));
            let message = format!("{}[{}] is required.", ty.name(), field.name);
            let failed = self.fail(message, Reason::Required { in_type: Rc::clone(ty.name()) });
            self.path.pop();
            return Ok(failed);
        };
        let message = self.part(step, slot.origin().span(), &slot.value.placed(frame))?;
        Ok(message.map(|message| format!("{}[{}] failed: {message}", ty.name(), field.name)))
    }

    fn choice(&mut self, choice: &Object, value: &Raw, alternatives: &[Type]) -> Result<Option<String>> {
        for alternative in alternatives {
            if let Raw::Object(object) = value
                && alternative.is_instance(object)
            {
                let object = object.placed(&choice.scopes);
                return match self.object(&object)? {
                    // The original answers nothing here, and whoever asks stumbles over it.
                    Some(_) if !self.all => {
                        Err(Error::new(ErrorClass::Attribute, "'NoneType' object has no attribute 'ok'"))
                    }
                    message => Ok(message),
                };
            }
            let made = construct::build(self.cx, alternative, std::slice::from_ref(value), &[], Origin::Unknown)
                .and_then(|object| object.placed(&choice.scopes).check(self.cx));
            match made {
                Ok(checked) if checked.ok() => return Ok(None),
                Ok(_) => {}
                Err(error) if error.class().is_some_and(ErrorClass::is_value_error) => {}
                Err(error) => return Err(error),
            }
        }
        let name = choice.ty().name();
        let shown = raw_ops::str(self.cx, value)?;
        let message = format!("{name} typecheck failed: value {shown} did not match any of its alternatives");
        Ok(self.fail(message, Reason::NoAlternative { expected: Rc::clone(name) }))
    }
}
