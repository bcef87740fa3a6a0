//! An example config of a module.

use crate::arguments::{Arguments, Shape};
use crate::catalog::{Catalog, ModuleEntry, RegistryEntry};
use crate::text::json::quoted;

/// Examples in examples end here.
const DEEPEST: u32 = 8;

impl Catalog {
    /// An example config of a module in TOML: its name, with its scope if there are several, and each argument that it must
    /// have. Strings are the names of their arguments. Arguments whose values are not known are left out. The
    /// arguments are those that [`Generator::described`](crate::Generator::described) reads.
    #[must_use]
    pub fn example(&self, registry: &RegistryEntry, module: &ModuleEntry) -> String {
        let mut examples = Examples {
            catalog: self,
            depth: 0,
        };
        let entries = examples.config(registry, module).into_iter();
        entries.map(|entry| format!("{entry}\n")).collect()
    }

    /// A module with its scope, if there are several: `mmcls.ResNet`.
    pub(crate) fn full_name(&self, module: &ModuleEntry) -> String {
        match self.scopes.as_slice() {
            [_] => module.name.clone(),
            scopes => format!("{}.{}", scopes[module.scope].name, module.name),
        }
    }
}

/// A key, in quotes if it needs them.
fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    match !name.is_empty() && name.chars().all(bare) {
        true => name.to_owned(),
        false => quoted(name),
    }
}

struct Examples<'a> {
    catalog: &'a Catalog,
    depth: u32,
}

impl Examples<'_> {
    /// The entries of a module's config, in the form of its registry.
    fn config(&mut self, registry: &RegistryEntry, module: &ModuleEntry) -> Vec<String> {
        let name = self.catalog.full_name(module);
        let arguments = self.arguments(module.arguments.as_ref()).into_iter();
        let arguments = arguments.map(|(key, value)| format!("{key} = {value}"));
        let arguments = arguments.collect::<Vec<_>>();
        if registry.external {
            return vec![format!("{} = {}", key(&name), table(arguments))];
        }
        let mut entries = vec![format!("{} = {}", key(&registry.key), quoted(&name))];
        match &registry.content {
            Some(_) if arguments.is_empty() => {}
            Some(content) => entries.push(format!("{} = {}", key(content), table(arguments))),
            None => entries.extend(arguments),
        }
        entries
    }

    fn arguments(&mut self, arguments: Option<&Arguments>) -> Vec<(String, String)> {
        let fields = arguments.map_or(&[][..], |arguments| &arguments.fields);
        let fields = fields.iter().filter(|field| field.required);
        let mut values = Vec::new();
        for field in fields {
            if let Some(value) = self.value(&field.shape, &field.name) {
                values.push((key(&field.name), value));
            }
        }
        values
    }

    /// `None` if it is not known, or too deep.
    fn value(&mut self, shape: &Shape, called: &str) -> Option<String> {
        if self.depth > DEEPEST {
            return None;
        }
        self.depth += 1;
        let value = self.one(shape, called);
        self.depth -= 1;
        value
    }

    fn one(&mut self, shape: &Shape, called: &str) -> Option<String> {
        Some(match shape {
            Shape::Bool => "true".to_owned(),
            Shape::Integer { min, max } => {
                let least = min.unwrap_or(1).max(1);
                max.map_or(least, |max| least.min(max)).to_string()
            }
            Shape::Number => "1.0".to_owned(),
            Shape::Text => quoted(called),
            Shape::Optional(inner) => self.value(inner, called)?,
            Shape::List { of, length } => {
                let item = self.value(of, called)?;
                let count = usize::try_from(length.unwrap_or(1)).ok()?;
                format!("[{}]", vec![item; count.min(16)].join(", "))
            }
            Shape::Tuple(parts) => {
                let parts = parts.iter().map(|part| self.value(part, called));
                format!("[{}]", parts.collect::<Option<Vec<_>>>()?.join(", "))
            }
            Shape::Map(of) => format!("{{ name = {} }}", self.value(of, "value")?),
            Shape::Table(arguments) => {
                let entries = self.arguments(Some(arguments)).into_iter();
                let entries = entries.map(|(key, value)| format!("{key} = {value}"));
                table(entries.collect())
            }
            Shape::Choice(choices) => quoted(&choices.first()?.name),
            Shape::Module(name) => self.module(name)?,
            _ => return None,
        })
    }

    /// The module of a registry whose example is the shortest: it holds no other, if possible.
    fn module(&mut self, registry: &str) -> Option<String> {
        let catalog = self.catalog;
        let mut registries = catalog.registries.iter();
        let registry = registries.find(|known| known.name == registry)?;
        let modules = registry.modules.iter();
        let modules = modules.filter(|module| module.enabled && module.deprecated.is_none());
        let module = modules.min_by_key(|module| module.nests.len())?;
        Some(table(self.config(registry, module)))
    }
}

fn table(entries: Vec<String>) -> String {
    match entries.is_empty() {
        true => "{}".to_owned(),
        false => format!("{{ {} }}", entries.join(", ")),
    }
}
