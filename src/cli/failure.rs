//! The failure of a command, with its exit status.

use anyhow::Error;

/// An error that ends a command.
pub struct Failure {
    pub error: Error,
    /// The exit status.
    pub status: u8,
}

impl Failure {
    /// Returns the failure of a command that cannot read what its arguments name, and has written nothing.
    pub fn of_input(error: Error) -> Failure {
        Failure { error, status: 2 }
    }
}

/// Every other error has the exit status 1.
impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure { error, status: 1 }
    }
}
