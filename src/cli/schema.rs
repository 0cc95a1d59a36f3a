//! `frontispiece schema`: prints the JSON Schema of `content.json`.

use crate::content::schema::schema;

/// Prints the schema.
pub fn run() {
    print!("{}", schema());
}
