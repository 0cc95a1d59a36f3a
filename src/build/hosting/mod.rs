//! Files for hosts and browsers: headers, redirect rules, compressed copies and the service worker.

pub mod compress;
pub mod headers;
pub mod service_worker;
