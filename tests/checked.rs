//! A mistake in a job file that comes with the program fails the build.

mod package;

use std::fs;

use package::Package;

#[test]
fn a_wrong_name_in_a_job_file_fails_the_build() {
    let package = Package::copy("checked");
    let job = package.0.join("configs/coco-to-yolo.toml");
    let text = fs::read_to_string(&job).unwrap();
    fs::write(&job, text.replace("\"DropSmall\"", "\"DropSmal\"")).unwrap();
    let output = package.cargo(&["build", "--lib"]);
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr);
    for line in [
        "no transform `DropSmal` as seen from the scope `detection` [R115]",
        "--> configs/coco-to-yolo.toml:10:8",
        "= help: a similar transform: `DropSmall`",
    ] {
        assert!(said.contains(line), "{said}");
    }
    // That one, and at `include_registry!` that there is one.
    let errors = said.matches("error: ").count() - said.matches("could not compile").count();
    assert_eq!(errors, 2, "{said}");
    let count = "error: 1 problem in the config files, each shown at its place";
    assert!(said.contains(count), "{said}");
}
