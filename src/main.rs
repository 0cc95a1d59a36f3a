//! In the browser: starts the site. On the host: the command line.

#[cfg(target_arch = "wasm32")]
fn main() {
    frontispiece::browser::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    frontispiece::cli::run(std::env::args().skip(1))
}
