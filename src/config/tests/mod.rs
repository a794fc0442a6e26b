//! Whole configurations in a world of memory.

mod include;
mod jobs;
mod problems;
mod releases;
pub(super) mod world;
