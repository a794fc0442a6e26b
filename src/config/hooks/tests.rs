//! Hooks of configurations in a world of memory.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::{Action, Ending, Moment, Verdict};
use crate::config::tests::world::{BASE, messages, start};
use crate::config::{Bindings, JobKey, Selector, Settings, pick};

/// What the hooks print and say about an event of the job `job(enable_hooks=True)`.
fn play(hooks: &str, moment: Moment, action: impl Fn(JobKey) -> Action, ending: Option<Ending>) -> (String, Verdict) {
    let text = format!("{BASE}{hooks}\njobs = [job(enable_hooks=True)]\n");
    let (printed, evaluation) = start(&[("main.aurora", &text)], &Settings::default());
    let mut evaluation = evaluation.unwrap_or_else(|problems| panic!("{:?}", messages(&problems)));
    let cx = Rc::clone(&evaluation.cx);
    let bindings = Bindings::parse(&cx, &[]).expect("there are none");
    let jobs = evaluation.jobs().expect("there is one");
    let key = JobKey::parse("west/ops/prod/web").expect("it is one");
    let job = pick(&cx, &jobs, &Selector::from(key.clone()), &bindings).expect("it is there");
    let verdict = evaluation.run_hooks(&job, moment, &action(key), ending.as_ref()).expect("the hooks are a list");
    let printed = printed.borrow().clone();
    (printed, verdict)
}

fn ok() -> Option<Ending> {
    Some(Ending::Answer { code: 1, name: "OK".to_owned(), message: Some("done".to_owned()) })
}

#[test]
fn named_methods_are_given_the_arguments_of_the_action() {
    let hooks = "
class H(object):
  def pre_create_job(self, config, lock):
    print config.name(), config.job_key(), config.instances(), lock, config.raw().role()
    return True
  def pre_kill_job(self, job_key, instances=None, lock=None, config=None):
    print job_key.to_path(), job_key.env, instances, config.cluster()
    return 1
hooks = [H()]";
    let (printed, verdict) = play(hooks, Moment::Pre, Action::create, None);
    assert_eq!((printed.as_str(), verdict.agrees()), ("web west/ops/prod/web 1 None ops\n", true), "{verdict:?}");
    let kill = |key| Action::kill(key, Some(BTreeSet::from([0, 2])));
    let (printed, verdict) = play(hooks, Moment::Pre, kill, None);
    assert_eq!((printed.as_str(), verdict.agrees()), ("west/ops/prod/web prod [0, 2] west\n", true), "{verdict:?}");
}

#[test]
fn a_first_parameter_called_api_is_the_client_which_may_not_be_used() {
    let hooks = "
class H:
  def pre_cancel_update(self, api, job_key, **more):
    print api.cluster.name, job_key, sorted(more)
    try:
      return api.query('x')
    except Exception:
      return True
hooks = [H()]";
    let (printed, verdict) = play(hooks, Moment::Pre, Action::cancel_update, None);
    assert_eq!(printed, "west west/ops/prod/web ['config']\n");
    assert_eq!(verdict.against, ["H.pre_cancel_update"]);
    assert_eq!(verdict.warnings.first().map(|one| one.code), Some("AUR0704"), "{verdict:?}");
}

#[test]
fn the_generic_hook_stands_in_and_all_hooks_run() {
    let hooks = "
class G(object):
  def __init__(self, says):
    self.says = says
  def generic_hook(self, hook_config, event, method, result_or_err, args, kw):
    print hook_config.job_key, hook_config.config.name(), event, method, result_or_err, len(args), sorted(kw)
    return self.says
class Nothing(object):
  pass
hooks = [G(0), Nothing(), G(1)]";
    let update = |key| Action::update(key, None, 3);
    let (printed, verdict) = play(hooks, Moment::Pre, update, None);
    let line = "west/ops/prod/web web pre update_job None 1 ['health_check_interval_seconds', 'instances']\n";
    assert_eq!(printed, line.repeat(2));
    assert_eq!(verdict.against, ["G.generic_hook"]);
}

#[test]
fn results_and_errors_come_first() {
    let hooks = "
class H(object):
  def post_restart(self, result, job_key, shards, updater_config, interval, config=None):
    print result.responseCode, result.message, shards, updater_config.batch_size, interval
  def err_restart(self, error, *args, **kw):
    print isinstance(error, Exception), error, error.response and error.response.responseCode, len(args)
hooks = [H()]";
    let restart = |key| Action::restart(key, None, vec![("batch_size", 2)], 3);
    let (printed, _) = play(hooks, Moment::Post, restart, ok());
    assert_eq!(printed, "1 done None 2 3\n");
    let (printed, _) = play(hooks, Moment::Err, restart, Some(Ending::Failed("no answer".to_owned())));
    assert_eq!(printed, "True no answer None 4\n");
    let (printed, _) = play(hooks, Moment::Err, restart, ok());
    assert_eq!(printed, "True APIError: OK: done 1 4\n");
}

#[test]
fn a_hook_that_fails_says_no_in_its_own_words() {
    let hooks = "
class H(object):
  def pre_start_cronjob(self, job_key):
    return True
  def pre_create_job(self, *a):
    return missing
hooks = [H()]";
    // A keyword that the hook does not know stops the action, as in the original.
    let (_, verdict) = play(hooks, Moment::Pre, Action::start_cron, None);
    assert_eq!(verdict.against, ["H.pre_start_cronjob"]);
    assert!(verdict.warnings[0].message.contains("unexpected keyword argument 'config'"), "{verdict:?}");
    let (_, verdict) = play(hooks, Moment::Pre, Action::create, None);
    assert!(verdict.warnings[0].message.starts_with("error in H.pre_create_job: NameError"), "{verdict:?}");
    assert!(!verdict.warnings[0].places.is_empty());
}

#[test]
fn hooks_stay_in_the_budget_and_the_sandbox() {
    let hooks = "
class H(object):
  def pre_create_job(self, *a):
    while True:
      pass
  def pre_cancel_update(self, *a, **k):
    import subprocess
    return subprocess.call(['true']) == 0
hooks = [H()]";
    let (_, verdict) = play(hooks, Moment::Pre, Action::create, None);
    assert_eq!(verdict.warnings.first().map(|one| one.code), Some("AUR0901"));
    let (_, verdict) = play(hooks, Moment::Pre, Action::cancel_update, None);
    assert!(!verdict.agrees() && verdict.warnings.len() == 1, "{verdict:?}");
}
