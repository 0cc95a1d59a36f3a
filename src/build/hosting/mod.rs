//! What hosts and browsers need to serve the site: headers, redirect rules, compressed copies, the service worker.

pub mod compress;
pub mod headers;
pub mod service_worker;
