//! Finds the venues of entries, and declares those that need an entry in `venues`.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value};

use crate::{
    content::{Venue, diagnostic::nearest, macros::object::Object},
    import::{
        VenueName,
        merge::{
            profile::put,
            record::{Record, RecordedVenue, Spelling},
            venue_name::{
                CleanName, abbreviates, clean, comparable, is_abbreviated, significant_words, without_sponsors,
            },
        },
    },
    util::text::{Normalizer, fold},
};

/// A venue of the profile, of an earlier import, or of this one.
#[derive(Clone, Debug, Default)]
struct Group {
    /// The key, if it is declared.
    key: Option<String>,
    name: String,
    short: Option<String>,
    kind: Option<String>,
    /// Its names in imported files.
    spellings: BTreeSet<Spelling>,
    /// The key that it had before the scholar removed it from `venues`.
    removed_key: Option<String>,
    /// The group of which it turned out to be another name.
    joined_to: Option<usize>,
}

impl Group {
    /// Returns `true` if it is, or was, declared. Its name and its key stay as they are.
    fn is_fixed(&self) -> bool {
        self.key.is_some() || self.removed_key.is_some()
    }
}

/// The venues during a merge.
pub(super) struct Venues {
    groups: Vec<Group>,
    /// The groups by the exact name in an imported file, and by what is comparable.
    by_spelling: HashMap<Spelling, usize>,
    by_name: HashMap<String, usize>,
    /// The words that distinguish the name of each group.
    words: Vec<Vec<String>>,
    /// The comparable name of each group, and the same without organizers.
    bare: Vec<(String, String)>,
    /// The groups by the number of words and the first letter of a name, and by a name without organizers.
    by_shape: HashMap<(usize, Option<char>), BTreeSet<usize>>,
    by_bare: HashMap<String, BTreeSet<usize>>,
    normalize: Normalizer,
}

/// The names that the scholar has given to venues without declaring them.
pub(super) type PlainNames = BTreeSet<String>;

impl Venues {
    /// Collects the venues of the profile and the record. `renamed` has the new keys of venues that the scholar has renamed.
    pub fn new(
        declared: &Map<String, Value>,
        record: &Record,
        renamed: &HashMap<String, String>,
        normalize: Normalizer,
    ) -> Venues {
        let mut venues = Venues {
            groups: Vec::new(),
            by_spelling: HashMap::new(),
            by_name: HashMap::new(),
            words: Vec::new(),
            bare: Vec::new(),
            by_shape: HashMap::new(),
            by_bare: HashMap::new(),
            normalize,
        };
        for (key, venue) in declared {
            let text = |name: &str| venue.get(name).and_then(Value::as_str).map(str::to_owned);
            let group = Group {
                key: Some(key.clone()),
                name: text("name").unwrap_or_default(),
                short: text("short"),
                kind: text("kind"),
                ..Group::default()
            };
            venues.add(group);
        }
        for recorded in &record.venues {
            let key = recorded.key.as_ref().map(|key| renamed.get(key).unwrap_or(key));
            let own = key.and_then(|key| venues.groups.iter().position(|group| group.key.as_ref() == Some(key)));
            let place = own.or_else(|| venues.named(&recorded.name)).unwrap_or_else(|| {
                venues.add(Group {
                    name: recorded.name.clone(),
                    short: recorded.short.clone(),
                    kind: recorded.kind.clone(),
                    removed_key: recorded.key.clone(),
                    ..Group::default()
                })
            });
            // The scholar may have renamed it.
            let cleaned = recorded.spellings.iter().map(|spelling| clean(&spelling.name, spelling.is_proceedings));
            let names = cleaned.flat_map(|cleaned| cleaned.short.into_iter().chain([cleaned.name]));
            for name in names.chain([recorded.name.clone()]) {
                venues.by_name.entry(comparable(&name, normalize)).or_insert(place);
                venues.by_name.entry(fold(name.trim(), normalize)).or_insert(place);
            }
            for spelling in &recorded.spellings {
                venues.spell(place, spelling.clone());
            }
        }
        venues
    }

    fn add(&mut self, group: Group) -> usize {
        let place = self.groups.len();
        let names: Vec<&String> = group.key.iter().chain(&group.short).chain([&group.name]).collect();
        for name in names {
            self.by_name.entry(comparable(name, self.normalize)).or_insert(place);
            self.by_name.entry(fold(name.trim(), self.normalize)).or_insert(place);
        }
        self.words.push(Vec::new());
        self.bare.push((String::new(), String::new()));
        self.groups.push(group);
        self.index(place);
        place
    }

    /// Stores the words of the name of a group.
    fn index(&mut self, place: usize) {
        let name = &self.groups[place].name;
        let words = significant_words(name, self.normalize);
        let bare = with_and_without_sponsors(name, self.normalize);
        self.by_shape.entry(shape(&words)).or_default().insert(place);
        self.by_bare.entry(bare.1.clone()).or_default().insert(place);
        (self.words[place], self.bare[place]) = (words, bare);
    }

    fn spell(&mut self, place: usize, spelling: Spelling) {
        self.groups[place].spellings.insert(spelling.clone());
        self.by_spelling.insert(spelling, place);
    }

    fn named(&self, name: &str) -> Option<usize> {
        let exact = self.by_name.get(&fold(name.trim(), self.normalize));
        exact.or_else(|| self.by_name.get(&comparable(name, self.normalize))).copied()
    }

    /// Finds or adds the venue of an entry. `kind` is the type of the publication. Returns the venue, and `true` if no
    /// import has read this name before.
    pub fn find(&mut self, venue: &VenueName, kind: &str) -> (usize, bool) {
        let is_proceedings = matches!(kind, "conference" | "workshop" | "chapter");
        let spelling = Spelling { name: venue.name.trim().to_owned(), is_proceedings };
        if let Some(place) = self.by_spelling.get(&spelling).copied() {
            self.improve(place, venue, &CleanName::default());
            return (place, false);
        }
        let mut cleaned = clean(&spelling.name, is_proceedings);
        if cleaned.short.as_ref().is_some_and(|short| *short == cleaned.name) {
            cleaned.short = None;
        }
        let short = venue.short.as_ref().or(cleaned.short.as_ref());
        let mut found: Vec<usize> =
            [&spelling.name, &cleaned.name].iter().filter_map(|name| self.named(name)).collect();
        found.extend(short.and_then(|short| self.with_short(short, &cleaned.name)));
        found.extend(self.abbreviations(&cleaned.name));
        if found.is_empty() {
            found.extend(self.abbreviated(&cleaned.name).or_else(|| self.of_sponsor(&cleaned.name)));
        }
        let place = match found.first() {
            Some(first) => self.join(*first, &found),
            None => self.add(Group { name: cleaned.name.clone(), ..Group::default() }),
        };
        self.improve(place, venue, &cleaned);
        self.spell(place, spelling);
        (place, true)
    }

    /// Makes one venue of groups that turn out to be names of the same one, except for those that are declared. Returns it.
    fn join(&mut self, first: usize, found: &[usize]) -> usize {
        let place = found.iter().copied().find(|place| self.groups[*place].is_fixed()).unwrap_or(first);
        for other in found.iter().copied() {
            if other == place || self.groups[other].is_fixed() || self.groups[other].joined_to.is_some() {
                continue;
            }
            let Group { name, short, kind, spellings, .. } = std::mem::take(&mut self.groups[other]);
            self.groups[other].joined_to = Some(place);
            (self.words[other], self.bare[other]) = (Vec::new(), (String::new(), String::new()));
            for known in self.by_name.values_mut().filter(|known| **known == other) {
                *known = place;
            }
            let venue = VenueName { name: name.clone(), short, kind };
            self.improve(place, &venue, &CleanName { name, short: None });
            for spelling in spellings {
                self.spell(place, spelling);
            }
        }
        place
    }

    /// Adds what an entry says about a venue that is not declared yet.
    fn improve(&mut self, place: usize, venue: &VenueName, cleaned: &CleanName) {
        let group = &mut self.groups[place];
        if group.key.is_some() {
            return;
        }
        group.kind = group.kind.take().or_else(|| venue.kind.clone());
        // Full names replace abbreviated ones, words replace an acronym, names without a year those with one, and longer names
        // shorter ones.
        let is_abbreviated = |name: &str| name.split(' ').any(|word| word.ends_with('.'));
        let has_year = |name: &str| clean(name, true).name != name;
        let rank = |name: &str| {
            (!is_abbreviated(name), name.contains(' '), !has_year(name), name.chars().count(), name.to_owned())
        };
        if !cleaned.name.is_empty() && rank(&cleaned.name) > rank(&group.name) {
            group.name = cleaned.name.clone();
            self.by_name.entry(comparable(&cleaned.name, self.normalize)).or_insert(place);
            self.index(place);
        }
        let group = &mut self.groups[place];
        let short = venue.short.as_deref().map(str::trim).or(cleaned.short.as_deref());
        if let Some(short) = short.filter(|short| !short.is_empty() && *short != group.name) {
            group.short = Some(group.short.take().map_or(short.to_owned(), |old| old.min(short.to_owned())));
            self.by_name.entry(fold(short, self.normalize)).or_insert(place);
        }
    }

    /// Returns the venue with a short name, if the rest of the name does not contradict.
    fn with_short(&self, short: &str, name: &str) -> Option<usize> {
        let place = *self.by_name.get(&fold(short, self.normalize))?;
        let words = significant_words(name, self.normalize);
        let own = &self.words[place];
        let shared = words.iter().filter(|word| own.contains(word)).count();
        let is_alike = own.len() <= 1 || words.len() <= 1 || shared * 2 >= own.len().min(words.len());
        is_alike.then_some(place)
    }

    /// Returns the venues of the files whose names abbreviate a full name, and no other.
    fn abbreviations(&self, name: &str) -> Vec<usize> {
        let words = significant_words(name, self.normalize);
        if is_abbreviated(&words) {
            return Vec::new();
        }
        let is_only = |place: &usize| self.fitting(&self.words[*place]).next().is_none();
        self.fitting(&words).filter(|place| !self.groups[*place].is_fixed() && is_only(place)).collect()
    }

    /// Returns the only venue whose name a name abbreviates, or the other way round.
    fn abbreviated(&self, name: &str) -> Option<usize> {
        let words = significant_words(name, self.normalize);
        let mut fitting = self.fitting(&words);
        let first = fitting.next()?;
        fitting.next().is_none().then_some(first)
    }

    /// Returns the venues whose names abbreviate a name, or the other way round.
    fn fitting(&self, words: &[String]) -> impl Iterator<Item = usize> {
        let alike = self.by_shape.get(&shape(words)).into_iter().flatten().copied();
        alike.filter(|place| abbreviates(words, &self.words[*place]))
    }

    /// Returns the only venue that has the same name with or without an organizer such as "ACM".
    fn of_sponsor(&self, name: &str) -> Option<usize> {
        let (own, bare) = with_and_without_sponsors(name, self.normalize);
        if bare.split(' ').count() < 2 {
            return None;
        }
        let is_same = |place: &usize| {
            let (other, other_bare) = &self.bare[*place];
            *other_bare == bare && (own == bare || *other == bare)
        };
        let mut fitting = self.by_bare.get(&bare).into_iter().flatten().copied().filter(is_same);
        let first = fitting.next()?;
        fitting.next().is_none().then_some(first)
    }

    /// Declares the venues for which `venues` says more than a name: a short name, a kind, or one name for several
    /// spellings. Also declares those whose names the check would not accept without it. `plain` are names that the scholar
    /// uses without declaring them; they must stay valid.
    pub fn declare(&mut self, declared: &mut Map<String, Value>, plain: &PlainNames) {
        let normalize = self.normalize;
        // Without `venues`, every text is a valid name. With it, a name has a space or a capital.
        if declared.is_empty() && plain.iter().any(|name| !is_name(name)) {
            return;
        }
        let folded_plain: BTreeSet<String> = plain.iter().map(|name| fold(name.trim(), normalize)).collect();
        let is_used = |group: &Group| {
            group.short.iter().chain([&group.name]).any(|name| folded_plain.contains(&fold(name.trim(), normalize)))
        };
        for place in 0..self.groups.len() {
            let group = &self.groups[place];
            let names: BTreeSet<&str> = group.spellings.iter().map(|spelling| spelling.name.as_str()).collect();
            let says_more = group.short.is_some() || group.kind.is_some() || names.len() > 1;
            if group.key.is_none() && says_more && group.removed_key.is_none() && !is_used(group) {
                self.declare_one(place, declared, plain);
            }
        }
        // A new key can make another name invalid.
        loop {
            let keys: Vec<String> = declared.keys().cloned().collect();
            let keys_are_names = keys.iter().any(|key| is_name(key));
            let names: BTreeSet<String> = declared
                .values()
                .flat_map(|venue| [venue.get("short"), venue.get("name")])
                .flatten()
                .filter_map(Value::as_str)
                .map(|name| fold(name.trim(), normalize))
                .collect();
            let is_valid = |group: &Group| {
                keys.is_empty()
                    || is_name(&group.name)
                        && !keys_are_names
                        && !names.contains(&fold(group.name.trim(), normalize))
                        && !keys.iter().any(|key| is_near(&group.name, key))
            };
            let Some(place) = self
                .groups
                .iter()
                .position(|group| group.key.is_none() && !group.spellings.is_empty() && !is_valid(group))
            else {
                return;
            };
            self.declare_one(place, declared, plain);
        }
    }

    fn declare_one(&mut self, place: usize, declared: &mut Map<String, Value>, plain: &PlainNames) {
        let group = &self.groups[place];
        let slug = |text: &str| {
            let folded = fold(text, self.normalize);
            let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
            words.take(8).collect::<Vec<_>>().join("-")
        };
        let initials: String = self.words[place].iter().filter_map(|word| word.chars().next()).collect();
        let wanted = [group.short.as_deref().map(slug), Some(slug(&group.name)), Some(slug(&initials))];
        let wanted = wanted.into_iter().flatten().filter(|key| !key.is_empty());
        let numbered = (1..).map(|number| format!("venue-{number}"));
        let is_free = |key: &String| !declared.contains_key(key) && !plain.iter().any(|name| is_near(name, key));
        let Some(key) = wanted.chain(numbered).find(is_free) else { return };
        let mut venue = Map::new();
        let name = Some(&group.name);
        for (field, text) in [("short", group.short.as_ref()), ("name", name), ("kind", group.kind.as_ref())] {
            if let Some(text) = text {
                put(&mut venue, Venue::FIELDS, field, text.as_str().into());
            }
        }
        declared.insert(key.clone(), Value::Object(venue));
        self.groups[place].key = Some(key);
    }

    /// Returns the group that a group has been joined to, or the group itself.
    fn group(&self, place: usize) -> &Group {
        let mut group = &self.groups[place];
        while let Some(place) = group.joined_to {
            group = &self.groups[place];
        }
        group
    }

    /// Returns the name of a venue.
    pub fn name(&self, place: usize) -> &str {
        &self.group(place).name
    }

    /// Returns what a publication has in its field `venue`.
    pub fn value(&self, place: usize) -> &str {
        let group = self.group(place);
        group.key.as_ref().unwrap_or(&group.name)
    }

    /// Returns what a publication has in its field `venue` now, if an earlier import has written this name.
    pub fn new_value(&self, name: &str) -> Option<&str> {
        let spelling = |is_proceedings| Spelling { name: name.to_owned(), is_proceedings };
        let spelled = [false, true].iter().find_map(|is_proceedings| self.by_spelling.get(&spelling(*is_proceedings)));
        let place = self.named(name).or_else(|| spelled.copied())?;
        Some(self.value(place)).filter(|value| *value != name)
    }

    /// Writes the venues of imported works to the record.
    pub fn record(&self, record: &mut Record) {
        let imported = self.groups.iter().filter(|group| !group.spellings.is_empty());
        record.venues = imported
            .map(|group| RecordedVenue {
                key: group.key.clone().or_else(|| group.removed_key.clone()),
                name: group.name.clone(),
                short: group.short.clone().filter(|_| group.key.is_none()),
                kind: group.kind.clone().filter(|_| group.key.is_none()),
                spellings: group.spellings.clone(),
            })
            .collect();
    }
}

/// Returns the number of words of a name and its first letter, which an abbreviation shares.
fn shape(words: &[String]) -> (usize, Option<char>) {
    (words.len(), words.first().and_then(|word| word.chars().next()))
}

/// Returns a name for comparison, and the same without organizers.
fn with_and_without_sponsors(name: &str, normalize: Normalizer) -> (String, String) {
    let own = comparable(name, normalize);
    let bare = without_sponsors(&own);
    (own, bare)
}

/// Returns `true` for a text that the check accepts as a name: it has a space or a capital, which keys do not have.
fn is_name(text: &str) -> bool {
    text.contains(|c: char| c.is_whitespace() || c.is_uppercase() || !c.is_ascii())
}

/// Returns `true` if the check would take a name for a misspelled key.
fn is_near(name: &str, key: &str) -> bool {
    let (own, other) = (name.chars().count(), key.chars().count());
    // The distance is at least the difference of the lengths.
    own.abs_diff(other) * 3 <= own.max(other) && nearest(name, [key]).is_some()
}
