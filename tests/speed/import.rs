//! Measures the time to import a bibliography of 10,000 entries, next to other programs that read it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use frontispiece::{
    citation::export::{Format, export},
    content::Content,
    markdown::{parse, plain_text},
};

use crate::process;

/// The number of runs. The median is printed.
const RUNS: usize = 3;

/// Other programs that read BibTeX, with the arguments before and after the name of the file.
const OTHERS: [(&str, &[&str], &[&str]); 3] = [
    ("pandoc", &["--from", "biblatex", "--to", "csljson", "--output", "other.json"], &[]),
    ("bibtex-tidy", &["--quiet", "--output=other.bib"], &[]),
    ("citation-js", &["--output-style", "csl", "--output", "other", "--input"], &[]),
];

/// Prints the time of a first import, of a second one, and of other programs on the same file.
pub fn print(content: &Content) {
    let folder = process::folder("import-speed");
    let ids: Vec<&str> = content.publications.iter().map(|publication| publication.id.as_str()).collect();
    let text = export(content, &ids, Format::Bibtex, &|markdown| plain_text(&parse(markdown).blocks));
    fs::write(folder.join("papers.bib"), &text).unwrap();
    println!("import of {} entries ({:.1} MB), seconds", ids.len(), text.len() as f64 / 1e6);
    let import = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_frontispiece"));
        command.args(["import", "papers.bib", "--site", ".", "--json"]);
        command
    };
    let remove_site = || {
        for file in ["content.json", "import-record.json"] {
            let _ = fs::remove_file(folder.join(file));
        }
    };
    line("frontispiece", time(&folder, &import, &remove_site));
    line("frontispiece, again", time(&folder, &import, &|| ()));
    for (name, before, after) in OTHERS {
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("node_modules/.bin").join(name);
        let program = if program.exists() { program } else { PathBuf::from(name) };
        let command = || {
            let mut command = Command::new(&program);
            command.args(before).arg("papers.bib").args(after);
            command
        };
        line(name, time(&folder, &command, &|| ()));
    }
}

fn line(name: &str, seconds: Result<f64, String>) {
    match seconds {
        Ok(seconds) => println!("{seconds:8.2}  {name}"),
        Err(error) => println!("       -  {name}: {error}"),
    }
}

/// Returns the median time of a command, without its preparation.
fn time(folder: &Path, command: &dyn Fn() -> Command, prepare: &dyn Fn()) -> Result<f64, String> {
    let mut times = Vec::new();
    for _ in 0..RUNS {
        prepare();
        times.push(process::run(command().current_dir(folder))?.seconds);
    }
    times.sort_by(f64::total_cmp);
    Ok(times[RUNS / 2])
}
