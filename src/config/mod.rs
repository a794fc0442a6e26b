//! From a configuration file to checked jobs (`reference/loading.md`): evaluation with `include`, choice of a job, bindings,
//! checks, conversion to what the scheduler is sent.

mod bad_references;
mod behind;
mod bindings;
mod blame;
pub mod changes;
mod configuration;
mod constraints;
mod convert;
mod declared;
pub mod environment;
mod executor_data;
pub mod files;
mod given;
mod hermetic;
pub mod hooks;
mod include;
mod include_graph;
mod inputs;
mod inspect_view;
pub mod job_configuration;
mod job_key;
mod jobs_place;
mod json_places;
mod lacking;
pub mod later;
mod load;
mod narrow;
mod pick;
mod placeless;
mod plan;
mod plugins;
mod ports;
mod problem;
pub mod provenance;
mod read;
mod release_hint;
mod shadowed;
mod task_links;
mod trees;
mod unbound;
mod update_later;
mod update_settings;
mod written;

pub use bindings::Bindings;
pub use blame::with_places;
pub use configuration::{Configuration, Shared};
pub use files::Capabilities;
pub use hermetic::Hermetic;
pub use inputs::{Found, Input, Inputs};
pub use inspect_view::{InspectView, ProcessView, Row};
pub use job_configuration::JobConfiguration;
pub use job_key::{JobKey, Selector, is_identifier};
pub use jobs_place::JobsPlace;
pub use json_places::JsonPlaces;
pub use load::{Evaluation, Settings};
pub use narrow::exact;
pub use pick::{Candidate, candidates, pick, picked};
pub use problem::{Problems, Result, of_error};
pub use read::raw_text;
pub use update_later::{CarriedSettings, UpdateStrategy};
pub use update_settings::UpdateSettings;

pub use crate::schema::Release;

#[cfg(test)]
mod tests;
