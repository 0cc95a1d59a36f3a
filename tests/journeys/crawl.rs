//! Every link inside the site leads somewhere.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use http_body_util::{BodyExt, Empty};
use hyper::{StatusCode, body::Bytes};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use scraper::{Html, Selector};
use url::Url;

use crate::{
    host::{Build, Host},
    profile,
    profile::routes,
};

/// The URLs in a page of the site.
struct Found {
    ids: BTreeSet<String>,
    addresses: Vec<Url>,
}

fn read(page: &str, at: &Url) -> Found {
    let html = Html::parse_document(page);
    let values = |selector: &str, attribute: &str| -> Vec<String> {
        let selector = Selector::parse(selector).expect("a selector");
        html.select(&selector).filter_map(|element| element.attr(attribute)).map(str::to_owned).collect()
    };
    let places = [
        ("a[href]", "href"),
        ("link[href]", "href"),
        ("img[src]", "src"),
        ("script[src]", "src"),
        ("#fp\\:boot", "data-module"),
        ("#fp\\:boot", "data-wasm"),
        ("#fp\\:boot", "data-markdown"),
    ];
    let addresses = places.iter().flat_map(|(selector, attribute)| values(selector, attribute));
    Found {
        ids: values("[id]", "id").into_iter().collect(),
        addresses: addresses
            .map(|address| at.join(&address).unwrap_or_else(|error| panic!("{address}: {error}")))
            .collect(),
    }
}

#[test]
fn every_link_inside_the_site_leads_somewhere() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts");
    for build in [Build::Root, Build::Sub, Build::Large] {
        runtime.block_on(crawl(build));
    }
}

async fn crawl(build: Build) {
    let host = Host::start(build).await;
    let client: Client<HttpConnector, Empty<Bytes>> = Client::builder(TokioExecutor::new()).build_http();
    let start = Url::parse(&format!("{}{}", host.origin, build.base())).expect("an address");
    let mut waiting = VecDeque::from([start.clone()]);
    let mut pages: HashMap<Url, Found> = HashMap::new();
    let mut seen: BTreeMap<Url, StatusCode> = BTreeMap::new();
    let mut dead = Vec::new();
    while let Some(address) = waiting.pop_front() {
        if seen.contains_key(&address) {
            continue;
        }
        let answer = client.get(address.as_str().parse().expect("an address")).await.expect("the host answers");
        let (status, headers) = (answer.status(), answer.headers().clone());
        seen.insert(address.clone(), status);
        if status != StatusCode::OK {
            dead.push(format!("{status} {address}"));
            continue;
        }
        if !headers["content-type"].to_str().expect("a content type").starts_with("text/html") {
            continue;
        }
        let body = answer.into_body().collect().await.expect("the whole file").to_bytes();
        let found = read(std::str::from_utf8(&body).expect("UTF-8"), &address);
        for target in &found.addresses {
            let mut file = target.clone();
            file.set_fragment(None);
            // The filtered lists have the same links as the full list.
            file.set_query(None);
            if file.origin() == start.origin() {
                waiting.push_back(file);
            }
        }
        pages.insert(address, found);
    }
    for (page, found) in &pages {
        for target in &found.addresses {
            let Some(fragment) = target.fragment() else { continue };
            let mut file = target.clone();
            file.set_fragment(None);
            if pages.get(&file).is_some_and(|found| !found.ids.contains(fragment)) {
                dead.push(format!("no #{fragment} on {file}, to which {page} leads"));
            }
        }
    }
    assert_eq!(dead, Vec::<String>::new());
    let content = profile::of_build(build);
    for route in routes(&content) {
        let address = start.join(route.path.trim_start_matches('/')).expect("an address");
        assert!(pages.contains_key(&address), "no link leads to {address}");
    }
}
