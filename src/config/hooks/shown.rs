//! What hooks see: the action's arguments as objects with the attributes and methods that hooks know from the original.

use std::any::Any;
use std::rc::Rc;

use crate::config::environment;
use crate::config::job_key::JobKey;
use crate::config::{plugins, ports, read};
use crate::diagnostics::{Diagnostic, Kind};
use crate::interp::error::{Error, Exc, Result};
use crate::interp::host_value::HostValue;
use crate::interp::native::{GetAttr, NativeDef, Shape, TypeDef};
use crate::interp::types::object::OBJECT;
use crate::interp::value::Value;
use crate::interp::vm::Vm;
use crate::objects::{Context, Object, Raw};

use super::{Action, Argument, Ending};

/// An object with fixed attributes and a text.
struct Record {
    def: &'static TypeDef,
    text: String,
    attributes: Vec<(&'static str, Value)>,
}

impl HostValue for Record {
    fn type_def(&self) -> &'static TypeDef {
        self.def
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// A method without arguments whose result is known.
struct Method(Value);

impl HostValue for Method {
    fn type_def(&self) -> &'static TypeDef {
        &METHOD
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// A method of the client that hooks may not use.
struct Refused(String);

impl HostValue for Refused {
    fn type_def(&self) -> &'static TypeDef {
        &REFUSED
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

static METHOD: TypeDef = TypeDef {
    name: "instancemethod",
    base: Some(&OBJECT),
    methods: &[NativeDef::raw("__call__", |_, args| {
        let found = args.positional.first().and_then(downcast::<Method>).map(|method| method.0.clone());
        Ok(found.unwrap_or(Value::None))
    })],
    ..TypeDef::EMPTY
};

static REFUSED: TypeDef = TypeDef {
    name: "instancemethod",
    base: Some(&OBJECT),
    methods: &[NativeDef::raw("__call__", |_, args| {
        let name = args.positional.first().and_then(downcast::<Refused>).map_or("", |refused| refused.0.as_str());
        let message = format!("a hook may not talk to the scheduler, and `api.{name}` would");
        let help = "a hook of a configuration decides on what it is given; what needs more can be a program: `hooks` of a \
                    cluster or of aurora.toml";
        Err(Error::halt(Diagnostic::error("AUR0704", Kind::Refused, message).help(help)))
    })],
    ..TypeDef::EMPTY
};

/// The methods of the original's client.
const CLIENT_METHODS: [&str; 15] = [
    "cancel_update",
    "check_status",
    "create_job",
    "get_jobs",
    "get_quota",
    "kill_job",
    "populate_job_config",
    "query",
    "query_no_configs",
    "restart",
    "scheduler_proxy",
    "sla_get_job_uptime_vector",
    "start_cronjob",
    "unsafe_get_lock",
    "update_job",
];

const fn shown(name: &'static str, module: &'static str, getattr: GetAttr) -> TypeDef {
    TypeDef { name, module, base: Some(&OBJECT), methods: METHODS, getattr: Some(getattr), ..TypeDef::EMPTY }
}

static API: TypeDef = shown("HookedAuroraClientAPI", "apache.aurora.client.hooks.hooked_api", client_attribute);
static CLUSTER: TypeDef = shown("Cluster", "apache.aurora.common.cluster", attribute);
static CONFIG: TypeDef = shown("AuroraConfig", "apache.aurora.client.config", attribute);
static HOOK_CONFIG: TypeDef = shown("HookConfig", "apache.aurora.client.hooks.hooked_api", attribute);
static JOB_KEY: TypeDef = shown("AuroraJobKey", "apache.aurora.common.aurora_job_key", attribute);
static RESPONSE: TypeDef = shown("Response", "gen.apache.aurora.api.ttypes", attribute);
static SETTINGS: TypeDef = shown("UpdaterConfig", "apache.aurora.client.api.updater_util", attribute);

static METHODS: &[NativeDef] = &[
    NativeDef::plain("__eq__", Shape::One, |_, args| Ok(Value::Bool(text(args.first()) == text(args.get(1))))),
    NativeDef::plain("__hash__", Shape::NoArgs, |vm, args| vm.hash(&Value::str(text(args.first()))).map(Value::Int)),
    NativeDef::plain("__ne__", Shape::One, |_, args| Ok(Value::Bool(text(args.first()) != text(args.get(1))))),
    NativeDef::plain("__repr__", Shape::NoArgs, |_, args| {
        let name = args.first().and_then(downcast::<Record>).map_or("", |record| record.def.name);
        Ok(Value::str(format!("{name}({})", text(args.first()))))
    }),
    NativeDef::plain("__str__", Shape::NoArgs, |_, args| Ok(Value::str(text(args.first())))),
];

fn downcast<T: 'static>(value: &Value) -> Option<&T> {
    match value {
        Value::Host(host) => host.as_any().downcast_ref(),
        _ => None,
    }
}

/// The text of a record; other values have none.
fn text(value: Option<&Value>) -> String {
    value.and_then(downcast::<Record>).map(|record| record.text.clone()).unwrap_or_default()
}

fn attribute(_: &mut Vm, value: &Value, name: &str) -> Result<Option<Value>> {
    let record = downcast::<Record>(value);
    Ok(record.and_then(|record| record.attributes.iter().find(|(known, _)| *known == name)).map(|(_, v)| v.clone()))
}

fn client_attribute(vm: &mut Vm, value: &Value, name: &str) -> Result<Option<Value>> {
    if CLIENT_METHODS.contains(&name) {
        return Ok(Some(Value::Host(Rc::new(Refused(name.to_owned())))));
    }
    attribute(vm, value, name)
}

fn record(def: &'static TypeDef, text: String, attributes: Vec<(&'static str, Value)>) -> Value {
    Value::Host(Rc::new(Record { def, text, attributes }))
}

fn method(result: Value) -> Value {
    Value::Host(Rc::new(Method(result)))
}

/// What all hooks of one action are given.
pub(super) struct Given {
    /// `api`.
    pub api: Value,
    /// The configuration, or `None`.
    config: Value,
    /// The job's key.
    key: Value,
}

impl Given {
    /// Makes the objects. Errors: those of reading the job.
    pub fn new(vm: &mut Vm, cx: &Context, action: &Action, job: &Object, hooks: &Value) -> Result<Given> {
        let cluster = record(&CLUSTER, action.key.cluster.clone(), vec![("name", Value::str(&action.key.cluster))]);
        let api = record(&API, action.key.cluster.clone(), vec![("cluster", cluster)]);
        let key = key_value(&action.key);
        let config = config_value(vm, cx, action, job, (&key, hooks))?;
        Ok(Given { api, config, key })
    }

    /// `hook_config` of `generic_hook`.
    pub fn hook_config(&self) -> Value {
        let attributes =
            vec![("api", self.api.clone()), ("config", self.config.clone()), ("job_key", self.key.clone())];
        record(&HOOK_CONFIG, String::new(), attributes)
    }

    /// An argument of the action.
    pub fn argument(&self, argument: &Argument) -> Value {
        match argument {
            Argument::None | Argument::Instances(None) => Value::None,
            Argument::Number(number) => Value::Int(*number),
            Argument::Instances(Some(ids)) => Value::list(ids.iter().map(|id| Value::Int(i64::from(*id))).collect()),
            Argument::JobKey => self.key.clone(),
            Argument::Config => self.config.clone(),
            Argument::Settings(settings) => {
                let attributes = settings.iter().map(|(name, value)| (*name, Value::Int(*value))).collect();
                record(&SETTINGS, String::new(), attributes)
            }
        }
    }
}

/// The scheduler's answer, or an error that may hold one.
pub(super) fn ending_value(vm: &mut Vm, ending: &Ending, is_error: bool) -> Result<Value> {
    let (response, words) = match ending {
        Ending::Answer { code, name, message } => {
            let words = message.as_ref().map_or(Value::None, Value::str);
            let attributes = vec![
                ("responseCode", Value::Int(i64::from(*code))),
                ("message", words.clone()),
                ("messageDEPRECATED", words),
            ];
            let shown = format!("APIError: {name}: {}", message.as_deref().unwrap_or("None"));
            (record(&RESPONSE, name.clone(), attributes), shown)
        }
        Ending::Failed(why) => (Value::None, why.clone()),
    };
    if !is_error {
        return Ok(response);
    }
    let error = vm.new_exception(Exc::Exception, vec![Value::str(words)]);
    vm.setattr(&error, &Value::str("response"), response)?;
    Ok(error)
}

fn key_value(key: &JobKey) -> Value {
    let path = key.to_string();
    let attributes = vec![
        ("cluster", Value::str(&key.cluster)),
        ("role", Value::str(&key.role)),
        ("env", Value::str(&key.environment)),
        ("environment", Value::str(&key.environment)),
        ("name", Value::str(&key.name)),
        ("to_path", method(Value::str(&path))),
    ];
    record(&JOB_KEY, path, attributes)
}

/// The configuration with the accessors of `reference/loading.md §8.5` that need no arguments.
fn config_value(
    vm: &mut Vm,
    cx: &Context,
    action: &Action,
    job: &Object,
    (key, hooks): (&Value, &Value),
) -> Result<Value> {
    let own = &action.key;
    let raw = environment::from_raw(vm, &Raw::Object(job.clone()))?;
    let mut attributes = vec![("hooks", hooks.clone()), ("raw", method(raw)), ("job_key", method(key.clone()))];
    for (name, text) in
        [("cluster", &own.cluster), ("role", &own.role), ("environment", &own.environment), ("name", &own.name)]
    {
        attributes.push((name, method(Value::str(text))));
    }
    if let Ok(Some(instances)) = read::evaluated(cx, job, "instances") {
        attributes.push(("instances", method(environment::from_raw(vm, &instances)?)));
    }
    for name in ["update_config", "health_check_config", "task"] {
        if let Ok(Some(part)) = read::attribute(cx, job, name) {
            attributes.push((name, method(environment::from_raw(vm, &Raw::Object(part))?)));
        }
    }
    let has_health_port = ports::referenced(cx, job, None).is_ok_and(|ports| ports.contains("health"));
    attributes.push(("has_health_port", method(Value::Bool(has_health_port))));
    let dedicated = plugins::is_dedicated(cx, job).unwrap_or(false);
    attributes.push(("is_dedicated", method(Value::Bool(dedicated))));
    Ok(record(&CONFIG, own.to_string(), attributes))
}
