//! What a text says: words with their places, phrases by language, evidence for promotion and for a way out.

pub mod category;
pub mod emoji;
mod feature;
mod fold;
pub(crate) mod hash;
pub mod language;
pub mod length;
pub mod links;
mod offer;
pub mod one_time_code;
pub mod opt_out;
pub mod pattern;
pub mod personal;
pub mod phrases;
mod rarity;
pub mod reader;
pub mod similar;
pub mod source;
pub mod tokens;
pub mod tone;
