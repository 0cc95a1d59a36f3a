//! Checks that Cargo compiles the dependencies only once for `cargo run` and for `cargo test`.

use std::{collections::BTreeSet, process::Command};

/// If a crate for tests enables a feature of a dependency of the program, Cargo compiles this dependency, and all that use it,
/// once with the feature and once without.
#[test]
fn tests_enable_no_features_of_the_dependencies_of_the_program() {
    let program = features(&["--package", "frontispiece", "--edges", "normal,build"]);
    let names: BTreeSet<&str> = program.iter().map(|line| name(line)).collect();
    assert!(names.len() > 300, "{} crates", names.len());
    let [run, test] = ["normal,build", "normal,build,dev"].map(|edges| features(&["--edges", edges]));
    for line in run.difference(&test) {
        assert!(
            !names.contains(name(line)),
            "`cargo run` compiles {line:?}, but `cargo test` compiles the crate with other features: {:?}; add the dependency that \
             enables them to tests/fixtures/Cargo.toml",
            test.iter().filter(|other| name(other) == name(line)).collect::<Vec<_>>()
        );
    }
}

/// Returns a line with the name, the version and the features of each crate that Cargo compiles for this platform.
fn features(options: &[&str]) -> BTreeSet<String> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["tree", "--offline", "--quiet", "--prefix", "none", "--format", "{p} {f}"]).args(options);
    let output = cargo.output().expect("cargo runs");
    assert!(output.status.success(), "{cargo:?}: {}", String::from_utf8_lossy(&output.stderr));
    let list = String::from_utf8(output.stdout).expect("names are UTF-8");
    // Cargo marks the crates that it has already listed.
    list.lines().map(|line| line.trim_end_matches(" (*)").to_owned()).collect()
}

/// Returns the name and the version of a crate in a line of [`features`].
fn name(line: &str) -> &str {
    line.match_indices(' ').nth(1).map_or(line, |(end, _)| &line[..end])
}
