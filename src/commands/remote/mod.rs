//! What all commands over a scheduler share: the way to a cluster, what its answers mean to the user, and the words in which
//! jobs and instances are named.

mod args;
mod clusters;
mod config;
mod machine;
mod old_form;
mod session;
mod strict;
mod target;
mod trouble;
mod wait;
mod web;

pub use args::{BrowserArgs, MessageArgs, RemoteArgs};
pub(crate) use clusters::variable;
pub use clusters::{ClusterFile, load_clusters};
pub use config::{JobFile, LoadedJob, open_job_file};
pub use machine::{Bar, Captured, Fed, Machine, Program};
pub use old_form::{find_job, old_form};
pub use session::{API_VERSION, Remote, response_line};
pub use strict::StrictArgs;
pub use target::{Instances, Target, cluster_and_role};
pub use trouble::{About, failed, refused};
pub use wait::{Limit, Until, Waited, interrupted, list, wait};
pub use web::page;
