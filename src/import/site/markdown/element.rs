//! Ends HTML elements, and writes tables.

use crate::import::site::markdown::scan::{APPEARANCE, Kind, Open, Scan, quoted};

/// Ends the innermost open element with a name, and the elements in it. Nothing happens if there is none. With
/// `in_block`, elements outside the innermost list, table or quote stay open.
pub(super) fn close(scan: &mut Scan, name: &str, in_block: bool) {
    let found = scan.open.iter().rposition(|open| open.name == name);
    let Some(index) = found else { return };
    let is_border =
        |open: &Open| matches!(open.kind, Kind::List(_) | Kind::Table(_) | Kind::Quote | Kind::Cell | Kind::Item);
    if in_block && scan.open[index + 1..].iter().any(is_border) {
        return;
    }
    // "</a>" in a cell does not end a link outside of the table.
    let is_cell = |open: &Open| matches!(open.kind, Kind::Cell | Kind::Item);
    if !is_cell(&scan.open[index])
        && !matches!(scan.open[index].kind, Kind::Table(_) | Kind::Row | Kind::List(_) | Kind::Block | Kind::Quote)
        && scan.open[index + 1..].iter().any(is_cell)
    {
        return;
    }
    while scan.open.len() > index {
        end(scan);
    }
    // `dt` and `summary` have two elements of the same name.
    if matches!(name, "dt" | "summary") && scan.open.last().is_some_and(|open| open.name == name) {
        end(scan);
    }
}

/// Ends all open elements.
pub(super) fn close_all(scan: &mut Scan) {
    while !scan.open.is_empty() {
        end(scan);
    }
}

/// Ends the innermost open element.
fn end(scan: &mut Scan) {
    let Some(open) = scan.leave() else { return };
    match open.kind {
        Kind::Plain | Kind::Row => {}
        Kind::Block => scan.new_block(),
        Kind::Heading => {
            if scan.out[open.start..].trim().is_empty() {
                // Nothing is left of the heading.
                let end = scan.out.trim_end_matches(['#', ' ']).len();
                scan.out.truncate(end);
            }
            scan.new_block();
        }
        Kind::Item => {
            let end = scan.out.trim_end().len().max(open.start);
            scan.out.truncate(end);
        }
        Kind::List(_) => {
            let end = scan.out.trim_end().len();
            scan.out.truncate(end);
            let is_nested = scan.open.iter().any(|open| matches!(open.kind, Kind::List(_)));
            if is_nested { scan.new_line() } else { scan.new_block() }
        }
        Kind::Marks(marks) => wrap(&mut scan.out, open.start, marks),
        Kind::Fence => {
            let end = scan.out.trim_end().len();
            scan.out.truncate(end);
            scan.push("\n```");
            scan.new_block();
        }
        Kind::Link(target) => end_link(scan, open.start, target),
        Kind::Quote => {
            let content = scan.out.split_off(open.start);
            let lines: Vec<String> =
                content.trim().lines().map(|line| format!("> {line}").trim_end().to_owned()).collect();
            scan.push(&lines.join("\n"));
            scan.new_block();
        }
        Kind::Script(letter_of) => {
            let content = scan.out.split_off(open.start);
            match content.trim().chars().map(letter_of).collect::<Option<String>>() {
                Some(letters) => scan.push(&letters),
                None => {
                    scan.count(APPEARANCE, &format!("<{}>{}", open.name, quoted(&content)));
                    scan.push(&content);
                }
            }
        }
        Kind::Cell => {
            let text = scan.out.split_off(open.start).trim().to_owned();
            let table = scan.open.iter_mut().rev().find_map(|open| match &mut open.kind {
                Kind::Table(rows) => Some(rows),
                _ => None,
            });
            match table.and_then(|rows| rows.last_mut()) {
                Some(row) => row.push(text),
                None => scan.push(&text),
            }
        }
        Kind::Table(rows) => {
            let between = scan.out.split_off(open.start);
            if !between.trim().is_empty() {
                scan.push(between.trim());
                scan.new_block();
            }
            write_table(scan, rows);
        }
    }
}

/// Puts marks around the text after an offset, inside the white space at its ends.
fn wrap(out: &mut String, start: usize, marks: &str) {
    let content = out.split_off(start);
    let text = content.trim();
    if text.is_empty() {
        return out.push_str(&content);
    }
    let (before, after) = content.split_once(text).unwrap_or_default();
    out.push_str(before);
    if text.contains("\n\n") {
        // Emphasis does not reach over several paragraphs.
        out.push_str(text);
    } else {
        out.push_str(marks);
        out.push_str(text);
        out.push_str(marks);
    }
    out.push_str(after);
}

fn end_link(scan: &mut Scan, start: usize, target: Result<String, String>) {
    let content = scan.out.split_off(start);
    let text = content.strip_prefix('[').unwrap_or(&content);
    match target {
        Ok(url) if !text.trim().is_empty() && !text.trim().contains("\n\n") => {
            let inner = text.trim();
            let (before, after) = text.split_once(inner).unwrap_or_default();
            scan.push(&format!("{before}[{inner}]({}){after}", destination(&url)));
        }
        Ok(url) if !text.trim().is_empty() => {
            // A link around blocks follows them.
            scan.push(text);
            scan.new_block();
            scan.push(&format!("[{url}]({})", destination(&url)));
        }
        Ok(_) => {}
        Err(reason) => {
            scan.warn(format!("{reason}; the text of the link is kept"));
            scan.push(text);
        }
    }
}

/// Returns a URL as the destination of a link.
pub(super) fn destination(url: &str) -> String {
    let url = url.replace(' ', "%20").replace('\n', "");
    let is_balanced = url.matches('(').count() == url.matches(')').count();
    if is_balanced { url } else { url.replace('(', "%28").replace(')', "%29") }
}

/// Opens a row or a cell of a table.
pub(super) fn table(scan: &mut Scan, name: &str) {
    let Some(index) = scan.open.iter().rposition(|open| matches!(open.kind, Kind::Table(_))) else { return };
    let ends = |open: &Open| if name == "tr" { open.name == "tr" } else { matches!(open.name.as_str(), "td" | "th") };
    if let Some(inner) = scan.open[index + 1..].iter().position(ends) {
        while scan.open.len() > index + 1 + inner {
            end(scan);
        }
    }
    let Kind::Table(rows) = &mut scan.open[index].kind else { return };
    if name == "tr" {
        rows.push(Vec::new());
        scan.enter(name, Kind::Row);
    } else {
        if rows.is_empty() {
            rows.push(Vec::new());
        }
        scan.enter(name, Kind::Cell);
    }
}

/// Writes a table. A table with blocks in its cells, or with one column, sets only the layout, so its cells become
/// paragraphs.
fn write_table(scan: &mut Scan, mut rows: Vec<Vec<String>>) {
    rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let is_block = |cell: &String| {
        cell.contains("\n\n") || cell.starts_with("- ") || cell.contains("\n- ") || cell.contains("```")
    };
    if columns < 2 || rows.len() < 2 || rows.iter().flatten().any(is_block) {
        for cell in rows.iter().flatten().filter(|cell| !cell.is_empty()) {
            scan.new_block();
            scan.push(&cell.replace("<br>", "\\\n"));
        }
        return scan.new_block();
    }
    scan.new_block();
    for (index, row) in rows.iter().enumerate() {
        let cells: Vec<String> = (0..columns)
            .map(|column| row.get(column).map_or_else(String::new, |cell| cell.replace('\n', " ").replace('|', "\\|")))
            .collect();
        scan.push(&format!("| {} |\n", cells.join(" | ")));
        if index == 0 {
            scan.push(&format!("|{}\n", " --- |".repeat(columns)));
        }
    }
    scan.new_block();
}
