//! Words in the names of venues that tell what kind of publication it is.

/// Returns `true` for the name of a workshop.
pub(super) fn is_workshop(venue: &str) -> bool {
    venue.to_lowercase().contains("workshop")
}

/// Returns the name of the preprint server that a text names, such as the journal "arXiv preprint arXiv:2310.07240".
pub(super) fn preprint_server(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    let known = SERVERS.iter().find(|(word, _)| lower.contains(word));
    known.map(|(_, server)| *server).or_else(|| (lower.trim() == "corr").then_some("arXiv"))
}

const SERVERS: [(&str, &str); 24] = [
    ("biorxiv", "bioRxiv"),
    ("medrxiv", "medRxiv"),
    ("chemrxiv", "ChemRxiv"),
    ("techrxiv", "TechRxiv"),
    ("psyarxiv", "PsyArXiv"),
    ("socarxiv", "SocArXiv"),
    ("engrxiv", "engrXiv"),
    ("eartharxiv", "EarthArXiv"),
    ("edarxiv", "EdArXiv"),
    ("agrixiv", "AgriXiv"),
    ("ecoevorxiv", "EcoEvoRxiv"),
    ("sportrxiv", "SportRxiv"),
    ("metaarxiv", "MetaArXiv"),
    ("lawarxiv", "LawArXiv"),
    ("arxiv", "arXiv"),
    ("computing research repository", "arXiv"),
    ("ssrn", "SSRN"),
    ("research square", "Research Square"),
    ("preprints.org", "Preprints.org"),
    ("osf preprints", "OSF Preprints"),
    ("cryptology eprint", "IACR Cryptology ePrint Archive"),
    ("iacr eprint", "IACR Cryptology ePrint Archive"),
    ("ssoar", "SSOAR"),
    ("authorea", "Authorea"),
];

/// Returns the degree that the type of a thesis names: "phd", "master", "bachelor", or the name without "thesis".
pub(super) fn degree(text: &str) -> String {
    let lower = text.trim().to_lowercase();
    let is = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    match &*lower {
        "phdthesis" => "phd".to_owned(),
        "mathesis" => "master".to_owned(),
        "bathesis" => "bachelor".to_owned(),
        _ if is(&["bachelor", "b.sc", "bsc", "undergraduate", "b.a."]) => "bachelor".to_owned(),
        _ if is(&["master", "m.sc", "msc", "m.a.", "magister"]) => "master".to_owned(),
        _ if is(&["phd", "ph.d", "doctoral", "doctor of philosophy"]) => "phd".to_owned(),
        _ => {
            let bare = text.trim();
            let bare = bare.strip_suffix("Thesis").or_else(|| bare.strip_suffix("thesis")).unwrap_or(bare);
            bare.trim().to_owned()
        }
    }
}

/// Returns the BCP 47 tag of a language: of its English or German name, of babel's name, or of a tag.
pub(super) fn language(text: &str) -> Option<String> {
    let text = text.trim();
    let lower = text.to_lowercase();
    if let Some((_, tag)) = LANGUAGES.iter().find(|(names, _)| names.split(' ').any(|name| name == lower)) {
        return Some((*tag).to_owned());
    }
    let tag = text.replace('_', "-");
    let mut parts = tag.split('-');
    let is_language = parts
        .next()
        .is_some_and(|part| (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let is_tag = is_language
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    is_tag.then_some(tag)
}

const LANGUAGES: [(&str, &str); 32] = [
    ("english eng englisch anglais american usenglish", "en"),
    ("british ukenglish", "en-GB"),
    ("german ngerman deutsch ger deu allemand", "de"),
    ("austrian naustrian", "de-AT"),
    ("swissgerman nswissgerman", "de-CH"),
    ("french francais français fre fra french-fr", "fr"),
    ("spanish español espanol spa castellano", "es"),
    ("catalan català cat", "ca"),
    ("italian italiano ita", "it"),
    ("portuguese português portugues por", "pt"),
    ("brazilian brazil brazilian-portuguese", "pt-BR"),
    ("dutch nederlands nld dut", "nl"),
    ("danish dansk dan", "da"),
    ("swedish svenska swe", "sv"),
    ("norwegian norsk nor", "no"),
    ("finnish suomi fin", "fi"),
    ("icelandic isl ice", "is"),
    ("polish polski pol", "pl"),
    ("czech čeština cze ces", "cs"),
    ("slovak slk slo", "sk"),
    ("slovene slovenian slv", "sl"),
    ("croatian hrvatski hrv", "hr"),
    ("hungarian magyar hun", "hu"),
    ("romanian română ron rum", "ro"),
    ("greek ελληνικά gre ell", "el"),
    ("russian русский rus", "ru"),
    ("ukrainian українська ukr", "uk"),
    ("turkish türkçe tur", "tr"),
    ("hebrew עברית heb", "he"),
    ("arabic العربية ara", "ar"),
    ("chinese 中文 chi zho mandarin", "zh"),
    ("japanese 日本語 jpn", "ja"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_and_languages_are_recognized() {
        assert_eq!(preprint_server("arXiv preprint arXiv:2310.07240"), Some("arXiv"));
        assert_eq!(preprint_server("CoRR"), Some("arXiv"));
        assert_eq!(preprint_server("bioRxiv"), Some("bioRxiv"));
        assert_eq!(preprint_server("Journal of Corrosion"), None);
        assert_eq!(language("ngerman").as_deref(), Some("de"));
        assert_eq!(language("en_US").as_deref(), Some("en-US"));
        assert_eq!(language("de-CH").as_deref(), Some("de-CH"));
        assert_eq!(language("Klingon language"), None);
        assert!(is_workshop("Proceedings of the 3rd Workshop on Quills"));
    }
}
