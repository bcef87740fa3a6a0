//! The Rust paths of a manifest: checked, and written so that they mean the same in the generated file.

mod plain;
mod refuse;
mod write;

use self::plain::simple;
use self::refuse::{Checked, arguments, bad, foreign, start, unknown_nested};
use self::write::written;
use super::workspace::Workspace;
use crate::diagnostics::Problems;
use crate::text::Spanned;
use crate::text::rust::tokens::{Fault, Token, tokens};

pub(crate) use self::plain::nested;
pub(super) use self::refuse::Use;

/// The path as the generated file writes it: `crate::A` as it is, `name::A` as `::name::A`. A path of another crate goes
/// through that crate's registry. Returns `None` and adds a problem if it is not a path.
pub(super) fn resolve(
    path: &Spanned<String>,
    used: Use,
    registries: &[&str],
    workspace: &Workspace<'_>,
    problems: &mut Problems,
) -> Option<String> {
    let package = workspace.package(path.span);
    if let Some(plain) = simple(&path.value) {
        return Some(package.rebase(&plain, workspace.packages));
    }
    match general(path, used, registries, problems) {
        Ok(resolved) => Some(package.rebase(&resolved, workspace.packages)),
        Err(problem) => {
            problems.add(*problem);
            None
        }
    }
}

fn general(
    path: &Spanned<String>,
    used: Use,
    registries: &[&str],
    problems: &Problems,
) -> Checked<String> {
    let tokens = tokens(&path.value).map_err(|fault| match fault {
        Fault::Foreign(sign) => foreign(path, sign),
        Fault::Nameless => bad(path, "`$` must be followed by the name of a registry"),
        Fault::TooDeep => bad(path, "it nests too deeply"),
    })?;
    start(path, &tokens)?;
    arguments(path, used, &tokens)?;
    let nests = tokens
        .iter()
        .any(|token| matches!(token, Token::Registry(_)));
    if nests && !matches!(used, Use::Type | Use::Config) {
        return Err(bad(
            path,
            "only a `type` and a `config` can nest a registry",
        ));
    }
    if let Some(nested) = unknown_nested(path, &tokens, registries, problems) {
        return Err(Box::new(nested));
    }
    let out = written(path, &tokens)?;
    // For everything else, rustc's own grammar decides.
    let text = out.replace('$', "Registry_");
    match syn::parse_str::<syn::Type>(&text) {
        Ok(syn::Type::Path(parsed)) if parsed.qself.is_none() => Ok(out),
        Ok(_) => Err(bad(path, "it is not a path")),
        Err(error) => {
            let error = error.to_string();
            let what = error.split_once(", expected");
            Err(bad(path, what.map_or(&error, |(what, _)| what)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fragment::Package;
    use crate::text::{Source, Span};

    fn resolved(path: &str, used: Use) -> Result<String, &'static str> {
        let mut problems = Problems::default();
        let path = Spanned {
            value: path.to_owned(),
            span: Span::default(),
        };
        let own = Package {
            root: "crate".to_owned(),
            ..Package::default()
        };
        let workspace = Workspace {
            packages: &[own],
            sources: &[Source::new("registry.toml", String::new())],
        };
        resolve(
            &path,
            used,
            &["backbone", "head"],
            &workspace,
            &mut problems,
        )
        .ok_or_else(|| problems.list[0].message.id)
    }

    #[test]
    fn good_paths() {
        let check = |path, expect: &str| {
            assert_eq!(resolved(path, Use::Type).as_deref(), Ok(expect), "{path}");
        };
        check("crate::NetA", "crate::NetA");
        check("mmcv::NetA", "::mmcv::NetA");
        check("::mmcv::a::NetA", "::mmcv::a::NetA");
        check("std::boxed::Box<crate::A>", "::std::boxed::Box<crate::A>");
        check(
            "crate::Wrap<serde_json::Value>",
            "crate::Wrap<::serde_json::Value>",
        );
        check(
            "crate::Wrap< u32,Option<String> >",
            "crate::Wrap<u32, Option<String>>",
        );
        check("crate::Detector<$backbone>", "crate::Detector<$backbone>");
        check(
            "crate::Pair<$backbone, Box<$head>>",
            "crate::Pair<$backbone, Box<$head>>",
        );
        check("crate::Conv<3>", "crate::Conv<3>");
        check("crate::Dyn<dyn a::T + Send>", "crate::Dyn<dyn ::a::T+Send>");
        check("crate::F<fn(u8) -> b::C>", "crate::F<fn(u8)->::b::C>");
        check(
            "crate::T<[u8; 4], &'static str>",
            "crate::T<[u8;4], &'static str>",
        );
        check("crate::W::<u32>", "crate::W::<u32>");
        check("crate::W<Vec::<::a::B>>", "crate::W<Vec::<::a::B>>");
        check(" crate::NetA ", "crate::NetA");
    }

    #[test]
    fn bad_paths() {
        let check = |path: &str, used, id| assert_eq!(resolved(path, used), Err(id), "{path}");
        check("ReLU", Use::Type, "R041");
        check("Vec<u8>", Use::Type, "R041");
        check("mmdet", Use::Type, "R041");
        check("self::A", Use::Type, "R046");
        check("super::A", Use::Type, "R046");
        check("Self::A", Use::Type, "R046");
        check("crate::A<super::B>", Use::Type, "R042");
        check("crate::A<_>", Use::Type, "R042");
        check("crate::A<", Use::Type, "R042");
        check("crate::", Use::Type, "R042");
        check("::A", Use::Type, "R042");
        check("::::a::B", Use::Type, "R042");
        check("::crate::A", Use::Type, "R042");
        check("crate::type", Use::Type, "R042");
        check("crate::A // x", Use::Type, "R042");
        check("crate::A<\n>", Use::Type, "R042");
        check("crate::{A}", Use::Type, "R042");
        check("crate.models.NetA", Use::Type, "R042");
        check("crate::A<'a>", Use::Type, "R042");
        check("$backbone", Use::Type, "R042");
        check("crate::A<$backbone::Module>", Use::Type, "R042");
        check("crate::A<$>", Use::Type, "R042");
        check("crate::A<$backbon>", Use::Type, "R043");
        check("crate::A<'a>", Use::Config, "R044");
        check("crate::A<$backbone>", Use::Context, "R042");
        check("crate::$backbone", Use::Build, "R042");
        check("crate::A<u8>", Use::Trait, "R045");
        check("crate::f::<u8>", Use::Build, "R045");
        check("", Use::Type, "R073");
        check("(crate::A, u8)", Use::Type, "R042");
        check("crate::A(u8)", Use::Trait, "R042");
        check(
            &format!("crate::A{}", "<crate::A".repeat(100_000)),
            Use::Type,
            "R042",
        );
        check(
            &format!("crate::A<{}u8>", "&".repeat(100_000)),
            Use::Type,
            "R042",
        );
    }
}
