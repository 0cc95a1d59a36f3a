//! Embeds the shell, the files of a site that do not depend on its content, in the program.
//!
//! `make package` sets the variable `FRONTISPIECE_SHELL` to the file that `frontispiece pack-shell` has written. Without the
//! variable, the program has no shell, and `frontispiece build` says so.

use std::{env, fs, path::Path};

fn main() {
    // tools/split-module.mjs reads the symbols and relocations of a release.
    if env::var("PROFILE").is_ok_and(|profile| profile == "release")
        && env::var("TARGET").is_ok_and(|target| target.starts_with("wasm32"))
    {
        println!("cargo::rustc-link-arg-bin=frontispiece=--emit-relocs");
    }
    const VARIABLE: &str = "FRONTISPIECE_SHELL";
    println!("cargo::rerun-if-env-changed={VARIABLE}");
    println!("cargo::rerun-if-changed=build.rs");
    let embedded = Path::new(&env::var("OUT_DIR").expect("Cargo sets it")).join("shell.tar");
    match env::var_os(VARIABLE).filter(|file| !file.is_empty()) {
        Some(file) => {
            println!("cargo::rerun-if-changed={}", file.display());
            if let Err(error) = fs::copy(&file, &embedded) {
                panic!("{VARIABLE}: {}: {error}; expected the output of frontispiece pack-shell", file.display());
            }
        }
        None => fs::write(&embedded, []).expect("the output folder is writable"),
    }
}
