//! The files of a new site, apart from its profile. They are in `template/`.

/// The files with their texts.
pub fn files() -> Vec<(&'static str, String)> {
    let files = [
        (".github/workflows/pages.yml", include_str!("../../../template/.github/workflows/pages.yml")),
        (".gitignore", include_str!("../../../template/.gitignore")),
        ("AGENTS.md", include_str!("../../../template/AGENTS.md")),
        ("README.md", include_str!("../../../template/README.md")),
    ];
    files.map(|(path, text)| (path, complete(text))).into()
}

/// Returns a text with the version and the repository of this program.
fn complete(text: &str) -> String {
    let (url, program) = match repository() {
        Some(url) => (url, format!("[Frontispiece]({url})")),
        None => ("TODO: https://github.com/OWNER/NAME with the releases of Frontispiece", "Frontispiece".to_owned()),
    };
    let text = text.replace("@VERSION@", env!("CARGO_PKG_VERSION"));
    text.replace("@REPOSITORY@", url).replace("@PROGRAM@", &program)
}

/// Returns `true` if the workflow names the repository that publishes the releases. Otherwise the author has to set it.
pub fn has_repository() -> bool {
    repository().is_some()
}

/// Returns the position of the line in a workflow on which the author has to name the repository, from 1.
pub fn missing_repository(workflow: &str) -> Option<usize> {
    let line = workflow.lines().position(|line| line.trim_start().starts_with("FRONTISPIECE_REPOSITORY: \"TODO:"))?;
    Some(line + 1)
}

/// Returns the URL of the repository that publishes the releases of this program. A release is compiled with
/// `FRONTISPIECE_REPOSITORY`, because a fork publishes its own releases. Otherwise it is that of Cargo.toml, if there is one.
fn repository() -> Option<&'static str> {
    let own = option_env!("FRONTISPIECE_REPOSITORY").unwrap_or_default();
    let urls = [own, env!("CARGO_PKG_REPOSITORY")].map(|url| url.trim_end_matches('/'));
    urls.into_iter().find(|url| !url.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_have_the_version_of_the_program() {
        let files = files();
        let (_, workflow) = &files[0];
        assert!(workflow.contains(&format!("FRONTISPIECE_VERSION: \"{}\"", env!("CARGO_PKG_VERSION"))), "{workflow}");
        let line = workflow.lines().position(|line| line.contains("FRONTISPIECE_REPOSITORY: ")).map(|line| line + 1);
        assert_eq!(missing_repository(workflow), if has_repository() { None } else { line });
        assert_eq!(missing_repository("env:\n  FRONTISPIECE_REPOSITORY: \"https://github.com/a/b\"\n"), None);
        let repository = repository().unwrap_or("TODO: ");
        assert!(workflow.contains(&format!("FRONTISPIECE_REPOSITORY: \"{repository}")), "{workflow}");
        for (path, text) in &files {
            let variables = ["@VERSION@", "@REPOSITORY@", "@PROGRAM@"];
            assert!(!variables.iter().any(|variable| text.contains(variable)), "{path}");
        }
    }
}
