//! From a job to what the scheduler is sent (`reference/loading.md §7, §8`).

use std::collections::BTreeSet;

use num_bigint::BigInt;
use num_integer::Integer;

use crate::cpython::float_text::float_repr;
use crate::diagnostics::{Diagnostic, Kind, shown};
use crate::objects::{Context, Environment, Keyword, Object, Raw, Reason, Reference, Step, Type};
use crate::schema::Release;
use crate::source::Span;

use super::bindings::Bindings;
use super::blame::with_places;
use super::job_configuration::{CronCollisionPolicy, ExecutorConfig, Identity, JobConfiguration, TaskConfig, TaskKey};
use super::job_key::{IDENTIFIER, is_identifier};
use super::problem::{Problems, Result, of_error, of_failure};
use super::read::{self, Number};
use super::{bad_references, constraints, executor_data, later, plan, plugins, ports, task_links, unbound};

/// What a conversion needs besides the job.
pub struct Terms<'a> {
    /// The objects' shared state.
    pub cx: &'a Context,
    /// The type of the namespace `mesos`.
    pub mesos_context: &'a Type,
    /// What was bound on the command line, for advice.
    pub bindings: &'a Bindings,
    /// Login name of the person who sends the job.
    pub user: &'a str,
    /// Whose client is followed.
    pub release: Release,
}

/// Bytes of a mebibyte.
const MEBIBYTE: u32 = 1 << 20;

/// A job with the namespace `mesos`, its instance left open, and what interpolating it once makes of it.
pub struct First {
    bound: Object,
    once: Result<Object>,
}

impl First {
    /// The first pass over a job. Errors: `mesos` cannot be bound.
    pub fn of(terms: &Terms, job: &Object) -> Result<First> {
        let bound = with_mesos(terms, job)?;
        let once = first_pass(terms, job, &bound);
        Ok(First { bound, once })
    }

    /// The job after it, if it has come to its end.
    pub fn once(&self) -> Option<&Object> {
        self.once.as_ref().ok()
    }
}

/// Converts a job that was prepared; `known_ports` are its ports if they were found out then. Errors: all that are found; the
/// first one is the original's.
pub fn convert(
    terms: &Terms,
    job: &Object,
    first: First,
    known_ports: Option<BTreeSet<String>>,
) -> Result<JobConfiguration> {
    let cx = terms.cx;
    let mut problems = Problems::default();
    let First { bound, once } = first;
    let once = match problems.keep(once) {
        Some(once) => once,
        // What a limit ended is not begun again.
        None if problems.0.iter().any(|one| one.kind == Kind::Budget) => return Err(problems),
        // Its texts are read as they are, each by itself, to find what else is wrong.
        None => bound,
    };
    let is_interpolated = problems.is_empty();
    let link_ports = problems.keep(task_links::ports(cx, &once)).flatten();
    let checked = type_check(terms, &once, link_ports, job).map(|(more, left)| {
        problems.add(more);
        left
    });
    let Some(left) = problems.keep(checked) else { return Err(problems) };
    let once = match problems.keep(task_links::translated(cx, job)).flatten() {
        Some(links) => once.with(cx, &[Keyword::new("task_links", links, read::place(job, "task_links"))])?,
        None => once,
    };
    let requested_ports =
        known_ports.or_else(|| problems.keep(ports::ports(cx, job, is_interpolated.then_some(&once))));
    let is_typed = problems.is_empty();
    match fields(terms, &once, job, requested_ports.unwrap_or_default(), (!is_interpolated).then_some(left)) {
        Ok(converted) => problems.or_value(Some(converted)),
        Err(mut more) => {
            if !is_typed {
                // A value that is missing was told by the type check.
                more.0.retain(|one| is_of_itself(job, one));
            }
            problems.add(more);
            Err(problems)
        }
    }
}

/// The job with the namespace `mesos`, its instance left open.
fn with_mesos(terms: &Terms, job: &Object) -> Result<Object> {
    let cx = terms.cx;
    let context = terms.mesos_context.construct(cx, &[], &[], Span::NONE)?;
    let table = Environment::construct(cx, &[], &[Keyword::new("mesos", context, Span::NONE)])?;
    Ok(job.bind(cx, &[Raw::Environment(table)], &[], Span::NONE)?)
}

/// Interpolation of the job that `bound` is with the namespace `mesos`.
fn first_pass(terms: &Terms, job: &Object, bound: &Object) -> Result<Object> {
    let cx = terms.cx;
    bound.interpolate(cx).map(|(once, _)| once).map_err(|error| {
        let (path, reference) = match error.facts() {
            Some(facts) => (facts.path.clone(), facts.reference.clone()),
            None => Default::default(),
        };
        with_places(cx, job, &path, reference.as_deref(), of_error(&error)).into()
    })
}

/// The type check with stand-ins for what only the executor knows: what is wrong, and the references that nothing satisfies.
fn type_check(
    terms: &Terms,
    job: &Object,
    link_ports: Option<BTreeSet<String>>,
    given: &Object,
) -> Result<(Problems, Vec<Reference>)> {
    let cx = terms.cx;
    let mut pairs = stand_ins(terms.release, 0);
    for port in link_ports.into_iter().flatten() {
        pairs.push(Keyword::new(format!("thermos.ports[{port}]"), Raw::Int(31337), Span::NONE));
    }
    let table = Environment::construct(cx, &[], &pairs)?;
    let bound = job.bind(cx, &[Raw::Environment(table)], &[], Span::NONE)?;
    let mut problems = Problems::default();
    if bound.check(cx).is_ok_and(|check| check.ok()) {
        return Ok((problems, Vec::new()));
    }
    // What escapes from the check is found again, and with it all the rest.
    let found = bound.check_all(cx)?;
    for failure in found.failures {
        let reference = match &failure.reason {
            Reason::Raised(raised) => raised.facts.reference.as_deref(),
            _ => None,
        };
        problems.add(with_places(cx, given, &failure.path, reference, of_failure(&failure)).into());
        for other in bad_references::others(cx, given, &failure) {
            problems.add(with_places(cx, given, &other.path, None, of_failure(&other)).into());
        }
    }
    Ok((problems, found.references))
}

/// What else is wrong with a job that lacks what it needs to be converted.
pub fn all_else(terms: &Terms, job: &Object) -> Problems {
    let found = with_mesos(terms, job).and_then(|bound| type_check(terms, &bound, None, job));
    let (mut problems, references) = match found {
        Ok(found) => found,
        Err(problems) => return problems,
    };
    problems.add(unbound::problems(terms, job, job, &references));
    problems.add(plugins::checks(terms.cx, job));
    let fields = with_mesos(terms, job)
        .and_then(|bound| fields(terms, &bound, job, BTreeSet::new(), Some(references)).map(|_| ()));
    if let Err(mut more) = fields {
        more.0.retain(|one| is_of_itself(job, one) && (one.code != "AUR0451" || job.has("task")));
        problems.add(more);
    }
    // That the job or its task lacks something was told.
    problems.0.retain(|one| {
        let is_told = |name: &str| one.message.starts_with(&format!("`{name}` is required"));
        !["cluster", "role", "task", "task.processes"].into_iter().any(is_told)
    });
    problems
}

/// Whether a problem of a field is no consequence of what the job lacks.
fn is_of_itself(job: &Object, problem: &Diagnostic) -> bool {
    let shows_lacking = problem
        .message
        .split('`')
        .nth(1)
        .and_then(|text| text.strip_prefix("{{")?.strip_suffix("}}"))
        .is_some_and(|name| unbound::is_of_lacking(job, name));
    problem.code != "AUR0461" && !shows_lacking
}

/// Values for what only the executor knows.
fn stand_ins(release: Release, instance: i64) -> Vec<Keyword> {
    let mut pairs = vec![Keyword::new("mesos.instance", Raw::Int(instance), Span::NONE)];
    if later::has_hostname(release) {
        pairs.push(Keyword::new("mesos.hostname", Raw::text("host"), Span::NONE));
    }
    pairs
}

/// The conversion proper, of the once interpolated job that was `given`, or of one that cannot be interpolated: then `left` is
/// what its texts refer to in vain.
fn fields(
    terms: &Terms,
    job: &Object,
    given: &Object,
    requested_ports: BTreeSet<String>,
    left: Option<Vec<Reference>>,
) -> Result<JobConfiguration> {
    let cx = terms.cx;
    let mut problems = Problems::default();
    let role = problems.keep(identifier(cx, job, "role")).unwrap_or_default();
    let environment = problems.keep(identifier(cx, job, "environment")).unwrap_or_default();
    let name = problems.keep(identifier(cx, job, "name")).unwrap_or_default();
    let production = problems.keep(read::value(cx, job, "production")).is_some_and(|raw| read::truth(&raw));
    let is_service = problems.keep(service(cx, job)).unwrap_or_default();
    let max_task_failures = problems.keep(integer(cx, job, "max_task_failures")).unwrap_or_default();
    let priority = problems.keep(integer(cx, job, "priority")).unwrap_or_default();
    let contact_email = problems.keep(text(cx, job, "contact")).flatten();
    let (num_cpus, ram_mb, disk_mb) = problems.keep(resources(cx, job, left.is_none())).unwrap_or_default();
    let mut task_links = problems.keep(constraints::texts(cx, job, "task_links")).unwrap_or_default();
    if !later::sends_task_links(terms.release) {
        task_links.clear();
    }
    let constraints = problems.keep(constraints::constraints(cx, job)).unwrap_or_default();
    let data = problems.keep(second_pass(terms, job, given, left)).unwrap_or_default();
    let executor_config = problems.keep(executor(cx, job, data)).unwrap_or_default();
    let metadata = problems.keep(later::metadata(cx, job)).unwrap_or_default();
    let later = problems.keep(later::later(cx, job, terms.release)).unwrap_or_default();
    let cron_schedule = problems.keep(text(cx, job, "cron_schedule")).flatten();
    let policy = problems.keep(cron_policy(cx, job)).unwrap_or(CronCollisionPolicy::KillExisting);
    let instance_count = problems.keep(integer(cx, job, "instances")).unwrap_or_default();
    let owner = Identity { role: role.clone(), user: terms.user.to_owned() };
    let task_config = TaskConfig {
        owner: owner.clone(),
        environment: environment.clone(),
        job_name: name.clone(),
        is_service,
        num_cpus,
        ram_mb,
        disk_mb,
        priority,
        max_task_failures,
        production,
        constraints,
        requested_ports,
        task_links,
        contact_email,
        executor_config,
        metadata: metadata.into_iter().collect(),
        later,
    };
    let key = TaskKey { role, environment, name };
    let cron_collision_policy = policy;
    let converted = JobConfiguration { key, owner, cron_schedule, cron_collision_policy, task_config, instance_count };
    problems.or_value(Some(converted))
}

/// The second interpolation: task validation, the references that are left, and the executor's text.
fn second_pass(terms: &Terms, job: &Object, given: &Object, left: Option<Vec<Reference>>) -> Result<String> {
    let cx = terms.cx;
    let mut problems = Problems::default();
    let is_interpolated = left.is_none();
    let (twice, references) = match left {
        None => job.interpolate(cx)?,
        Some(left) => (job.clone(), left),
    };
    let table = Environment::construct(cx, &[], &stand_ins(terms.release, 31337))?;
    let bound = twice.bind(cx, &[Raw::Environment(table)], &[], Span::NONE)?;
    let task = if is_interpolated { read::attribute(cx, &bound, "task")? } else { part(&bound, "task") };
    if let Some(task) = task {
        problems.keep(plan::check(cx, &task));
    }
    if !bound.check(cx)?.ok() {
        for failure in bound.check_all(cx)?.failures {
            problems.add(of_failure(&failure).into());
        }
    }
    problems.add(unbound::problems(terms, job, given, &references));
    let data = problems.keep(executor_data::text(cx, &twice, terms.release));
    problems.or_value(data)
}

/// The executor: the standard one with the job as its text, or one that the job names, with its own.
fn executor(cx: &Context, job: &Object, data: String) -> Result<ExecutorConfig> {
    match later::executor(cx, job)? {
        Some((name, own)) if name != executor_data::EXECUTOR || !own.is_empty() => {
            Ok(ExecutorConfig { name, data: if own.is_empty() { data } else { own } })
        }
        _ => Ok(ExecutorConfig { name: executor_data::EXECUTOR.to_owned(), data }),
    }
}

/// An attribute as it was written, in its scopes.
fn part(owner: &Object, name: &str) -> Option<Object> {
    owner.part(&Step::Field(name.into()))
}

/// An attribute that must be an identifier.
fn identifier(cx: &Context, job: &Object, name: &str) -> Result<String> {
    let value = read::raw_text(&read::value(cx, job, name)?);
    if is_identifier(&value) {
        return Ok(value);
    }
    let message = format!("`{}` cannot be the {name} of a job", shown(&value));
    Err(Diagnostic::error("AUR0450", Kind::InvalidIdentifier, message)
        .help(IDENTIFIER)
        .at(read::place(job, name), "set here")
        .about(name)
        .into())
}

fn text(cx: &Context, job: &Object, name: &str) -> Result<Option<String>> {
    Ok(read::evaluated(cx, job, name)?.map(|raw| read::raw_text(&raw)))
}

fn integer(cx: &Context, job: &Object, name: &str) -> Result<BigInt> {
    integer_of(job, name, &read::value(cx, job, name)?)
}

fn integer_of(owner: &Object, name: &str, raw: &Raw) -> Result<BigInt> {
    match Number::of(raw) {
        Number::Integer(value) => Ok(value),
        other => {
            let message = format!("`{name}` must be a whole number and is `{}`", shown(&other.to_string()));
            Err(Diagnostic::error("AUR0301", Kind::Coercion, message)
                .at(read::place(owner, name), "set here")
                .about(name)
                .into())
        }
    }
}

/// Cores, and memory and disk in mebibytes.
fn resources(cx: &Context, job: &Object, is_interpolated: bool) -> Result<(f64, BigInt, BigInt)> {
    let resources = match job.settled_part(&["task", "resources"]) {
        Some(resources) => Some(resources),
        None if is_interpolated => read::attribute(cx, &read::required(cx, job, "task")?, "resources")?,
        None => part(job, "task").and_then(|task| part(&task, "resources")),
    };
    let Some(resources) = resources else {
        return Err(Diagnostic::error(
            "AUR0451",
            Kind::InvalidResources,
            "the task does not say what resources it needs",
        )
        .help("add resources=Resources(cpu=1.0, ram=512*MB, disk=1*GB) to the Task")
        .at(read::place(job, "task"), "this task")
        .into());
    };
    let mut problems = Problems::default();
    let mut bytes = |name| {
        let value = read::value(cx, &resources, name).and_then(|raw| integer_of(&resources, name, &raw));
        problems.keep(value)
    };
    let (ram, disk) = (bytes("ram"), bytes("disk"));
    let cpu = problems.keep(read::value(cx, &resources, "cpu")).and_then(|raw| Number::of(&raw).to_float());
    let mebibytes = |bytes: &BigInt| bytes.div_floor(&MEBIBYTE.into());
    for (name, bytes) in [("ram", &ram), ("disk", &disk)] {
        if let Some(bytes) = bytes
            && mebibytes(bytes) <= BigInt::from(0)
        {
            problems.0.push(too_little(&resources, name, bytes));
        }
    }
    // A cpu that is no number at all passes, as in the original.
    if let Some(cpu) = cpu
        && cpu <= 0.0
    {
        let message = format!("`cpu` must be more than 0 and is {}", float_repr(cpu));
        problems.0.push(
            Diagnostic::error("AUR0453", Kind::InvalidResources, message)
                .help("cpu counts cores: 0.25 is a quarter of one")
                .at(read::place(&resources, "cpu"), "set here")
                .about("cpu"),
        );
    }
    let found = cpu.zip(ram.zip(disk)).map(|(cpu, (ram, disk))| (cpu, mebibytes(&ram), mebibytes(&disk)));
    problems.or_value(found)
}

fn too_little(resources: &Object, name: &str, bytes: &BigInt) -> Diagnostic {
    let zero = BigInt::from(0);
    let (code, message) = match bytes.cmp(&zero) {
        std::cmp::Ordering::Equal => ("AUR0452", format!("`{name}` must not be 0")),
        std::cmp::Ordering::Less => ("AUR0453", format!("`{name}` must be more than 0 and is {bytes}")),
        std::cmp::Ordering::Greater => (
            "AUR0453",
            format!("`{name}` is {bytes} byte{}, less than one MB", if *bytes == BigInt::from(1) { "" } else { "s" }),
        ),
    };
    // So many are no megabytes that somebody meant.
    let help = if *bytes >= BigInt::from(64 * 1024) {
        format!("the least is {name}=1*MB; behind -E and in JSON {MEBIBYTE}")
    } else if *bytes > zero {
        let meant = bytes * MEBIBYTE;
        format!("{name} is counted in bytes: write {bytes}*MB; behind -E and in JSON {meant}")
    } else {
        format!("write e.g. {name}=512*MB")
    };
    let problem = Diagnostic::error(code, Kind::InvalidResources, message).help(help);
    problem.at(read::place(resources, name), "set here").about(name)
}

/// Whether the task is a service; two attributes say so.
fn service(cx: &Context, job: &Object) -> Result<bool> {
    match (job.has("daemon"), job.has("service")) {
        (true, true) => Err(Diagnostic::error("AUR0458", Kind::Other, "both `daemon` and `service` are set")
            .help("keep `service` and take `daemon`, its old name, out")
            .at(read::place(job, "daemon"), old_label(job, "daemon", "service"))
            .at(read::place(job, "service"), "the new one")
            .into()),
        (true, false) => Ok(read::truth(&read::value(cx, job, "daemon")?)),
        (false, true) => Ok(read::truth(&read::value(cx, job, "service")?)),
        (false, false) => Ok(false),
    }
}

/// What to say at the place of an attribute's old name, which can be that of its new one, too.
fn old_label(job: &Object, old: &str, new: &str) -> &'static str {
    if read::place(job, old) == read::place(job, new) { "both are set here" } else { "the old name" }
}

/// What happens when a cron job's runs meet; two attributes say so.
fn cron_policy(cx: &Context, job: &Object) -> Result<CronCollisionPolicy> {
    let name = match (job.has("cron_policy"), job.has("cron_collision_policy")) {
        (true, true) => {
            let message = "both `cron_policy` and `cron_collision_policy` are set";
            return Err(Diagnostic::error("AUR0457", Kind::Other, message)
                .help("keep `cron_collision_policy` and take `cron_policy`, its old name, out")
                .at(read::place(job, "cron_policy"), old_label(job, "cron_policy", "cron_collision_policy"))
                .at(read::place(job, "cron_collision_policy"), "the new one")
                .into());
        }
        (true, false) => "cron_policy",
        (false, true) => "cron_collision_policy",
        (false, false) => return Ok(CronCollisionPolicy::KillExisting),
    };
    let text = read::raw_text(&read::value(cx, job, name)?);
    let names = CronCollisionPolicy::ALL.map(CronCollisionPolicy::name);
    match CronCollisionPolicy::ALL.into_iter().find(|policy| policy.name() == text) {
        Some(policy) => Ok(policy),
        None => {
            let help = match crate::diagnostics::nearest(&text, names) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("use one of {}", names.join(", ")),
            };
            Err(Diagnostic::error("AUR0456", Kind::Other, format!("`{}` is not a cron collision policy", shown(&text)))
                .help(help)
                .at(read::place(job, name), "set here")
                .into())
        }
    }
}
