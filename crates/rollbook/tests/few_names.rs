//! Look-up in a registry of up to three names, which compares them as a `match` would.

use quickstart::registry::act::{Kind, REGISTRY};

#[test]
fn few_names() {
    let names = [
        ("ReLU", Some(Kind::ReLU)),
        ("GELU", Some(Kind::GELU)),
        ("quickstart.GELU", Some(Kind::GELU)),
        ("quickstart.quickstart.GELU", None),
        ("quickstart.Relu", None),
        ("quickstart.", None),
        ("quickstart", None),
        ("quickstar.t", None),
        ("other.GELU", None),
        ("ReLUx", None),
        ("ReL", None),
        ("R\u{20ac}", None),
        ("", None),
    ];
    for (name, expect) in names {
        assert_eq!(REGISTRY.get(name), expect, "{name}");
        assert_eq!(REGISTRY.resolve(name).ok(), expect, "{name}");
    }
}
