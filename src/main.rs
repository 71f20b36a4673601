//! The `polcheck` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    polcheck::cli::main()
}
