//! The functions and classes of the schema as tables, and the call of each (`reference/schema.md §4, §5`).

use super::build::Schema;
use super::options::{self, Prefixes};
use super::release::Release;
use super::tasks;
use super::units::{self, Fold};
use crate::objects::{Context, Error, ErrorClass, Keyword, Object, Raw, Result};
use crate::source::Span;

/// One helper function.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)]
pub enum Helper {
    Order,
    SimpleTask,
    SequentialTask,
    Sequential,
    CombineTasks,
    ConcatTasks,
    JavaOptions,
    PythonOptions,
    RenderOption,
    RenderOptions,
    OptionalResources,
    ResourcesSum,
    ResourcesMax,
    ProcessesMerge,
    ConstraintsMerge,
    FinalizationWaitSum,
    FinalizationWaitMax,
}

/// Functions by the names they have in a configuration.
pub const FUNCTIONS: [(&str, Helper); 7] = [
    ("SequentialTask", Helper::SequentialTask),
    ("SimpleTask", Helper::SimpleTask),
    ("combine_tasks", Helper::CombineTasks),
    ("concat_tasks", Helper::ConcatTasks),
    ("java_options", Helper::JavaOptions),
    ("order", Helper::Order),
    ("python_options", Helper::PythonOptions),
];

/// A member of a class of helpers.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum ClassMember {
    /// A function.
    Function(Helper),
    /// A whole number.
    Int(i64),
    /// A floating-point number.
    Float(f64),
}

/// A class whose members are helpers: its name and its members with the first release that has each.
pub type HelperClass = (&'static str, &'static [(&'static str, ClassMember, Release)]);

const ALWAYS: Release = Release::FIRST;

/// The classes.
pub const CLASSES: [HelperClass; 4] = [
    (
        "Options",
        &[
            ("java", ClassMember::Function(Helper::JavaOptions), ALWAYS),
            ("python", ClassMember::Function(Helper::PythonOptions), ALWAYS),
            ("render_option", ClassMember::Function(Helper::RenderOption), ALWAYS),
            ("render_options", ClassMember::Function(Helper::RenderOptions), ALWAYS),
        ],
    ),
    ("Processes", &[("order", ClassMember::Function(Helper::Order), ALWAYS)]),
    (
        "Tasks",
        &[
            ("SIMPLE_CPU", ClassMember::Float(1.0), ALWAYS),
            ("SIMPLE_DISK", ClassMember::Int(1 << 30), ALWAYS),
            ("SIMPLE_RAM", ClassMember::Int(1 << 30), ALWAYS),
            ("combine", ClassMember::Function(Helper::CombineTasks), ALWAYS),
            ("concat", ClassMember::Function(Helper::ConcatTasks), ALWAYS),
            ("sequential", ClassMember::Function(Helper::Sequential), ALWAYS),
            ("simple", ClassMember::Function(Helper::SimpleTask), ALWAYS),
        ],
    ),
    (
        "Units",
        &[
            ("constraints_merge", ClassMember::Function(Helper::ConstraintsMerge), ALWAYS),
            ("finalization_wait_max", ClassMember::Function(Helper::FinalizationWaitMax), Release::minor(6)),
            ("finalization_wait_sum", ClassMember::Function(Helper::FinalizationWaitSum), Release::minor(6)),
            ("optional_resources", ClassMember::Function(Helper::OptionalResources), ALWAYS),
            ("processes_merge", ClassMember::Function(Helper::ProcessesMerge), ALWAYS),
            ("resources_max", ClassMember::Function(Helper::ResourcesMax), ALWAYS),
            ("resources_sum", ClassMember::Function(Helper::ResourcesSum), ALWAYS),
        ],
    ),
];

/// What a helper gives.
#[derive(Clone)]
pub enum Output {
    /// One value.
    Value(Raw),
    /// A list of objects.
    List(Vec<Object>),
}

impl Output {
    fn object(object: Object) -> Output {
        Output::Value(Raw::Object(object))
    }
}

/// How a helper takes arguments.
enum Shape {
    /// Any positional ones and no keywords.
    Positional,
    /// Any.
    Any,
    /// These parameters, the last `optional` of which may be left out; by position or by name.
    Named(&'static [&'static str], usize),
}

impl Helper {
    /// The function's name in messages.
    pub fn name(self) -> &'static str {
        match self {
            Helper::Order => "order",
            Helper::SimpleTask => "SimpleTask",
            Helper::SequentialTask => "SequentialTask",
            Helper::Sequential => "sequential",
            Helper::CombineTasks => "combine_tasks",
            Helper::ConcatTasks => "concat_tasks",
            Helper::JavaOptions => "java_options",
            Helper::PythonOptions => "python_options",
            Helper::RenderOption => "render_option",
            Helper::RenderOptions => "render_options",
            Helper::OptionalResources => "optional_resources",
            Helper::ResourcesSum => "resources_sum",
            Helper::ResourcesMax => "resources_max",
            Helper::ProcessesMerge => "processes_merge",
            Helper::ConstraintsMerge => "constraints_merge",
            Helper::FinalizationWaitSum => "finalization_wait_sum",
            Helper::FinalizationWaitMax => "finalization_wait_max",
        }
    }

    fn shape(self) -> Shape {
        match self {
            Helper::Order | Helper::ResourcesSum => Shape::Positional,
            Helper::SequentialTask
            | Helper::CombineTasks
            | Helper::ConcatTasks
            | Helper::JavaOptions
            | Helper::PythonOptions
            | Helper::RenderOptions => Shape::Any,
            Helper::SimpleTask => Shape::Named(&["name", "command"], 0),
            Helper::Sequential => Shape::Named(&["task"], 0),
            Helper::RenderOption => Shape::Named(&["short_prefix", "long_prefix", "option", "value"], 1),
            Helper::OptionalResources => Shape::Named(&["resources"], 0),
            Helper::ResourcesMax => Shape::Named(&["resources"], 0),
            Helper::ProcessesMerge
            | Helper::ConstraintsMerge
            | Helper::FinalizationWaitSum
            | Helper::FinalizationWaitMax => Shape::Named(&["tasks"], 0),
        }
    }

    /// Calls the helper. Keywords come in the order in which the original iterates over them. Errors: arguments that do not fit, and
    /// those of the objects.
    pub fn call(
        self,
        cx: &Context,
        schema: &Schema,
        positional: &[Raw],
        keywords: &[Keyword],
        span: Span,
    ) -> Result<Output> {
        let arguments = self.arguments(positional, keywords)?;
        let argument = |at: usize| arguments.get(at).cloned().unwrap_or(Raw::None);
        let tasks = || argument(0).iterable_items();
        let dash = || Raw::from("-");
        let one_dash = || Prefixes { short: dash(), long: dash() };
        let two_dashes = || Prefixes { short: dash(), long: Raw::from("--") };
        let output = match self {
            Helper::Order => return Ok(Output::List(vec![tasks::order(cx, schema, &arguments, span)?])),
            Helper::SimpleTask => tasks::simple(cx, schema, &argument(0), &argument(1), span)?,
            Helper::SequentialTask => {
                let task = schema.ty("Task")?.construct(cx, positional, keywords, span)?;
                tasks::sequential(cx, schema, &task.into(), span)?
            }
            Helper::Sequential => tasks::sequential(cx, schema, &argument(0), span)?,
            Helper::CombineTasks => tasks::merge(cx, schema, Fold::Sum, positional, keywords, span)?,
            Helper::ConcatTasks => tasks::merge(cx, schema, Fold::Max, positional, keywords, span)?,
            Helper::ResourcesSum => units::fold_resources(cx, schema, Fold::Sum, &arguments)?,
            Helper::ResourcesMax => units::fold_resources(cx, schema, Fold::Max, &tasks()?)?,
            Helper::ProcessesMerge => {
                return Ok(Output::List(units::distinct(cx, units::chained(cx, &tasks()?, "processes")?)?));
            }
            Helper::ConstraintsMerge => {
                return Ok(Output::List(units::distinct(cx, units::chained(cx, &tasks()?, "constraints")?)?));
            }
            Helper::FinalizationWaitSum => {
                return Ok(Output::Value(tasks::finalization_wait(cx, Fold::Sum, &tasks()?)?));
            }
            Helper::FinalizationWaitMax => {
                return Ok(Output::Value(tasks::finalization_wait(cx, Fold::Max, &tasks()?)?));
            }
            Helper::OptionalResources => {
                return Ok(Output::Value(units::optional_resources(cx, schema, &argument(0))?));
            }
            Helper::JavaOptions => {
                return Ok(Output::Value(options::render_options(cx, &one_dash(), positional, keywords)?));
            }
            Helper::PythonOptions => {
                return Ok(Output::Value(options::render_options(cx, &two_dashes(), positional, keywords)?));
            }
            Helper::RenderOption => {
                let prefixes = Prefixes { short: argument(0), long: argument(1) };
                return Ok(Output::Value(options::render_option(cx, &prefixes, &argument(2), &argument(3))?));
            }
            Helper::RenderOptions => {
                let [short, long, rest @ ..] = positional else { return Err(self.wrong_count(2, positional.len())) };
                let prefixes = Prefixes { short: short.clone(), long: long.clone() };
                return Ok(Output::Value(options::render_options(cx, &prefixes, rest, keywords)?));
            }
        };
        Ok(Output::object(output))
    }

    fn wrong_count(self, wanted: usize, given: usize) -> Error {
        let plural = if wanted == 1 { "" } else { "s" };
        let message = format!("{}() takes exactly {wanted} argument{plural} ({given} given)", self.name());
        Error::new(ErrorClass::Type, message)
    }

    /// The arguments by position, keywords put in their places.
    fn arguments(self, positional: &[Raw], keywords: &[Keyword]) -> Result<Vec<Raw>> {
        let unexpected = |name: &str| {
            let message = format!("{}() got an unexpected keyword argument '{name}'", self.name());
            Err(Error::new(ErrorClass::Type, message))
        };
        let (names, optional) = match (self.shape(), keywords.first()) {
            (Shape::Any, _) | (Shape::Positional, None) => return Ok(positional.to_vec()),
            (Shape::Positional, Some(keyword)) => return unexpected(&keyword.name),
            (Shape::Named(names, optional), _) => (names, optional),
        };
        let given = positional.len() + keywords.len();
        if positional.len() > names.len() {
            return Err(self.wrong_count(names.len(), given));
        }
        let mut places: Vec<Option<Raw>> = positional.iter().cloned().map(Some).collect();
        places.resize(names.len(), None);
        for keyword in keywords {
            let Some(at) = names.iter().position(|name| **name == *keyword.name) else {
                return unexpected(&keyword.name);
            };
            match places.get_mut(at) {
                Some(place @ None) => *place = Some(keyword.value.clone()),
                _ => {
                    let message =
                        format!("{}() got multiple values for keyword argument '{}'", self.name(), keyword.name);
                    return Err(Error::new(ErrorClass::Type, message));
                }
            }
        }
        let required = names.len() - optional;
        if places.iter().take(required).any(Option::is_none) {
            return Err(self.wrong_count(names.len(), given));
        }
        Ok(places.into_iter().map(|place| place.unwrap_or(Raw::None)).collect())
    }
}
