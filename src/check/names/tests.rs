use std::{fmt::Display, ops::Deref};

use super::*;

#[track_caller]
fn check(message: Option<impl Deref<Target = str> + Display>, expected: Option<&str>) {
    match (message, expected) {
        (Some(message), Some(part)) => assert!(message.contains(part), "{message}"),
        (message, expected) => assert_eq!(message.as_deref(), expected),
    }
}

#[test]
fn the_family_name_must_be_last() {
    for (name, right) in [
        ("Doe, Jane", ": \"Jane Doe\""),
        ("Vray, Ossian L.", ": \"Ossian L. Vray\""),
        ("de Brug, Ineke", ": \"Ineke de Brug\""),
        ("de la Cruz, Juana Inés", ": \"Juana Inés de la Cruz\""),
        ("García Márquez, Gabriel José", "if these are two people"),
        ("Jane Doe, Max Roe", "if these are two people"),
        ("King, Jr., Martin Luther", ": \"Martin Luther King, Jr.\""),
        ("King, Martin Luther, Jr.", ": \"Martin Luther King, Jr.\""),
        ("Doe，Jane", ": \"Jane Doe\""),
        ("Jane Doe, PhD", "write only the name: \"Jane Doe\""),
        ("Jane Doe, M.D., Ph.D.", "write only the name: \"Jane Doe\""),
        ("Doe, Jane, PhD", ": \"Jane Doe\""),
        ("Jane Doe,", "write only the name: \"Jane Doe\""),
        ("Doe, Ma", ": \"Ma Doe\""),
        ("Doe, V.", ": \"V. Doe\""),
        ("Doe, S.J.", ": \"S.J. Doe\""),
        ("de Vries, S.J.", ": \"S.J. de Vries\""),
        ("Jane Doe, CPA", ": \"CPA Jane Doe\"; or, if \"CPA\" is a title, write only the name: \"Jane Doe\""),
        ("Doe, J., Roe, M.", "each author as a separate text"),
    ] {
        check(wrong_form(name), Some(right));
    }
}

#[test]
fn incomplete_author_lists_are_reported() {
    for name in [
        "et al.",
        "et al",
        "et. al.",
        "Et Al.",
        "et alii",
        "others",
        "and others",
        "Others",
        "…",
        "...",
        "Jane Doe et al.",
        "Doe, J., et al.",
        "and 12 others",
        "12 more",
        "u.a.",
        "Jane Doe & al.",
        "Jane Doe y otros",
        "Jane Doe et coll.",
        "Jane Doe et autres",
        "Jane Doe und andere",
        "m.fl.",
    ] {
        check(wrong_form(name), Some("list all authors"));
    }
}

#[test]
fn every_author_must_be_a_separate_text() {
    let two = ": \"Jane Doe\", \"Max Roe\"";
    for name in [
        "Jane Doe and Max Roe",
        "Jane Doe & Max Roe",
        "Jane Doe; Max Roe",
        "Jane Doe;Max Roe;",
        "Jane Doe AND Max Roe",
        "Jane Doe und Max Roe",
    ] {
        check(wrong_form(name), Some(two));
    }
    for name in [
        "Jane Doe And Max Roe",
        "Jane Doe&Max Roe",
        "Jane Doe&amp;Max Roe",
        "Jane Doe/Max Roe",
        "Jane Doe og Max Roe",
        "Jane Doe och Max Roe",
        "Jane Doe et Max Roe",
        "Jane Doe\nand Max Roe",
    ] {
        check(wrong_form(&as_typed(name)), Some(two));
    }
    for name in ["Jane Doe y Max Roe", "Jane Doe e Max Roe"] {
        check(wrong_form(name), Some(two));
        check(wrong_form(name), Some("or, if it is one person, write under \"people\""));
    }
    for name in ["and Max Roe", "& Max Roe", "Max Roe and", "Max Roe;", "y Max Roe"] {
        check(wrong_form(name), Some("write only the name: \"Max Roe\""));
    }
    let one = "\"Johnson & Johnson\": { \"family\": \"Johnson & Johnson\" }";
    check(wrong_form("Johnson & Johnson"), Some(&["if it is an organization, write under \"people\": ", one].concat()));
    check(wrong_form("Doe & Roe"), Some(": \"Doe\", \"Roe\"; or, if it is one organization, write under"));
    check(wrong_form("Doe, Jane and Roe, Max"), Some(": \"Doe, Jane\", \"Roe, Max\""));
    let three = ": \"Jane Doe\", \"Max Roe\", \"Eva Bravo\"";
    for name in ["Jane Doe, Max Roe, and Eva Bravo", "Jane Doe, Max Roe & Eva Bravo", "Jane Doe/Max Roe/Eva Bravo"] {
        check(wrong_form(name), Some(three));
    }
    check(wrong_form("张三、李四"), Some(": \"张三\", \"李四\""));
    check(wrong_form("A and B and C"), Some(": \"A\", \"B\", \"C\""));
}

#[test]
fn people_are_separated_from_their_groups() {
    let two = ": \"Jane Doe\", \"the CMS Collaboration\"";
    check(wrong_form("Jane Doe and the CMS Collaboration"), Some(two));
    check(wrong_form("Jane Doe on behalf of the CMS Collaboration"), Some(two));
    check(wrong_form("Doe, Jane and the CMS Collaboration"), Some(": \"Doe, Jane\", \"the CMS Collaboration\""));
    let apart = ": \"Jane Doe\", \"CMS Collaboration\"; or omit \"CMS Collaboration\" if it is an affiliation";
    check(wrong_form("Doe, Jane (CMS Collaboration)"), Some(apart));
    check(wrong_form("Jane Doe (CMS Collaboration)"), Some(apart));
    check(wrong_form("Jane Doe, CMS Collaboration"), Some(apart));
    for name in ["CheckContext Health Organization (WHO)", "CERN (European Organization)", "The A and the B Group"] {
        check(wrong_form(name), None);
    }
}

#[test]
fn names_of_people_and_groups_are_accepted() {
    for name in [
        "",
        "Ada",
        "Jane Doe",
        "John Smith, Jr.",
        "John Smith Jr.",
        "Henry Ford, II",
        "The A and B Collaboration",
        "Mind, Brain and Behavior Group",
        "Ludwig von und zu Nebelfels",
        "Anders Sand",
        "Sand Andersson",
        "Al Etan",
        "Other Person",
        "Leu Ua",
        "O’Neil Andrews",
        "Nguyễn Sương Mai",
        "王小明",
        "Mary-Ann D’Embrun",
        "Jane Doe, OP",
        "M. Doe, S.J.",
        "John Doe, 3rd",
        "Banco Doe, S.A.",
        "Springer Nature, Inc.",
        "Centers for Disease Control and Prevention",
        "National Academies of Sciences, Engineering, and Medicine",
        "Metin And",
        "José Ortega y Gasset",
        "AT&T",
        "A/B Doe",
        "Ren&eacute; Doe",
        "Y Max Roe",
    ] {
        check(wrong_form(&as_typed(name)), None);
    }
}

#[test]
fn doubtful_splits_are_reported() {
    for (name, right) in [
        ("Jan A. Van Roe", "{ \"given\": \"Jan A.\", \"family\": \"Van Roe\" }"),
        (
            "Max Le Doe",
            "{ \"given\": \"Max\", \"family\": \"Le Doe\" } or { \"given\": \"Max Le\", \"family\": \"Doe\" }",
        ),
        ("Anna Du Roe", "\"family\": \"Du Roe\" } or { \"given\": \"Anna Du\", \"family\": \"Roe\" }"),
        ("Pierre Le Goff", "{ \"given\": \"Pierre\", \"family\": \"Le Goff\" } or { \"given\": \"Pierre Le\""),
        ("Luc Van den Broeck", "{ \"given\": \"Luc\", \"family\": \"Van den Broeck\" }"),
        ("Jan Van Der Berg", "\"family\": \"Van Der Berg\" }"),
        ("Ana De la Cruz", "\"family\": \"De la Cruz\" }"),
        (
            "CMS Collaboration and Max Roe",
            ": \"CMS Collaboration\", \"Max Roe\"; or, if it is one group, write { \"literal\"",
        ),
        ("Cell Biology and Imaging Science Group", "or, if it is one group"),
        ("Maria De La Cruz", "{ \"given\": \"Maria\", \"family\": \"De La Cruz\" }"),
        ("Jan van Der Berg", "{ \"given\": \"Jan\", \"family\": \"van Der Berg\" }"),
        ("Saunders Mac Lane", "\"family\": \"Mac Lane\""),
        ("Seán Ó Briain", "\"family\": \"Ó Briain\""),
        ("Ian St. John Jr.", "\"family\": \"St. John\""),
        (
            "Ana García Lorca",
            "{ \"given\": \"Ana\", \"family\": \"García Lorca\" } or { \"given\": \"Ana García\", \"family\": \"Lorca\" }",
        ),
        ("José Luis Rodríguez Zapatero", "{ \"given\": \"José Luis\", \"family\": \"Rodríguez Zapatero\" }"),
        ("Iñaki Solana y Beltrán", "{ \"given\": \"Iñaki\", \"family\": \"Solana y Beltrán\" }"),
        ("Pau Ferrer i Mas", "\"family\": \"Ferrer i Mas\""),
        ("Rui Castro e Melo", "\"family\": \"Castro e Melo\""),
        ("Ortega y Gasset", "{ \"family\": \"Ortega y Gasset\" }"),
        ("Nguyễn Văn Anh", "\"family\": \"Nguyễn\", \"given\": \"Văn Anh\" }"),
        ("Tran Thi Mai Hoa", "\"family\": \"Tran\", \"given\": \"Thi Mai Hoa\" }"),
        ("Kovács János", "\"family\": \"Kovács\", \"given\": \"János\" }"),
    ] {
        check(doubtful_split(name), Some(right));
    }
}

#[test]
fn ordinary_splits_are_accepted() {
    for name in [
        "",
        "Ada",
        "Ada Lovelace",
        "Ludwig van Beethoven",
        "Maria de la Cruz",
        "Kuntai Du",
        "Quoc Le",
        "Van Nguyen",
        "Le Wang",
        "Di Wang",
        "Francis Y. Yan",
        "J. Ben Smith",
        "Elizabeth II",
        "Martin Luther King, Jr.",
        "E. I. Person",
        "Doe, Van Jane",
        "Hung Van Nguyen",
        "Le Thanh Nguyen",
        "János Kovács",
        "Do Won Kim",
        "Duc Van Le",
        "Tuan Van Kiet",
        "Hung Le Nguyen",
        "Thanh Le Smith",
        "Lee Da Eun",
        "Xu Di Chen",
        "Team Hansen",
        "M. Doe, S.J.",
        "John Doe, 3rd",
        "王 小明",
        // Groups are exported as one name.
        "The HALO Collaboration",
        "the ATLAS collaboration",
        "Centers for Disease Control and Prevention",
        "Springer Nature, Inc.",
        "Big Data Group",
    ] {
        check(doubtful_split(name), None);
    }
}
