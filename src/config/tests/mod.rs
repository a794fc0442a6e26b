//! Whole configurations in a world of memory.

mod include;
mod jobs;
mod problems;
pub(super) mod world;
