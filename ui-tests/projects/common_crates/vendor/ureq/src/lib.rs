//! In the shape of `ureq` 2.

use std::time::Duration;

pub struct Request;
pub struct Response;
pub struct Error;
pub struct Agent;
pub struct AgentBuilder;

pub fn get(_path: &str) -> Request {
    Request
}

impl Request {
    pub fn call(self) -> Result<Response, Error> {
        Ok(Response)
    }
}

impl Agent {
    pub fn new() -> Self {
        AgentBuilder::new().build()
    }

    pub fn get(&self, _path: &str) -> Request {
        Request
    }
}

impl AgentBuilder {
    pub fn new() -> Self {
        Self
    }

    pub fn timeout(self, _timeout: Duration) -> Self {
        self
    }

    pub fn build(self) -> Agent {
        Agent
    }
}
