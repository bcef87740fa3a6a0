//! `schemars::JsonSchema` for the enum of a registry's configs: the form that configs have, which is not that of the enum.

use alloc::borrow::ToOwned;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use alloc::{format, vec};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use crate::agreed::SCOPE_KEY;
use crate::de::DefaultValue;
use crate::lookup::id::{ModuleId, ScopeId};
use crate::registry::{Data, Info, Kind, NO_SCOPE, Tables};
use crate::viewer::Viewer;

/// What the generated file says of an enum of configs.
pub trait Described: JsonSchema {
    /// The registry's kinds.
    type Kind: Kind;
    /// Whether the name of a module is the key of its arguments.
    const IS_EXTERNAL: bool = false;
    /// Whether a name alone is a config.
    const IS_BARE: bool = false;
    /// Whether a list of configs is one.
    const IS_LIST: bool = false;

    /// The arguments of a module.
    fn arguments(kind: Self::Kind, generator: &mut SchemaGenerator) -> Schema;
}

/// The schema of a module's arguments, with the `defaults` of the manifest.
pub fn arguments<T: JsonSchema>(
    generator: &mut SchemaGenerator,
    defaults: &[(&str, &str, DefaultValue)],
) -> Schema {
    let mut schema = T::json_schema(generator);
    // A key can only be added where the keys are.
    let path = format!(
        "#{}/",
        generator.settings().definitions_path.trim_end_matches('/')
    );
    let target = schema.get("$ref").and_then(Value::as_str);
    let target = target.and_then(|target| target.strip_prefix(path.as_str()));
    let target = target.and_then(|name| generator.definitions().get(name));
    if let Some(Ok(found)) = target.map(|found| Schema::try_from(found.clone())) {
        schema = found;
    }
    for (key, _, value) in defaults {
        if let Some(Value::Array(required)) = schema.get_mut("required") {
            required.retain(|name| name != key);
        }
        let field = schema
            .pointer_mut("/properties")
            .and_then(|all| all.get_mut(*key));
        if let Some(Value::Object(field)) = field {
            field.insert("default".to_owned(), default(value));
        }
    }
    schema
}

/// The schema of the configs of a registry.
pub fn described<D: Described>(generator: &mut SchemaGenerator) -> Schema {
    let data = D::Kind::DATA;
    let all = D::Kind::ALL.iter();
    let all = all.map(|kind| D::arguments(*kind, generator).to_value());
    let names = Names::new::<D::Kind>(all.collect());
    let mut schema = match (D::IS_EXTERNAL, D::Kind::CONTENT) {
        (true, _) => names.external(data),
        (false, Some(content)) => names.adjacent(data, content),
        (false, None) => names.internal(data),
    };
    let mut types = vec!["object"];
    if D::IS_BARE {
        types.push("string");
        if let (Some(Value::Array(parts)), false) = (schema.get_mut("allOf"), names.has_fallback) {
            parts.push(json!({ "if": { "type": "string" }, "then": names.bare() }));
        }
    }
    if D::IS_LIST {
        types.push("array");
        schema.insert(
            "items".to_owned(),
            generator.subschema_for::<D>().to_value(),
        );
    }
    schema.insert("type".to_owned(), json!(types));
    schema.into()
}

/// The names that configs may write, and what they mean. With several scopes: from any of them, since a schema does not
/// know which scope a table around it sets.
struct Names {
    /// The modules that each name means, by their indices.
    all: BTreeMap<String, BTreeSet<usize>>,
    /// A name of each module, as it is seen from here: what is completed.
    shown: BTreeMap<String, &'static Info>,
    arguments: Vec<Value>,
    has_fallback: bool,
}

impl Names {
    fn new<K: Kind>(arguments: Vec<Value>) -> Self {
        let data = K::DATA;
        let infos = K::ALL.iter().map(|kind| kind.info()).collect::<Vec<_>>();
        let own = infos
            .iter()
            .flat_map(|info| info.aliases.iter().chain([&info.name]));
        let own = own.copied().collect::<BTreeSet<_>>();
        let prefixes = prefixes(data);
        let mut all = BTreeMap::<_, BTreeSet<_>>::new();
        for name in own {
            for prefix in &prefixes {
                let spelled = format!("{prefix}{name}");
                for viewer in data.scope_ids() {
                    if let Some(found) = data.resolve(viewer, &spelled) {
                        all.entry(spelled.clone())
                            .or_default()
                            .insert(found.index());
                    }
                }
            }
        }
        let viewer = K::Scope::current();
        let shown = (0..).map(ModuleId::new).zip(&infos);
        let shown = shown.filter(|(_, info)| !info.is_fallback);
        let shown = shown.filter_map(|(module, info)| {
            let spelled = data.spell(viewer, module, info.name)?;
            Some((spelled.as_str().to_owned(), *info))
        });
        Self {
            all,
            shown: shown.collect(),
            has_fallback: infos.iter().any(|info| info.is_fallback),
            arguments,
        }
    }

    /// A name. An `enum` is what an error lists and an editor completes, so aliases and deprecated names are apart.
    fn name(&self) -> Value {
        let documented = self.shown.iter().filter_map(|(name, info)| {
            let note = info.deprecated.map(|note| format!("Deprecated: {note}"));
            let doc = Some(info.doc.to_owned()).filter(|doc| !doc.is_empty());
            let parts = doc.into_iter().chain(note).collect::<Vec<_>>();
            let mut branch = json!({ "const": name, "description": parts.join("\n\n") });
            if info.deprecated.is_some() {
                branch["deprecated"] = json!(true);
            }
            (!parts.is_empty()).then_some(branch)
        });
        let mut documented = documented.collect::<Vec<_>>();
        let mut schema = match self.has_fallback {
            true => json!({ "type": "string" }),
            false => {
                let known = self
                    .all
                    .keys()
                    .map(|name| escaped(name))
                    .collect::<Vec<_>>();
                let shown = self
                    .shown
                    .iter()
                    .filter(|(_, info)| info.deprecated.is_none());
                let shown = shown.map(|(name, _)| name).collect::<Vec<_>>();
                json!({
                    "type": "string",
                    "if": { "pattern": format!("^(?:{})$", known.join("|")) },
                    "else": { "enum": shown },
                })
            }
        };
        if !documented.is_empty() {
            // Nothing fails it.
            documented.push(json!({}));
            schema["anyOf"] = json!(documented);
        }
        schema
    }

    /// The names that are a config alone: those of modules that need no arguments.
    fn bare(&self) -> Value {
        let alone = |found: &BTreeSet<usize>| found.iter().any(|index| !self.needs(*index));
        let names = self.all.iter().filter(|(_, found)| alone(found));
        json!({ "enum": names.map(|(name, _)| name).collect::<Vec<_>>() })
    }

    fn needs(&self, index: usize) -> bool {
        let required = self.arguments[index]
            .get("required")
            .and_then(Value::as_array);
        required.is_some_and(|required| !required.is_empty())
    }

    /// What follows from each name.
    fn each(&self, of: impl Fn(usize) -> Value) -> Vec<(Vec<&str>, Value)> {
        let mut groups = BTreeMap::<_, Vec<_>>::new();
        for (name, found) in &self.all {
            groups.entry(found).or_default().push(name.as_str());
        }
        let groups = groups.into_iter().map(|(found, names)| {
            let mut of = found.iter().map(|index| of(*index)).collect::<Vec<_>>();
            let one = (of.len() == 1).then(|| of.remove(0));
            (names, one.unwrap_or_else(|| json!({ "anyOf": of })))
        });
        groups.collect()
    }

    /// A table that has the name under the registry's key.
    fn table(&self, data: &Data, of: impl Fn(usize) -> Value) -> Map<String, Value> {
        let key = data.key;
        let parts = self.each(of).into_iter().map(|(names, then)| {
            let named = json!({ "enum": names });
            let named = json!({
                "type": "object",
                "required": [key],
                "properties": { key: named },
            });
            json!({ "if": named, "then": then })
        });
        let mut properties = Map::new();
        properties.insert(key.to_owned(), self.name());
        properties.extend(scope(data));
        Map::from_iter([
            ("properties".to_owned(), Value::Object(properties)),
            ("required".to_owned(), json!([key])),
            ("allOf".to_owned(), parts.collect()),
        ])
    }

    fn internal(&self, data: &Data) -> Map<String, Value> {
        self.table(data, |index| {
            beside(self.arguments[index].clone(), data.key)
        })
    }

    fn adjacent(&self, data: &Data, content: &str) -> Map<String, Value> {
        let mut schema = self.table(data, |index| {
            let mut held = json!({ "properties": { content: inside(&self.arguments[index]) } });
            if self.needs(index) {
                held["required"] = json!([content]);
            }
            held
        });
        if let Some(Value::Object(properties)) = schema.get_mut("properties") {
            properties.insert(content.to_owned(), json!({}));
        }
        schema.insert("additionalProperties".to_owned(), json!(false));
        schema
    }

    fn external(&self, data: &Data) -> Map<String, Value> {
        let mut properties = Map::new();
        for (names, held) in self.each(|index| inside(&self.arguments[index])) {
            properties.extend(
                names
                    .into_iter()
                    .map(|name| (name.to_owned(), held.clone())),
            );
        }
        for (name, info) in &self.shown {
            if let Some(Value::Object(held)) = properties.get_mut(name) {
                if !info.doc.is_empty() {
                    held.insert("description".to_owned(), json!(info.doc));
                }
                if info.deprecated.is_some() {
                    held.insert("deprecated".to_owned(), json!(true));
                }
            }
        }
        properties.extend(scope(data));
        let keys = |count: usize| json!({ "minProperties": count, "maxProperties": count });
        let count = json!({ "if": { "required": [SCOPE_KEY] }, "then": keys(2), "else": keys(1) });
        Map::from_iter([
            ("properties".to_owned(), Value::Object(properties)),
            ("additionalProperties".to_owned(), json!(self.has_fallback)),
            ("allOf".to_owned(), json!([count])),
        ])
    }
}

/// Arguments in a table of their own. Without fields, it may be empty.
fn inside(schema: &Value) -> Value {
    match schema["type"] == "null" {
        true => json!({ "type": ["null", "object"] }),
        false => schema.clone(),
    }
}

/// Arguments beside the name of the module.
fn beside(mut schema: Value, key: &str) -> Value {
    let Some(held) = schema
        .as_object_mut()
        .filter(|held| held.get("type") != Some(&json!("null")))
    else {
        return json!({});
    };
    let is_strict = held.get("additionalProperties") == Some(&json!(false));
    if let (true, Some(Value::Object(properties))) = (is_strict, held.get_mut("properties")) {
        for own in [key, SCOPE_KEY] {
            properties.entry(own).or_insert_with(|| json!({}));
        }
    }
    schema
}

/// The key that sets the scope of a table.
fn scope(data: &Data) -> Option<(String, Value)> {
    let names = data
        .scopes
        .iter()
        .map(|scope| scope.name)
        .collect::<Vec<_>>();
    let schema = json!({
        "description": "The scope that names in this table are looked up from.",
        "enum": names,
    });
    cfg!(feature = "std").then(|| (SCOPE_KEY.to_owned(), schema))
}

/// What may come before a name: nothing, or the last part of the path to each scope.
fn prefixes(data: &Data) -> BTreeSet<String> {
    let mut all = BTreeSet::from([String::new()]);
    for scope in data.scopes {
        let mut prefix = format!("{}.", scope.name);
        let mut above = scope.parent;
        all.insert(prefix.clone());
        while above != NO_SCOPE {
            let scope = &data.scopes[ScopeId::new(above).index()];
            prefix = format!("{}.{prefix}", scope.name);
            all.insert(prefix.clone());
            above = scope.parent;
        }
    }
    all
}

fn default(value: &DefaultValue) -> Value {
    match value {
        DefaultValue::Bool(value) => json!(value),
        DefaultValue::Integer(value) => json!(value),
        DefaultValue::Float(value) => json!(value),
        DefaultValue::String(value) => json!(value),
        DefaultValue::List(items) => items.iter().map(default).collect(),
        DefaultValue::Table(entries) => {
            let entries = entries.iter();
            let entries = entries.map(|(key, value)| (key.to_string(), default(value)));
            Value::Object(entries.collect())
        }
    }
}

/// A text as a regular expression that matches only it.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if "\\^$.|?*+()[]{}/".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
