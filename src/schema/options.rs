//! Command-line options as text (`reference/schema.md §4.4`).

use crate::objects::{Context, Error, ErrorClass, Keyword, Raw, Result, table_order};

/// The prefixes of one-character and of longer names.
#[derive(Clone)]
pub(super) struct Prefixes {
    pub(super) short: Raw,
    pub(super) long: Raw,
}

/// A text that is a unicode text as soon as one of its parts is.
struct Builder {
    text: String,
    is_unicode: bool,
}

impl Builder {
    fn push(&mut self, cx: &Context, value: &Raw) -> Result<()> {
        self.is_unicode |= matches!(value, Raw::Text(_));
        self.text.push_str(&value.str(cx)?);
        Ok(())
    }

    fn finish(self) -> Raw {
        if self.is_unicode { Raw::text(&self.text) } else { Raw::bytes(self.text.as_bytes()) }
    }
}

/// Number of characters of an option's name. Errors: no text.
fn length(option: &Raw) -> Result<usize> {
    match option {
        Raw::Bytes(bytes) => Ok(bytes.len()),
        Raw::Text(text) => Ok(text.chars().count()),
        _ => {
            let message = format!("object of type '{}' has no len()", option.type_name());
            Err(Error::new(ErrorClass::Type, message))
        }
    }
}

/// `Options.render_option`: the name with its prefix, and the value behind a space if it is true.
pub(super) fn render_option(cx: &Context, prefixes: &Prefixes, option: &Raw, value: &Raw) -> Result<Raw> {
    let mut out = Builder { text: String::new(), is_unicode: false };
    out.push(cx, if length(option)? == 1 { &prefixes.short } else { &prefixes.long })?;
    out.push(cx, option)?;
    if value.is_true()? {
        out.text.push(' ');
        out.push(cx, value)?;
    }
    Ok(out.finish())
}

/// `Options.render_options`: positional flags and mappings, then keywords, joined by spaces.
pub(super) fn render_options(cx: &Context, prefixes: &Prefixes, options: &[Raw], keywords: &[Keyword]) -> Result<Raw> {
    let mut rendered = Vec::new();
    for option in options {
        if matches!(option, Raw::Bytes(_) | Raw::Text(_)) {
            rendered.push(render_option(cx, prefixes, option, &Raw::None)?);
            continue;
        }
        let Some(pairs) = option.dict_pairs()? else {
            let message = format!("Got an unexpected argument to render_options: {}", option.repr(cx)?);
            return Err(Error::new(ErrorClass::Value, message));
        };
        for (name, value) in pairs {
            rendered.push(render_option(cx, prefixes, &name, &value)?);
        }
    }
    let names: Vec<_> = keywords.iter().map(|keyword| keyword.name.clone()).collect();
    for keyword in table_order(&names).into_iter().filter_map(|at| keywords.get(at)) {
        rendered.push(render_option(cx, prefixes, &Raw::from(&*keyword.name), &keyword.value)?);
    }
    let mut out = Builder { text: String::new(), is_unicode: false };
    for (at, one) in rendered.iter().enumerate() {
        if at > 0 {
            out.text.push(' ');
        }
        out.push(cx, one)?;
    }
    Ok(out.finish())
}
