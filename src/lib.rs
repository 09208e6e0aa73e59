//! wip
pub mod diagnostic;
pub mod engine;
pub mod format;
pub mod model;
pub mod policy;
pub mod rules;
pub mod source;
pub mod syntax;
pub mod text;
pub mod timeline;
