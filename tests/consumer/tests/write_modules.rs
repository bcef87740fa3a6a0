//! `derive = ["Serialize"]` where each module is its own config: modules are read, changed and written back.

use consumer::registry::shape::Module;
use serde_json::json;

#[test]
fn a_module_is_read_changed_and_written() {
    let text = json!({ "type": "Group", "shapes": [{ "type": "disc", "radius": 1.0 }, "Point"] });
    let mut module: Module = serde_json::from_value(text).unwrap();
    let Module::Group(group) = &mut module else {
        panic!("another module");
    };
    let Module::Circle(circle) = &mut group.shapes[0] else {
        panic!("another module");
    };
    circle.radius = 2.5;
    let written = serde_json::to_value(&module).unwrap();
    let expect = json!({
        "type": "Group",
        "shapes": [{ "type": "Circle", "radius": 2.5 }, { "type": "Point" }],
    });
    assert_eq!(written, expect);
    assert_eq!(serde_json::from_value::<Module>(written).unwrap(), module);
    let toml = toml::to_string(&module).unwrap();
    assert_eq!(rollbook::toml::from_str::<Module>(&toml).unwrap(), module);
}
