//! What releases after 0.5.0 add to `update_config`, and what they have taken away (`reference/schema.md §8`,
//! `reference/scheduler-api.md §14`).

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use crate::diagnostics::{Diagnostic, Kind};
use crate::objects::{Context, Object};

use super::later::{elements, field, flag, whole};
use super::problem::{Problems, Result};
use super::read;

/// Settings of updates that the scheduler carries out. Nothing is set where a release has no such setting.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CarriedSettings {
    /// Whether all instances of a batch must be done before the next ones begin.
    pub wait_for_batch_completion: bool,
    /// Seconds after which an update without a heartbeat stands still.
    pub pulse_interval_secs: Option<i64>,
    /// Whether the job's service level agreement is kept.
    pub sla_aware: bool,
    /// In which batches.
    pub strategy: Option<UpdateStrategy>,
}

/// In which batches instances are updated.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum UpdateStrategy {
    /// So many at a time, one after the other.
    Queue(i32),
    /// In batches of one size.
    Batch {
        /// Instances of a batch.
        size: i32,
        /// Whether it pauses after each batch.
        pauses: bool,
    },
    /// In batches of these sizes; the last one repeats.
    Batches {
        /// Instances of each batch.
        sizes: Vec<i32>,
        /// Whether it pauses after each batch.
        pauses: bool,
    },
}

/// Reads the later parts of `update_config`. Errors: each that is out of its range.
pub(super) fn carried(cx: &Context, update: &Object) -> Result<CarriedSettings> {
    let has = |name: &str| has(update, name);
    let mut problems = Problems::default();
    let mut truth = |name: &str| has(name) && problems.keep(read::flag(cx, update, name)).unwrap_or_default();
    let (wait_for_batch_completion, sla_aware) = (truth("wait_for_batch_completion"), truth("sla_aware"));
    let mut pulse_interval_secs = None;
    if has("pulse_interval_secs")
        && problems.keep(read::attribute(cx, update, "pulse_interval_secs")).flatten().is_some()
    {
        let number = read::number(cx, update, "pulse_interval_secs");
        let ranged =
            number.and_then(|value| super::update_settings::in_range(update, "pulse_interval_secs", &value, 1));
        pulse_interval_secs = problems.keep(ranged);
    }
    let strategy = if has("update_strategy") { problems.keep(strategy(cx, update)).flatten() } else { None };
    problems.or_value(Some(CarriedSettings { wait_for_batch_completion, pulse_interval_secs, sla_aware, strategy }))
}

/// Whether the release has the attribute.
pub(super) fn has(update: &Object, name: &str) -> bool {
    update.ty().as_struct().is_some_and(|fields| fields.slot(name).is_some())
}

fn strategy(cx: &Context, update: &Object) -> Result<Option<UpdateStrategy>> {
    let Some(raw) = read::evaluated(cx, update, "update_strategy")? else { return Ok(None) };
    let size = |number: &BigInt| {
        number.to_i32().filter(|size| *size > 0).ok_or_else(|| {
            let message = format!("a batch of `update_strategy` has {number} instances, and it must have at least one");
            let error = Diagnostic::error("AUR0705", Kind::UpdateConfig, message);
            Problems::from(error.at(read::place(update, "update_strategy"), "set here"))
        })
    };
    let pauses = flag(&raw, "autopause_after_batch");
    if let Some(sizes) = field(&raw, "batch_sizes") {
        let mut problems = Problems::default();
        let numbers = elements(Some(&sizes));
        if numbers.is_empty() {
            let error = Diagnostic::error("AUR0705", Kind::UpdateConfig, "`batch_sizes` of `update_strategy` is empty");
            return Err(error.at(read::place(update, "update_strategy"), "set here").into());
        }
        let number = |raw: &crate::objects::Raw| match read::Number::of(raw) {
            read::Number::Integer(number) => number,
            _ => BigInt::default(),
        };
        let sizes = numbers.iter().filter_map(|raw| problems.keep(size(&number(raw)))).collect();
        return problems.or_value(Some(Some(UpdateStrategy::Batches { sizes, pauses })));
    }
    let size = size(&whole(&raw, "batch_size"))?;
    // Only this one can pause.
    Ok(Some(match field(&raw, "autopause_after_batch") {
        Some(_) => UpdateStrategy::Batch { size, pauses },
        None => UpdateStrategy::Queue(size),
    }))
}
