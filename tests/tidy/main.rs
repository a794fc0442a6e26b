//! The repository tests itself: its floors, its sizes, its words, its pages.

#![allow(clippy::disallowed_methods)]

mod code;
mod docs;
mod document;
mod fixtures;
mod floors;
mod licences;
mod links;
mod revision;
mod sources;
mod words;
