//! A linter for WhatsApp Business message templates and campaigns.
//!
//! The way of the data, each arrow one way:
//!
//! ```text
//! (name, text) ─▶ syntax ─▶ spanned tree ─▶ format ─▶ model ─▶ engine ─▶ rules ─▶ findings ─▶ render
//! ```
//!
//! [`engine::check`] is the one function that the command line, and any other caller, needs: it takes names and
//! texts and returns findings. It opens no file and reads no clock; only [`cli`] does.

pub mod beside;
pub mod cli;
pub mod company;
pub mod config;
pub mod diagnostic;
pub mod docs;
pub mod engine;
pub mod format;
pub mod model;
pub mod policy;
pub mod render;
pub mod rules;
pub mod schema;
pub mod source;
pub mod syntax;
pub mod text;
pub mod timeline;
