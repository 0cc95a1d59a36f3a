//! The person and the site in the settings of academicpages and al-folio.

use serde_json::{Map, Value, json};

use crate::{
    import::site::{
        addresses::{Addresses, Place},
        document::Fields,
        folder::Folder,
        markdown::decode_entities,
        notes::Notes,
        profiles::{self, Profile},
    },
    markdown::{parse, plain_text},
};

/// Returns the name of the owner of the site.
pub(super) fn name_of(settings: &Fields) -> Option<String> {
    let author = settings.part("author");
    let parts: Vec<String> =
        ["first_name", "middle_name", "last_name"].iter().filter_map(|field| settings.text(field)).collect();
    let parts = (!parts.is_empty()).then(|| parts.join(" "));
    author.text("name").or(parts).or_else(|| settings.any(&["name", "title"])).map(|name| plain(&name))
}

/// Returns the fields of `site`.
pub(super) fn site(settings: &Fields) -> Map<String, Value> {
    let mut site = Map::new();
    if let Some(url) = settings.text("url").filter(|url| url.starts_with("http")) {
        let base = settings.text("baseurl").unwrap_or_default();
        let base = base.trim_matches('/');
        let url = url.trim_end_matches('/');
        site.insert(
            "url".to_owned(),
            if base.is_empty() { format!("{url}/") } else { format!("{url}/{base}/") }.into(),
        );
    }
    if let Some(language) =
        settings.any(&["locale", "lang"]).map(|tag| tag.replace('_', "-")).filter(|tag| is_language(tag))
    {
        site.insert("language".to_owned(), language.into());
    }
    if let Some(description) = settings.text("description").map(|text| plain(&text)).filter(|text| !is_example(text)) {
        site.insert("description".to_owned(), description.into());
    }
    site
}

/// Returns `true` for the descriptions that the templates contain.
fn is_example(description: &str) -> bool {
    let description = description.to_lowercase();
    description == "personal description"
        || description.contains("al-folio")
        || description.contains("theme for academics")
}

pub(in crate::import::site) fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let is_part =
        |part: &str, min: usize| (min..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric());
    parts.next().is_some_and(|first| is_part(first, 2) && first.chars().all(|c| c.is_ascii_alphabetic()))
        && parts.all(|part| is_part(part, 1))
}

/// Returns a text of one line without markup.
fn plain(text: &str) -> String {
    let text = if text.contains(['<', '[', '*', '_']) {
        plain_text(&parse(&decode_entities(text)).blocks)
    } else {
        decode_entities(text)
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the fields of `person` of academicpages.
pub(super) fn academicpages(
    settings: &Fields,
    name: &str,
    addresses: &Addresses,
    notes: &mut Notes,
) -> Map<String, Value> {
    let author = settings.part("author");
    author.ignore(&["name"]);
    let mut person = Map::new();
    person.insert("name".to_owned(), name.into());
    put(&mut person, "headline", author.text("bio").map(|bio| plain(&bio)));
    if let Some(employer) = author.text("employer") {
        person.insert("affiliations".to_owned(), json!([{ "name": plain(&employer) }]));
    }
    put(&mut person, "location", author.text("location").map(|text| plain(&text)));
    put(&mut person, "email", email(author.text("email")));
    if let Some(avatar) = author.text("avatar") {
        set_image(&mut person, &["images/", ""], &avatar, name, "author.avatar", settings, addresses, notes);
    }
    let mut found = Vec::new();
    for (field, _) in author.iter() {
        let Some(value) = author.text(field) else { continue };
        match profiles::of_setting(field, &value) {
            Some(profile) => found.push(profile),
            None if matches!(field, "name" | "bio" | "employer" | "location" | "email" | "avatar") => {}
            None => notes.add(
                settings.file(),
                settings.line(field),
                &format!("author.{field}"),
                format!("the profile has no place for it, so it is left out: {value}"),
            ),
        }
    }
    profiles::add(&mut person, found);
    person
}

/// Returns the fields of `person` of al-folio. `about` is the front matter of the home page.
pub(super) fn al_folio(
    settings: &Fields,
    about: Option<&Fields>,
    name: &str,
    folder: &Folder,
    addresses: &Addresses,
    notes: &mut Notes,
) -> Map<String, Value> {
    let mut person = Map::new();
    person.insert("name".to_owned(), name.into());
    if let Some(about) = about {
        put(&mut person, "headline", about.any(&["subtitle", "description"]).map(|text| plain(&text)));
        let profile = about.part("profile");
        let address = profile.any(&["address", "more_info"]).map(|text| plain(&text.replace("</p>", ", </p>")));
        put(
            &mut person,
            "location",
            address
                .map(|text| text.trim().trim_end_matches([',', ' ']).replace(" ,", ","))
                .filter(|text| !text.is_empty()),
        );
        if let Some(image) = profile.text("image") {
            set_image(&mut person, &["assets/img/", ""], &image, name, "profile.image", about, addresses, notes);
        }
    }
    put(&mut person, "email", email(settings.text("email")));
    let mut found = Vec::new();
    let mut add = |fields: &Fields, is_list_of_profiles: bool, notes: &mut Notes| {
        for (field, value) in fields.iter() {
            if let Some(custom) = value.as_object().filter(|_| is_list_of_profiles) {
                let label = custom.get("title").and_then(Value::as_str).unwrap_or(field);
                found.extend(custom.get("url").and_then(Value::as_str).and_then(|url| profiles::of_url(url, label)));
                continue;
            }
            let Some(text) = fields.text(field) else { continue };
            match profiles::of_setting(field, &text) {
                Some(profile) => found.push(profile),
                None if is_list_of_profiles && !matches!(field, "email" | "rss_icon" | "cv_pdf") => {
                    notes.add(
                        fields.file(),
                        fields.line(field),
                        field,
                        format!("the profile has no place for it, so it is left out: {text}"),
                    );
                }
                None => {}
            }
        }
    };
    add(settings, false, notes);
    for path in ["_data/socials.yml", "_data/socials.yaml"] {
        if folder.has(path) {
            let socials = Fields::read_file(path, folder, notes);
            if !person.contains_key("email") {
                put(&mut person, "email", email(socials.text("email")));
            }
            add(&socials, true, notes);
            if let Some(cv) = socials
                .text("cv_pdf")
                .and_then(|cv| addresses.file(&cv).or_else(|| addresses.file(&format!("assets/pdf/{cv}"))))
            {
                profiles::add(&mut person, vec![Profile::Link { kind: Some("cv"), label: None, url: cv }]);
            }
        }
    }
    profiles::add(&mut person, found);
    for field in ["footer_text", "contact_note"] {
        if let Some(text) =
            settings.text(field).filter(|text| !text.contains("Powered by") && !text.contains("unsplash"))
        {
            notes.add(
                settings.file(),
                settings.line(field),
                field,
                format!("the profile has no place for it, so it is left out: {text}"),
            );
        }
    }
    person
}

fn put(person: &mut Map<String, Value>, field: &str, text: Option<String>) {
    if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
        person.insert(field.to_owned(), text.into());
    }
}

/// Returns an e-mail address without protection against spam: "ada[at]lab.example".
fn email(text: Option<String>) -> Option<String> {
    let text = text?
        .replace("[at]", "@")
        .replace("(at)", "@")
        .replace(" at ", "@")
        .replace("[dot]", ".")
        .replace("(dot)", ".")
        .replace(" dot ", ".");
    let text = text.trim_start_matches("mailto:").replace(' ', "");
    let (user, host) = text.split_once('@')?;
    (!user.is_empty() && host.contains('.') && !host.contains('@')).then_some(text)
}

#[expect(clippy::too_many_arguments, reason = "the parts of one field")]
fn set_image(
    person: &mut Map<String, Value>,
    folders: &[&str],
    image: &str,
    name: &str,
    field: &str,
    fields: &Fields,
    addresses: &Addresses,
    notes: &mut Notes,
) {
    let found = if image.contains("://") {
        addresses.rewrite(image, Place { file: "", path: "/" }).ok().filter(|url| !url.starts_with("http:"))
    } else {
        folders.iter().find_map(|folder| addresses.file(&format!("{folder}{}", image.trim_start_matches('/'))))
    };
    match found {
        Some(src) => {
            person.insert("image".to_owned(), json!({ "src": src, "alt": format!("Portrait of {name}") }));
        }
        None => notes.add(
            fields.file(),
            fields.line("image"),
            field,
            format!("the image \"{image}\" is left out, because there is no such file"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn protected_e_mail_addresses_are_read() {
        for (text, expected) in [
            ("ada[at]lab.example", Some("ada@lab.example")),
            ("ada at lab dot example", Some("ada@lab.example")),
            ("mailto:ada@lab.example", Some("ada@lab.example")),
            ("write me", None),
        ] {
            assert_eq!(email(Some(text.to_owned())).as_deref(), expected);
        }
    }
}
