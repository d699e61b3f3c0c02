//! The one shipped binary. See `kontaly --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    kontaly::cmd::main()
}
