//! The schema of the configs that a `[[check]]` names.

use std::collections::BTreeMap;
use std::rc::Rc;

use rollbook::__private::build::{Data, SCOPE_KEY, ScopeId};
use serde_json::{Map, Value, json};

use super::json::{definition, text};
use super::names::Names;
use super::places::{Keys, Place};
use crate::model::{Check, Down, Form, Model, RegistryId, SlotId};

/// Which configs the schema is for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) check: &'a Check,
    /// The only scope that names are looked up from, whatever key of a file could name another.
    pub(crate) viewer: Option<ScopeId>,
}

/// The schema of the configs that are asked for.
pub(crate) fn configs(model: &Model, data: &[&'static Data], asked: Asked<'_>) -> String {
    let mut writer = Writer {
        model,
        data,
        check: asked.check,
        numbers: BTreeMap::new(),
        definitions: Map::new(),
        names: BTreeMap::new(),
        keys: BTreeMap::new(),
    };
    let default = asked.viewer.unwrap_or(asked.check.viewer);
    let mut schema = match (&asked.check.viewer_key, asked.viewer) {
        (Some(key), None) => writer.by_viewer(key, &Place::top(asked.check), default),
        (key, _) => {
            let mut schema = writer.whole(&Place::top(asked.check), default);
            if let (Some(key), true) = (key, default != asked.check.viewer) {
                // Without the key, names are looked up from another scope.
                schema["required"] = json!([key]);
            }
            if let Some(key) = key {
                let name = &model.scope(default).name;
                schema["properties"] = json!({ key: { "enum": [name] } });
            }
            schema
        }
    };
    schema["type"] = json!(["object", "array"]);
    schema["$defs"] = Value::Object(writer.definitions);
    let title = match model.scopes.len() {
        1 => format!("configs of {}", model.manifest),
        _ => format!(
            "configs of {}, seen from {}",
            model.manifest,
            model.scope(default).name
        ),
    };
    text(&title, schema)
}

struct Writer<'a> {
    model: &'a Model,
    data: &'a [&'static Data],
    check: &'a Check,
    numbers: BTreeMap<Place, usize>,
    definitions: Map<String, Value>,
    names: BTreeMap<(RegistryId, ScopeId), Names>,
    keys: BTreeMap<Place, Rc<Keys>>,
}

impl Writer<'_> {
    /// A place as seen from a scope: what completes, and what is checked.
    fn whole(&mut self, place: &Place, viewer: ScopeId) -> Value {
        json!({ "allOf": [self.hint(place, viewer), self.strict(place, viewer)] })
    }

    /// A key names the scope, by its name below the root.
    fn by_viewer(&mut self, key: &str, place: &Place, default: ScopeId) -> Value {
        let named = self.scopes(default);
        let branches = named.iter().map(|(name, scope)| {
            json!({
                "if": { "required": [key], "properties": { key: { "const": name } } },
                "then": self.whole(place, *scope),
            })
        });
        let mut all = branches.collect::<Vec<_>>();
        let names = named.keys().collect::<Vec<_>>();
        all.push(json!({
            "if": { "required": [key], "properties": { key: { "enum": names } } },
            "else": self.whole(place, default),
        }));
        // A value of another type names no scope, and is for the program to refuse.
        let names = json!({ "if": { "type": "string" }, "then": { "enum": names } });
        json!({ "properties": { key: names }, "allOf": all })
    }

    /// The scopes that can be named from one, as the resolver finds them.
    fn scopes(&self, viewer: ScopeId) -> BTreeMap<String, ScopeId> {
        let Some(data) = self.data.first() else {
            return BTreeMap::new();
        };
        let names = self.model.scopes.iter().map(|scope| &scope.name);
        let found = names.filter_map(|name| {
            let scope = data.scope_named(viewer, name)?;
            Some((name.clone(), scope))
        });
        found.collect()
    }

    fn name_of(&mut self, kind: &str, place: &Place, viewer: ScopeId) -> String {
        let next = self.numbers.len();
        let number = *self.numbers.entry(place.clone()).or_insert(next);
        format!("{kind}.{number}.{}", self.model.scope(viewer).key)
    }

    fn names(&mut self, registry: RegistryId, viewer: ScopeId) -> &Names {
        let (model, data) = (self.model, self.data[registry.index()]);
        let made = || Names::new(model, data, registry, viewer);
        self.names.entry((registry, viewer)).or_insert_with(made)
    }

    /// The part that language servers complete from. Every value passes it.
    fn hint(&mut self, place: &Place, viewer: ScopeId) -> Value {
        if place.is_open(self.check) {
            return json!({});
        }
        let name = self.name_of("complete", place, viewer);
        if !self.definitions.contains_key(&name) {
            self.definitions.insert(name.clone(), Value::Null);
            let slot = place.slot(self.check);
            let mut schema = Map::new();
            if let Some(slot) = slot {
                let registry = self.check.slot(slot).registry;
                let scope = &self.model.scope(viewer).key;
                let known = self.model.registry(registry);
                let hints = format!("names.{}.{scope}", known.name);
                if !self.definitions.contains_key(&hints) {
                    let schema = self.names(registry, viewer).hints(known);
                    self.definitions.insert(hints.clone(), schema);
                }
                schema.insert("allOf".to_owned(), json!([definition(&hints)]));
            }
            self.children(place, slot, &mut schema, |writer, below| {
                writer.hint(below, viewer)
            });
            self.definitions.insert(name.clone(), Value::Object(schema));
        }
        definition(&name)
    }

    /// The part that checks.
    fn strict(&mut self, place: &Place, viewer: ScopeId) -> Value {
        if place.is_open(self.check) {
            return json!({});
        }
        let name = self.name_of("check", place, viewer);
        if !self.definitions.contains_key(&name) {
            self.definitions.insert(name.clone(), Value::Null);
            let schema = match self.model.scopes.len() {
                1 => self.seen(place, viewer),
                _ => self.by_scope_key(place, viewer),
            };
            self.definitions.insert(name.clone(), schema);
        }
        definition(&name)
    }

    /// In a table, `_scope_` names another scope for all of it.
    fn by_scope_key(&mut self, place: &Place, viewer: ScopeId) -> Value {
        let scopes = self.scopes(viewer);
        let mut all = vec![json!({
            "if": { "type": "object", "required": [SCOPE_KEY] },
            "else": self.inside(place, viewer),
        })];
        for (name, scope) in &scopes {
            all.push(json!({
                "if": {
                    "type": "object",
                    "required": [SCOPE_KEY],
                    "properties": { SCOPE_KEY: { "const": name } },
                },
                "then": self.inside(place, *scope),
            }));
        }
        let mut schema = json!({ "allOf": all });
        if place.slot(self.check).is_some() {
            let names = scopes.keys().collect::<Vec<_>>();
            let names = json!({ "if": { "type": "string" }, "then": { "enum": names } });
            schema["properties"] = json!({ SCOPE_KEY: names });
        }
        schema
    }

    /// A place whose table says nothing else about its scope.
    fn inside(&mut self, place: &Place, viewer: ScopeId) -> Value {
        let name = self.name_of("in", place, viewer);
        if !self.definitions.contains_key(&name) {
            self.definitions.insert(name.clone(), Value::Null);
            let schema = self.seen(place, viewer);
            self.definitions.insert(name.clone(), schema);
        }
        definition(&name)
    }

    fn seen(&mut self, place: &Place, viewer: ScopeId) -> Value {
        let slot = place.slot(self.check);
        let mut schema = Map::new();
        let Some(slot) = slot else {
            self.children(place, None, &mut schema, |writer, below| {
                writer.strict(below, viewer)
            });
            return Value::Object(schema);
        };
        let (check, model) = (self.check, self.model);
        let slot = check.slot(slot);
        let registry = model.registry(slot.registry);
        let key = registry.key.as_str();
        let name = format!("name.{}.{}", registry.name, model.scope(viewer).key);
        if !self.definitions.contains_key(&name) {
            let schema = self.names(slot.registry, viewer).schema();
            self.definitions.insert(name.clone(), schema);
        }
        let names = definition(&name);
        let mut all = self.names(slot.registry, viewer).deprecated(registry);
        let tag = match slot.pattern.is_exact() {
            true => json!({ "type": "string", "allOf": [names] }),
            false => names.clone(),
        };
        if registry.form == Form::External {
            let allowed = json!([names, { "const": SCOPE_KEY }]);
            let keys = json!({ "propertyNames": { "anyOf": allowed } });
            all.push(json!({ "if": { "type": "object" }, "then": keys }));
        } else {
            all.push(json!({ "properties": { key: tag } }));
        }
        if slot.pattern.is_exact() {
            match registry.bare {
                true => all.push(json!({ "if": { "type": "string" }, "then": names })),
                false => {
                    let types = json!(["object", "array", "number", "boolean", "null"]);
                    schema.insert("type".to_owned(), types);
                }
            }
            let has_key = registry.form != Form::External;
            if slot.pattern.is_literal() && check.type_path.is_some() && has_key {
                schema.insert("required".to_owned(), json!([key]));
            }
        }
        let opaque = |module| check.opaque.contains(&(slot.registry, module));
        let opaque = self.names(slot.registry, viewer).of(opaque);
        let opaque = match opaque.is_empty() {
            true => None,
            false => Some(json!({
                "type": "object",
                "required": [key],
                "properties": { key: { "enum": opaque } },
            })),
        };
        let index = place.slot(self.check);
        let mut below = Map::new();
        self.children(place, index, &mut below, |writer, below| {
            writer.strict(below, viewer)
        });
        match opaque {
            None => schema.extend(below),
            Some(opaque) => all.push(json!({ "if": opaque, "else": below })),
        }
        schema.insert("allOf".to_owned(), Value::Array(all));
        Value::Object(schema)
    }

    /// The keys and items of a place.
    fn children(
        &mut self,
        place: &Place,
        slot: Option<SlotId>,
        schema: &mut Map<String, Value>,
        mut of: impl FnMut(&mut Self, &Place) -> Value,
    ) {
        let (check, model) = (self.check, self.model);
        let registry = slot.map(|slot| model.registry(check.slot(slot).registry));
        let tag = registry.map(|registry| registry.key.as_str());
        let keys = self.keys.entry(place.clone());
        let keys = Rc::clone(keys.or_insert_with(|| Rc::new(place.keys(check))));
        let mut named = Map::new();
        for (name, below) in &keys.named {
            if Some(name.as_str()) != tag {
                named.insert(name.clone(), of(self, below));
            }
        }
        // The name of the module is checked where the place is.
        for key in tag.into_iter().chain([SCOPE_KEY]) {
            named.entry(key).or_insert_with(|| json!({}));
        }
        schema.insert("properties".to_owned(), Value::Object(named));
        let mut like = Map::new();
        for (regex, below) in &keys.like {
            like.insert(regex.clone(), of(self, below));
        }
        like.extend(keys.open.iter().map(|regex| (regex.clone(), json!({}))));
        if !like.is_empty() {
            schema.insert("patternProperties".to_owned(), Value::Object(like));
        }
        let others = place.below(check, Down::Globs(&[]), None);
        if !others.is_open(check) {
            let others = of(self, &others);
            schema.insert("additionalProperties".to_owned(), others);
        }
        let given = slot.filter(|slot| {
            let slot = check.slot(*slot);
            let sequence = model.registry(slot.registry).sequence;
            sequence.is_some() && slot.pattern.is_exact()
        });
        let items = place.below(check, Down::Item, given);
        if !items.is_open(check) {
            let items = of(self, &items);
            schema.insert("items".to_owned(), items);
        }
    }
}
