//! The program `lianjie`: reads the command line and runs the command.

use clap::Parser;
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    lianjie::cli::main(lianjie::cli::Arguments::parse()).await
}
