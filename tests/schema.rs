//! The schema of job files, `configs/job.schema.json`, and the reference, `docs/reference`, are up to date, and agree with the
//! program. `ROLLBOOK_BLESS=1` writes them.

use converters::registry::{converter, transform, writer};
use rollbook_build::Generator;

/// The generated test compares names, and this one arguments, too.
#[test]
fn the_schema_is_up_to_date() {
    let generator = Generator::recorded(env!("OUT_DIR")).unwrap();
    let files = generator.schemas().unwrap();
    assert_eq!(files.len(), 1);
    for file in files {
        if std::env::var_os("ROLLBOOK_BLESS").is_some() {
            std::fs::write(&file.path, &file.after).unwrap();
            continue;
        }
        let path = file.path.display();
        assert!(
            file.before.as_ref() == Some(&file.after),
            "{path} is out of date: cargo rollbook schema"
        );
    }
}

#[test]
fn the_reference_is_up_to_date() {
    let catalog = Generator::recorded(env!("OUT_DIR")).unwrap();
    let catalog = catalog.described().unwrap();
    for registry in &catalog.registries {
        let page = catalog.page(registry);
        let path = format!("docs/reference/{}.md", registry.name);
        if std::env::var_os("ROLLBOOK_BLESS").is_some() {
            std::fs::write(&path, &page).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            committed == page,
            "{path} is out of date: cargo rollbook docs --write docs/reference"
        );
    }
}

/// The example of each module in the reference, with all arguments that the sources call required.
#[test]
fn each_example_is_read() {
    let generator = Generator::recorded(env!("OUT_DIR")).unwrap();
    let catalog = generator.described().unwrap();
    let mut read = 0;
    for registry in &catalog.registries {
        for module in &registry.modules {
            let example = catalog.example(registry, module);
            let outcome = match registry.name.as_str() {
                "converter" => rollbook::toml::from_str::<converter::Config>(&example).map(drop),
                "transform" => rollbook::toml::from_str::<transform::Config>(&example).map(drop),
                "writer" => rollbook::toml::from_str::<writer::Config>(&example).map(drop),
                other => panic!("{other}"),
            };
            assert!(outcome.is_ok(), "{example}{}", outcome.unwrap_err());
            read += 1;
        }
    }
    assert!(read > 30, "{read}");
}

/// What the sources say of arguments is what the program reads.
#[test]
fn the_arguments_are_those_of_the_program() {
    let generator = Generator::recorded(env!("OUT_DIR")).unwrap();
    let catalog = generator.described().unwrap();
    let listings = [
        converter::REGISTRY.listing_with_arguments(),
        transform::REGISTRY.listing_with_arguments(),
        writer::REGISTRY.listing_with_arguments(),
    ];
    let mut compared = 0;
    for listing in listings {
        let registry = catalog.registry(listing.registry()).unwrap();
        for module in &catalog.registries[registry].modules {
            let scope = &catalog.scopes[module.scope].name;
            let mut names = listing.names();
            let full = format!("{scope}.{}", module.name);
            let info = names.find(|(name, info)| {
                *name == full || (info.name == module.name && info.scope == scope)
            });
            let Some((_, info)) = info else { continue };
            let arguments = module.arguments.as_ref().unwrap();
            let fields = arguments.fields.iter();
            let mut found = fields
                .flat_map(|field| field.aliases.iter().chain([&field.name]))
                .map(String::as_str)
                .collect::<Vec<_>>();
            let mut expect = listing.arguments(info).to_vec();
            found.sort_unstable();
            expect.sort_unstable();
            assert_eq!(found, expect, "{full}");
            compared += 1;
        }
    }
    assert!(compared > 20, "{compared}");
}
