//! What a text says: words with their places, phrases by language, evidence for promotion and for a way out.

pub mod emoji;
mod hash;
pub mod length;
pub mod one_time_code;
pub mod opt_out;
pub mod pattern;
pub mod promotion;
pub mod similar;
pub mod source;
pub mod tokens;
