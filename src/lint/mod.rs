//! Looking for faults in many configurations at once: rules, the engine that runs them, fixes, suppression.

mod cache;
mod check;
mod disk;
mod engine;
mod evaluate;
mod facts;
mod finding;
mod fix;
mod judge;
mod names;
pub mod output;
mod overlay;
mod places;
mod plan;
mod rule;
pub mod rules;
mod selection;
mod sink;
mod suppress;
mod view;

pub use disk::Disk;
pub use engine::{Report, run};
pub use facts::{Evidence, FileFacts, JobFact, NameFact, Repository};
pub use finding::{Edit, Finding, Fix, Location, Mark};
pub use fix::{Mended, mend};
pub use names::{Defined, Function, Names};
pub use overlay::Overlay;
pub use places::normal;
pub use plan::{PathPlan, Plan};
pub use rule::{Check, Fixes, Rule, severity_name};
pub use rules::RULES;
pub use selection::{Choice, Selection};
pub use sink::{Draft, Found, Sink};
pub use view::{FileView, JobView};
