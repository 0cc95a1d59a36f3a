//! Checks the accessibility tree, which the browser gives to assistive technology.

use serde_json::{Value, json};

use crate::{
    host::Build,
    profile,
    visitor::{Journey, STATUS, Visitor},
};

/// The nodes of the accessibility tree.
struct Tree(Vec<Value>);

impl Tree {
    async fn of(visitor: &Visitor) -> Tree {
        let answer = visitor.devtools("Accessibility.getFullAXTree", json!({})).await;
        let nodes = answer["nodes"].as_array().expect("a tree").clone();
        Tree(nodes)
    }

    fn with_role(&self, role: &str) -> impl Iterator<Item = &Value> {
        self.0.iter().filter(move |node| node["role"]["value"] == role && node["ignored"] != true)
    }

    /// Returns the only node with a role and a name.
    #[track_caller]
    fn one(&self, role: &str, name: &str) -> &Value {
        let named: Vec<&Value> = self.with_role(role).filter(|node| self::name(node) == name).collect();
        let others: Vec<&str> = self.with_role(role).map(self::name).collect();
        assert_eq!(named.len(), 1, "{role} {name:?} among {others:?}");
        named[0]
    }

    /// Returns the descendants of a node in order. They include ignored nodes, which can have descendants that are read.
    fn below<'t>(&'t self, node: &'t Value) -> Vec<&'t Value> {
        let ids = node["childIds"].as_array().into_iter().flatten();
        let children = ids.filter_map(|id| self.0.iter().find(|node| node["nodeId"] == *id));
        children.flat_map(|child| [vec![child], self.below(child)].concat()).collect()
    }

    /// Returns the text of a node that screen readers read.
    fn text(&self, node: &Value) -> String {
        let texts = self
            .below(node)
            .into_iter()
            .filter(|node| node["role"]["value"] == "StaticText" && node["ignored"] != true);
        texts.map(name).collect()
    }

    fn names_below(&self, node: &Value, role: &str) -> Vec<String> {
        self.below(node)
            .into_iter()
            .filter(|node| node["role"]["value"] == role)
            .map(|node| name(node).to_owned())
            .collect()
    }
}

fn name(node: &Value) -> &str {
    node["name"]["value"].as_str().unwrap_or_default()
}

/// Returns a state or property of a node, or `null` if the node does not have it.
fn property<'n>(node: &'n Value, name: &str) -> &'n Value {
    let properties = node["properties"].as_array().into_iter().flatten();
    properties
        .into_iter()
        .find(|property| property["name"] == name)
        .map_or(&Value::Null, |found| &found["value"]["value"])
}

#[test]
fn landmarks_and_the_current_page_are_announced() {
    Journey::through(Build::Root).run(async |visitor| {
        let content = visitor.content();
        visitor.opens("/publications/").await;
        let tree = Tree::of(visitor).await;
        assert_eq!(
            tree.with_role("RootWebArea").map(name).collect::<Vec<_>>(),
            [format!("Publications · {}", content.person.name)]
        );
        for (role, name) in
            [("banner", ""), ("main", ""), ("contentinfo", ""), ("navigation", "Pages"), ("search", "Publications")]
        {
            tree.one(role, name);
        }
        let menu = tree.below(tree.one("navigation", "Pages"));
        let items: Vec<&Value> = menu.into_iter().filter(|node| node["role"]["value"] == "link").collect();
        let titles: Vec<&str> = content.pages.iter().map(|page| page.title.as_str()).collect();
        assert_eq!(items.iter().map(|item| name(item)).collect::<Vec<_>>(), titles);
        // Chromium's tree does not contain `aria-current`, so this reads the attribute.
        visitor
            .sees(
                "[...document.querySelectorAll('nav [aria-current=page]')].map(link => link.textContent)",
                json!([profile::list(&content)]),
            )
            .await;
        tree.one("heading", profile::list(&content));
    });
}

#[test]
fn facet_values_have_names_groups_and_states() {
    Journey::through(Build::Root).run(async |visitor| {
        let content = visitor.content();
        visitor.opens("/publications/?year=2024&has=code").await;
        let tree = Tree::of(visitor).await;
        let years: Vec<(&str, &Value)> = tree
            .below(tree.one("group", "Year"))
            .into_iter()
            .filter(|node| node["role"]["value"] == "button" && !property(node, "pressed").is_null())
            .map(|node| (name(node), property(node, "pressed")))
            .collect();
        let pressed: Vec<&str> =
            years.iter().filter(|(_, pressed)| **pressed == "true").map(|(name, _)| *name).collect();
        assert!(pressed.len() == 1 && pressed[0].contains("2024"), "{years:?}");
        assert!(years.len() > 2 && years.iter().all(|(name, _)| name.contains("publication")), "{years:?}");
        // The group of the theme buttons.
        let themes = tree.below(tree.one("group", "Theme"));
        let themes: Vec<&str> =
            themes.into_iter().filter(|node| property(node, "pressed") == "true").map(name).collect();
        assert_eq!(themes, ["System"]);
        // Each check box is in a group with the name of the facet.
        let group = tree.one("group", "Has");
        let check_boxes = tree.below(group).into_iter().filter(|node| node["role"]["value"] == "checkbox");
        let checked: Vec<&str> = check_boxes.filter(|node| property(node, "checked") == "true").map(name).collect();
        assert!(checked.len() == 1 && checked[0].starts_with("Code"), "{checked:?}");
        for checkbox in tree.with_role("checkbox") {
            assert!(name(checkbox).chars().any(char::is_numeric), "{}: how many", name(checkbox));
        }
        let status = tree.one("status", "");
        assert_eq!(property(status, "live"), "polite");
        let shown = visitor.value("document.querySelectorAll('.results article').length").await;
        assert_eq!(tree.text(status), format!("Showing {shown} of {} publications", content.publications.len()));
        let selected = tree.one("list", "Selected filters");
        let chips = tree.names_below(selected, "link");
        assert!(
            chips[0].starts_with("Remove ") && chips.last().is_some_and(|last| last == "Clear filters"),
            "{chips:?}"
        );
        assert!(chips.iter().all(|chip| !chip.contains('×')), "{chips:?}");
        tree.one("searchbox", "Search");

        visitor.opens("/publications/?year=1066&venue=nowhere").await;
        visitor.sees(STATUS, format!("Showing 0 of {} publications", content.publications.len())).await;
        let tree = Tree::of(visitor).await;
        assert!(tree.text(tree.one("status", "")).starts_with("Showing 0 of"));
    });
}

#[test]
fn marks_of_a_publication_are_announced_as_text() {
    Journey::through(Build::Root).run(async |visitor| {
        let content = visitor.content();
        let equal = content.publications.iter().find(|one| one.authors.iter().any(|author| author.equal.is_some()));
        let paper = equal.expect("someone contributed equally");
        visitor.opens(&format!("/publications/?q=%22{}%22", paper.title.replace(' ', "+"))).await;
        visitor.sees("document.querySelectorAll('.results article').length", 1).await;
        let tree = Tree::of(visitor).await;
        let entry = tree.with_role("article").next().expect("an entry");
        let heading = tree.names_below(entry, "heading");
        assert_eq!(heading, [paper.title.as_str()]);
        let links = tree.names_below(entry, "link");
        assert_eq!(links[0], paper.title.as_str());
        for link in &paper.links {
            assert!(links.iter().any(|name| name.contains(link.text())), "{links:?}");
        }
        let said = tree.text(entry);
        let first = paper.authors.iter().find(|author| author.equal.is_some()).expect("there is one");
        assert!(said.contains(&format!("{}(equal contribution)", first.name)), "{said}");
        assert!(!said.contains(['*', '†']), "{said}");
        assert!(tree.names_below(entry, "list").contains(&"Links".to_owned()));
        let abstracts = tree.names_below(entry, "DisclosureTriangle");
        assert!(abstracts.contains(&"BibTeX".to_owned()), "{abstracts:?}");
    });
}

#[test]
fn the_dialog_has_a_name_and_hides_the_rest() {
    Journey::through(Build::Root).run(async |visitor| {
        visitor.opens("/publications/").await;
        visitor.clicks(".share summary").await;
        visitor.clicks("[data-action=show-shortcuts]").await;
        let tree = Tree::of(visitor).await;
        let dialog = tree.one("dialog", "Keyboard shortcuts");
        assert_eq!(property(dialog, "modal"), true);
        assert_eq!(tree.names_below(dialog, "button"), ["Close"]);
        assert_eq!(tree.with_role("searchbox").count(), 0, "elements behind the dialog are not reachable");
        visitor.presses(fantoccini::key::Key::Escape).await;
        visitor.sees("document.activeElement.dataset.action", "show-shortcuts").await;
    });
}
