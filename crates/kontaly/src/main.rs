//! The one shipped binary. See `kontaly --help`.

use mimalloc::MiMalloc;
use std::process::ExitCode;

/// A page of a list is some hundred small texts. With the C library's allocator a fifth of the server's time went into them
/// (perf, `kontaly-bench --only list`).
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    kontaly::cmd::main()
}
