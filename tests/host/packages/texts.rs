//! The commands in the texts for scholars.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::Stdio,
};

use crate::packages::machine::{Machine, printed, succeeds};

const BIBTEX: &str = "@article{tessel2021, title = {On Quills}, author = {Tessel, Noor}, year = 2021}\n";

/// Returns the commands in a text: the lines of its blocks with the language `sh`, and the commands of the program in other
/// blocks and in code spans.
fn commands(text: &str) -> Vec<String> {
    let mut commands = Vec::new();
    let mut is_block = false;
    for line in text.lines() {
        match line {
            "```sh" => is_block = true,
            "```" => is_block = false,
            line if is_block || line.starts_with("    frontispiece ") => {
                commands.push(line.split(" #").next().unwrap().trim().to_owned());
            }
            line => {
                let spans = line.split('`').skip(1).step_by(2);
                commands.extend(spans.filter(|span| span.starts_with("frontispiece ")).map(str::to_owned));
            }
        }
    }
    commands
}

/// Returns `true` for a command that asks the network, or is only a name.
fn is_skipped(command: &str) -> bool {
    let words: Vec<&str> = command.split(' ').collect();
    let needs_more = ["pip", "uvx", "pipx", "--orcid", "../old-site"];
    let names = ["import", "new", "serve", "completions"].map(|name| format!("frontispiece {name}"));
    words.iter().any(|word| needs_more.contains(word)) || names.iter().any(|name| name == command)
}

/// Runs a command line in a folder. A server is asked for the home page and ended.
fn run(machine: &Machine, command: &str, folder: &Path) {
    let bash = machine.scratch.path().join("tools/bash");
    let mut process = machine.command(&bash, folder, &[machine.program()]);
    if !command.starts_with("frontispiece serve") {
        succeeds(process.args(["-ec", command]));
        return;
    }
    let mut server = process.args(["-ec", &format!("exec {command}")]).stdout(Stdio::piped()).spawn().unwrap();
    let url = BufReader::new(server.stdout.take().unwrap()).lines().next();
    let page = url.map(|url| {
        let mut curl = machine.command(&bash, folder, &[]);
        curl.args(["-ec", &format!("curl --silent --fail {}", url.unwrap())]).output().unwrap()
    });
    server.kill().unwrap();
    server.wait().unwrap();
    let page = page.unwrap_or_else(|| panic!("{command}: printed nothing"));
    assert!(page.status.success() && printed(&page).contains("<main"), "{command}: {}", printed(&page));
}

#[test]
fn every_command_in_the_texts_of_a_new_site_works() {
    let machine = Machine::new("texts");
    for name in ["README.md", "AGENTS.md"] {
        let _ = fs::remove_dir_all(machine.scratch.path().join("me"));
        let site = machine.new_site();
        for list in ["../papers.bib", "new.bib"] {
            fs::write(site.join(list), BIBTEX).unwrap();
        }
        let mut ran = commands(&fs::read_to_string(site.join(name)).unwrap());
        ran.retain(|command| !is_skipped(command));
        ran.iter().for_each(|command| run(&machine, command, &site));
        println!("{name}: {ran:#?}");
        let of = |start: &str| ran.iter().filter(|command| command.starts_with(start)).count();
        assert!(of("frontispiece check") > 0 && of("frontispiece build") > 0 && of("frontispiece import") > 0);
        assert!(fs::read_to_string(site.join("content.json")).unwrap().contains("On Quills"));
        assert!(site.join("dist/index.html").is_file());
        if name == "README.md" {
            assert_eq!(of("git "), 3);
            // The built site is not committed.
            let bash = machine.scratch.path().join("tools/bash");
            let mut list = machine.command(&bash, &site, &[]);
            let files = succeeds(list.args(["-ec", "git ls-files"]));
            assert!(files.contains("content.json\n") && !files.contains("dist/"), "{files}");
        }
    }
}

#[test]
fn every_command_for_scholars_in_the_readme_works() {
    let machine = Machine::new("readme");
    let folder = machine.scratch.path().join("empty");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("papers.bib"), BIBTEX).unwrap();
    let readme = include_str!("../../../README.md");
    // The rest is for people with a checkout.
    let (scholars, _) = readme.split_once("\n## Change the program\n").expect("README has this heading");
    // `uvx` only finds the program.
    let mut ran = commands(&scholars.replace("uvx frontispiece", "frontispiece"));
    ran.retain(|command| !is_skipped(command));
    println!("{ran:#?}");
    let [first, others @ ..] = &ran[..] else { panic!("README has commands") };
    assert_eq!(first, "frontispiece new me --bib papers.bib");
    assert_eq!(others[..2], ["frontispiece serve me", "frontispiece build me"]);
    run(&machine, first, &folder);
    fs::copy(folder.join("papers.bib"), folder.join("me/papers.bib")).unwrap();
    for command in others.iter().filter(|command| !command.starts_with("frontispiece new ")) {
        // A command that does not name the site runs in its folder.
        let names_site = command.split(' ').any(|word| word == "me");
        run(&machine, command, &if names_site { folder.clone() } else { folder.join("me") });
    }
    assert!(folder.join("dist/index.html").is_file() && folder.join("me/public_html/index.html").is_file());
    // A build does not publish the earlier ones.
    assert!(!folder.join("me/public_html/dist").exists() && !folder.join("me/dist/public_html").exists());
}
