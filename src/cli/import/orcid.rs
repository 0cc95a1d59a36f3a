//! Fetches the works of an ORCID iD from ORCID's public API, and their metadata from Crossref.

use std::thread;

use anyhow::{Context, Result, anyhow, bail};
use serde_json::Value;

use crate::{
    check::is_orcid,
    cli::import::{http::Client, progress::Progress},
    import::{ReadFile, Warning, Work, orcid_person, read},
};

/// The environment variable with another base URL of ORCID's API, for tests and mirrors.
const ORCID_URL: &str = "FRONTISPIECE_ORCID_URL";

/// The environment variable with another base URL of Crossref's API.
const CROSSREF_URL: &str = "FRONTISPIECE_CROSSREF_URL";

/// The number of works in one request to ORCID, which allows 100.
const WORKS_PER_REQUEST: usize = 100;

/// The number of requests to Crossref at a time. Its public pool allows 5 a second.
const REQUESTS_AT_A_TIME: usize = 3;

/// The works of a person.
pub struct Fetched {
    pub file: ReadFile,
    /// The name of the person.
    pub name: Option<String>,
}

/// Returns the iD in a text such as "https://orcid.org/0000-0002-1825-0097".
///
/// # Errors
/// Fails if the text has no valid iD.
pub fn parse_id(text: &str) -> Result<String> {
    let id = text.trim().trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_ascii_uppercase();
    if !is_orcid(&id) {
        bail!(
            "found the ORCID iD \"{text}\"; expected 16 digits in groups of four, such as 0000-0002-1825-0097, of which the \
             last one is the check digit (ISO 7064 MOD 11-2)"
        );
    }
    Ok(id)
}

/// Fetches the works of an iD. It prints each kind of request before the first one.
///
/// # Errors
/// Fails if ORCID does not answer. Works for which Crossref does not answer keep ORCID's metadata, with a warning.
pub fn fetch(id: &str, progress: &Progress) -> Result<Fetched> {
    let client = Client::new();
    let base = |variable: &str, default: &str| std::env::var(variable).unwrap_or_else(|_| default.to_owned());
    let orcid = format!("{}/v3.0/{id}", base(ORCID_URL, "https://pub.orcid.org").trim_end_matches('/'));
    let crossref = base(CROSSREF_URL, "https://api.crossref.org").trim_end_matches('/').to_owned();
    let name = format!("ORCID {id}");
    let url = format!("{orcid}/record");
    eprintln!("requesting the record of {id} from ORCID: {url}");
    progress.say(format!("requesting {url}"));
    let record = client.get(&url, "application/json")?;
    let person = orcid_person(&record).filter(|person| !person.name.is_empty()).map(|person| person.name);
    let value: Value = serde_json::from_slice(&record).with_context(|| format!("{url}: the answer is not JSON"))?;
    let codes = put_codes(&value);
    let mut file = read(&name, &record).map_err(|error| anyhow!("{url}: {error}"))?;
    if !codes.is_empty() {
        eprintln!("requesting {} works from ORCID: {orcid}/works/…", codes.len());
        file.works.clear();
        file.skipped.clear();
    }
    for codes in codes.chunks(WORKS_PER_REQUEST) {
        let url = format!("{orcid}/works/{}", codes.join(","));
        progress.say("requesting works from ORCID".to_owned());
        let works = client.get(&url, "application/json")?;
        let part = read(&name, &works).map_err(|error| anyhow!("{url}: {error}"))?;
        file.works.extend(part.works);
        file.skipped.extend(part.skipped);
        file.warnings.extend(part.warnings);
    }
    add_metadata(&mut file, &client, &crossref, progress);
    Ok(Fetched { file, name: person })
}

/// Returns the numbers of the works in a record. Of several versions of a work, the first one is the preferred one.
fn put_codes(record: &Value) -> Vec<String> {
    let groups = record.pointer("/activities-summary/works/group").and_then(Value::as_array).into_iter().flatten();
    groups
        .filter_map(|group| group.pointer("/work-summary/0/put-code"))
        .filter_map(|code| code.as_u64().map(|code| code.to_string()).or_else(|| code.as_str().map(str::to_owned)))
        .collect()
}

/// Replaces the metadata of works with a DOI by those of Crossref, which come from the publisher.
fn add_metadata(file: &mut ReadFile, client: &Client, crossref: &str, progress: &Progress) {
    let dois: Vec<(usize, String)> = file
        .works
        .iter()
        .enumerate()
        .filter_map(|(place, work)| Some((place, work.fields.get("doi")?.as_str()?.to_owned())))
        .collect();
    if dois.is_empty() {
        return;
    }
    eprintln!("requesting the metadata of {} DOIs from Crossref: {crossref}/works/…", dois.len());
    for (count, group) in dois.chunks(REQUESTS_AT_A_TIME).enumerate() {
        progress.say(format!("requesting metadata from Crossref: {} of {}", count * REQUESTS_AT_A_TIME, dois.len()));
        let answers: Vec<Result<Work>> = thread::scope(|scope| {
            let requests: Vec<_> =
                group.iter().map(|(_, doi)| scope.spawn(move || metadata(client, crossref, doi))).collect();
            let join = |request: thread::ScopedJoinHandle<Result<Work>>| {
                request.join().unwrap_or_else(|_| Err(anyhow!("the request failed")))
            };
            requests.into_iter().map(join).collect()
        });
        for ((place, doi), answer) in group.iter().zip(answers) {
            let work = &mut file.works[*place];
            match answer {
                Ok(metadata) => complete(work, metadata),
                Err(error) => file.warnings.push(Warning {
                    line: work.line,
                    path: work.key.clone(),
                    message: format!("Crossref has no metadata of {doi} ({error:#}); used those of ORCID"),
                }),
            }
        }
    }
}

/// Fetches the metadata of a DOI as CSL-JSON.
fn metadata(client: &Client, crossref: &str, doi: &str) -> Result<Work> {
    const CSL: &str = "application/vnd.citationstyles.csl+json";
    let mut encoded = String::new();
    for byte in doi.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    let url = format!("{crossref}/works/{encoded}/transform/{CSL}");
    let answer = client.get(&url, CSL)?;
    let file = read("Crossref", &answer)?;
    file.works.into_iter().next().context("the answer has no work")
}

/// Adds the metadata of Crossref to a work. The fields that only ORCID has are kept.
fn complete(work: &mut Work, metadata: Work) {
    let mut fields = metadata.fields;
    for (name, value) in std::mem::take(&mut work.fields) {
        fields.entry(name).or_insert(value);
    }
    work.fields = fields;
    work.venue = metadata.venue.or(work.venue.take());
    if work.topics.is_empty() {
        work.topics = metadata.topics;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_of_an_id_is_verified() {
        for right in ["0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097", "0000-0002-1694-233x"] {
            assert!(parse_id(right).is_ok(), "{right}");
        }
        for wrong in ["0000-0002-1825-0098", "0000000218250097", "", "https://orcid.org/"] {
            assert!(parse_id(wrong).unwrap_err().to_string().contains("ISO 7064"), "{wrong}");
        }
    }
}
