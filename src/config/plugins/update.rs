//! Settings of updates (`reference/loading.md §6.4 b`).

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_traits::FromPrimitive;

use crate::diagnostics::{Diagnostic, Kind, shown};
use crate::objects::{Context, Object};
use crate::source::Span;

use super::super::problem::{Problems, Result, bind_help};
use super::super::read::{self, Number};

/// The numbers that the rules speak of.
struct Settings {
    instances: Number,
    failures: Number,
    watch: Number,
    initial: Number,
    consecutive: Number,
    interval: Number,
    /// From 0.17 on, `watch_secs=0` leaves it to the health checks how long an instance is watched.
    is_watch_by_health: bool,
}

/// Errors: each rule that is broken.
pub fn check(cx: &Context, job: &Object) -> Result<()> {
    let update = read::required(cx, job, "update_config")?;
    let health = read::required(cx, job, "health_check_config")?;
    let watch_secs = read::number(cx, &update, "watch_secs")?;
    let settings = Settings {
        is_watch_by_health: health.has("min_consecutive_successes") && watch_secs == Number::Integer(BigInt::from(0)),
        instances: read::number(cx, job, "instances")?,
        failures: read::number(cx, &update, "max_total_failures")?,
        watch: watch_secs,
        initial: read::number(cx, &health, "initial_interval_secs")?,
        consecutive: read::number(cx, &health, "max_consecutive_failures")?,
        interval: read::number(cx, &health, "interval_secs")?,
    };
    let place_of = |part: &Object, name: &str, whole: &str| {
        let place = read::place(part, name);
        if place.is_none() { read::place(job, whole) } else { place }
    };
    let failures_place = place_of(&update, "max_total_failures", "update_config");
    let mut problems = Problems::default();
    if python2_order(&settings.failures, &settings.instances) != Some(Ordering::Less) && !is_nan(&settings) {
        problems.0.push(too_many_failures(&settings, failures_place, read::place(job, "instances")));
    } else if super::is_dedicated(cx, job)? {
        problems.add(dedicated(&settings, failures_place));
    }
    let watch_place = place_of(&update, "watch_secs", "update_config");
    problems.add(watch(&settings, watch_place, place_of(&health, "initial_interval_secs", "health_check_config")));
    problems.or_value(Some(()))
}

fn is_nan(settings: &Settings) -> bool {
    let nan = |number: &Number| matches!(number, Number::Float(value) if value.is_nan());
    nan(&settings.failures) || nan(&settings.instances)
}

fn too_many_failures(settings: &Settings, place: Span, instances: Span) -> Diagnostic {
    let Settings { instances: size, failures, .. } = settings;
    let message = match failures {
        Number::Text(text) => format!("max_total_failures must be a number, but `{}` has no value", shown(text)),
        _ => format!("max_total_failures is {failures}, but the job has {size} instances: no update could ever fail"),
    };
    let help = match (failures, size) {
        (Number::Text(text), _) => bind_help(text.trim_matches(['{', '}'])),
        (_, Number::Integer(size)) if *size > BigInt::from(0) => {
            format!("set it to {} or less", size - BigInt::from(1))
        }
        _ => "a job must have at least one instance".to_owned(),
    };
    Diagnostic::error("AUR0431", Kind::UpdateConfig, message)
        .help(help)
        .at(place, "the update's setting")
        .at(instances, "the number of instances")
}

/// A dedicated job must let 2 % of its instances fail.
fn dedicated(settings: &Settings, place: Span) -> Problems {
    let Some(size) = settings.instances.to_float() else {
        return unresolved("instances", &settings.instances, place);
    };
    let least = (size * 0.02).floor();
    let threshold = BigInt::from_f64(least).map_or(Number::Float(least), Number::Integer);
    if python2_order(&settings.failures, &threshold) != Some(Ordering::Less) {
        return Problems::default();
    }
    let message = format!(
        "max_total_failures is {}, but a dedicated job of {} instances must allow {threshold}",
        settings.failures, settings.instances
    );
    Diagnostic::error("AUR0432", Kind::UpdateConfig, message)
        .help(format!("set max_total_failures of update_config to {threshold} or more: 2 % of the instances"))
        .at(place, "the update's setting")
        .into()
}

/// An instance must be watched until a failing health check would have been noticed.
fn watch(settings: &Settings, place: Span, health: Span) -> Problems {
    let mut numbers = [0.0; 3];
    let parts = [
        ("initial_interval_secs", &settings.initial),
        ("max_consecutive_failures", &settings.consecutive),
        ("interval_secs", &settings.interval),
    ];
    for (number, (name, value)) in numbers.iter_mut().zip(parts) {
        match value.to_float() {
            Some(value) => *number = value,
            None => return unresolved(name, value, health),
        }
    }
    let target = numbers[0] + numbers[1] * numbers[2];
    let order = python2_order(&settings.watch, &Number::Float(target));
    if !matches!(order, Some(Ordering::Less | Ordering::Equal)) || settings.is_watch_by_health {
        return Problems::default();
    }
    let message = format!(
        "watch_secs is {}: the update would end before a failing health check is noticed, after {} seconds",
        settings.watch.truncated(),
        Number::Float(target).truncated()
    );
    let help = format!(
        "set watch_secs of update_config above {}: {} seconds before the first check, and {} more failures at {} seconds each",
        Number::Float(target).truncated(),
        settings.initial.truncated(),
        settings.consecutive.truncated(),
        settings.interval.truncated()
    );
    Diagnostic::error("AUR0433", Kind::UpdateConfig, message)
        .help(help)
        .at(place, "the update's setting")
        .at(health, "the health check's")
        .into()
}

fn unresolved(name: &str, value: &Number, place: Span) -> Problems {
    let text = value.to_string();
    Diagnostic::error(
        "AUR0306",
        Kind::Unbound,
        format!("`{name}` must be a number, but `{}` has no value", shown(&text)),
    )
    .help(bind_help(text.trim_matches(['{', '}'])))
    .at(place, "set here")
    .into()
}

/// Python 2 compares anything with anything: numbers by value, and every text is greater than every number.
fn python2_order(a: &Number, b: &Number) -> Option<Ordering> {
    match (a, b) {
        (Number::Integer(a), Number::Integer(b)) => Some(a.cmp(b)),
        (Number::Text(a), Number::Text(b)) => Some(a.cmp(b)),
        (Number::Text(_), _) => Some(Ordering::Greater),
        (_, Number::Text(_)) => Some(Ordering::Less),
        (Number::Float(a), Number::Float(b)) => a.partial_cmp(b),
        (Number::Integer(a), Number::Float(b)) => integer_and_float(a, *b),
        (Number::Float(a), Number::Integer(b)) => integer_and_float(b, *a).map(Ordering::reverse),
    }
}

/// Exact, also where the integer does not fit into a float.
fn integer_and_float(integer: &BigInt, float: f64) -> Option<Ordering> {
    if float.is_nan() {
        return None;
    }
    match BigInt::from_f64(float.trunc()) {
        None if float > 0.0 => Some(Ordering::Less),
        None => Some(Ordering::Greater),
        Some(whole) => Some(integer.cmp(&whole).then_with(|| {
            let rest = float.fract();
            0.0_f64.partial_cmp(&rest).unwrap_or(Ordering::Equal)
        })),
    }
}

#[cfg(test)]
mod tests {
    use super::{Number, python2_order};
    use std::cmp::Ordering;

    #[test]
    fn numbers_compare_by_value_and_texts_come_last() {
        let (one, text) = (Number::Integer(1.into()), Number::Text("{{n}}".to_owned()));
        assert_eq!(python2_order(&one, &Number::Float(1.5)), Some(Ordering::Less));
        assert_eq!(python2_order(&Number::Integer((-1).into()), &Number::Float(-1.5)), Some(Ordering::Greater));
        assert_eq!(python2_order(&one, &Number::Float(f64::INFINITY)), Some(Ordering::Less));
        assert_eq!(python2_order(&one, &Number::Float(f64::NAN)), None);
        assert_eq!(python2_order(&text, &one), Some(Ordering::Greater));
    }
}
