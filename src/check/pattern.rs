//! Regular expressions that are compiled once.

/// Declares a static regular expression.
macro_rules! pattern {
    ($name:ident, $pattern:expr) => {
        static $name: std::sync::LazyLock<regex::Regex> =
            std::sync::LazyLock::new(|| regex::Regex::new($pattern).expect("the pattern is valid"));
    };
}

pub(super) use pattern;
