//! What the networks compute, beside what PyTorch computed. `vision compare` runs the large ones, too.

use std::io::Write;

use vision::compare::{TOLERANCE, cases, compare, config_of};

#[test]
fn the_small_networks_compute_what_pytorch_computes() {
    let mut compared = 0;
    for case in cases().unwrap().into_iter().filter(|case| !case.large) {
        let Some(config) = config_of(&case) else {
            // Not println: the test runner keeps that to itself.
            let told = format!("\nSKIPPED {}: ../shared/corpus is not there\n", case.name);
            std::io::stderr().write_all(told.as_bytes()).unwrap();
            continue;
        };
        let found =
            compare(&case, &config).unwrap_or_else(|error| panic!("{}: {error:#}", case.name));
        assert!(
            found.largest <= TOLERANCE && found.compared > 0,
            "{}: {found:?}",
            case.name
        );
        assert_eq!(found.objects > 0, case.objects, "{}", case.name);
        compared += 1;
    }
    // These configs are part of the repository.
    assert!(compared >= 5, "only {compared} networks were compared");
}

#[test]
fn a_wrong_weight_is_seen() {
    let case = cases()
        .unwrap()
        .into_iter()
        .find(|case| case.name == "mobilenet-v2")
        .unwrap();
    let other = vision::compare::Case {
        name: "seresnet50".to_owned(),
        ..case
    };
    let error = compare(&other, &config_of(&other).unwrap())
        .unwrap_err()
        .to_string();
    assert_eq!(
        error,
        "3538984 numbers in the weights, PyTorch has 28141144"
    );
}
