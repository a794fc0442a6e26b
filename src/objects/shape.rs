//! Structural identity of types as a digest, so that comparing two types costs one comparison.

use std::hash::{BuildHasher as _, Hasher as _};

use foldhash::quality::{FixedState, FoldHasher};

use super::raw::Raw;
use super::raw_ops;

/// Digest of a type's structure: name, kind and parameters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Shape(u64, u64);

/// Builds a [`Shape`] from parts; each part is framed, so that neighbours cannot run together.
#[derive(Clone)]
pub(super) struct ShapeHasher(FoldHasher<'static>, FoldHasher<'static>);

impl ShapeHasher {
    pub(super) fn new(kind: &str) -> ShapeHasher {
        let seeded = |seed| FixedState::with_seed(seed).build_hasher();
        ShapeHasher(seeded(1), seeded(2)).text(kind)
    }

    pub(super) fn number(mut self, number: u64) -> ShapeHasher {
        self.0.write_u64(number);
        self.1.write_u64(number);
        self
    }

    pub(super) fn text(self, text: &str) -> ShapeHasher {
        self.bytes(text.as_bytes())
    }

    fn bytes(mut self, bytes: &[u8]) -> ShapeHasher {
        self = self.number(bytes.len() as u64);
        self.0.write(bytes);
        self.1.write(bytes);
        self
    }

    pub(super) fn shape(self, shape: Shape) -> ShapeHasher {
        self.number(shape.0).number(shape.1)
    }

    /// Values that compare equal give the same digest.
    pub(super) fn raw(self, value: &Raw) -> ShapeHasher {
        match value {
            Raw::Bytes(bytes) => self.number(1).bytes(bytes),
            Raw::Text(text) => self.number(1).bytes(text.as_bytes()),
            Raw::None => self.number(2),
            Raw::Empty => self.number(3),
            Raw::Tuple(items) => {
                items.iter().fold(self.number(4).number(items.len() as u64), |hasher, item| hasher.raw(item))
            }
            Raw::Frozen(frozen) => {
                // Equal dictionaries may iterate in different orders.
                let mut pairs = frozen
                    .iter()
                    .map(|(key, value)| {
                        let Shape(a, b) = ShapeHasher::new("pair").raw(key).raw(value).finish();
                        (a, b)
                    })
                    .collect::<Vec<_>>();
                pairs.sort_unstable();
                let start = self.number(5).number(pairs.len() as u64);
                pairs.iter().fold(start, |hasher, (a, b)| hasher.number(*a).number(*b))
            }
            Raw::Object(object) => self.number(6).shape(object.ty().shape()).number(object.address()),
            Raw::Environment(environment) => self.number(7).number(environment.address()),
            Raw::Reference(reference) => self.number(8).text(reference.address()),
            Raw::Foreign(value) => self.number(9).number(std::rc::Rc::as_ptr(value).cast::<u8>() as u64),
            Raw::Bool(_) | Raw::Int(_) | Raw::Long(_) | Raw::Float(_) => {
                self.number(10).number(raw_ops::number_hash(value).unwrap_or(0) as u64)
            }
        }
    }

    pub(super) fn finish(self) -> Shape {
        Shape(self.0.finish(), self.1.finish())
    }
}
