//! Keyed lists. The nodes of keys that stay are kept, and long lists are filled in batches.

use std::{cell::RefCell, rc::Rc};

use leptos::{
    prelude::{Notify, Owner, Track, Trigger},
    tachys::renderer::{Rndr, types},
};

use super::effects::{Effects, after_paint, render_effect};
use crate::util::sort;

/// The way in which nodes come into being: they are created, or the host has rendered them and they are hydrated.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Mode {
    Create,
    Hydrate,
}

/// A function that creates the node of a key, or hydrates the given node.
pub(super) type CreateItem = Box<dyn Fn(usize, Mode, Option<types::Node>, &mut Effects) -> types::Element + Send>;

/// Keeps the children of an element up to date with the keys.
pub(super) fn attach(
    keys: Box<dyn Fn() -> Vec<usize> + Send>,
    create_item: CreateItem,
    parent: types::Element,
    mut mode: Mode,
) {
    // Uses the current owner, because the effect's own owner is disposed at each of its runs.
    let owner = Owner::current().unwrap_or_default();
    let changed = Trigger::new();
    let list =
        KeyedList { parent, create_item, owner, keys: Vec::new(), items: Vec::new(), changed, is_filling: false };
    let list = Rc::new(RefCell::new(list));
    let filled = list.clone();
    render_effect(Box::new(move || {
        let keys = keys();
        let starts_filling = {
            let list = &mut *list.borrow_mut();
            list.keys = keys;
            let is_immediate = mode == Mode::Hydrate || list.keys.len() <= IMMEDIATE_LIMIT;
            let budget = if is_immediate { usize::MAX } else { FIRST_BATCH };
            list.reconcile(budget, 1, std::mem::replace(&mut mode, Mode::Create))
                && !std::mem::replace(&mut list.is_filling, true)
        };
        if starts_filling {
            schedule_fill(list.clone());
        }
    }));
    render_effect(Box::new(move || {
        changed.track();
        let items = &mut filled.borrow_mut().items;
        // Excludes cached items, of which there may be a thousand.
        let shown = items.iter_mut().filter(|item| item.is_shown);
        shown.flat_map(|item| &mut item.effects).for_each(|run| run());
    }));
}

/// The number of items in the first batch of a long list. It is small so that the batch is painted soon, and large
/// enough to fill a window.
const FIRST_BATCH: usize = 6;

/// The budget of each later batch. Inserting a cached item costs 1, and creating one costs `CREATE_COST`.
const BATCH: usize = 48;
const CREATE_COST: usize = 3;

/// Lists of up to this length are rendered at once.
const IMMEDIATE_LIMIT: usize = 24;

/// The maximum number of hidden items to keep. They may be shown again in the state in which they were left.
const CACHE_LIMIT: usize = 1000;

/// The children of an element with changing keys.
struct KeyedList {
    parent: types::Element,
    create_item: CreateItem,
    owner: Owner,
    /// The keys to show, in order.
    keys: Vec<usize>,
    /// The created items, sorted by key.
    items: Vec<Item>,
    /// A trigger that is notified when reactive items have been added.
    changed: Trigger,
    /// Whether the next batch is scheduled.
    is_filling: bool,
}

/// A child with its effects.
struct Item {
    key: usize,
    element: types::Element,
    owner: Owner,
    effects: Vec<Box<dyn FnMut()>>,
    is_shown: bool,
}

impl KeyedList {
    /// Moves the list toward `keys`, spending at most `budget`. Each new item costs `create_cost`, and each cached one
    /// costs 1. Returns `true` if items are still missing.
    fn reconcile(&mut self, mut budget: usize, create_cost: usize, mode: Mode) -> bool {
        let KeyedList { parent, create_item, owner, keys, items, changed, .. } = self;
        let sorted = sort::argsort(keys.len(), &|a, b| keys[a].cmp(&keys[b]));
        let is_cache_full = items.len() > keys.len() + CACHE_LIMIT;
        let stays = |key: usize| sorted.binary_search_by(|index| keys[*index].cmp(&key)).is_ok();
        // Items are removed first. Then most remaining items are already in their positions. If none remains, one call
        // removes all.
        if mode == Mode::Create && !items.iter().any(|item| item.is_shown && stays(item.key)) {
            parent.set_text_content(None);
            items.iter_mut().for_each(|item| item.is_shown = false);
        }
        items.retain_mut(|item| {
            let stays = stays(item.key);
            if !stays && item.is_shown {
                item.is_shown = false;
                item.element.remove();
            }
            if !stays && is_cache_full {
                item.owner.cleanup();
            }
            stays || !is_cache_full
        });
        let has_focus = is_focused(parent);
        let mut next = Rndr::first_child(parent);
        let mut new = Vec::new();
        let (mut is_incomplete, mut is_reactive) = (false, false);
        for key in keys.iter().copied() {
            let element = match items.binary_search_by(|item| item.key.cmp(&key)) {
                Ok(index) if items[index].is_shown => items[index].element.clone(),
                _ if budget == 0 => {
                    is_incomplete = true;
                    continue;
                }
                Ok(index) => {
                    budget -= 1;
                    let cached = &mut items[index];
                    cached.is_shown = true;
                    is_reactive |= !cached.effects.is_empty();
                    cached.element.clone()
                }
                Err(_) => {
                    budget = budget.saturating_sub(create_cost);
                    let owner = owner.child();
                    let mut effects = Effects::collecting();
                    let element = owner.with(|| create_item(key, mode, next.clone(), &mut effects));
                    let effects = effects.collected();
                    is_reactive |= !effects.is_empty();
                    new.push(Item { key, element: element.clone(), owner, effects, is_shown: true });
                    element
                }
            };
            let node: &types::Node = element.as_ref();
            // An element loses the focus when it moves, so its siblings move behind it instead.
            if has_focus && next.as_ref() != Some(node) && is_focused(&element) {
                let behind = Rndr::next_sibling(node);
                while let Some(other) = next.take_if(|other| *other != *node) {
                    next = Rndr::next_sibling(&other);
                    Rndr::insert_node(parent, &other, behind.as_ref());
                }
            }
            if next.as_ref() == Some(node) {
                next = Rndr::next_sibling(node);
            } else {
                Rndr::insert_node(parent, node, next.as_ref());
            }
        }
        // With another node among them, the nodes would be those of other keys.
        assert!(
            mode == Mode::Create || next.is_none(),
            "the page was changed before it was taken over: found another item"
        );
        if is_reactive {
            changed.notify();
        }
        items.append(&mut new);
        *items = sort::stable_sort(std::mem::take(items), &|a, b| a.key.cmp(&b.key));
        is_incomplete
    }
}

/// Returns `true` if an element, or an element within it, has the focus.
#[inline(never)]
fn is_focused(element: &types::Element) -> bool {
    element.matches(":focus-within").unwrap_or_default()
}

/// Adds the next batch after the next paint.
fn schedule_fill(list: Rc<RefCell<KeyedList>>) {
    after_paint(move || {
        let is_filling = {
            let list = &mut *list.borrow_mut();
            // Stops if the visitor has left the page.
            list.is_filling = list.parent.is_connected() && list.reconcile(BATCH, CREATE_COST, Mode::Create);
            list.is_filling
        };
        if is_filling {
            schedule_fill(list);
        }
    });
}
