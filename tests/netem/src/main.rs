//! `netem`: a network namespace whose every packet to this host and back goes through the model.
//!
//! Prints one line of JSON when it stands (the namespace, this host's address there, the client's addresses), then
//! takes an order a line from its input and answers each with a line. Ends with its input, and takes the namespace
//! with it. Needs root and iproute2.

mod lab;
mod order;

use std::process::ExitCode;
use tokio::io::{AsyncBufReadExt, BufReader};

use lab::Lab;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tell(&serde_json::json!({ "error": error.to_string() }));
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn std::error::Error>> {
    let mut lab = Lab::build(std::process::id())?;
    tell(&serde_json::to_value(lab.place())?);
    let mut orders = BufReader::new(tokio::io::stdin()).lines();
    loop {
        tokio::select! {
            order = orders.next_line() => match order? {
                Some(order) => tell(&order::obey(&mut lab, &order)),
                None => return Ok(()),
            },
            () = lab.turn() => {}
        }
    }
}

#[expect(clippy::print_stdout, reason = "a program that is spoken to by lines")]
fn tell(line: &serde_json::Value) {
    println!("{line}");
}
