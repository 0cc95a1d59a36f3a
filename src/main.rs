//! The main function. Compiled for wasm32, it starts the app in the browser. Compiled natively, it is the command line.

#[cfg(target_arch = "wasm32")]
fn main() {
    frontispiece::browser::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    frontispiece::cli::run(std::env::args_os())
}

#[cfg(not(target_arch = "wasm32"))]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
