//! Merges an old site into a profile: the person, the settings, the publications, the pages and the redirects.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::{
    content::{self, Content, ContentPage, Identifiers, Person, Publication, SiteSettings, macros::object::Object},
    import::{
        Format,
        edit::{edit, parse},
        merge::{
            merging::merge,
            new_profile::{NEW_PROFILE, is_placeholder, or_new},
            options::{MergeError, Merged, Options, PROFILE},
            profile::put,
            record::Record,
            report::{Report, shown},
        },
        site::{FileCopy, OldSite, WorkRef},
    },
    route::Route,
};

/// The result of merging an old site.
#[derive(Clone, Debug, PartialEq)]
pub struct MergedSite {
    /// The texts of the profile and the record, and the report.
    pub merged: Merged,
    /// The files to copy.
    pub copies: Vec<FileCopy>,
}

/// Merges an old site into a profile. `record` is the text of the record, if there is one.
///
/// A value of the profile is written if it is absent or still as an earlier import wrote it. Everything else stays, and
/// differences are in the report. What the scholar has removed since an earlier import stays removed.
///
/// # Errors
/// Fails if the profile or the record cannot be read.
pub fn merge_site(
    profile: &str,
    record: Option<&str>,
    mut site: OldSite,
    options: &Options,
) -> Result<MergedSite, MergeError> {
    let profile = or_new(profile);
    let errors = content::syntax_errors(profile.trim_start_matches('\u{feff}'));
    if !errors.is_empty() {
        return Err(MergeError::Profile(errors));
    }
    // Publications are merged between the person, whose name finds the owner among the authors, and the pages, which refer
    // to publications by their ids.
    let mut moving = Moving::new(profile, record)?;
    moving.person(&site);
    moving.settings(&site);
    moving.people(&site);
    let text = edit(profile, &Value::Object(moving.root.clone())).map_err(MergeError::Unsuitable)?;
    let mut about_person = std::mem::take(&mut moving.report);
    let files = std::mem::take(&mut site.files);
    // The links of publications lead to pages that are added afterwards.
    let check = |text: &str| (options.check)(&with_pages(text, &site).unwrap_or_else(|| text.to_owned()));
    let merge_options =
        Options { me: options.me.clone(), orcid: options.orcid.clone(), normalize: options.normalize, check: &check };
    let mut merged = merge(&text, Some(&moving.record.to_text()), &files, &merge_options)?;

    let after = Record::parse(&merged.record).map_err(MergeError::Record)?;
    let formats: BTreeMap<&str, Format> = files.iter().map(|(path, file)| (path.as_str(), file.format)).collect();
    let id_of = |work: &WorkRef| {
        let source = format!("{} {}", formats.get(work.file.as_str())?.name(), work.key);
        let found = after.works.iter().find(|recorded| recorded.keys.contains(&source))?;
        Some(found.id.clone())
    };
    site.resolve_publications(&id_of);
    let mut moving = Moving::new(&merged.content, Some(&merged.record))?;
    moving.pages(&site);
    moving.redirects(&site);
    let mut content = edit(&merged.content, &Value::Object(moving.root.clone())).map_err(MergeError::Unsuitable)?;
    if moving.remove_refused_redirects(&content, options) {
        content = edit(&merged.content, &Value::Object(moving.root.clone())).map_err(MergeError::Unsuitable)?;
    }
    let mut report = Report::default();
    for warning in &site.warnings {
        report.warn(&warning.file, warning.line, warning.path.clone(), warning.message.clone());
    }
    report.warnings.append(&mut about_person.warnings);
    report.warnings.append(&mut merged.report.warnings);
    report.warnings.append(&mut moving.report.warnings);
    report.files = std::mem::take(&mut merged.report.files);
    let merged = Merged { content, record: moving.record.to_text(), report };
    Ok(MergedSite { merged, copies: site.copies })
}

/// Returns a profile that has only the pages and the publications of another one, which determine the routes.
fn routes_of(root: &Map<String, Value>) -> Content {
    let texts = |list: &str, field: &str| -> Vec<String> {
        let items = root.get(list).and_then(Value::as_array).into_iter().flatten();
        items.filter_map(|item| item.get(field)?.as_str()).map(str::to_owned).collect()
    };
    Content {
        pages: texts("pages", "slug").into_iter().map(|slug| ContentPage { slug, ..ContentPage::default() }).collect(),
        publications: texts("publications", "id")
            .into_iter()
            .map(|id| Publication { id, ..Publication::default() })
            .collect(),
        ..Content::default()
    }
}

/// Returns a profile with empty pages of an old site that it does not have yet.
fn with_pages(profile: &str, site: &OldSite) -> Option<String> {
    let mut root = parse(profile.trim_start_matches('\u{feff}')).ok()?;
    let pages = root.get_mut("pages")?.as_array_mut()?;
    for page in &site.pages {
        if !pages.iter().any(|old| old["slug"] == page["slug"]) {
            pages.push(json!({ "slug": page["slug"], "title": page["title"] }));
        }
    }
    Some(root.to_string())
}

/// The profile and the record while values of an old site are merged.
struct Moving {
    root: Map<String, Value>,
    record: Record,
    /// The old paths of the redirects that this import adds.
    new_redirects: BTreeSet<String>,
    report: Report,
}

/// What becomes of a value of the old site.
enum Decision {
    Write,
    Keep,
}

impl Moving {
    fn new(profile: &str, record: Option<&str>) -> Result<Moving, MergeError> {
        let Value::Object(root) = parse(profile.trim_start_matches('\u{feff}')).map_err(MergeError::Unsuitable)? else {
            return Err(MergeError::Unsuitable("the profile is not an object".to_owned()));
        };
        for name in ["site", "person", "people"] {
            if root.get(name).is_some_and(|value| !value.is_object()) {
                return Err(MergeError::Unsuitable(format!("\"{name}\" is not an object; run frontispiece check")));
            }
        }
        let record = record.map_or(Ok(Record::default()), Record::parse).map_err(MergeError::Record)?;
        Ok(Moving { root, record, new_redirects: BTreeSet::new(), report: Report::default() })
    }

    /// Decides about a value and records it. `place` names it in the record and in the report.
    fn decide(&mut self, place: &str, current: Option<&Value>, new: &Value) -> Decision {
        let recorded = self.record.site.get(place);
        match (current, recorded) {
            (Some(current), _) if current == new => {}
            // The scholar has removed it.
            (None, Some(_)) => return Decision::Keep,
            (Some(current), Some(recorded)) if current != recorded => {
                if recorded != new {
                    let message =
                        format!("kept {}, which you have changed; the old site now has {}", shown(current), shown(new));
                    self.report.warn(PROFILE, 0, place.to_owned(), message);
                }
                return Decision::Keep;
            }
            (Some(current), None) => {
                let message = format!("kept {}; the old site has {}", shown(current), shown(new));
                self.report.warn(PROFILE, 0, place.to_owned(), message);
                return Decision::Keep;
            }
            _ => {}
        }
        self.record.site.insert(place.to_owned(), new.clone());
        Decision::Write
    }

    fn object(&self, name: &str) -> Map<String, Value> {
        self.root.get(name).and_then(Value::as_object).cloned().unwrap_or_default()
    }

    fn put(&mut self, name: &str, value: Map<String, Value>) {
        if !value.is_empty() {
            put(&mut self.root, Content::FIELDS, name, Value::Object(value));
        }
    }

    fn person(&mut self, site: &OldSite) {
        let mut person = self.object("person");
        for (field, new) in &site.person {
            match field.as_str() {
                "ids" => {
                    let mut ids = person.get("ids").and_then(Value::as_object).cloned().unwrap_or_default();
                    for (name, id) in new.as_object().into_iter().flatten() {
                        if let Decision::Write = self.decide(&format!("person.ids.{name}"), ids.get(name), id) {
                            put(&mut ids, Identifiers::FIELDS, name, id.clone());
                        }
                    }
                    if !ids.is_empty() {
                        put(&mut person, Person::FIELDS, "ids", Value::Object(ids));
                    }
                }
                "links" => {
                    let mut links = person.get("links").and_then(Value::as_array).cloned().unwrap_or_default();
                    for link in new.as_array().into_iter().flatten() {
                        let url = link["url"].as_str().unwrap_or_default();
                        let place = links.iter().position(|old| old["url"] == url);
                        let current = place.map(|place| links[place].clone());
                        // A link with another label is the scholar's own one.
                        if current.is_some() && !self.record.site.contains_key(&format!("person.links {url}")) {
                            continue;
                        }
                        if let Decision::Write = self.decide(&format!("person.links {url}"), current.as_ref(), link) {
                            match place {
                                Some(place) => links[place] = link.clone(),
                                None => links.push(link.clone()),
                            }
                        }
                    }
                    if !links.is_empty() {
                        put(&mut person, Person::FIELDS, "links", Value::Array(links));
                    }
                }
                field => {
                    let is_known =
                        |value: &&Value| !(is_placeholder(value) || field == "name" && value.as_str() == Some(""));
                    let current = person.get(field).filter(is_known).cloned();
                    if new.as_str() == Some("") {
                        continue;
                    }
                    if let Decision::Write = self.decide(&format!("person.{field}"), current.as_ref(), new) {
                        put(&mut person, Person::FIELDS, field, new.clone());
                    }
                }
            }
        }
        self.put("person", person);
    }

    fn settings(&mut self, site: &OldSite) {
        let mut settings = self.object("site");
        for (field, new) in &site.site {
            let current = settings.get(field).cloned();
            if let Decision::Write = self.decide(&format!("site.{field}"), current.as_ref(), new) {
                put(&mut settings, SiteSettings::FIELDS, field, new.clone());
            }
        }
        self.put("site", settings);
    }

    fn people(&mut self, site: &OldSite) {
        let mut people = self.object("people");
        for (name, new) in &site.people {
            let current = people.get(name).cloned();
            if let Decision::Write = self.decide(&format!("people {name}"), current.as_ref(), new) {
                people.insert(name.clone(), new.clone());
            }
        }
        self.put("people", people);
    }

    fn pages(&mut self, site: &OldSite) {
        let mut pages = self.root.get("pages").and_then(Value::as_array).cloned().unwrap_or_default();
        let template =
            parse(NEW_PROFILE).ok().and_then(|profile| profile["pages"].as_array().cloned()).unwrap_or_default();
        if pages == template {
            pages.clear();
        }
        for new in &site.pages {
            let slug = new["slug"].as_str().unwrap_or_default();
            let at = pages.iter().position(|page| page["slug"] == slug);
            // The pages of a new profile have nothing of the scholar.
            let current = at.map(|at| pages[at].clone()).filter(|page| !template.contains(page));
            let place = format!("pages {}", if slug.is_empty() { "(home)" } else { slug });
            if let Decision::Write = self.decide(&place, current.as_ref(), new) {
                match at {
                    Some(at) => pages[at] = new.clone(),
                    None if slug.is_empty() => pages.insert(0, new.clone()),
                    None => pages.push(new.clone()),
                }
            }
        }
        put(&mut self.root, Content::FIELDS, "pages", Value::Array(pages));
    }

    fn redirects(&mut self, site: &OldSite) {
        let mut settings = self.object("site");
        let mut redirects = settings.get("redirects").and_then(Value::as_object).cloned().unwrap_or_default();
        let profile = routes_of(&self.root);
        for (old, new) in &site.redirects {
            // A page of the new site has this path.
            if !matches!(Route::parse(old, &profile), Route::NotFound | Route::Cv) {
                continue;
            }
            if Route::parse(new, &profile) == Route::NotFound {
                continue;
            }
            let new = json!(new);
            let current = redirects.get(old).cloned();
            let decision = self.decide(&format!("site.redirects {old}"), current.as_ref(), &new);
            if matches!(decision, Decision::Write) && redirects.insert(old.clone(), new).is_none() {
                self.new_redirects.insert(old.clone());
            }
        }
        if !redirects.is_empty() {
            put(&mut settings, SiteSettings::FIELDS, "redirects", Value::Object(redirects));
        }
        self.put("site", settings);
    }

    /// Removes the redirects that the check refuses. Returns `true` if there are any.
    fn remove_refused_redirects(&mut self, content: &str, options: &Options) -> bool {
        let errors: Vec<String> = (options.check)(content)
            .iter()
            .filter(|error| error.is_error() && error.path.starts_with("site.redirects"))
            .map(|error| error.path.clone())
            .collect();
        let is_refused = |old: &&String| errors.iter().any(|path| path.contains(old.as_str()));
        let refused: Vec<String> = self.new_redirects.iter().filter(is_refused).cloned().collect();
        let mut settings = self.object("site");
        let Some(redirects) = settings.get_mut("redirects").and_then(Value::as_object_mut) else { return false };
        for old in &refused {
            redirects.shift_remove(old);
            let place = format!("site.redirects {old}");
            self.record.site.remove(&place);
            self.report.warn(PROFILE, 0, place, "the check refuses this redirect, so it is left out".to_owned());
        }
        self.put("site", settings);
        !refused.is_empty()
    }
}
