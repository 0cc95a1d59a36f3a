//! Requests to the services from which import fetches lists.

use std::time::Duration;

use anyhow::{Context, Result};
use ureq::Agent;

/// The time limits of a request: for the connection, and for the whole answer.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const TIMEOUT: Duration = Duration::from_secs(60);

/// The maximum size of an answer in bytes.
const MAX_ANSWER: u64 = 50_000_000;

const USER_AGENT: &str = concat!("frontispiece/", env!("CARGO_PKG_VERSION"), " (import of publication lists)");

/// Sends requests.
pub struct Client(Agent);

impl Client {
    pub fn new() -> Client {
        let config = Agent::config_builder()
            .timeout_connect(Some(CONNECT_TIMEOUT))
            .timeout_global(Some(TIMEOUT))
            .user_agent(USER_AGENT)
            .build();
        Client(config.into())
    }

    /// Returns the body of the answer to a GET request for a media type.
    ///
    /// # Errors
    /// Fails if there is no answer in time, if its status is an error, or if it is too large. The error names the URL.
    pub fn get(&self, url: &str, accept: &str) -> Result<Vec<u8>> {
        let fetch = || -> Result<Vec<u8>, ureq::Error> {
            let mut response = self.0.get(url).header("Accept", accept).call()?;
            response.body_mut().with_config().limit(MAX_ANSWER).read_to_vec()
        };
        fetch().with_context(|| url.to_owned())
    }
}
