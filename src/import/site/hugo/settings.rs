//! The settings of a Hugo site: the files of `config/_default`, or one file.

use serde_json::{Map, Value};

use crate::import::site::{
    document::{read_value, scalar},
    folder::Folder,
    notes::Notes,
};

/// The settings of a Hugo site.
pub(super) struct Settings {
    /// The settings of Hugo itself: `baseURL`, `permalinks`, …
    pub main: Value,
    /// The settings of the theme.
    pub params: Value,
    pub languages: Value,
    pub menus: Value,
}

impl Settings {
    pub fn read(folder: &Folder, notes: &mut Notes) -> Settings {
        let mut read = |names: &[&str]| {
            let mut merged = Map::new();
            for name in names {
                for ending in ["yaml", "yml", "toml", "json"] {
                    let path = format!("{name}.{ending}");
                    if let Some(Value::Object(fields)) = read_value(&path, folder, notes) {
                        for (key, value) in fields {
                            merged.entry(key).or_insert(value);
                        }
                    }
                }
            }
            Value::Object(merged)
        };
        let main = read(&["config/_default/hugo", "config/_default/config", "hugo", "config"]);
        let mut params = read(&["config/_default/params"]);
        let mut languages = read(&["config/_default/languages"]);
        let mut menus = read(&["config/_default/menus", "config/_default/menus.en"]);
        // One file can have everything.
        for (part, names) in
            [(&mut params, &["params"][..]), (&mut languages, &["languages"]), (&mut menus, &["menu", "menus"])]
        {
            for value in names.iter().filter_map(|name| get(&main, name)) {
                if part.as_object().is_some_and(Map::is_empty) {
                    *part = value.clone();
                }
            }
        }
        Settings { main, params, languages, menus }
    }

    /// Returns the URL of the site.
    pub fn url(&self) -> Option<String> {
        let url = get(&self.main, "baseurl").and_then(scalar)?;
        let is_placeholder = url.contains("example.com") || url.contains("example.org");
        (url.starts_with("http") && !is_placeholder).then_some(url)
    }

    /// Returns the language of the site.
    pub fn language(&self) -> Option<String> {
        let default = get(&self.main, "defaultcontentlanguage").and_then(scalar);
        let code = default
            .as_deref()
            .and_then(|name| get(&self.languages, name))
            .and_then(|language| get(language, "languagecode"))
            .and_then(scalar);
        let tag = code.or_else(|| get(&self.main, "languagecode").and_then(scalar)).or(default)?;
        // The region is written in capital letters: "en-US".
        Some(match tag.split_once('-') {
            Some((language, region)) if region.len() == 2 => format!("{language}-{}", region.to_uppercase()),
            _ => tag,
        })
    }

    pub fn description(&self) -> Option<String> {
        let seo = get(&self.params, "marketing").and_then(|marketing| get(marketing, "seo"));
        seo.and_then(|seo| get(seo, "description")).or_else(|| get(&self.params, "description")).and_then(scalar)
    }

    /// Returns the pattern of the URLs of a section.
    pub fn permalink(&self, section: &str) -> Option<String> {
        let permalinks = get(&self.main, "permalinks")?;
        get(permalinks, section).or_else(|| get(get(permalinks, "page")?, section)).and_then(scalar)
    }

    /// Returns the titles and URLs of the menu, in its order.
    pub fn menu(&self) -> Vec<(String, String)> {
        let items = get(&self.menus, "main").and_then(Value::as_array).cloned().unwrap_or_default();
        let mut items: Vec<(f64, String, String)> = items
            .iter()
            .filter_map(|item| {
                let weight = item.get("weight").and_then(Value::as_f64).unwrap_or(f64::MAX);
                Some((
                    weight,
                    item.get("name").and_then(scalar)?,
                    item.get("url").or_else(|| item.get("pageRef")).and_then(scalar)?,
                ))
            })
            .collect();
        items.sort_by(|a, b| a.0.total_cmp(&b.0));
        items.into_iter().map(|(_, name, url)| (name, url)).collect()
    }

    /// Returns a setting of the contact data of older versions.
    pub fn param(&self, name: &str) -> Option<&Value> {
        get(&self.params, name)
    }
}

/// Returns a field. Hugo ignores the case of the names of settings.
fn get<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    value.as_object()?.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}
