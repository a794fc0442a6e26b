//! Where and how a Struct declares an attribute.

use super::definitions::Index;
use crate::objects::{Context, Field, Object, Origin, Raw, Result, Type};
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind, StmtKind};

/// A declaration of the configuration's own: its statement, and the expression of its type and default.
pub fn of<'a>(index: &Index<'a>, field: &Field) -> Option<(Span, &'a Expr)> {
    let class = index.classes.get(&field.origin.span())?;
    class.body.iter().find_map(|stmt| match &stmt.kind {
        StmtKind::Assign { targets, value } => {
            let is_it = |target: &Expr| matches!(&target.kind, ExprKind::Name(name) if **name == *field.name);
            targets.iter().any(is_it).then_some((stmt.span, value))
        }
        _ => None,
    })
}

/// A declaration of the schema, as it would be written.
pub fn text(cx: &Context, field: &Field) -> Result<String> {
    let ty = field.ty.name();
    Ok(match &field.default {
        Some(default) => format!("{} = Default({ty}, {})", field.name, value(cx, default)?),
        None if field.required => format!("{} = Required({ty})", field.name),
        None => format!("{} = {ty}", field.name),
    })
}

fn value(cx: &Context, default: &Object) -> Result<String> {
    match default.scalar_value() {
        Some(Raw::Text(text)) => Raw::Bytes(text.as_bytes().into()).repr(cx),
        Some(scalar) => scalar.repr(cx),
        None => default.repr(cx),
    }
}

/// Whether the schema declares an attribute.
pub fn is_of_schema(field: &Field) -> bool {
    matches!(field.origin, Origin::Standard)
}

/// The attribute of a Struct type.
pub fn field<'a>(ty: &'a Type, name: &str) -> Option<&'a Field> {
    let fields = ty.as_struct()?;
    fields.field(fields.slot(name)?)
}
