//! The JSON Schema of `wabalint.yaml`.

use super::keys::KEYS;
use crate::schema::Writer;

/// The schema, as a document.
pub fn text() -> String {
    let mut writer = Writer::default();
    let schema = writer.object(&KEYS);
    writer.document("wabalint.yaml", "How wabalint checks a repository. Everything may be left out.", schema)
}
