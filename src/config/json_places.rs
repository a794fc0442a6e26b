//! Where the values of a job stand in a file of JSON.

use crate::cpython::json::{Json, JsonInput, ParseOptions, Place, parse_with_places};
use crate::diagnostics::{Diagnostic, Kind, nearest};
use crate::objects::{Step, Type};
use crate::source::{SourceFile, Span};

/// The place of a value and of what is inside of it.
#[derive(Debug)]
pub struct JsonPlaces {
    /// Of a member of an object from its name on.
    span: Span,
    members: Vec<(String, JsonPlaces)>,
    items: Vec<JsonPlaces>,
    is_object: bool,
}

impl JsonPlaces {
    /// Reads a file. Errors: it is not JSON.
    pub fn read(file: &SourceFile) -> Result<JsonPlaces, Diagnostic> {
        let options = ParseOptions { input: JsonInput::Bytes, ..ParseOptions::default() };
        match parse_with_places(&file.text, options) {
            Ok((json, places)) => Ok(JsonPlaces::of(&json, &mut places.into_iter(), file)),
            Err(error) => {
                let at = position(file, error.offset);
                let message = format!("`{}` is not JSON: {}", file.name, error.message);
                let diagnostic = Diagnostic::error("AUR0460", Kind::Json, message).at(Span::new(at, at), "here");
                Err(diagnostic.help("in JSON mode the file holds one object: the job"))
            }
        }
    }

    /// Reads a text that has every value at the same place as the file. `None`: it is not JSON.
    pub fn of_text(text: &str, file: &SourceFile) -> Option<JsonPlaces> {
        let options = ParseOptions { input: JsonInput::Bytes, ..ParseOptions::default() };
        let (json, places) = parse_with_places(text, options).ok()?;
        Some(JsonPlaces::of(&json, &mut places.into_iter(), file))
    }

    /// The elements of an array, or the values of an object's members.
    pub fn parts(&self) -> Vec<&JsonPlaces> {
        self.items.iter().chain(self.members.iter().map(|(_, part)| part)).collect()
    }

    /// The member of this name.
    pub fn member(&self, name: &str) -> Option<&JsonPlaces> {
        self.part(&Step::Key(name.into()))
    }

    fn of(json: &Json, places: &mut impl Iterator<Item = Place>, file: &SourceFile) -> JsonPlaces {
        let place = places.next().unwrap_or(Place { start: 0, end: 0 });
        let span = Span::new(position(file, place.start), position(file, place.end));
        let (mut members, mut items) = (Vec::new(), Vec::new());
        match json {
            Json::Object(all) => {
                let member = |(name, value): &(String, Json)| (name.clone(), JsonPlaces::of(value, places, file));
                members = all.iter().map(member).collect();
            }
            Json::Array(all) => items = all.iter().map(|item| JsonPlaces::of(item, places, file)).collect(),
            _ => {}
        }
        JsonPlaces { span, members, items, is_object: matches!(json, Json::Object(_)) }
    }

    /// Whether the file holds an object.
    pub fn is_object(&self) -> bool {
        self.is_object
    }

    /// The place of the whole.
    pub fn span(&self) -> Span {
        self.span
    }

    fn part(&self, step: &Step) -> Option<&JsonPlaces> {
        match step {
            Step::Index(at) => self.items.get(*at),
            // Of members with the same name the last one counts.
            Step::Field(name) | Step::Key(name) => {
                self.members.iter().rev().find(|(own, _)| **own == **name).map(|(_, part)| part)
            }
        }
    }

    /// The place of what a path leads to.
    pub fn at(&self, path: &[Step]) -> Option<Span> {
        path.iter().try_fold(self, |part, step| part.part(step)).map(|part| part.span)
    }

    /// A warning for each member that is no attribute of the job, and so has no effect, but looks like one. Others are what people
    /// add on purpose: comments, or what other tools read.
    pub fn unknown_members(&self, job: &Type) -> Vec<Diagnostic> {
        let Some(fields) = job.as_struct() else { return Vec::new() };
        let unknown = self.members.iter().filter(|(name, _)| fields.slot(name).is_none());
        let names = fields.names();
        let warning = |(name, part): &(String, JsonPlaces)| {
            let near = nearest(name, names.iter().map(|name| &**name))?;
            let message = format!("`{name}` is no attribute of a job and has no effect");
            let warning = Diagnostic::warning("AUR0302", Kind::UnknownAttribute, message).at(part.span, "unknown");
            Some(warning.help(format!("did you mean `{near}`?")))
        };
        unknown.filter_map(warning).collect()
    }
}

fn position(file: &SourceFile, offset: usize) -> u32 {
    file.base + u32::try_from(offset).unwrap_or(u32::MAX).min(file.span().end - file.base)
}
