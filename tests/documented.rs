//! Each module that a job can name has its section in `docs/formats.md`, with all of its arguments.

use std::process::Command;

#[test]
fn each_module_and_its_arguments() {
    let page = include_str!("../docs/formats.md");
    let output = Command::new(env!("CARGO_BIN_EXE_converters"))
        .args(["list", "--json"])
        .output()
        .unwrap();
    let modules: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let modules = modules.as_array().unwrap();
    assert!(modules.len() > 30, "{}", modules.len());
    // Those that are explained once for all.
    let (common, _) = page.split_once("## Detection").unwrap();
    for module in modules {
        let text = |key: &str| module[key].as_str().unwrap();
        let title = match (text("scope"), text("name")) {
            ("classification", "Csv") => "classification.Csv",
            (_, "VOC") => "PascalVoc",
            (_, name) => name,
        };
        let section = page
            .split_once(&format!("### {title}\n"))
            .unwrap_or_else(|| panic!("`{title}` has no section in docs/formats.md"));
        let section = section.1.split("\n##").next().unwrap();
        for argument in module["arguments"].as_array().unwrap() {
            let argument = format!("`{}", argument.as_str().unwrap());
            assert!(
                section.contains(&argument) || common.contains(&argument),
                "{argument}` of `{title}` is not explained"
            );
        }
    }
}
