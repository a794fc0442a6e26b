//! An event as hook programs read it from their standard input: one line of JSON.

use serde_json::{Value as Json, json};

use crate::config::hooks::{Action, Ending, Moment};

/// The version of the event's form.
const VERSION: u32 = 1;

/// The event's text. `job` is the job as it would be sent, where a configuration was given.
pub fn event(
    moment: Moment,
    command: &str,
    action: &Action,
    ending: Option<&Ending>,
    user: &str,
    job: Option<&Json>,
) -> String {
    let key = &action.key;
    let (result, error) = match (moment, ending) {
        (Moment::Pre, _) | (_, None) => (Json::Null, Json::Null),
        (Moment::Post, Some(ending)) => (answer(ending), Json::Null),
        (Moment::Err, Some(Ending::Failed(why))) => (Json::Null, Json::from(why.as_str())),
        (Moment::Err, Some(ending @ Ending::Answer { message, .. })) => (answer(ending), json!(message)),
    };
    let document = json!({
        "version": VERSION,
        "event": moment.name(),
        "command": command,
        "method": action.method,
        "job_key": key.to_string(),
        "cluster": key.cluster,
        "role": key.role,
        "environment": key.environment,
        "name": key.name,
        "user": user,
        "instances": action.instances(),
        "job": job,
        "result": result,
        "error": error,
    });
    format!("{document}\n")
}

fn answer(ending: &Ending) -> Json {
    match ending {
        Ending::Answer { code, name, message } => json!({"code": name, "number": code, "message": message}),
        Ending::Failed(why) => json!({"message": why}),
    }
}
