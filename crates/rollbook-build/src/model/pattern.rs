//! Paths of a config as patterns: `model.**.norm_cfg`, `pipeline[]`, `default_hooks.*`.

use crate::text::files::matches as like;

/// A pattern, one step for each key or item on the way.
#[derive(Debug)]
pub(crate) struct Pattern {
    /// As it is written.
    pub(crate) text: String,
    steps: Vec<Step>,
    /// The bits of the steps that are `**`.
    between: State,
}

#[derive(Debug, PartialEq, Eq)]
enum Step {
    Key(String),
    /// `*`: any one key. `train_*`: any that looks like this.
    Like(String),
    /// `[]`: any item of a list.
    Item,
    /// `**`: any number of keys and items, also none.
    Between,
}

/// A step down a config.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Down<'a> {
    Key(&'a str),
    Item,
    /// Any key that matches these globs of patterns, and no others.
    #[cfg(feature = "schema")]
    Globs(&'a [&'a str]),
}

/// The progress of a match: one bit for each place in the pattern. Without any bit, it cannot match any more.
pub(crate) type State = u64;

/// More steps do not fit into a state.
const LONGEST: usize = 60;

impl Pattern {
    /// # Errors
    ///
    /// The reason, if it is not a pattern.
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        let mut steps = Vec::new();
        for part in parts(text)? {
            let (key, items) = key(part)?;
            match key {
                Part::Plain("**") => steps.push(Step::Between),
                // `[]` alone: the whole file is a list.
                Part::Plain("") if items > 0 && steps.is_empty() => {}
                Part::Plain("") => return Err("a key between its dots is empty"),
                Part::Plain(key) if key.contains(['[', ']', '"', '\'']) || key.contains("**") => {
                    return Err("a key with such characters must be in quotes");
                }
                Part::Plain(key) if key.contains('*') => steps.push(Step::Like(key.to_owned())),
                Part::Plain(key) | Part::Quoted(key) => steps.push(Step::Key(key.to_owned())),
            }
            steps.extend((0..items).map(|_| Step::Item));
        }
        if steps.len() > LONGEST {
            return Err("it has too many keys");
        }
        let between = steps.iter().enumerate();
        let between = between.filter(|(_, step)| **step == Step::Between);
        let between = between.fold(0, |bits, (at, _)| bits | 1 << at);
        Ok(Self {
            between,
            text: text.to_owned(),
            steps,
        })
    }

    /// At the top of a file.
    pub(crate) fn start(&self) -> State {
        self.settled(1)
    }

    pub(crate) fn step(&self, mut state: State, down: Down<'_>) -> State {
        let mut next = 0;
        // Each bit that is set, from the lowest.
        while let Some(step) = self.steps.get(state.trailing_zeros() as usize) {
            let at = state.trailing_zeros();
            state &= state - 1;
            match (step, down) {
                (Step::Between, _) => next |= 1 << at,
                (Step::Item, Down::Item) => next |= 1 << (at + 1),
                (Step::Key(key), Down::Key(found)) if key == found => next |= 1 << (at + 1),
                (Step::Like(key), Down::Key(found)) if like(key, found) => next |= 1 << (at + 1),
                #[cfg(feature = "schema")]
                (Step::Like(key), Down::Globs(globs))
                    if key == "*" || globs.contains(&key.as_str()) =>
                {
                    next |= 1 << (at + 1);
                }
                _ => {}
            }
        }
        self.settled(next)
    }

    /// The keys and the globs that it waits for. `*` is any key, and is left out.
    #[cfg(feature = "schema")]
    pub(crate) fn expects<'a>(
        &'a self,
        state: State,
        names: &mut Vec<&'a str>,
        globs: &mut Vec<&'a str>,
    ) {
        for (at, step) in self.steps.iter().enumerate() {
            match step {
                _ if state >> at & 1 == 0 => {}
                Step::Key(key) => names.push(key),
                Step::Like(key) if key != "*" => globs.push(key),
                Step::Like(_) | Step::Item | Step::Between => {}
            }
        }
    }

    /// Its steps, if each of them is a key or an item, which is `None`.
    #[cfg(feature = "schema")]
    pub(crate) fn literal(&self) -> Option<Vec<Option<&str>>> {
        let steps = self.steps.iter().map(|step| match step {
            Step::Key(key) => Some(Some(key.as_str())),
            Step::Item => Some(None),
            Step::Like(_) | Step::Between => None,
        });
        steps.collect()
    }

    pub(crate) fn matches(&self, state: State) -> bool {
        state >> self.steps.len() & 1 == 1
    }

    /// `**` also matches nothing.
    fn settled(&self, mut state: State) -> State {
        loop {
            let more = (state & self.between) << 1;
            if state | more == state {
                return state;
            }
            state |= more;
        }
    }

    /// If several patterns match, the heaviest wins. Compared in this order: it names its last step; the number of literal
    /// keys; the number of partly literal keys (`train_*`).
    pub(crate) fn weight(&self) -> (bool, usize, usize) {
        let whole = self
            .steps
            .iter()
            .filter(|step| matches!(step, Step::Key(_)));
        let like = |step: &&Step| matches!(step, Step::Like(key) if key != "*");
        let partly = self.steps.iter().filter(like);
        (self.is_exact(), whole.count(), partly.count())
    }

    /// Whether it gives the exact place of a name, so that a string there is a name.
    pub(crate) fn is_exact(&self) -> bool {
        match self.steps.last() {
            Some(Step::Key(_) | Step::Item) => true,
            Some(Step::Like(key)) => key != "*",
            Some(Step::Between) | None => false,
        }
    }
}

enum Part<'a> {
    Plain(&'a str),
    Quoted(&'a str),
}

/// A key without the `[]` behind it, and how many of them there are.
fn key(part: &str) -> Result<(Part<'_>, usize), &'static str> {
    let mut rest = part;
    let mut items = 0;
    while let Some(before) = rest.strip_suffix("[]") {
        rest = before;
        items += 1;
    }
    if rest.ends_with(']') && !rest.starts_with(['"', '\'']) {
        return Err("only `[]`, any item of a list, can be in brackets");
    }
    for quote in ['"', '\''] {
        if let Some(inside) = rest.strip_prefix(quote) {
            return match inside.strip_suffix(quote) {
                Some(inside) if !inside.contains(quote) => Ok((Part::Quoted(inside), items)),
                _ => Err("a quote is not closed"),
            };
        }
    }
    Ok((Part::Plain(rest), items))
}

/// The parts between the dots that are outside of quotes.
fn parts(text: &str) -> Result<Vec<&str>, &'static str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut open = None;
    for (at, c) in text.char_indices() {
        match (open, c) {
            (Some(quote), c) if c == quote => open = None,
            (None, '"' | '\'') => open = Some(c),
            (None, '.') => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    match open {
        Some(_) => Err("a quote is not closed"),
        None => Ok(parts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, path: &[&str], expect: bool) {
        let parsed = Pattern::parse(pattern).unwrap();
        let state = path.iter().fold(parsed.start(), |state, step| {
            let down = match *step {
                "[]" => Down::Item,
                key => Down::Key(key),
            };
            parsed.step(state, down)
        });
        assert_eq!(parsed.matches(state), expect, "{pattern} {path:?}");
    }

    #[test]
    fn keys_and_items() {
        check("model", &["model"], true);
        check("model", &[], false);
        check("model", &["model", "neck"], false);
        check("a.b", &["a", "b"], true);
        check("list[]", &["list", "[]"], true);
        check("list[]", &["list"], false);
        check("list[][]", &["list", "[]", "[]"], true);
        check("list[].a", &["list", "[]", "a"], true);
        check("[]", &["[]"], true);
        check("'a.b'.c", &["a.b", "c"], true);
        check("\"*\"", &["*"], true);
        check("'x[]'[]", &["x[]", "[]"], true);
        check("''", &[""], true);
    }

    #[test]
    fn wildcards() {
        check("a.*", &["a", "b"], true);
        check("a.*", &["a", "[]"], false);
        check("a.*", &["a"], false);
        check("a_*.b", &["a_x", "b"], true);
        check("*a*", &["bab"], true);
        check("a_*", &["b_a_"], false);
        check("a.**", &["a"], true);
        check("a.**", &["a", "b", "[]", "c"], true);
        check("**.c", &["c"], true);
        check("**.c", &["a", "[]", "c"], true);
        check("**.c", &["a", "c", "d"], false);
        check("a.**.c", &["a", "c", "c"], true);
        check("**.a.**.b", &["a", "x", "a", "b", "b"], true);
        check("**[]", &["a", "[]"], true);
    }

    #[test]
    fn no_patterns() {
        let check = |text: &str, why: &str| {
            assert_eq!(Pattern::parse(text).unwrap_err(), why, "{text}");
        };
        check("", "a key between its dots is empty");
        check("a..b", "a key between its dots is empty");
        check("a.[]", "a key between its dots is empty");
        check("a[3]", "only `[]`, any item of a list, can be in brackets");
        check("'a", "a quote is not closed");
        check("a**", "a key with such characters must be in quotes");
        check("a]b", "a key with such characters must be in quotes");
        check(&["a"; 100].join("."), "it has too many keys");
    }
}
