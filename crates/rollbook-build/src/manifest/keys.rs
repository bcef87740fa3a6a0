//! Every key of a manifest, once: its name, what its value may be, an example, its default and what it is for.
//!
//! The parser reads by these tables (`Fields`), so do messages ("unknown key", examples) and `rollbook/docs/manifest.md`. To add a
//! key: a row here, a field in `entries.rs`, and a line where the table is read. The tests below show that each row is
//! read, and that each example is right.
// `header`, `doc`, `default` and what a kind holds are read by the schema, and by the tests, which write the documentation.
#![cfg_attr(not(any(test, feature = "schema")), allow(dead_code))]

/// A table of a manifest, and the keys that it may have.
#[derive(Debug)]
pub(crate) struct Table {
    /// As a manifest writes it: `[registry.R]`. Capitals stand for names that users choose.
    pub(crate) header: &'static str,
    /// One sentence in Markdown.
    pub(crate) doc: &'static str,
    pub(crate) keys: &'static [Key],
}

/// A key of a table.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    /// What its value may be: one of these.
    pub(crate) kinds: &'static [Kind],
    /// A right value, as TOML; or the header of a table, such as `[scope.name]`.
    pub(crate) example: &'static str,
    /// The default, in Markdown. Empty if it has none.
    pub(crate) default: &'static str,
    /// One or more sentences in Markdown, on one line.
    pub(crate) doc: &'static str,
}

/// What a value may be.
#[derive(Debug)]
pub(crate) enum Kind {
    Text,
    Switch,
    Texts,
    /// Any value but a date.
    Any,
    /// A table with the keys of another table of this file.
    Table(&'static Table),
    /// A list of such tables.
    Tables(&'static Table),
    /// A list whose items are strings, or tables with the keys of another table of this file.
    TextsOrTables(&'static Table),
    /// A table whose keys are names that users choose. Each value is one of these.
    Named(&'static [Kind]),
}

impl Table {
    /// The key of that name.
    pub(crate) fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// The names of all keys, in the order of documentation.
    pub(crate) fn names(&self) -> Vec<&'static str> {
        self.keys.iter().map(|key| key.name).collect()
    }
}

impl Key {
    /// What the value must be: `a string or a list of strings`.
    pub(crate) fn expected(&self) -> String {
        let mut kinds = self.kinds.iter().map(Kind::called).collect::<Vec<_>>();
        kinds.dedup();
        kinds.join(" or ")
    }
}

impl Kind {
    /// What messages call it.
    pub(crate) fn called(&self) -> &'static str {
        match self {
            Self::Text => "a string",
            Self::Switch => "`true` or `false`",
            Self::Texts => "a list of strings",
            Self::Any => "any value but a date",
            Self::Table(_) | Self::Named(_) => "a table",
            Self::Tables(_) => "a list of tables",
            Self::TextsOrTables(_) => "a list of strings or tables",
        }
    }
}

/// What a file may have at its top.
pub(crate) static TOP: Table = Table {
    header: "",
    doc: "A manifest: what can be built, and where it lives.",
    keys: &[
        Key {
            name: "rollbook",
            kinds: &[Kind::Table(&ROLLBOOK)],
            example: "[rollbook]",
            default: "",
            doc: "Settings of the whole manifest.",
        },
        Key {
            name: "registry",
            kinds: &[Kind::Named(&[Kind::Table(&REGISTRY)])],
            example: "[registry.name]",
            default: "",
            doc: "The registries, by name.",
        },
        Key {
            name: "scope",
            kinds: &[Kind::Named(&[Kind::Table(&SCOPE)])],
            example: "[scope.name]",
            default: "one scope, named after the package",
            doc: "The scopes, by key.",
        },
        Key {
            name: "modules",
            kinds: &[
                // Without scopes.
                Kind::Named(&[Kind::Named(MODULE_KINDS)]),
                Kind::Named(&[Kind::Named(&[Kind::Named(MODULE_KINDS)])]),
            ],
            example: "[modules.name]",
            default: "",
            doc: "The modules, by scope, registry and name. Without scopes by registry and name.",
        },
        Key {
            name: "crates",
            kinds: &[Kind::Named(&[Kind::Table(&CRATE)])],
            example: "[crates.name]",
            default: "",
            doc: "The dependencies whose registries are merged in, by their names in the code.",
        },
        Key {
            name: "check",
            kinds: &[Kind::Tables(&CHECK)],
            example: "[[check]]",
            default: "",
            doc: "Config files that are checked while the program builds.",
        },
    ],
};

/// What a module may be written as.
const MODULE_KINDS: &[Kind] = &[Kind::Text, Kind::Table(&MODULE)];

pub(crate) static ROLLBOOK: Table = Table {
    header: "[rollbook]",
    doc: "Settings of the whole manifest.",
    keys: &[
        Key {
            name: "scope",
            kinds: &[Kind::Text],
            example: "\"mmdet\"",
            default: "the only scope; without `[scope]` the package's name",
            doc: "The manifest's own scope. Names are looked up from it by default, and its modules get variants without a prefix.",
        },
        Key {
            name: "module",
            kinds: &[Kind::Text],
            example: "\"crate::registry\"",
            default: "`\"crate::registry\"`",
            doc: "The Rust module that holds `include_registry!()`. The exported macros need its path.",
        },
        Key {
            name: "visibility",
            kinds: &[Kind::Text],
            example: "\"pub(crate)\"",
            default: "`\"pub\"`",
            doc: "The visibility of the generated enums. With `\"pub(crate)\"` the types of modules and configs need not be `pub`. For types that are private in the Rust module `crate::a`, with the registry somewhere in it, write `\"pub(in crate::a)\"`.",
        },
        Key {
            name: "serde",
            kinds: &[Kind::Switch],
            example: "false",
            default: "`true`",
            doc: "Set to `false` if this crate never reads configs. Its types then need no `Deserialize`, even if another crate enables rollbook's feature `serde`.",
        },
        Key {
            name: "spans",
            kinds: &[Kind::Switch],
            example: "false",
            default: "`true`",
            doc: "Set to `false` to draw all problems in one error at `include_registry!`, and not each at its place in its file.",
        },
        Key {
            name: "include",
            kinds: &[Kind::Texts],
            example: "[\"registry/*.toml\"]",
            default: "no files",
            doc: "More files of the same form, as globs relative to the manifest.",
        },
        Key {
            name: "lock",
            kinds: &[Kind::Switch],
            example: "true",
            default: "`false`",
            doc: "Set to `true` to keep all names in a file beside the manifest, `registry.lock`. `cargo rollbook lock` writes it. A name that vanishes then fails a generated test.",
        },
    ],
};

pub(crate) static CRATE: Table = Table {
    header: "[crates.NAME]",
    doc: "A dependency whose registry is merged in. `NAME` is its name in the code.",
    keys: &[
        Key {
            name: "links",
            kinds: &[Kind::Text],
            example: "\"mmcv\"",
            default: "`NAME`",
            doc: "The `links` of its Cargo.toml, if that differs.",
        },
        Key {
            name: "feature",
            kinds: &[Kind::Text],
            example: "\"vision\"",
            default: "always merged",
            doc: "The feature of this package that turns an optional dependency on.",
        },
    ],
};

pub(crate) static REGISTRY: Table = Table {
    header: "[registry.R]",
    doc: "A registry. `R` is the name of the generated Rust module.",
    keys: &[
        Key {
            name: "trait",
            kinds: &[Kind::Text, Kind::Texts],
            example: "[\"crate::Activation\", \"crate::Named\"]",
            default: "no trait",
            doc: "The path of a trait that all modules implement, or a list of paths. Each trait carries `#[rollbook::dispatch]`. List the supertraits, too.",
        },
        Key {
            name: "dispatch",
            kinds: &[Kind::Switch],
            example: "false",
            default: "`true`",
            doc: "Set to `false` for a trait that cannot carry the attribute, such as `tower::Service<crate::Request>`. Each module must still implement it. For the enum of modules, write the impl by hand with `each!`, or name a macro in `impl`.",
        },
        Key {
            name: "impl",
            kinds: &[Kind::Texts],
            example: "[\"crate::impl_write\"]",
            default: "nothing",
            doc: "Macros that implement more traits for the enum of modules, here and in each crate that merges this registry. Each is called as `impl_write! { [Module] [each] }`.",
        },
        Key {
            name: "context",
            kinds: &[Kind::Text],
            example: "\"crate::Device\"",
            default: "no context",
            doc: "The type of what constructors get besides their config.",
        },
        Key {
            name: "async",
            kinds: &[Kind::Switch],
            example: "true",
            default: "`false`",
            doc: "Set to `true` if constructors may wait: `config.build().await`. A config then implements `rollbook::BuildAsync`, and build functions may be `async`. Constructors that do not wait stay as they are. Needs the feature `async` of `rollbook`.",
        },
        Key {
            name: "local",
            kinds: &[Kind::Switch],
            example: "true",
            default: "`false`",
            doc: "Set to `true` beside `async = true` if modules, configs or the context are not `Send`. The future then stays on one thread, and configs may implement `rollbook::BuildLocal`.",
        },
        Key {
            name: "validate",
            kinds: &[Kind::Switch],
            example: "true",
            default: "`false`",
            doc: "Set to `true` for a step before building: `config.validate()` finds the mistakes of a whole tree, and gives a `Valid`, from which modules are built. Needs the feature `validate` of `rollbook`.",
        },
        Key {
            name: "build",
            kinds: &[Kind::Text, Kind::Table(&BUILD)],
            example: "\"crate::build\"",
            default: "`config.construct()`",
            doc: "A function around every construction: `fn(Config) -> Result<Module, E>`, with `&Context` second if there is a context. It calls `config.construct()`. As a table with `generic = true`, it also runs in the crates that merge this registry.",
        },
        Key {
            name: "key",
            kinds: &[Kind::Text],
            example: "\"type\"",
            default: "`\"type\"`",
            doc: "The key of a config that names the module.",
        },
        Key {
            name: "content",
            kinds: &[Kind::Text],
            example: "\"config\"",
            default: "the arguments are beside the name",
            doc: "The key of a table that holds the arguments: `{ type = \"GELU\", config = { approximate = true } }`.",
        },
        Key {
            name: "tagging",
            kinds: &[Kind::Text],
            example: "\"external\"",
            default: "`\"internal\"`",
            doc: "Set to `\"external\"` if the name of a module is the key of its arguments: `{ GELU = { approximate = true } }`, in YAML also `!GELU { approximate: true }`. Then there is no `key` and no `content`.",
        },
        Key {
            name: "fallback",
            kinds: &[Kind::Text],
            example: "\"Unknown\"",
            default: "an unknown name is an error",
            doc: "The module that takes configs whose name no module has, by its name or its type. Its config is a `rollbook::Unknown`, which keeps the name and the arguments, and is written back as it was read. The module is built from it as from any config.",
        },
        Key {
            name: "default",
            kinds: &[Kind::Text],
            example: "\"ReLU\"",
            default: "no `Default`",
            doc: "The module whose config is the `Default` of `Config`, by its name or its type. Its config implements `Default`, and its entry has no `defaults`.",
        },
        Key {
            name: "bare",
            kinds: &[Kind::Switch],
            example: "false",
            default: "`true`",
            doc: "Set to `false` to refuse a name alone as a config, such as `act = \"ReLU\"`. A release build over many modules then takes a fifth less time (`docs/performance.md` in the repository).",
        },
        Key {
            name: "conversions",
            kinds: &[Kind::Switch],
            example: "false",
            default: "`true`",
            doc: "Set to `false` to leave out `From` and `TryFrom` between the enum of modules and the type of each module. rustc then checks two impls fewer for each module (`docs/performance.md` in the repository).",
        },
        Key {
            name: "sequence",
            kinds: &[Kind::Text],
            example: "\"Sequential\"",
            default: "a list is refused",
            doc: "The module that a list of configs builds, by its name or its type. Its config implements `From<Vec<Config>>`. A module that is its own config implements `From<Vec<Module>>`.",
        },
        Key {
            name: "derive",
            kinds: &[Kind::Texts, Kind::Table(&DERIVE)],
            example: "[\"Debug\"]",
            default: "nothing",
            doc: "Traits to derive for both enums: `[\"Debug\"]`. Or for each: `{ config = [\"Serialize\"], module = [\"Debug\"] }`. All types in an enum need the trait. `Serialize` writes a config back, its name first. For modules, it needs entries without `config`; in a list for both enums, the modules get it if no entry has one. `From`, for configs, converts the config of one module into the enum, if no other module has the same. `schemars::JsonSchema` describes the form that configs have: it needs rollbook's feature `schemars`.",
        },
        Key {
            name: "reserved",
            kinds: &[Kind::Named(&[Kind::Text])],
            example: "{ OldNet = \"use `NetA`\" }",
            default: "nothing",
            doc: "Names of modules that were removed, each with what to do instead. Look-ups answer with that text, and no module may have the name again. A name of another scope is written `\"scope.Name\"`.",
        },
        Key {
            name: "schema",
            kinds: &[Kind::Text],
            example: "\"model.schema.json\"",
            default: "no file",
            doc: "The file with the JSON Schema of configs that are one module each, as `schema` of `[[check]]`.",
        },
        Key {
            name: "doc",
            kinds: &[Kind::Text],
            example: "\"Activation functions.\"",
            default: "",
            doc: "The documentation of the generated module.",
        },
    ],
};

pub(crate) static BUILD: Table = Table {
    header: "`build`",
    doc: "A build function of a registry or a scope.",
    keys: &[
        Key {
            name: "function",
            kinds: &[Kind::Text],
            example: "\"crate::build\"",
            default: "",
            doc: "The path of the function.",
        },
        Key {
            name: "generic",
            kinds: &[Kind::Switch],
            example: "true",
            default: "`false`",
            doc: "Set to `true` if the function takes any `C: rollbook::Construct`, and not this crate's `Config` only. Then it also runs in the crates that merge this registry.",
        },
    ],
};

pub(crate) static DERIVE: Table = Table {
    header: "`derive`",
    doc: "What each of the two enums derives.",
    keys: &[
        Key {
            name: "config",
            kinds: &[Kind::Texts],
            example: "[\"Serialize\"]",
            default: "nothing",
            doc: "Traits of the enum of configs.",
        },
        Key {
            name: "module",
            kinds: &[Kind::Texts],
            example: "[\"Debug\"]",
            default: "nothing",
            doc: "Traits of the enum of modules.",
        },
    ],
};

pub(crate) static SCOPE: Table = Table {
    header: "[scope.S]",
    doc: "A scope: where names live.",
    keys: &[
        Key {
            name: "parent",
            kinds: &[Kind::Text],
            example: "\"mmengine\"",
            default: "a root",
            doc: "The scope that bare names climb to.",
        },
        Key {
            name: "name",
            kinds: &[Kind::Text],
            example: "\"det\"",
            default: "`S`",
            doc: "The name in configs. Scopes in different branches may have equal names.",
        },
        Key {
            name: "build",
            kinds: &[Kind::Named(&[Kind::Text, Kind::Table(&BUILD)])],
            example: "{ model = \"crate::build_model\" }",
            default: "the registry's `build`",
            doc: "Build functions by registry, for this scope and those below it. Each is a path, or a table as in `[registry.R] build`.",
        },
        Key {
            name: "doc",
            kinds: &[Kind::Text],
            example: "\"Detection.\"",
            default: "",
            doc: "The documentation of the variant.",
        },
    ],
};

pub(crate) static MODULE: Table = Table {
    header: "[modules.S.R]",
    doc: "A module: `Name = \"crate::Type\"`, or a table with these keys. Without scopes the header is `[modules.R]`.",
    keys: &[
        Key {
            name: "type",
            kinds: &[Kind::Text],
            example: "\"crate::Name\"",
            default: "",
            doc: "The path of the Rust type. Only an entry that amends the module of another crate has none.",
        },
        Key {
            name: "config",
            kinds: &[Kind::Text],
            example: "\"crate::Name\"",
            default: "the type itself",
            doc: "The type of its arguments. Then `Type: TryFrom<Config>` (which `From` gives). In a registry with a context: `Config: rollbook::Build<Context, Module = Type>`.",
        },
        Key {
            name: "valid",
            kinds: &[Kind::Text],
            example: "\"crate::Name\"",
            default: "the type of the config, in which `$registry` is the enum of valid configs",
            doc: "In a registry with `validate = true`: the type that the config is validated to. Then the constructor starts from it.",
        },
        Key {
            name: "build",
            kinds: &[Kind::Text],
            example: "\"crate::build\"",
            default: "`TryFrom`, or `Build`",
            doc: "A function that builds the module: `fn(Config) -> Type`, or a `Result` of it, with `&Context` second if there is a context.",
        },
        Key {
            name: "aliases",
            kinds: &[Kind::TextsOrTables(&ALIAS)],
            example: "[\"another name\"]",
            default: "no other names",
            doc: "More names of the module. As a table, an alias says for which versions it is there: `[{ name = \"Old\", until = \"2.0.0\" }]`.",
        },
        Key {
            name: "defaults",
            kinds: &[Kind::Named(&[Kind::Any])],
            example: "{ size = 3 }",
            default: "no defaults",
            doc: "Arguments for keys that a config leaves out, at the top level only.",
        },
        Key {
            name: "feature",
            kinds: &[Kind::Text],
            example: "\"cuda\"",
            default: "always there",
            doc: "A Cargo feature of this package. Without the feature the module is left out, and an error about its name says which feature to turn on.",
        },
        Key {
            name: "deprecated",
            kinds: &[Kind::Text],
            example: "\"use `Another`\"",
            default: "",
            doc: "What to use instead. Each config that names the module gets a warning.",
        },
        Key {
            name: "override",
            kinds: &[Kind::Switch],
            example: "true",
            default: "`false`",
            doc: "Set to `true` to replace a module of the same name from another crate.",
        },
        Key {
            name: "variant",
            kinds: &[Kind::Text],
            example: "\"NetA\"",
            default: "made from the name",
            doc: "The name of its variants in the enums.",
        },
        Key {
            name: "box",
            kinds: &[Kind::Switch],
            example: "true",
            default: "`false`",
            doc: "Set to `true` for a large type: its variants then hold a `Box`.",
        },
        Key {
            name: "doc",
            kinds: &[Kind::Text],
            example: "\"A network.\"",
            default: "",
            doc: "The documentation of the variant.",
        },
    ],
};

pub(crate) static ALIAS: Table = Table {
    header: "`aliases`",
    doc: "An alias that says for which versions it is there.",
    keys: &[
        Key {
            name: "name",
            kinds: &[Kind::Text],
            example: "\"OldNet\"",
            default: "",
            doc: "The name.",
        },
        Key {
            name: "since",
            kinds: &[Kind::Text],
            example: "\"1.2.0\"",
            default: "not said",
            doc: "The version of this package that made it an alias. For readers only.",
        },
        Key {
            name: "until",
            kinds: &[Kind::Text],
            example: "\"2.0.0\"",
            default: "no end",
            doc: "The first version of this package without it. From that version on, a generated test fails until the alias is removed. Programs accept the alias as long as it is there.",
        },
    ],
};

pub(crate) static CHECK: Table = Table {
    header: "[[check]]",
    doc: "Config files that are checked while the program builds.",
    keys: &[
        Key {
            name: "files",
            kinds: &[Kind::Text, Kind::Texts],
            example: "[\"configs/**/*.toml\"]",
            default: "",
            doc: "Patterns of `.toml` and `.json` files, relative to the manifest. A pattern that starts with `!` takes files out.",
        },
        Key {
            name: "type",
            kinds: &[Kind::Text],
            example: "\"crate::Name\"",
            default: "the type that `check_configs!` is given",
            doc: "The type that `check_configs!` reads a file into.",
        },
        Key {
            name: "viewer",
            kinds: &[Kind::Text],
            example: "\"mmdet\"",
            default: "the manifest's own scope",
            doc: "The scope that names are looked up from.",
        },
        Key {
            name: "viewer-key",
            kinds: &[Kind::Text],
            example: "\"default_scope\"",
            default: "",
            doc: "The key of a config file that names another scope to look names up from.",
        },
        Key {
            name: "slots",
            kinds: &[Kind::Named(&[Kind::Text])],
            example: "{ model = \"model\" }",
            default: "nothing",
            doc: "Where modules are named, and of which registry: `{ model = \"model\", \"pipeline[]\" = \"transform\" }`.",
        },
        Key {
            name: "ignore",
            kinds: &[Kind::Texts],
            example: "[\"model.extra\"]",
            default: "nothing",
            doc: "Paths that are left alone, with all below them.",
        },
        Key {
            name: "opaque",
            kinds: &[Kind::Named(&[Kind::Texts])],
            example: "{ model = [\"Wrapper\"] }",
            default: "nothing",
            doc: "Modules by registry whose arguments are left alone.",
        },
        Key {
            name: "schema",
            kinds: &[Kind::Text],
            example: "\"configs.schema.json\"",
            default: "no file",
            doc: "The file with the JSON Schema of these configs, relative to the manifest. `cargo rollbook schema` writes it. A generated test fails if it is not up to date.",
        },
    ],
};
