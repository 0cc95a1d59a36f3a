//! The workflow that publishes a new site on GitHub Pages.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{
    packages::machine::{Machine, VERSION, executable, printed, succeeds},
    support::{file_server::serve_files, scratch::Scratch},
};

pub fn workflow(text: &str) -> Value {
    serde_saphyr::from_str(text).unwrap()
}

/// The job of the workflow that builds the site, run step by step.
struct Job<'m> {
    machine: &'m Machine,
    site: PathBuf,
    workflow: Value,
    /// The folder with the files of the runner.
    runner: PathBuf,
}

impl<'m> Job<'m> {
    /// `releases` is the URL of the repository with the releases.
    fn new(machine: &'m Machine, site: PathBuf, releases: &str) -> Job<'m> {
        let text = fs::read_to_string(site.join(".github/workflows/pages.yml")).unwrap();
        let mut workflow = workflow(&text);
        workflow["env"]["FRONTISPIECE_REPOSITORY"] = releases.into();
        let runner = machine.scratch.path().join("runner");
        let _ = fs::remove_dir_all(&runner);
        fs::create_dir_all(runner.join("temp")).unwrap();
        fs::write(runner.join("path"), "").unwrap();
        // `gh` asks GitHub. It writes down its arguments here.
        fs::create_dir(runner.join("gh")).unwrap();
        executable(
            &runner.join("gh/gh"),
            "#!/bin/sh\ntest -s \"$3\" && test \"$GH_TOKEN\" = token && echo \"$@\" > \"$RUNNER_TEMP/gh\"\n",
        );
        Job { machine, site, workflow, runner }
    }

    /// Runs the steps with commands in their order, as GitHub does. Returns the name of the first step that fails, with
    /// its output.
    fn run(&self) -> Result<(), (String, String)> {
        let job = &self.workflow["jobs"]["build"];
        for step in job["steps"].as_array().unwrap() {
            let Some(script) = step["run"].as_str() else { continue };
            let added = fs::read_to_string(self.runner.join("path")).unwrap();
            let mut path = vec![self.runner.join("gh")];
            path.extend(added.lines().map(PathBuf::from));
            let bash = self.machine.scratch.path().join("tools/bash");
            let mut command = self.machine.command(&bash, &self.site, &path);
            // `shell: bash` in a workflow.
            assert_eq!(self.workflow["defaults"]["run"]["shell"], "bash");
            command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]);
            command.env("RUNNER_TEMP", self.runner.join("temp")).env("GITHUB_PATH", self.runner.join("path"));
            for variables in [&self.workflow["env"], &job["env"], &step["env"]] {
                for (name, value) in variables.as_object().into_iter().flatten() {
                    command.env(name, evaluate(value.as_str().unwrap()));
                }
            }
            let output = command.output().unwrap();
            if !output.status.success() {
                let name = step["name"].as_str().unwrap_or(script).to_owned();
                return Err((name, printed(&output)));
            }
        }
        Ok(())
    }
}

/// Returns the value of a variable of the workflow. The site will be at `/homepage/`.
fn evaluate(value: &str) -> &str {
    match value {
        "${{ steps.pages.outputs.base_path }}" => "/homepage",
        "${{ github.token }}" => "token",
        value => {
            assert!(!value.contains("${{"), "the test does not know {value}");
            value
        }
    }
}

/// Puts a release with the program of a machine into a folder, as GitHub serves it. Returns its files.
fn release(machine: &Machine, folder: &Path) -> (PathBuf, PathBuf) {
    let release = folder.join(format!("ink/frontispiece/releases/download/v{VERSION}"));
    fs::create_dir_all(&release).unwrap();
    let name = format!("frontispiece-{VERSION}-x86_64-unknown-linux-musl");
    let packed = folder.join(&name);
    fs::create_dir(&packed).unwrap();
    fs::copy(machine.program().join("frontispiece"), packed.join("frontispiece")).unwrap();
    let archive = release.join(format!("{name}.tar.gz"));
    succeeds(Command::new("tar").arg("-czf").arg(&archive).arg("-C").arg(folder).arg(&name));
    let hash: String = Sha256::digest(fs::read(&archive).unwrap()).iter().map(|byte| format!("{byte:02x}")).collect();
    let checksums = release.join("SHA256SUMS");
    let other = "0".repeat(64);
    fs::write(&checksums, format!("{other}  another.whl\n{hash}  {name}.tar.gz\n")).unwrap();
    (archive, checksums)
}

#[test]
fn the_workflow_of_a_new_site_publishes_it() {
    let machine = Machine::new("workflow");
    let releases = Scratch::new("releases");
    release(&machine, releases.path());
    let url = format!("{}/ink/frontispiece", serve_files(releases.path()));
    let job = Job::new(&machine, machine.new_site(), &url);
    let started = Instant::now();
    job.run().unwrap_or_else(|(step, printed)| panic!("{step}: {printed}"));
    println!("the commands of the Pages workflow took {:.1} s", started.elapsed().as_secs_f64());

    // The next step uploads this folder.
    let steps = job.workflow["jobs"]["build"]["steps"].as_array().unwrap();
    let upload = steps.last().unwrap();
    assert!(upload["uses"].as_str().unwrap().starts_with("actions/upload-pages-artifact@"));
    let uploaded = job.site.join(upload["with"]["path"].as_str().unwrap());
    let page = fs::read_to_string(uploaded.join("index.html")).unwrap();
    assert!(page.contains("data-base=\"/homepage/\""), "{page}");
    // `gh` verifies the archive that was unpacked, for this version of the program.
    let asked = fs::read_to_string(job.runner.join("temp/gh")).unwrap();
    let expected = format!("--source-ref refs/tags/v{VERSION}\n");
    assert!(asked.starts_with("attestation verify ") && asked.ends_with(&expected), "{asked}");
}

#[test]
fn the_workflow_stops_if_the_program_is_not_the_released_one() {
    let machine = Machine::new("wrong");
    let releases = Scratch::new("wrong-releases");
    let (archive, checksums) = release(&machine, releases.path());
    let url = format!("{}/ink/frontispiece", serve_files(releases.path()));
    let site = machine.new_site();
    let fails = |url: &str, step: &str, reason: &str| {
        let job = Job::new(&machine, site.clone(), url);
        let (failed, printed) = job.run().expect_err(step);
        assert_eq!(failed, step, "{printed}");
        assert!(printed.contains(reason), "{printed}");
        // Nothing of the program can run.
        assert_eq!(fs::read_to_string(job.runner.join("path")).unwrap(), "");
        assert!(!site.join("dist").exists());
    };
    const DOWNLOAD: &str = "Download Frontispiece";
    let right = fs::read_to_string(&checksums).unwrap();
    let line = right.lines().nth(1).unwrap();
    let wrong = line.replacen(&line[..1], if line.starts_with('0') { "1" } else { "0" }, 1);
    fs::write(&checksums, format!("{wrong}\n")).unwrap();
    fails(&url, DOWNLOAD, "FAILED");
    // The list has no checksum of this file.
    fs::write(&checksums, right.lines().next().unwrap()).unwrap();
    fails(&url, DOWNLOAD, "");
    fs::remove_file(&checksums).unwrap();
    fails(&url, DOWNLOAD, "404");
    fs::write(&checksums, &right).unwrap();
    let whole = fs::read(&archive).unwrap();
    fs::write(&archive, &whole[..whole.len() / 2]).unwrap();
    fails(&url, DOWNLOAD, "FAILED");
    fs::write(&archive, &whole).unwrap();
    fails("TODO: https://github.com/OWNER/NAME", DOWNLOAD, "::error::Set FRONTISPIECE_REPOSITORY");

    // The signature is not that of the release workflow.
    let job = Job::new(&machine, site.clone(), &url);
    executable(&job.runner.join("gh/gh"), "#!/bin/sh\necho 'verification failed'\nexit 1\n");
    let (failed, printed) = job.run().expect_err("no signature");
    assert_eq!((&*failed, &*printed), ("Verify the origin of Frontispiece", "verification failed\n"));
}

#[test]
fn errors_in_the_content_stop_the_workflow() {
    let machine = Machine::new("content");
    let releases = Scratch::new("content-releases");
    release(&machine, releases.path());
    let url = format!("{}/ink/frontispiece", serve_files(releases.path()));
    let site = machine.new_site();
    fs::write(site.join("content.json"), "{ \"person\": {}, \"pages\": [] }").unwrap();
    let (failed, printed) = Job::new(&machine, site.clone(), &url).run().expect_err("an error");
    assert_eq!(failed, "frontispiece check", "{printed}");
    assert!(!site.join("dist").exists());
}
