//! The `defaults` of a manifest: whose names they are, what checks them, and what an error about one says.

use consumer::norm::{Batch, Layer, Pair, Residual};
use consumer::registry::{Scope, block, norm};
use rollbook::Error;

/// A registry whose defaults are wrong.
#[allow(dead_code, unused_imports)]
mod faulty {
    use rollbook::__private::registry as __rollbook;

    include!(concat!(env!("OUT_DIR"), "/faulty.rs"));
}

#[test]
fn names_are_those_of_the_scope_of_the_module() {
    let read = |text: &str| {
        let read = || serde_json::from_str::<block::Module>(text);
        Scope::Mmcls.enter(read).unwrap()
    };
    let layer = || norm::Module::MmdetLayer(Layer);
    let batch = || norm::Module::MmclsLayer(Batch);
    let residual = |norm| block::Module::MmdetResidual(Residual { norm, width: 8 });
    assert_eq!(read(r#""mmdet.Residual""#), residual(layer()));
    assert_eq!(read(r#"{"type": "mmdet.Residual"}"#), residual(layer()));
    assert_eq!(
        read(r#"{"type": "mmdet.Residual", "norm": "Layer"}"#),
        residual(batch())
    );
    let pair = |first| {
        block::Module::MmdetPair(Pair {
            first,
            second: layer(),
        })
    };
    let first = |module: &str| format!(r#"{{{module}, "first": {{"type": "Layer"}}}}"#);
    assert_eq!(read(&first(r#""type": "mmdet.Pair""#)), pair(batch()));
    let text = r#"{"first": {"type": "Layer"}, "type": "mmdet.Pair"}"#;
    assert_eq!(read(text), pair(batch()));
    // What `_scope_` sets holds for what is written.
    let scoped = first(r#""type": "Pair", "_scope_": "mmdet""#);
    assert_eq!(read(&scoped), pair(layer()));
    assert_eq!(Scope::current(), Scope::OWN);
}

/// The viewer is the same as before, also after an error in a default.
#[test]
fn an_error_names_the_manifest() {
    use faulty::{backbone, loader};
    let bare = backbone::REGISTRY
        .build(serde_json::json!("Wide"))
        .unwrap_err();
    assert_eq!(
        bare.to_string(),
        "invalid type: string \"five\", expected u32 (from `defaults`, faulty.toml:7) (in `width`)"
    );
    let mut json = serde_json::Deserializer::from_str(r#"{"type": "Wide"}"#);
    let Err(Error::Read { path, source }) = backbone::REGISTRY.config(&mut json) else {
        panic!("it is read");
    };
    assert_eq!(path, "width");
    assert_eq!(
        source.to_string(),
        "invalid type: string \"five\", expected u32 (from `defaults`, faulty.toml:7) at line 1 column 16"
    );
    let plain = serde_json::from_str::<backbone::Config>(r#"{"type": "Wide"}"#).unwrap_err();
    assert_eq!(
        plain.to_string(),
        "invalid type: string \"five\", expected u32 (from `defaults`, faulty.toml:7) (in `width`) at line 1 column 16"
    );
    let toml = rollbook::toml::from_str::<loader::Module>("type = 'Held'").unwrap_err();
    assert_eq!(
        toml.to_string(),
        "TOML error at line 1, column 8\n  |\n1 | type = 'Held'\n  |        ^^^^^^\n\
         no backbone `Kaiming` (from `defaults`, faulty.toml:13) (in `backbone.type`)"
    );
}

/// Of a kept table, too, the path is whole.
#[test]
fn an_error_in_a_kept_table_has_its_path() {
    use faulty::loader;
    let value = serde_json::json!({ "backbone": { "type": "Wide" }, "type": "Held" });
    let Err(Error::Read { path, source }) = loader::REGISTRY.config(value) else {
        panic!("it is read");
    };
    assert_eq!(path, "backbone.width");
    assert_eq!(
        source.to_string(),
        "invalid type: string \"five\", expected u32 (from `defaults`, faulty.toml:7)"
    );
}

#[test]
fn all_of_a_registry_are_checked() {
    use faulty::{backbone, loader};
    let said = backbone::REGISTRY.check_defaults().unwrap_err();
    assert_eq!(
        said,
        "the defaults of `Wide`: invalid type: string \"five\", expected u32 (from `defaults`, faulty.toml:7) (in `width`)\n\
         the defaults of `Odd`: there is no argument `y` (from `defaults`, faulty.toml:10)"
    );
    let said = loader::REGISTRY.check_defaults().unwrap_err();
    assert!(
        said.starts_with("the defaults of `Held`: no backbone `Kaiming`"),
        "{said}"
    );
    assert_eq!(
        said.lines().count(),
        1,
        "a missing argument is not a fault of the defaults: {said}"
    );
}
