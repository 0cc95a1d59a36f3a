//! The steps of a merge.

use crate::{
    content,
    import::{
        ReadFile,
        edit::parse,
        merge::{
            options::{MergeError, Merged, Options},
            record::Record,
            report::Report,
            state::Merging,
        },
    },
};

/// The profile that an import into an empty folder begins with.
pub(super) const NEW_PROFILE: &str = r#"{
  "$schema": "./content.schema.json",
  "schemaVersion": 1,
  "person": {
    "name": "Your Name"
  },
  "publications": [],
  "pages": [
    {
      "slug": "",
      "title": "Home",
      "sections": [
        { "title": "Recent publications", "publications": { "newest": 5 } }
      ]
    },
    { "slug": "publications", "title": "Publications" }
  ]
}
"#;

/// Merges imported files into a profile. `record` is the text of the record, if there is one, and each file has its name.
///
/// # Errors
/// Fails if the profile or the record cannot be read.
///
/// ```
/// use frontispiece::{import::{Format, ReadFile, Work, merge::{Options, merge}}, util::text::normalize};
/// let fields = serde_json::json!({ "title": "On Quills", "type": "journal", "authors": ["Noor Tessel"], "date": "2021" });
/// let work = Work { line: 1, key: "tessel2021".into(), fields: fields.as_object().unwrap().clone(), ..Work::default() };
/// let file = ReadFile { format: Format::Bibtex, works: vec![work], skipped: vec![], warnings: vec![] };
/// let options = Options { me: None, normalize, check: &|_| Vec::new() };
/// let merged = merge("", None, &[("papers.bib".into(), file)], &options).unwrap();
/// assert!(merged.content.contains("\"id\": \"tessel2021\""));
/// assert_eq!(merged.report.files[0].imported, 1);
/// ```
pub fn merge(
    profile: &str,
    record: Option<&str>,
    files: &[(String, ReadFile)],
    options: &Options,
) -> Result<Merged, MergeError> {
    let is_empty =
        |text: &str| matches!(text.trim_matches('\u{feff}').split_whitespace().collect::<String>().as_str(), "" | "{}");
    let profile = if is_empty(profile) { NEW_PROFILE } else { profile };
    let errors = content::syntax_errors(profile.trim_start_matches('\u{feff}'));
    if !errors.is_empty() {
        return Err(MergeError::Profile(errors));
    }
    let root = parse(profile.trim_start_matches('\u{feff}')).map_err(MergeError::Unsuitable)?;
    let record = record.map_or(Ok(Record::default()), Record::parse).map_err(MergeError::Record)?;
    let mut merging = Merging::new(root, record, options)?;
    let files = &merging.acceptable(files);
    merging.read(files);
    merging.record_titles(files);
    merging.relate_preprints(files);
    merging.find_owner();
    let content = merging.checked_text(profile)?;
    let files = merging.count(files);
    let warnings = std::mem::take(&mut merging.report.warnings);
    Ok(Merged { content, record: merging.record.to_text(), report: Report { files, warnings } })
}
