//! The arguments of a module as data.

/// What the config of a module reads.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Arguments {
    /// In the order of the struct.
    pub fields: Vec<Argument>,
    /// Whether any other key is an error: `#[serde(deny_unknown_fields)]`.
    pub strict: bool,
    /// The documentation of the type, in Markdown, up to its first heading.
    pub doc: Option<String>,
}

/// An argument of a module: a field of its config.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Argument {
    /// Its key in a config.
    pub name: String,
    /// Further keys of it.
    pub aliases: Vec<String>,
    /// Its type as Rust writes it: `Option<u32>`.
    pub type_text: String,
    /// What a config may write.
    pub shape: Shape,
    /// Whether a config must have it.
    pub required: bool,
    /// What holds without it, as TOML writes it. `None` if that is not known, or if there is nothing.
    pub default: Option<String>,
    /// The documentation of the field, in Markdown.
    pub doc: Option<String>,
}

/// What a config may write for a value.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Shape {
    /// It is not known.
    Any,
    /// `true` or `false`.
    Bool,
    /// A whole number within these limits, which are in it.
    Integer {
        /// The least.
        min: Option<i128>,
        /// The largest.
        max: Option<i128>,
    },
    /// A number.
    Number,
    /// A string.
    Text,
    /// The value, or nothing.
    Optional(Box<Shape>),
    /// A list of such values.
    List {
        /// What each item is.
        of: Box<Shape>,
        /// How many there are, if that is fixed.
        length: Option<u64>,
    },
    /// A list with a value of each of these.
    Tuple(Vec<Shape>),
    /// A table with keys of any name, and such values.
    Map(Box<Shape>),
    /// A table.
    Table(Arguments),
    /// One of these names.
    Choice(Vec<Choice>),
    /// A module of the registry of this name.
    Module(String),
}

/// A name of a [`Shape::Choice`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Choice {
    /// The name.
    pub name: String,
    /// Further names of it.
    pub aliases: Vec<String>,
    /// The documentation of the variant, in Markdown.
    pub doc: Option<String>,
    /// As Rust calls it.
    pub(crate) variant: String,
    /// Whether it is the enum's default.
    pub(crate) is_default: bool,
}
