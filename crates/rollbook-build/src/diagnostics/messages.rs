//! The table of all messages about a manifest.

/// A kind of fault. `{{placeholder}}` is what differs from case to case.
#[derive(Debug)]
pub(crate) struct Message {
    /// Stable: documentation and searches refer to it.
    pub(crate) id: &'static str,
    /// Lower comes first: what may be the cause of others.
    pub(crate) rank: u8,
    pub(crate) headline: &'static str,
    /// The edit that corrects it. The first one whose placeholders all have values is shown.
    pub(crate) help: &'static [&'static str],
}

/// The rank of what is wrong with a config file, not with the manifest.
pub(crate) const CONFIG: u8 = 3;
/// The rank of what is legal but probably a mistake.
const WARNING: u8 = 4;

impl Message {
    /// Whether it warns only: the registry is complete.
    pub(crate) fn is_warning(&self) -> bool {
        self.rank == WARNING
    }
}

macro_rules! messages {
    ($($name:ident = $id:ident, $rank:literal, $headline:literal, $help:expr;)*) => {
        $(
            // One is for tools.
            #[cfg_attr(not(feature = "schema"), allow(dead_code))]
            pub(crate) static $name: Message = Message {
                id: stringify!($id),
                rank: $rank,
                headline: $headline,
                help: &$help,
            };
        )*

        /// The whole table, by id.
        #[cfg(test)]
        pub(crate) static ALL: &[&Message] = &[$(&$name),*];
    };
}

messages! {
    // The text as TOML.
    SYNTAX = R001, 0, "not valid TOML: {{what}}", [
        "{{edit}}",
        "see https://toml.io/en/v1.1.0 for what TOML allows here",
    ];
    DUPLICATE_KEY = R002, 0, "the key {{key}} is here twice", [
        "join the {{tables}} into one",
        "remove one of them, or rename it",
    ];
    UNKNOWN_KEY = R003, 2, "unknown key {{key}} in {{table}}", [
        "a similar key: {{similar}}",
        "the keys of {{table}} are {{keys}}",
    ];
    WRONG_TYPE = R004, 2, "{{key}} must be {{expected}}, not {{found}}", ["write `{{example}}`"];
    TOO_DEEP = R009, 0, "tables and lists are nested more than {{limit}} deep here", [
        "nest less: no reader of configs goes deeper",
    ];
    // Several files.
    SETTINGS_IN_INCLUDED = R006, 1, "`[{{table}}]` is in an included file", [
        "move it to {{manifest}}: only the manifest itself may have it",
    ];
    INCLUDE_UNREADABLE = R007, 0, "cannot read {{file}}: {{why}}", [
        "paths are relative to {{manifest}}: create the file, or correct the path",
    ];
    INCLUDE_PATTERN = R008, 0, "cannot include {{pattern}}: {{why}}", [
        "put the files in a folder of their own: `include = [\"registry/*.toml\"]`",
    ];

    // Other crates.
    NOTHING_PUBLISHED = R090, 0, "the crate {{name}} publishes no registry to this one", [
        "a similar one does: {{similar}}; where the crate's `links` differs, write `{ links = \"...\" }`",
        "in its Cargo.toml: `links = \"{{links}}\"`, and a build script that calls `rollbook_build::generate`; here it must be a normal dependency. Those that publish: {{known}}",
        "in its Cargo.toml: `links = \"{{links}}\"`, and a build script that calls `rollbook_build::generate`; here it must be a normal dependency",
    ];
    FRAGMENT = R091, 0, "the registry of the crate {{name}} cannot be merged: {{why}}", [
        "use the same version of rollbook and rollbook-build in all crates",
    ];
    SCOPE_CONFLICT = R092, 1, "the crates {{first}} and {{second}} disagree on the scope {{name}}", [
        "rename one of the two scopes, or give both the same `parent` and `name`",
    ];
    REGISTRY_CONFLICT = R093, 1, "the crates {{first}} and {{second}} disagree on the {{what}} of the registry {{name}}", [
        "a registry has one {{what}} in all crates: remove it here, or rename the registry",
    ];
    NEEDS_OVERRIDE = R094, 2, "the crates {{first}} and {{second}} both have {{name}} in the registry {{registry}}{{where}}", [
        "rename one; or write `override = true` in the one that wins",
    ];
    TWO_OVERRIDES = R095, 2, "the crates {{first}} and {{second}} both override {{name}} in the registry {{registry}}{{where}}", [
        "remove `override` from one of them",
    ];

    // Registries.
    BAD_REGISTRY = R010, 1, "{{name}} cannot name a registry: {{why}}", [
        "a registry becomes a Rust module: write a lower-case identifier, such as `[registry.model]`",
    ];
    DUPLICATE_REGISTRY = R011, 1, "the registry {{name}} is declared twice", [
        "keep one of the two tables",
    ];
    UNKNOWN_REGISTRY = R012, 1, "unknown registry {{name}}", [
        "a similar registry: {{similar}}",
        "declare it with `[registry.{{declare}}]`; the registries are {{known}}",
        "declare it with `[registry.{{declare}}]`",
    ];
    BAD_TAG = R013, 2, "{{key}} cannot be the key of a registry: {{why}}", [
        "write the key that holds a module's name in a config, such as `key = \"type\"`",
    ];

    // Names and scopes.
    EMPTY_NAME = R020, 1, "a {{kind}} has an empty name", ["write a name of at least one character"];
    DOTTED_NAME = R021, 1, "the {{kind}} {{name}} has a dot in its name", [
        "replace the dot with another character, such as {{instead}}: a dot separates a scope from a module, as in `mmdet.NetA`",
    ];
    LONG_NAME = R022, 1, "the name of a {{kind}} is {{length}} bytes long", [
        "write at most {{limit}} bytes",
    ];
    DUPLICATE_SCOPE = R023, 1, "the scope {{name}} is declared twice", ["keep one of the two tables"];
    SAME_NAME_SIBLINGS = R024, 1, "two scopes are named {{name}}, {{where}}", [
        "give one of them another `name`: configs could not tell them apart",
    ];
    UNKNOWN_PARENT = R025, 1, "unknown parent {{name}} of the scope {{scope}}", [
        "a similar scope: {{similar}}",
        "the scopes are {{known}}",
        "declare it with `[scope.{{declare}}]`, or remove `parent`",
    ];
    PARENT_CYCLE = R026, 1, "the scope {{name}} is its own ancestor", [
        "remove its `parent`, or name {{another}}",
        "remove one `parent` of {{cycle}}: that scope is then the root",
    ];
    UNKNOWN_SCOPE = R027, 1, "unknown scope {{name}}", [
        "a similar scope: {{similar}}",
        "declare it with `[scope.{{declare}}]`; the scopes are {{known}}",
    ];
    UNKNOWN_OWN_SCOPE = R028, 1, "unknown scope {{name}}, given as the manifest's own", [
        "a similar scope: {{similar}}",
        "the scopes are {{known}}",
    ];
    NO_OWN_SCOPE = R029, 1, "the manifest does not say which of its scopes is its own", [
        "write `scope = \"{{first}}\"` under `[rollbook]`, or another of {{known}}",
    ];
    SCOPE_CLASH = R030, 1, "the scopes {{first}} and {{second}} would both be `Scope::{{variant}}`", [
        "rename one, and keep what configs call it: `[scope.another]` with `name = \"{{name}}\"`",
    ];
    NO_SCOPE_GIVEN = R031, 1, "these modules of {{registry}} are in no scope", [
        "the manifest has scopes, so write `[modules.{{scope}}.{{key}}]`, or the same in another of {{known}}",
    ];
    SCOPE_NOT_DECLARED = R032, 1, "the scope {{scope}} is not declared", [
        "declare it with `[scope.{{key}}]`, or write `[modules.{{registry}}]`: a manifest without scopes needs none",
    ];
    NO_REGISTRY_GIVEN = R033, 1, "the module {{name}} is in no registry", [
        "write it under {{under}}",
        "declare a registry with `[registry.model]`, and write the module under {{header}}",
    ];
    NO_SCOPE_VARIANT = R034, 1, "no Rust name can be made from the scope {{name}}", [
        "rename it, and keep what configs call it: `[scope.another]` with `name = \"{{plain}}\"`",
    ];

    // Paths.
    NO_TYPE = R040, 2, "the module {{name}} has no `type`, and no other crate defines it", [
        "write `type = \"crate::{{identifier}}\"`",
        "write `type`, the path of its Rust type",
    ];
    BARE_PATH = R041, 2, "{{path}} is not a full path", [
        "write {{instead}}, or the name of another crate instead of `crate`",
    ];
    BAD_PATH = R042, 2, "invalid path {{path}}: {{why}}", [
        "{{edit}}",
        "write a path such as `crate::NetA` or `mmcv::Linear<f32>`",
    ];
    UNKNOWN_NESTED = R043, 2, "{{path}} nests the unknown registry {{name}}", [
        "a similar registry: {{similar}}",
        "the registries are {{known}}",
    ];
    BORROWED_CONFIG = R044, 2, "the config {{path}} has a lifetime, but a config owns its data", [
        "remove it, and use owned fields: `String` for `&str`, `Vec<T>` for `&[T]`",
    ];
    NOT_PLAIN = R045, 2, "{{path}} has generic arguments, which {{what}} cannot have here", ["{{edit}}"];
    RELATIVE_PATH = R046, 2, "{{path}} starts with `{{start}}`, which means something else in the generated file", [
        "write the path from the top: `crate::...`",
    ];
    BAD_MODULE_PATH = R047, 2, "{{path}} is not a module that can hold `include_registry!`", [
        "write the path of the module that holds it, such as `module = \"crate::registry\"`",
    ];
    BAD_VISIBILITY = R162, 2, "{{visibility}} is not a visibility that the generated enums can have", [
        "write `\"pub\"`, `\"pub(crate)\"` or `\"pub(in crate::a)\"` with a module that the registry is in",
    ];

    // Modules.
    DUPLICATE_NAME = R050, 2, "the name {{name}} is given twice in the registry {{registry}}{{where}}", [
        "rename one, or remove the alias",
    ];
    VARIANT_CLASH = R051, 2, "the modules {{first}} and {{second}} would both be `{{variant}}` in Rust", [
        "give one of them another name in Rust: `variant = \"{{proposal}}\"`",
    ];
    BAD_VARIANT = R052, 2, "{{variant}} cannot be a variant: {{why}}", [
        "write an identifier, such as `variant = \"{{proposal}}\"`",
        "write an identifier, such as `variant = \"NetA\"`",
    ];
    NO_VARIANT = R053, 2, "no Rust name can be made from the module {{name}}", [
        "give it one: `variant = \"...\"`",
    ];
    NOTHING_TO_OVERRIDE = R054, 2, "{{name}} overrides nothing", [
        "remove `override`: it replaces a module of another crate",
    ];
    NESTS_WITHOUT_CONFIG = R055, 2, "{{name}} nests {{nested}}, whose modules {{why}}, so it needs a `config`", [
        "write `config = \"...\"`, a type that nests the configs: `crate::Config<${{plain}}>`",
    ];
    RESERVED_TAKEN = R068, 2, "{{name}} is reserved in the registry {{registry}}{{where}}, so it cannot be the name of a module", [
        "give the module another name; or remove the name from `reserved`, if old configs may get this module",
    ];
    ALIAS_WITHOUT_NAME = R069, 2, "an alias that is a table needs the key `name`", [
        "write its name: `{ name = \"Old\", until = \"2.0.0\" }`",
    ];
    BAD_VERSION = R058, 2, "invalid version {{text}}", [
        "write a version of this package, as Cargo.toml does: `{{key}} = \"2.0.0\"`",
    ];
    NESTS_ASYNC = R056, 2, "{{name}} nests {{nested}}, whose modules have async constructors, but {{registry}} is not async", [
        "write `async = true` in `[registry.{{plain}}]`, or give the module a `build` function that waits itself",
    ];
    NESTS_LOCAL = R057, 2, "{{name}} nests {{nested}}, whose modules are built on one thread, but {{registry}} is not local", [
        "write `local = true` in `[registry.{{plain}}]`, or remove it from the other one",
    ];
    UNKNOWN_ROLE = R060, 2, "unknown module {{name}}, given as the {{role}} of the registry {{registry}}", [
        "a similar module: {{similar}}",
        "write the name of a module of this registry, or the `type` of one, exactly as it is written there",
    ];
    AMBIGUOUS_ROLE = R061, 2, "the {{role}} {{name}} is ambiguous: several modules have that name", [
        "put one of them into the manifest's own scope, or write the `type` of one",
    ];
    DEFAULT_WITH_DEFAULTS = R076, 2, "{{name}} cannot be the default of its registry: its entry has `defaults`", [
        "remove its `defaults`, and give its config an `impl Default` that sets them: that is what `Config::default()` calls",
    ];
    BAD_TAGGING = R014, 2, "{{name}} is not a form of a config", [
        "write `tagging = \"external\"`, or remove the key; for arguments in a table of their own, write `content = \"config\"`",
    ];
    EXTERNAL_KEY = R015, 2, "{{key}} does nothing in a registry with `tagging = \"external\"`", [
        "remove it: the name of a module is itself the key of its arguments",
    ];
    BAD_CONTENT = R016, 2, "{{key}} cannot hold the arguments: {{why}}", [
        "write another key, such as `content = \"config\"`",
    ];
    NO_FUNCTION = R065, 2, "a build function that is a table needs the key `function`", [
        "write its path: `{ function = \"crate::build\", generic = true }`",
    ];
    LOCAL_WITHOUT_ASYNC = R066, 2, "`local` does nothing in a registry without `async = true`", [
        "add `async = true`, or remove `local`",
    ];
    VALID_ALONE = R067, 2, "`valid` does nothing for {{name}}: {{why}}", ["{{edit}}"];
    DERIVE_DESERIALIZE = R062, 2, "{{name}} is always derived", [
        "remove it: a config can always be read, and a module is read by building it",
    ];
    DERIVE_SERIALIZE = R063, 2, "the modules of {{registry}} cannot be written: some are made from a config of another type", [
        "write the configs: `derive = { config = [\"Serialize\"] }`. These entries have a `config`: {{made}}",
    ];
    BAD_DERIVE = R064, 2, "{{name}} cannot be derived: {{why}}", [
        "write a name such as `Debug`, or a path such as `strum::EnumIs`",
    ];
    DATE_DEFAULT = R070, 2, "a default argument cannot be a date or a time", [
        "write it as a string: `\"{{text}}\"`",
    ];
    BAD_NUMBER = R071, 2, "invalid number {{number}}: {{why}}", ["{{edit}}"];
    TAG_DEFAULT = R072, 2, "{{key}} cannot have a default: it {{why}}", ["remove it from `defaults`"];
    DEFAULT_LIKE = R075, 2, "no {{registry}} {{name}}{{from}}", [
        "write {{write}}",
        "it is spelled {{respelled}}",
        "a similar {{registry}}: {{similar}}",
        "{{note}}",
        "there is no scope {{scope}}; names in `defaults` are looked up from the scope of the module that has them",
    ];
    EMPTY_TEXT = R073, 2, "{{key}} is empty", ["write {{what}}, or remove the key"];

    UNKNOWN_FEATURE = R074, 2, "unknown feature {{name}}", [
        "a similar feature of this package: {{similar}}",
        "the features of this package are {{known}}; add one to `[features]` in Cargo.toml: `{{plain}} = []`",
        "this package has no features; add one to `[features]` in Cargo.toml: `{{plain}} = []`",
    ];

    // Checked config files: what the manifest says of them.
    CHECK_WITHOUT_FILES = R100, 2, "this `[[check]]` names no files", [
        "write which: `files = \"configs/*.toml\"`",
    ];
    CHECK_FILES = R101, 2, "cannot check {{pattern}}: {{why}}", [
        "write paths relative to {{manifest}}, in a folder of their own: `files = \"configs/**/*.toml\"`",
    ];
    CHECK_UNREADABLE = R102, 2, "cannot read {{file}}: {{why}}", [
        "paths are relative to {{manifest}}: create the file, or correct the path",
    ];
    CHECK_FORMAT = R104, 2, "cannot check {{file}}: only TOML and JSON are read while the program builds", [
        "name `.toml` and `.json` files only, or take this one out: `\"!{{plain}}\"`",
    ];
    BAD_PATTERN = R103, 2, "invalid config path {{pattern}}: {{why}}", [
        "write its keys with dots between, `[]` for the items of a list, `*` for any key, `**` for anything between: `pipeline[]`, `model.**.norm_cfg`",
    ];
    SCHEMA_PATH = R155, 2, "cannot write a schema to {{path}}: {{why}}", [
        "write a path relative to the manifest: `schema = \"configs.schema.json\"`",
    ];
    SCHEMA_TWICE = R156, 2, "two schemas in the file {{path}}", [
        "give each a file of its own",
    ];

    UNKNOWN_OPAQUE = R105, 2, "no module {{name}} in the registry {{registry}}", [
        "a similar one: {{similar}}",
        "write the name of a module as the registry has it, without its scope, or remove this one",
    ];

    // Checked config files: what is wrong with them.
    CONFIG_SYNTAX = R110, 3, "not valid {{format}}: {{what}}", [
        "{{edit}}",
        "see {{rules}} for what {{format}} allows here",
    ];
    CONFIG_DUPLICATE = R111, 3, "the key {{key}} is here twice", ["remove one of them, or rename it"];
    CONFIG_TAG = R113, 3, "{{key}} must be a string, not {{found}}", [
        "write the name of a {{registry}} between quotes",
    ];
    CONFIG_SCOPE = R114, 3, "unknown scope {{name}}", [
        "a similar scope: {{similar}}",
        "the scopes are {{known}}",
    ];
    CONFIG_NAME = R115, 3, "no {{registry}} {{name}}{{from}}", [
        "write {{write}}",
        "it is spelled {{respelled}}",
        "a similar {{registry}}: {{similar}}",
        "the registry {{empty}} has no modules: declare one with `[modules.{{table}}]`",
        "correct the name, or declare it with `[modules.{{table}}]` in {{manifest}}",
    ];
    CONFIG_NAME_SCOPE = R116, 3, "no {{registry}} {{name}}: there is no scope {{scope}}", [
        "a similar scope: {{similar}}",
        "the scopes are {{known}}",
    ];
    CONFIG_REGISTRY = R117, 3, "no {{registry}} {{name}}{{from}}: it is in the registry {{other}}", [
        "write the name of a {{registry}}; or `{{slot}} = \"{{plain}}\"` among the slots, if that is the registry here",
    ];
    CONFIG_FEATURE = R118, 3, "the {{registry}} {{name}} needs the feature {{feature}}, which is off in this build", [
        "turn on the feature `{{plain}}` of {{package}} in Cargo.toml, or name another",
        "build with `--features {{plain}}`, or name another",
    ];

    CONFIG_RESERVED = R127, 3, "the {{registry}} {{name}} was removed: {{note}}", [
        "write {{write}}",
        "name another {{registry}}: {{manifest}} reserves this name",
    ];

    // Files that others are based on.
    CONFIG_BASE = R119, 3, "cannot read the base {{file}}: {{why}}", [
        "the path is relative to the file that names it: create the base, or correct the path",
    ];
    CONFIG_BASE_PATH = R120, 3, "`_base_` must be a path or a list of paths", [
        "write paths between quotes: `_base_ = [\"base.toml\"]`",
    ];
    CONFIG_CYCLE = R121, 3, "{{file}} is based on itself", ["remove one of these `_base_`"];
    CONFIG_TWO_BASES = R122, 3, "two bases of one file set {{key}}, each in its own way", [
        "make one of them the base of the other: then the other one wins",
    ];
    CONFIG_MERGE = R123, 3, "{{key}} is a table here, and {{kind}} in a file that this one is based on", [
        "write `_delete_ = true` into the table if it should replace that",
    ];
    CONFIG_MARK = R124, 3, "{{key}} must be `true` or `false`", [
        "`_delete_` may also list the keys to remove: `_delete_ = [\"depth\"]`",
    ];
    CONFIG_NULL = R125, 3, "an item of this list is null, which TOML does not have", [
        "remove the item, or write a value",
    ];
    CONFIG_NO_TABLE = R126, 3, "a config that others are based on must be a table, not {{found}}", [
        "put the value under a key: `{ \"key\": ... }`",
    ];

    // The lock of names, which a generated test compares with the manifest.
    LOCK_UNREADABLE = R140, 3, "cannot read {{file}}: {{why}}", [
        "write it with `{{command}}`, and commit it",
        "restore it from the last commit, and run `cargo rollbook lock`",
    ];
    LOCK_CONFLICT = R141, 3, "{{file}} has a conflict marker of a merge", [
        "keep the lines of both sides, delete the markers, and run `cargo rollbook lock`",
    ];
    LOCK_VERSION = R142, 3, "{{file}} was written by a newer version of rollbook", [
        "update rollbook and rollbook-build to the version that wrote it",
    ];
    LOCK_HEADER = R143, 3, "{{file}} does not start as a lock of names does", [
        "restore it from the last commit, or delete it; then run `cargo rollbook lock`",
    ];
    LOCK_LINE = R144, 3, "cannot read this line of {{file}}: {{why}}", [
        "restore it from the last commit, or delete the line; then run `cargo rollbook lock`",
    ];
    LOCK_DUPLICATE = R145, 3, "{{file}} has two lines for {{name}}, which differ", [
        "delete the one that is wrong, and run `cargo rollbook lock`",
    ];
    LOCK_VANISHED = R146, 3, "the {{registry}} {{name}} is gone, and configs may still name it", [
        "if {{similar}} is the same module, give it `aliases = [{{alias}}]`; if not, write under `[registry.{{registry}}]`: `reserved = { {{key}} = \"use ...\" }`",
        "give its successor `aliases = [{{alias}}]`; or write under `[registry.{{registry}}]`: `reserved = { {{key}} = \"use ...\" }`",
    ];
    LOCK_GROUP = R147, 3, "the {{what}} {{name}} is gone, and configs may still name {{them}}", [
        "declare `[{{table}}]` again; or accept it: `cargo rollbook lock --accept`",
    ];
    LOCK_MEANING = R148, 3, "the {{registry}} {{name}} was {{before}}, and is {{after}}", [
        "use another name, so that old configs do not get something else; or accept it: `cargo rollbook lock --accept`",
    ];
    LOCK_FREED = R149, 3, "the {{registry}} {{name}} is not reserved any more", [
        "write under `[registry.{{registry}}]`: `reserved = { {{key}} = \"...\" }`; or accept it: `cargo rollbook lock --accept`",
    ];
    LOCK_STALE = R150, 3, "{{file}} is not up to date: {{what}}", [
        "write it with `cargo rollbook lock`, and commit it",
    ];
    LOCK_ARGUMENT = R152, 3, "the argument {{argument}} of the {{registry}} {{name}} {{what}}, which is breaking for configs", [
        "{{edit}}; or accept it: `cargo rollbook lock --accept`",
        "write another argument for it, and keep this one; or accept it: `cargo rollbook lock --accept`",
    ];
    SCHEMA_STALE = R153, 3, "{{file}} is not up to date: {{why}}", [
        "write it with `{{command}}`, and commit it",
        "delete it, and run `cargo rollbook schema`",
    ];
    SCHEMA_FOREIGN = R154, 3, "{{file}} is not a schema that `cargo rollbook schema` wrote", [
        "name another file, or delete this one and run `cargo rollbook schema`",
    ];
    ALIAS_EXPIRED = R151, 3, "the alias {{name}} was to go with version {{until}}, and this is version {{version}}", [
        "remove it, and write under `[registry.{{registry}}]`: `reserved = { {{key}} = \"use {{module}}\" }`; or set a later `until`",
    ];

    // What is legal but probably a mistake: warnings.
    NO_DISPATCH = R130, 4, "`dispatch` does nothing in a registry without a `trait`", [
        "remove it, or name the trait",
    ];
    EMPTY_DEPRECATED = R132, 4, "`deprecated` says nothing", ["write what to use instead"];
    NOT_MERGED = R133, 4, "the dependency {{name}} publishes a registry that is not merged", [
        "list it: `[crates] {{links}} = {}`",
    ];
    NO_FILE = R134, 4, "no file matches {{pattern}}", [
        "correct it, or remove it: paths are relative to the manifest",
    ];
    UNUSED_SLOT = R135, 4, "the slot {{slot}} matches nothing in these files", [
        "correct the path, or remove it",
    ];
    NO_SLOT = R137, 4, "no slot matches anything in {{file}}, so no name in it was checked", [
        "write where modules are named in it into the `slots` of the first `[[check]]` in {{manifest}}",
    ];
    CONFIG_DEPRECATED = R136, 4, "the {{registry}} {{name}} is deprecated: {{note}}", [
        "write {{write}}",
        "name another {{registry}}",
    ];
    CONFIG_FALLBACK = R161, 4, "no {{registry}} {{name}}{{from}}: it is read as {{fallback}}", [
        "a similar name: {{similar}}",
        "correct the name, or add it to {{manifest}}; to leave this place alone, add it to `ignore`",
    ];
    DEFAULT_NAME = R160, 4, "no module is called {{name}}, as a default of {{module}} says", [
        "correct the name; names in `defaults` are looked up from the scope of the module that has them",
    ];

    // More than there is room for.
    TOO_MANY_MODULES = R080, 1, "the registry {{registry}} has more than {{limit}} names", [
        "split it into several registries",
    ];
    TOO_MANY_SCOPES = R081, 1, "there are more than {{limit}} scopes", ["join some of them"];
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashSet};
    use std::path::Path;

    use super::*;

    /// The messages for each case of `tests/ui`, by the case's name.
    fn records() -> BTreeMap<String, String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui");
        let files = std::fs::read_dir(folder).unwrap();
        let texts = files.map(|file| file.unwrap().path());
        texts
            .filter(|path| path.extension().is_some_and(|kind| kind == "txt"))
            .map(|path| {
                let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
                (name, std::fs::read_to_string(path).unwrap())
            })
            .collect()
    }

    /// The first drawing of a message in the records.
    fn example(id: &str, records: &BTreeMap<String, String>) -> Option<String> {
        let tag = format!(" [{id}]\n");
        let mut drawings = records.values().flat_map(|record| record.split("\n\n"));
        let drawing = drawings.find(|drawing| drawing.contains(&tag))?;
        // rustc writes the level of the first error.
        let levels = ["error: ", "warning: "];
        let has_level = levels.iter().any(|level| drawing.starts_with(level));
        Some(format!(
            "{}{drawing}",
            if has_level { "" } else { "error: " }
        ))
    }

    #[test]
    fn each_message_has_an_id_of_its_own_and_a_ui_test() {
        let records = records();
        let mut seen = HashSet::new();
        for message in ALL {
            assert!(seen.insert(message.id), "{} twice", message.id);
            // More modules than fit in a file of this folder.
            let elsewhere = message.rank == 1 && message.id.starts_with("R08");
            let shown = example(message.id, &records).is_some();
            assert!(shown || elsewhere, "{} has no ui test", message.id);
        }
    }

    /// The page of the documentation. `ROLLBOOK_BLESS=1` writes it again.
    #[test]
    fn the_page_of_all_messages() {
        let records = records();
        let mut page = String::from(
            "# Messages\n\nAll problems that the build script reports in a manifest, and in config files that it checks. \
             Made from the table in\n`crates/rollbook-build/src/diagnostics/messages.rs` and the records in \
             `crates/rollbook-build/tests/ui`, each of which is a test:\n`cargo test -p rollbook-build`. \
             `<...>` is what differs from case to case. Of several helps the first that applies is shown.\n",
        );
        let mut sorted = ALL.to_vec();
        sorted.sort_by_key(|message| message.id);
        for message in sorted {
            let plain = |text: &str| text.replace("{{", "<").replace("}}", ">");
            page.push_str(&format!("\n## {}\n\n", message.id));
            page.push_str(&format!("{}\n\n", escaped(&plain(message.headline))));
            for help in message.help {
                page.push_str(&format!("- help: {}\n", escaped(&plain(help))));
            }
            if let Some(example) = example(message.id, &records) {
                page.push_str(&format!("\n```text\n{example}\n```\n"));
            }
        }
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/messages.md");
        if std::env::var_os("ROLLBOOK_BLESS").is_some() {
            std::fs::write(&path, &page).unwrap();
        }
        let written = std::fs::read_to_string(&path).unwrap();
        assert!(written == page, "docs/messages.md is not up to date");
    }

    /// Outside of code, Markdown takes `<name>` for HTML and `*` for emphasis.
    fn escaped(text: &str) -> String {
        let parts = text.split('`').enumerate();
        let parts = parts.map(|(index, part)| match index % 2 {
            0 => part.replace('<', "\\<").replace('*', "\\*"),
            _ => format!("`{part}`"),
        });
        parts.collect()
    }

    #[test]
    fn style() {
        for message in ALL {
            let Message {
                id, headline, help, ..
            } = message;
            assert!(!headline.starts_with(char::is_uppercase), "{id}");
            assert!(!help.is_empty(), "{id} proposes no edit");
            for text in help.iter().chain([headline]) {
                assert!(!text.ends_with('.'), "{id}: {text}");
                assert_eq!(
                    text.matches("{{").count(),
                    text.matches("}}").count(),
                    "{id}"
                );
            }
        }
    }
}
