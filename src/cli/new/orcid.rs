//! Adds the ORCID iD that the user has named to the first profile.

use anyhow::{Result, anyhow};
use serde_json::{Value, json};

use crate::{
    cli::{
        import::{Import, parse_id},
        site_folder::CONTENT,
    },
    content::{Person, macros::object::Object},
    import::{
        edit::{edit, parse},
        merge::put,
    },
};

/// Adds an iD to `person.ids`, unless the old site has one.
///
/// # Errors
/// Fails if the text is no iD, or if the profile cannot be changed.
pub fn add(import: &mut Import, id: &str) -> Result<()> {
    let id = parse_id(id)?;
    for (_, text) in import.texts.iter_mut().filter(|(file, _)| file.ends_with(CONTENT)) {
        let mut profile = parse(text).map_err(|error| anyhow!(error))?;
        let Some(person) = profile.get_mut("person").and_then(Value::as_object_mut) else { continue };
        let mut ids = person.get("ids").and_then(Value::as_object).cloned().unwrap_or_default();
        ids.entry("orcid").or_insert_with(|| json!(id));
        put(person, Person::FIELDS, "ids", Value::Object(ids));
        *text = edit(text, &profile).map_err(|error| anyhow!(error))?;
    }
    Ok(())
}
