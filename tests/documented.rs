//! Each module that a job can name is documented, with all of its arguments: `docs/reference` is made from that.

use converters::registry::{Scope, converter, transform, writer};
use rollbook_build::{Catalog, Generator};

#[test]
fn each_module_and_its_arguments() {
    let generator = Generator::recorded(env!("OUT_DIR")).unwrap();
    let catalog = generator.described().unwrap();
    let mut modules = 0;
    for scope in Scope::ALL {
        let own = converter::from(*scope);
        for (name, kind) in own.iter() {
            documented(&catalog, "converter", *scope, name, own.arguments(kind));
            modules += 1;
        }
        let own = transform::from(*scope);
        for (name, kind) in own.iter() {
            documented(&catalog, "transform", *scope, name, own.arguments(kind));
            modules += 1;
        }
        let own = writer::from(*scope);
        for (name, kind) in own.iter() {
            documented(&catalog, "writer", *scope, name, own.arguments(kind));
            modules += 1;
        }
    }
    assert!(modules > 30, "{modules}");
}

fn documented(catalog: &Catalog, registry: &str, scope: Scope, name: &str, arguments: &[&str]) {
    let registry = catalog.registry(registry).unwrap();
    let scope = catalog.scope(&scope.to_string()).unwrap();
    let found = catalog.explain(registry, scope, name).unwrap();
    let module = &catalog.registries[registry].modules[found.module.unwrap()];
    assert!(module.doc.is_some(), "{name} has no `doc` in registry.toml");
    let known = module.arguments.as_ref().unwrap();
    assert!(known.doc.is_some(), "{name} has no `///`");
    for argument in arguments {
        let called = |field: &&rollbook_build::Argument| field.name == *argument;
        let field = known.fields.iter().find(called);
        let field = field.unwrap_or_else(|| panic!("the reference lacks `{argument}` of `{name}`"));
        assert!(field.doc.is_some(), "`{argument}` of `{name}` has no `///`");
    }
}
