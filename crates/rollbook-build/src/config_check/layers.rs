//! Config files with what they are based on: each is read and parsed once, however many files are based on it.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use rollbook::__private::merge::{Fault, Files, Place, Rules};
use toml::de::DeValue;

use super::document::{self, Node, Tree};
use super::problems::problems_of;
use crate::diagnostics::{Problem, Problems, messages, name};
use crate::text::files::slashes;
use crate::text::{Source, SourceId, Span};

/// All files that are checked, and their bases.
pub(super) struct Layers<'a> {
    root: &'a Path,
    files: Files,
    /// Where the text of the next file starts.
    end: usize,
    /// The index of each file's source.
    sources: Vec<SourceId>,
}

/// The trees of the files, in their order. `None` if a file cannot be parsed: that has been reported.
pub(super) type Trees<'f> = Vec<Option<Tree<'f>>>;

impl<'a> Layers<'a> {
    pub(super) fn new(root: &'a Path) -> Self {
        Self {
            root,
            files: Files::default(),
            end: 0,
            sources: Vec::new(),
        }
    }

    /// Reads a file and what it is based on; its index. `path` is relative to the root.
    pub(super) fn load(
        &mut self,
        path: &Path,
        sources: &mut Vec<Source>,
        watched: &mut BTreeSet<PathBuf>,
    ) -> Result<usize, Fault> {
        let loaded = self.files.load(&self.root.join(path), &mut self.end);
        for file in &self.files.list[self.sources.len()..] {
            let path = self.relative(&file.path);
            self.sources.push(SourceId::new(sources.len()));
            sources.push(Source::new(&slashes(&path), file.text.clone()));
            watched.insert(path);
        }
        if let Err(Fault::Unreadable {
            path,
            asked: Some(_),
            ..
        }) = &loaded
        {
            watched.insert(self.where_it_would_appear(path));
        }
        loaded
    }

    /// What to watch for a base that is missing: its folder, as Cargo runs a script again and again for a missing file.
    /// The package's own folder changes with each build.
    fn where_it_would_appear(&self, path: &Path) -> PathBuf {
        let path = self.relative(path);
        let folder = path.parent().unwrap_or(Path::new(""));
        let is_apart = folder
            .components()
            .any(|part| matches!(part, Component::Normal(_)));
        if is_apart && self.root.join(folder).is_dir() {
            return folder.to_owned();
        }
        path
    }

    /// Why a file cannot be read, in a few words.
    pub(super) fn why(&self, path: &Path, why: &std::io::Error) -> String {
        match why.kind() {
            std::io::ErrorKind::NotFound => "no such file".to_owned(),
            _ if self.root.join(path).is_dir() => "it is a folder".to_owned(),
            _ => why.to_string(),
        }
    }

    /// A path relative to the root, without the `..` on its way.
    fn relative(&self, path: &Path) -> PathBuf {
        let path = path.strip_prefix(self.root).unwrap_or(path);
        let mut clean = PathBuf::new();
        for part in path.components() {
            let after_name = matches!(clean.components().next_back(), Some(Component::Normal(_)));
            match part {
                // Through a link, `..` leads elsewhere.
                Component::ParentDir if after_name && !self.root.join(&clean).is_symlink() => {
                    clean.pop();
                }
                Component::CurDir => {}
                part => clean.push(part),
            }
        }
        clean
    }

    /// Parses all files that were read.
    pub(super) fn trees(&self, sources: &[Source], problems: &mut Problems) -> Trees<'_> {
        let trees = self.files.list.iter().enumerate().map(|(index, file)| {
            let tree = match file.json {
                true => document::json(&file.text),
                false => document::toml(&file.text),
            };
            let source = self.sources[index];
            let report = |fault| problems.list.extend(problems_of(fault, source, sources));
            tree.map(|tree| tree.moved(file.start)).map_err(report).ok()
        });
        trees.collect()
    }

    /// Whether a file is based on others.
    pub(super) fn is_layered(&self, file: usize) -> bool {
        self.files.order(file).len() > 1
    }

    /// A file, merged over what it is based on. Returns `None` if one of them is faulty.
    pub(super) fn document(
        &self,
        file: usize,
        trees: &Trees<'_>,
        rules: &Rules,
        problems: &mut Problems,
    ) -> Option<Node> {
        let at = |place: Place| self.span(&place);
        if !self.is_layered(file) {
            return trees[file].as_ref().map(|tree| tree.node(&at));
        }
        let table = |file: usize| match &trees[file] {
            Some(tree) => match tree.value() {
                DeValue::Table(table) => Ok(table.clone()),
                _ => Err(Stop::NoTable(file, tree.node(&at).value.called())),
            },
            None => Err(Stop::Reported),
        };
        match self.files.merged(file, rules, table) {
            Ok(table) => Some(document::table(&table, Span::default(), &at)),
            Err(Stop::Reported) => None,
            Err(Stop::NoTable(file, kind)) => {
                let place = self.files.list[file].start;
                let problem = Problem::new(&messages::CONFIG_NO_TABLE, at(place..place), "")
                    .with("found", kind);
                problems.add(problem);
                None
            }
            Err(Stop::Fault(fault)) => {
                problems.list.extend(self.problem_of(fault));
                None
            }
        }
    }

    /// A place in the space of all files as one in a source.
    fn span(&self, place: &Place) -> Span {
        let file = self
            .files
            .list
            .partition_point(|file| file.start <= place.start);
        let file = file.saturating_sub(1);
        // A place lies in a file that was loaded.
        let start = self.files.list[file].start;
        self.sources[file].span(place.start - start..place.end - start)
    }

    /// What is wrong with a chain of files. `None` for the file that the `[[check]]` names.
    pub(super) fn problem_of(&self, fault: Fault) -> Option<Problem> {
        let here =
            |message, place: &Place, label: &str| Problem::new(message, self.span(place), label);
        let problem = match fault {
            Fault::Unreadable { path, asked, why } => {
                let why = self.why(&path, &why);
                here(&messages::CONFIG_BASE, &asked?, "named here")
                    .with("file", name(&slashes(&self.relative(&path))))
                    .with("why", why)
            }
            Fault::Format { path, asked } => here(&messages::CONFIG_BASE, &asked?, "named here")
                .with("file", name(&slashes(&self.relative(&path))))
                .with("why", "it is neither TOML nor JSON"),
            Fault::Cycle { mut chain } => {
                // The same round, wherever it is entered.
                let first = chain
                    .iter()
                    .enumerate()
                    .min_by_key(|(_, place)| place.start);
                let first = first.map_or(0, |(at, _)| at);
                chain.rotate_left(first);
                let mut places = chain.iter();
                let problem = here(&messages::CONFIG_CYCLE, places.next()?, "");
                let file = self.span(&chain[0]).source;
                let file = self.sources.iter().position(|source| *source == file)?;
                let file = slashes(&self.relative(&self.files.list[file].path));
                let problem = problem.with("file", name(&file));
                places.take(3).fold(problem, |problem, place| {
                    problem.and(self.span(place), "which is based on this")
                })
            }
            Fault::NoPath(place) => here(&messages::CONFIG_BASE_PATH, &place, ""),
            Fault::TwoBases { key, first, second } => {
                here(&messages::CONFIG_TWO_BASES, &second, "and here")
                    .and(self.span(&first), "set here")
                    .with("key", name(&key))
            }
            Fault::TableOver {
                key,
                table,
                value,
                kind,
            } => here(&messages::CONFIG_MERGE, &table, "a table")
                .and(self.span(&value), kind)
                .with("key", name(&key))
                .with("kind", kind),
            Fault::Mark { key, at } => here(&messages::CONFIG_MARK, &at, "").with("key", name(key)),
            Fault::NullItem(place) => here(&messages::CONFIG_NULL, &place, ""),
            Fault::TooDeep(place) => here(&messages::TOO_DEEP, &place, "here")
                .with("limit", rollbook::__private::build::DEEPEST.to_string()),
            // Only flags and variables have indices.
            Fault::KeyIntoList { .. } | Fault::IndexWithoutList { .. } | Fault::Beyond { .. } => {
                return None;
            }
        };
        Some(problem)
    }
}

/// Why a file cannot be merged.
enum Stop {
    /// One of its texts is faulty, and that has been reported.
    Reported,
    /// A text is one value, and not a table.
    NoTable(usize, &'static str),
    Fault(Fault),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}
