//! Each module that a job can name has its section in `docs/formats.md`, with all of its arguments.

use converters::registry::{Scope, converter, transform, writer};

#[test]
fn each_module_and_its_arguments() {
    let mut modules = 0;
    for scope in Scope::ALL {
        let own = converter::from(*scope);
        for (name, kind) in own.iter() {
            documented(*scope, name, own.arguments(kind));
            modules += 1;
        }
        let own = transform::from(*scope);
        for (name, kind) in own.iter() {
            documented(*scope, name, own.arguments(kind));
            modules += 1;
        }
        let own = writer::from(*scope);
        for (name, kind) in own.iter() {
            documented(*scope, name, own.arguments(kind));
            modules += 1;
        }
    }
    assert!(modules > 30, "{modules}");
}

fn documented(scope: Scope, name: &str, arguments: &[&str]) {
    let page = include_str!("../docs/formats.md");
    let title = match (scope, name) {
        (Scope::Classification, "Csv") => "classification.Csv",
        (_, "VOC") => "PascalVoc",
        (_, name) => name,
    };
    let (_, section) = page
        .split_once(&format!("### {title}\n"))
        .unwrap_or_else(|| panic!("`{title}` has no section in docs/formats.md"));
    let section = section.split("\n##").next().unwrap_or_default();
    // Those that are explained once for all.
    let (common, _) = page.split_once("## Detection").unwrap();
    for argument in arguments {
        let argument = format!("`{argument}");
        let explained = section.contains(&argument) || common.contains(&argument);
        assert!(explained, "{argument}` of `{title}` is not explained");
    }
}
