//! Helpers that make and combine tasks (`reference/schema.md §4.1, §4.2`).

use super::build::Schema;
use super::release::Release;
use super::units::{self, Fold};
use crate::objects::{Context, Error, ErrorClass, Keyword, Object, Raw, Result};
use crate::source::Span;

/// `order(…)`: the one Constraint that it makes.
pub(super) fn order(cx: &Context, schema: &Schema, processes: &[Raw], span: Span) -> Result<Object> {
    let process_type = schema.ty("Process")?;
    let mut names = Vec::with_capacity(processes.len());
    for process in processes {
        names.push(match process {
            Raw::Bytes(_) | Raw::Text(_) => process.clone(),
            Raw::Object(object) if process_type.is_instance(object) => {
                object.attribute(cx, "name")?.map_or(Raw::Empty, Raw::Object)
            }
            _ => {
                let message = format!("Unknown value for process order: {}", process.repr(cx)?);
                return Err(Error::new(ErrorClass::Value, message));
            }
        });
    }
    schema.ty("Constraint")?.construct(cx, &[], &[Keyword::new("order", Raw::tuple(names), span)], span)
}

/// `SimpleTask(name, command)`.
pub(super) fn simple(cx: &Context, schema: &Schema, name: &Raw, command: &Raw, span: Span) -> Result<Object> {
    let keyword = |key: &str, value: Raw| Keyword::new(key, value, span);
    let gigabyte = Raw::Int(1 << 30);
    let process = [keyword("name", name.clone()), keyword("cmdline", command.clone())];
    let process = schema.ty("Process")?.construct(cx, &[], &process, span)?;
    let resources = [keyword("cpu", Raw::Float(1.0)), keyword("ram", gigabyte.clone()), keyword("disk", gigabyte)];
    let resources = schema.ty("Resources")?.construct(cx, &[], &resources, span)?;
    let task = [
        keyword("name", name.clone()),
        keyword("processes", Raw::tuple(vec![process.into()])),
        keyword("resources", resources.into()),
    ];
    schema.ty("Task")?.construct(cx, &[], &task, span)
}

/// `Tasks.sequential(task)`: the processes in their order.
pub(super) fn sequential(cx: &Context, schema: &Schema, task: &Raw, span: Span) -> Result<Object> {
    let task = units::object_with(task, "has_constraints")?;
    task.accessor("has_constraints")?;
    if let Some(constraints) = task.attribute(cx, "constraints")?
        && !constraints.elements().is_some_and(<[Object]>::is_empty)
    {
        let message = "Cannot turn a Task with existing constraints into a SequentialTask!";
        return Err(Error::new(ErrorClass::Value, message));
    }
    if !task.has("processes") {
        return Ok(task);
    }
    let processes: Vec<Raw> =
        units::elements(cx, &task.clone().into(), "processes")?.into_iter().map(Raw::Object).collect();
    let constraint = order(cx, schema, &processes, span)?;
    task.with(cx, &[Keyword::new("constraints", Raw::tuple(vec![constraint.into()]), span)])
}

/// `Tasks.combine` (all at once) or `Tasks.concat` (one after the other): the last task with the others merged into it.
pub(super) fn merge(
    cx: &Context,
    schema: &Schema,
    fold: Fold,
    tasks: &[Raw],
    keywords: &[Keyword],
    span: Span,
) -> Result<Object> {
    let Some(head) = tasks.last() else { return schema.ty("Task")?.construct(cx, &[], &[], span) };
    let processes = units::distinct(cx, units::chained(cx, tasks, "processes")?)?;
    let resources = merged_resources(cx, schema, fold, tasks)?;
    let mut constraints = units::distinct(cx, units::chained(cx, tasks, "constraints")?)?;
    if fold == Fold::Max {
        add_sequence(cx, schema, tasks, &mut constraints, span)?;
    }
    let list = |objects: Vec<Object>| Raw::tuple(objects.into_iter().map(Raw::Object).collect());
    let mut merged = vec![("resources", Raw::Object(resources)), ("constraints", list(constraints))];
    if schema.release() >= Release::minor(6) {
        // Tasks at once wait for the slowest, tasks one after the other for all.
        let wait = if fold == Fold::Sum { Fold::Max } else { Fold::Sum };
        merged.push(("finalization_wait", finalization_wait(cx, wait, tasks)?));
    }
    reject_computed(schema.release(), fold, &merged, keywords)?;
    let head = units::object_with(head, "processes")?;
    let mut changes = vec![Keyword::new("processes", list(processes), span)];
    changes.extend(merged.into_iter().map(|(name, value)| Keyword::new(name, value, span)));
    head.with(cx, &changes)?.with(cx, keywords)
}

fn merged_resources(cx: &Context, schema: &Schema, fold: Fold, tasks: &[Raw]) -> Result<Object> {
    let mut all = Vec::with_capacity(tasks.len());
    for task in tasks {
        let task = units::object_with(task, "resources")?;
        task.accessor("resources")?;
        all.push(task.attribute(cx, "resources")?.map_or(Raw::Empty, Raw::Object));
    }
    units::fold_resources(cx, schema, fold, &all)
}

/// Each process of a task before each other process of the next task.
fn add_sequence(cx: &Context, schema: &Schema, tasks: &[Raw], out: &mut Vec<Object>, span: Span) -> Result<()> {
    let processes = tasks.iter().map(|task| units::elements(cx, task, "processes")).collect::<Result<Vec<_>>>()?;
    for pair in processes.windows(2) {
        let [before, after] = pair else { continue };
        for first in before {
            for second in after {
                let second = Raw::Object(second.clone());
                if !first.eq(cx, &second)? {
                    out.push(order(cx, schema, &[first.clone().into(), second], span)?);
                }
            }
        }
    }
    Ok(())
}

/// `Units.finalization_wait_sum`, `Units.finalization_wait_max`.
pub(super) fn finalization_wait(cx: &Context, fold: Fold, tasks: &[Raw]) -> Result<Raw> {
    let mut total = Raw::Int(0);
    for task in tasks {
        let task = units::object_with(task, "finalization_wait")?;
        task.accessor("finalization_wait")?;
        let wait = match task.attribute(cx, "finalization_wait")? {
            Some(wait) => wait.get(cx)?,
            None => Raw::Int(0),
        };
        total = match fold {
            Fold::Sum => units::add(&total, &wait)?,
            Fold::Max => units::larger(total, wait),
        };
    }
    Ok(total)
}

/// A keyword for what is computed is an error; 0.5.0 takes `resources` when it concatenates.
fn reject_computed(release: Release, fold: Fold, merged: &[(&str, Raw)], keywords: &[Keyword]) -> Result<()> {
    for (name, _) in merged.iter().rev() {
        let is_taken = release < Release::minor(6) && fold == Fold::Max && *name == "resources";
        if !is_taken && keywords.iter().any(|keyword| *keyword.name == **name) {
            let message = format!("Task object got multiple values for keyword argument '{name}'");
            return Err(Error::new(ErrorClass::Type, message));
        }
    }
    Ok(())
}
