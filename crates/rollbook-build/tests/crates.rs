//! Manifests that merge those of other crates. `ROLLBOOK_BLESS=1` writes the records of the faults again.

use std::fs;
use std::path::{Path, PathBuf};

use rollbook_build::{Generator, Output};

/// The shared root of all cases.
const BASE: &str = "[rollbook]
scope = \"base\"
[scope.base]
[registry.model]
trait = \"crate::Model\"
[modules.base.model]
Net = \"crate::Net\"
Tensor = \"tch::Tensor\"
Big = { type = \"crate::Big\", feature = \"big\" }
";

/// A folder of one test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("crates-{name}"));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// Generates for a package, over those named before it; leaves its fragment behind.
    fn package(&self, name: &str, manifest: &str, below: &[&str], features: &[&str]) -> Output {
        let root = self.0.join(name);
        fs::create_dir_all(&root).unwrap();
        fs::write(root.join("registry.toml"), manifest).unwrap();
        let mut generator = Generator::new();
        generator
            .root(&root)
            .out_dir(&root)
            .package(name)
            .features(features);
        for links in below {
            generator.published(links, self.0.join(links).join("rollbook-fragment.toml"));
        }
        generator.generate().unwrap()
    }
}

/// What is said of a manifest over `base` and two crates beside each other.
fn check(fault: &str, left: &str, right: &str, leaf: &str) {
    let folder = Folder::new(fault);
    assert_eq!(folder.package("base", BASE, &[], &[]).problems, "");
    let over = |text: &str| format!("[crates]\nbase = {{}}\n{text}");
    let mut below = vec!["base"];
    for (name, text) in [("left", left), ("right", right)] {
        if !text.is_empty() {
            let text = format!("[rollbook]\nscope = \"base\"\n{}", over(text));
            assert_eq!(
                folder.package(name, &text, &["base"], &[]).problems,
                "",
                "{name}"
            );
            below.push(name);
        }
    }
    let said = folder.package("leaf", leaf, &below, &[]).problems + "\n";
    as_recorded(fault, &said);
}

fn as_recorded(fault: &str, said: &str) {
    let record = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/ui/crates-{fault}.txt"));
    if std::env::var_os("ROLLBOOK_BLESS").is_some() {
        fs::write(&record, said).unwrap();
    }
    let expect = fs::read_to_string(&record).unwrap_or_default();
    assert_eq!(said, expect, "{fault}");
}

const LEAF: &str = "[rollbook]\nscope = \"base\"\n[crates]\nleft = {}\nright = {}\n";

#[test]
fn one_scope_with_two_parents() {
    let left = "[scope.mid]\nparent = \"base\"\n[scope.low]\nparent = \"mid\"\n";
    let right = "[scope.low]\nparent = \"base\"\n";
    check("scope-conflict", left, right, LEAF);
}

#[test]
fn one_name_twice() {
    let modules = "[modules.base.model]\nNew = \"crate::New\"\n";
    check("needs-override", modules, modules, LEAF);
}

#[test]
fn two_overrides() {
    let modules = "[modules.base.model]\nNet = { type = \"crate::Other\", override = true }\n";
    check("two-overrides", modules, modules, LEAF);
}

#[test]
fn another_trait() {
    let leaf = format!("{LEAF}[registry.model]\ntrait = \"crate::Another\"\n");
    let side = "[scope.side]\nparent = \"base\"\n";
    check(
        "registry-conflict",
        side,
        "[scope.other]\nparent = \"base\"\n",
        &leaf,
    );
}

#[test]
fn another_key() {
    let leaf = format!("{LEAF}[registry.loss]\nkey = \"name\"\n");
    let side = "[registry.loss]\nkey = \"kind\"\n";
    check(
        "registry-conflict-key",
        side,
        "[scope.other]\nparent = \"base\"\n",
        &leaf,
    );
}

#[test]
fn async_and_not() {
    let leaf = format!("{LEAF}[registry.loss]\nasync = false\n");
    let side = "[registry.loss]\nasync = true\n";
    check(
        "registry-conflict-async",
        side,
        "[scope.other]\nparent = \"base\"\n",
        &leaf,
    );
}

#[test]
fn a_crate_that_publishes_nothing() {
    check(
        "nothing-published",
        "[scope.a]\nparent = \"base\"\n",
        "",
        "[crates]\nlift = {}\n",
    );
    check("nothing-published-at-all", "", "", "[crates]\nserde = {}\n");
}

#[test]
fn a_fragment_of_another_version() {
    let folder = Folder::new("version");
    folder.package("base", BASE, &[], &[]);
    let fragment = folder.0.join("base/rollbook-fragment.toml");
    let text = fs::read_to_string(&fragment).unwrap();
    fs::write(
        &fragment,
        text.replacen("version = \"0.1\"", "version = \"7\"", 1),
    )
    .unwrap();
    let said = folder
        .package("leaf", "[crates]\nbase = {}\n", &["base"], &[])
        .problems
        + "\n";
    let record = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui/crates-version.txt");
    if std::env::var_os("ROLLBOOK_BLESS").is_some() {
        fs::write(&record, &said).unwrap();
    }
    assert_eq!(said, fs::read_to_string(&record).unwrap());
}

#[test]
fn types_are_reached_through_the_crate_that_is_named() {
    let folder = Folder::new("reach");
    folder.package("base", BASE, &[], &["big"]);
    let middle = "[rollbook]\nscope = \"mid\"\n[crates]\nbase = {}\n[scope.mid]\nparent = \"base\"\n\
                  [modules.mid.model]\nOwn = \"crate::Own<half::f16>\"\n";
    let output = folder.package("middle", middle, &["base"], &[]);
    assert_eq!(output.problems, "");
    let has = |output: &Output, line: &str| {
        assert!(output.text.contains(line), "{line} in {}", output.text)
    };
    has(
        &output,
        "pub type BaseTensor = ::base::registry::crates::tch::Tensor; // base/registry.toml:8",
    );
    has(&output, "    pub use ::base;\n    pub use ::half;\n");

    let leaf = "[rollbook]\nscope = \"mid\"\n[crates]\nmid = { links = \"middle\" }\n[scope.leaf]\nparent = \"mid\"\n\
                [modules.base.model]\nNet = { type = \"crate::Net\", override = true }\nTensor = { variant = \"Tensors\" }\n\
                [modules.leaf.model]\nLast = \"crate::Last\"\n";
    let output = folder.package("leaf", leaf, &["middle"], &[]);
    assert_eq!(output.problems, "");
    has(
        &output,
        "pub type Own = ::mid::Own<::mid::registry::crates::half::f16>; // middle/registry.toml:8",
    );
    has(&output, "pub type BaseNet = crate::Net; // registry.toml:8");
    has(
        &output,
        "pub type Tensors = ::mid::registry::crates::base::registry::crates::tch::Tensor; // base/registry.toml:8",
    );
    has(
        &output,
        "pub type BaseBig = ::mid::registry::crates::base::Big; // base/registry.toml:9",
    );
    has(
        &output,
        "pub type LeafLast = crate::Last; // registry.toml:11",
    );
    has(&output, "use ::mid::registry::crates::base::*;");
}

#[test]
fn a_package_without_scopes_is_merged_as_one() {
    let folder = Folder::new("flat");
    let plain = "[registry.act]\n[modules.act]\nReLU = \"crate::ReLU\"\n";
    folder.package("acts", plain, &[], &[]);
    let leaf = "[rollbook]\nscope = \"leaf\"\n[crates]\nacts = {}\n[scope.leaf]\n[modules.leaf.act]\nGELU = \"crate::GELU\"\n";
    let output = folder.package("leaf", leaf, &["acts"], &[]);
    assert_eq!(output.problems, "");
    assert!(
        output
            .text
            .contains("pub type ActsReLU = ::acts::ReLU; // acts/registry.toml:3")
    );
}

#[test]
fn a_dependency_that_publishes_and_is_not_listed_is_told_of() {
    let folder = Folder::new("unlisted");
    folder.package("base", BASE, &[], &[]);
    let leaf = "[registry.act]\n[modules.act]\nReLU = \"crate::ReLU\"\n";
    let output = folder.package("leaf", leaf, &["base"], &[]);
    assert_eq!(output.problems, "");
    assert_eq!(output.warnings.len(), 1, "{:?}", output.warnings);
    assert!(
        output.warnings[0].contains("`[crates] base = {}`"),
        "{:?}",
        output.warnings
    );
    as_recorded("not-merged", &output.diagnostics[0].drawing("", false));
}

/// The build function around each module of `leaf`, over `base` and `mid`: `Net` is base's, `Mid` is mid's, `Leaf` is
/// its own.
#[test]
fn the_nearest_build_function_runs() {
    const GENERIC: &str = "{ function = \"crate::make\", generic = true }";
    const OWN: &str = "\"crate::make\"";
    let (base_make, mid_make, make) = (
        "::mid::registry::crates::base::make",
        "::mid::make",
        "crate::make",
    );
    let check = |name: &str, base: &str, mid: &str, leaf: &str, expect: [&str; 3]| {
        let folder = Folder::new(&format!("build-{name}"));
        let build = |value: &str| match value {
            "" => String::new(),
            _ => format!("[registry.model]\nbuild = {value}\n"),
        };
        let of_scope = |value: &str| match value {
            "" => String::new(),
            _ => format!("build.model = {value}\n"),
        };
        let (base, base_scope) = base.split_once('|').unwrap_or((base, ""));
        let (mid, mid_scope) = mid.split_once('|').unwrap_or((mid, ""));
        let (leaf, leaf_scope) = leaf.split_once('|').unwrap_or((leaf, ""));
        let base = format!(
            "[rollbook]\nscope = \"base\"\n[scope.base]\n{}[registry.model]\n{}[modules.base.model]\nNet = \"crate::Net\"\n",
            of_scope(base_scope),
            build(base).replace("[registry.model]\n", ""),
        );
        let below = |scope: &str, parent: &str, value: &str, of: &str, module: &str| {
            format!(
                "[rollbook]\nscope = \"{scope}\"\n[crates]\n{parent} = {{}}\n[scope.{scope}]\nparent = \"{parent}\"\n{}{}\
                 [modules.{scope}.model]\n{module} = \"crate::{module}\"\n",
                of_scope(of),
                build(value),
            )
        };
        let mid = below("mid", "base", mid, mid_scope, "Mid");
        let leaf = below("leaf", "mid", leaf, leaf_scope, "Leaf");
        folder.package("base", &base, &[], &[]);
        folder.package("mid", &mid, &["base"], &[]);
        let output = folder.package("leaf", &leaf, &["mid"], &[]);
        assert_eq!(
            (output.problems.as_str(), output.warnings.len()),
            ("", 0),
            "{name}"
        );
        for (kind, expect) in ["BaseNet", "MidMid", "Leaf"].into_iter().zip(expect) {
            assert_eq!(around(&output.text, kind), expect, "{name}: {kind}");
        }
    };
    check("none", "", "", "", ["", "", ""]);
    check("inherited", GENERIC, "", "", [base_make; 3]);
    check("not-generic", OWN, OWN, "", ["", "", ""]);
    check(
        "replaced",
        GENERIC,
        GENERIC,
        "",
        [base_make, mid_make, mid_make],
    );
    check("own", "", "", OWN, [make; 3]);
    check(
        "own-over-inherited",
        GENERIC,
        "",
        OWN,
        [base_make, base_make, make],
    );
    check("own-over-not-generic", OWN, "", OWN, [make; 3]);
    let scoped = format!("|{GENERIC}");
    check(
        "scope",
        &scoped,
        GENERIC,
        "",
        [base_make, mid_make, mid_make],
    );
    check(
        "scope-of-leaf",
        GENERIC,
        &scoped,
        &format!("|{OWN}"),
        [base_make, mid_make, make],
    );
}

/// The build function of a variant in the generated `build`.
fn around<'t>(text: &'t str, kind: &str) -> &'t str {
    let Some((_, body)) = text.split_once("let kind = self.kind();") else {
        return "";
    };
    let body = body
        .split_once("pub fn construct")
        .map_or(body, |(body, _)| body);
    let from = match body.find(&format!("Kind::{kind} ")) {
        Some(at) => &body[at..],
        None => {
            let after = body.find(&format!("Kind::{kind}\n"));
            after.map_or(body, |at| &body[at..])
        }
    };
    let called = from.split_once("wrapped(").map(|(before, rest)| {
        let plain = before.contains("self.construct(");
        (plain, rest.split('(').next().unwrap_or_default())
    });
    match called {
        Some((false, function)) => function,
        _ => "",
    }
}

#[test]
fn several_traits_and_impls_are_rebased() {
    let folder = Folder::new("traits");
    let base = BASE.replace(
        "trait = \"crate::Model\"",
        "trait = [\"crate::Model\", \"crate::Named\"]\nimpl = [\"crate::impl_write\"]",
    );
    folder.package("base", &base, &[], &[]);
    let leaf = "[rollbook]\nscope = \"base\"\n[crates]\nbase = {}\n[registry.model]\nimpl = [\"crate::impl_read\"]\n";
    let output = folder.package("leaf", leaf, &["base"], &[]);
    assert_eq!(output.problems, "");
    for line in [
        "use ::base::Model as write_rollbook_dispatch_above_the_trait; // base/registry.toml:5",
        "use ::base::Named as write_rollbook_dispatch_above_the_trait; // base/registry.toml:5",
        "::base::impl_write! { [Module] [self::each] } // base/registry.toml:6",
        "crate::impl_read! { [Module] [self::each] } // registry.toml:6",
    ] {
        assert!(output.text.contains(line), "{line}");
    }
}

#[test]
fn an_optional_dependency() {
    let folder = Folder::new("optional");
    let leaf = "[rollbook]\nscope = \"leaf\"\n[crates]\nbase = { feature = \"with-base\" }\n[scope.leaf]\n[registry.act]\n[modules.leaf.act]\nA = \"crate::A\"\n";
    let without = folder.package("leaf", leaf, &[], &[]);
    assert_eq!(without.problems, "");
    folder.package("base", BASE, &[], &[]);
    let with = folder.package("leaf", leaf, &["base"], &["with-base"]);
    assert_eq!(with.problems, "");
    assert!(with.text.contains("pub mod model {") && !without.text.contains("pub mod model {"));
    // The crate is not there, so nothing may name it.
    assert!(with.text.contains("pub use ::base;") && !without.text.contains("::base"));
}
