//! From the paths of a manifest to arguments: types are followed to their fields.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;

use quote::ToTokens;
use syn::{Fields, GenericArgument, Generics, Item, ItemEnum, ItemStruct, PathArguments, Type};

use super::attributes::{Attributes, Missing};
use super::sources::{Found, Module, Space, crates};
use super::types::{Argument, Arguments, Choice, Shape};
use super::{case, default};

/// What is known of the packages whose sources are read.
pub(crate) struct Reader {
    /// By the path that the crate has in the manifest: `crate`, `::mmcv`.
    packages: Vec<(String, Vec<Rc<Module>>)>,
    /// The names of the registries.
    registries: Vec<String>,
}

/// What the parameters of a type are.
type Parameters = BTreeMap<String, Shape>;

/// A place in the sources.
#[derive(Clone, Copy)]
struct At<'a> {
    /// `None` in the manifest.
    module: Option<&'a Rc<Module>>,
    parameters: &'a Parameters,
    depth: u32,
}

/// Types that hold each other end here.
const DEEPEST: u32 = 12;

/// What stands for `$` before the name of a registry.
const REGISTRY: &str = "__rollbook_registry_";

impl Reader {
    /// `roots` are the packages, with the paths that the manifest has for them, and their folders.
    pub(crate) fn new(roots: Vec<(String, PathBuf)>, registries: Vec<String>) -> Self {
        let packages = roots.into_iter();
        Self {
            packages: packages
                .map(|(root, folder)| (root, crates(&folder)))
                .collect(),
            registries,
        }
    }

    /// The arguments of a type, by its path in the manifest. `None` if they are not known.
    pub(crate) fn arguments(&self, path: &str) -> Option<Arguments> {
        let ty = syn::parse_str::<Type>(&path.replace('$', REGISTRY)).ok()?;
        let at = At {
            module: None,
            parameters: &Parameters::new(),
            depth: 0,
        };
        match self.shape(&ty, at) {
            Shape::Table(arguments) => Some(arguments),
            _ => None,
        }
    }

    fn shape(&self, ty: &Type, at: At<'_>) -> Shape {
        if at.depth > DEEPEST {
            return Shape::Any;
        }
        let at = At {
            depth: at.depth + 1,
            ..at
        };
        match ty {
            Type::Paren(inner) => self.shape(&inner.elem, at),
            Type::Group(inner) => self.shape(&inner.elem, at),
            Type::Reference(inner) => self.shape(&inner.elem, at),
            Type::Slice(list) => self.list(&list.elem, None, at),
            Type::Array(list) => match &list.len {
                syn::Expr::Lit(syn::ExprLit {
                    lit: syn::Lit::Int(length),
                    ..
                }) => self.list(&list.elem, length.base10_parse().ok(), at),
                _ => self.list(&list.elem, None, at),
            },
            Type::Tuple(tuple) if !tuple.elems.is_empty() => {
                let elements = tuple.elems.iter();
                Shape::Tuple(elements.map(|ty| self.shape(ty, at)).collect())
            }
            Type::Path(path) if path.qself.is_none() => self.path(&path.path, at),
            _ => Shape::Any,
        }
    }

    fn list(&self, of: &Type, length: Option<u64>, at: At<'_>) -> Shape {
        Shape::List {
            of: Box::new(self.shape(of, at)),
            length,
        }
    }

    fn path(&self, path: &syn::Path, at: At<'_>) -> Shape {
        let names = path.segments.iter();
        let names = names.map(|segment| segment.ident.to_string());
        let names = names.collect::<Vec<_>>();
        if let [only] = names.as_slice() {
            if let Some(registry) = only.strip_prefix(REGISTRY) {
                return Shape::Module(registry.to_owned());
            }
            if let Some(known) = at.parameters.get(only) {
                return known.clone();
            }
        }
        let last = path.segments.last();
        let arguments = match last.map(|last| &last.arguments) {
            Some(PathArguments::AngleBracketed(list)) => list
                .args
                .iter()
                .filter_map(|argument| match argument {
                    GenericArgument::Type(ty) => Some(self.shape(ty, at)),
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        };
        let found = match at.module {
            Some(module) => module.find(&names, Space::Type),
            None => self.in_manifest(path.leading_colon.is_some(), &names),
        };
        match found {
            Some(Found::Item(module, index)) => {
                self.item(&module, &module.items[index], arguments, at.depth)
            }
            Some(Found::Foreign(path)) => foreign(&path, arguments),
            Some(Found::Config(registry)) if self.registries.contains(&registry) => {
                Shape::Module(registry)
            }
            Some(Found::Config(_)) | None => Shape::Any,
        }
    }

    /// A path of the manifest, which goes through the registries of other crates.
    fn in_manifest(&self, leading: bool, names: &[String]) -> Option<Found> {
        let path = names.join("::");
        let path = if leading { format!("::{path}") } else { path };
        let mut best: Option<(&str, &[Rc<Module>])> = None;
        for (root, crates) in &self.packages {
            let inside = path.strip_prefix(root.as_str());
            let inside = inside.is_some_and(|rest| rest.starts_with("::"));
            if inside && best.is_none_or(|(known, _)| known.len() < root.len()) {
                best = Some((root, crates));
            }
        }
        let Some((root, crates)) = best else {
            return Some(Found::Foreign(names.to_vec()));
        };
        let rest = path.strip_prefix(root)?.trim_start_matches("::");
        let mut rest = rest.split("::").map(str::to_owned).collect::<Vec<_>>();
        rest.insert(0, "crate".to_owned());
        let mut found = crates
            .iter()
            .filter_map(|root| root.find(&rest, Space::Type));
        found.find(|found| matches!(found, Found::Item(..)))
    }

    fn item(&self, module: &Rc<Module>, item: &Item, arguments: Vec<Shape>, depth: u32) -> Shape {
        let parameters = |generics: &Generics| {
            let names = generics.type_params().map(|name| name.ident.to_string());
            let all = arguments.into_iter().chain(std::iter::repeat(Shape::Any));
            names.zip(all).collect::<Parameters>()
        };
        let at = |parameters| At {
            module: Some(module),
            parameters,
            depth,
        };
        match item {
            Item::Struct(item) => self.structure(item, at(&parameters(&item.generics))),
            Item::Type(item) => self.shape(&item.ty, at(&parameters(&item.generics))),
            Item::Enum(item) => choice(item).map_or(Shape::Any, Shape::Choice),
            _ => Shape::Any,
        }
    }

    fn structure(&self, item: &ItemStruct, at: At<'_>) -> Shape {
        let attributes = Attributes::new(&item.attrs);
        if !attributes.derives(&["Deserialize", "Config"]) {
            return Shape::Any;
        }
        let serde = attributes.serde();
        for key in ["from", "try_from"] {
            if let Some(other) = serde.text(key) {
                return match syn::parse_str::<Type>(&other) {
                    Ok(other) => self.shape(&other, at),
                    Err(_) => Shape::Any,
                };
            }
        }
        if serde.has("remote") || serde.has("tag") {
            return Shape::Any;
        }
        let mut all = item.fields.iter();
        match (&item.fields, all.next(), all.next()) {
            (Fields::Named(named), _, _) if !serde.has("transparent") => {
                self.fields(item, named, &serde, at)
            }
            (Fields::Unit, _, _) => Shape::Table(Arguments {
                doc: doc(item),
                ..Arguments::default()
            }),
            (_, Some(only), None) if !Attributes::new(&only.attrs).serde().has("with") => {
                self.shape(&only.ty, at)
            }
            _ => Shape::Any,
        }
    }

    fn fields(
        &self,
        item: &ItemStruct,
        named: &syn::FieldsNamed,
        container: &Attributes,
        at: At<'_>,
    ) -> Shape {
        let mut arguments = Arguments {
            fields: Vec::new(),
            strict: container.has("deny_unknown_fields"),
            doc: doc(item),
        };
        let rule = container.name("rename_all");
        let whole = container.missing();
        let made = match (at.module, &whole) {
            (Some(module), Missing::Default) => default::of_impl(&item.ident.to_string(), module),
            _ => Vec::new(),
        };
        for field in &named.named {
            let Some(ident) = &field.ident else { continue };
            let attributes = Attributes::new(&field.attrs);
            let serde = attributes.serde();
            if serde.has("skip") || serde.has("skip_deserializing") {
                continue;
            }
            let by_hand = serde.has("with") || serde.has("deserialize_with");
            let shape = match by_hand {
                true => Shape::Any,
                false => self.shape(&field.ty, at),
            };
            if serde.has("flatten") {
                match shape {
                    Shape::Table(inner) => arguments.fields.extend(inner.fields),
                    _ => arguments.strict = false,
                }
                continue;
            }
            let plain = ident.to_string();
            let plain = plain.strip_prefix("r#").unwrap_or(&plain);
            let ruled = rule.as_ref().and_then(|rule| case::field(rule, plain));
            let name = serde.name("rename").or(ruled);
            let missing = serde.missing();
            let default = match (&missing, at.module) {
                (Missing::Function(path), Some(module)) => {
                    default::of_function(path, module, &shape)
                }
                (Missing::Default, _) => default::of_type(&shape),
                (Missing::Required, Some(module)) if whole == Missing::Default => {
                    match made.iter().find(|(name, _)| name == plain) {
                        Some((_, expr)) => default::of_expr(expr, module, &shape, 0),
                        None if made.is_empty()
                            && Attributes::new(&item.attrs).derives(&["Default"]) =>
                        {
                            default::of_type(&shape)
                        }
                        None => None,
                    }
                }
                _ => None,
            };
            // A field behind a feature may not be there at all.
            let optional = missing != Missing::Required
                || whole != Missing::Required
                || matches!(shape, Shape::Optional(_))
                || attributes.has("cfg");
            arguments.fields.push(Argument {
                name: name.unwrap_or_else(|| plain.to_owned()),
                aliases: serde.texts("alias"),
                type_text: text(&field.ty),
                required: !optional,
                shape,
                default,
                doc: attributes.doc(),
            });
        }
        Shape::Table(arguments)
    }
}

/// An enum whose variants are names.
fn choice(item: &ItemEnum) -> Option<Vec<Choice>> {
    let attributes = Attributes::new(&item.attrs);
    let serde = attributes.serde();
    let other = ["tag", "untagged", "content", "from", "try_from", "remote"];
    if !attributes.derives(&["Deserialize"]) || other.iter().any(|key| serde.has(key)) {
        return None;
    }
    let rule = serde.name("rename_all");
    let mut choices = Vec::new();
    for variant in &item.variants {
        let attributes = Attributes::new(&variant.attrs);
        let serde = attributes.serde();
        if serde.has("skip") || serde.has("skip_deserializing") {
            continue;
        }
        if !matches!(variant.fields, Fields::Unit) || serde.has("other") {
            return None;
        }
        let plain = variant.ident.to_string();
        let ruled = rule.as_ref().and_then(|rule| case::variant(rule, &plain));
        let name = serde.name("rename").or(ruled);
        choices.push(Choice {
            name: name.unwrap_or_else(|| plain.clone()),
            aliases: serde.texts("alias"),
            doc: attributes.doc(),
            variant: plain,
            is_default: attributes.has("default"),
        });
    }
    Some(choices)
}

/// What a type of the standard library reads.
fn foreign(path: &[String], arguments: Vec<Shape>) -> Shape {
    let standard = match path {
        [_] => true,
        [first, ..] => matches!(first.as_str(), "std" | "core" | "alloc"),
        [] => false,
    };
    let Some(name) = path.last().filter(|_| standard) else {
        return Shape::Any;
    };
    let integer = |min, max| Shape::Integer { min, max };
    let limits = |name: &str| {
        Some(match name {
            "u8" => integer(Some(0), Some(u8::MAX.into())),
            "u16" => integer(Some(0), Some(u16::MAX.into())),
            "u32" => integer(Some(0), Some(u32::MAX.into())),
            "u64" | "u128" | "usize" => integer(Some(0), None),
            "i8" => integer(Some(i8::MIN.into()), Some(i8::MAX.into())),
            "i16" => integer(Some(i16::MIN.into()), Some(i16::MAX.into())),
            "i32" => integer(Some(i32::MIN.into()), Some(i32::MAX.into())),
            "i64" | "i128" | "isize" => integer(None, None),
            _ => return None,
        })
    };
    let mut arguments = arguments.into_iter();
    let mut argument = || Box::new(arguments.next().unwrap_or(Shape::Any));
    match name.as_str() {
        "bool" => Shape::Bool,
        "f32" | "f64" => Shape::Number,
        "String" | "str" | "char" | "PathBuf" | "Path" | "IpAddr" | "Ipv4Addr" | "Ipv6Addr"
        | "SocketAddr" => Shape::Text,
        "Option" => Shape::Optional(argument()),
        "Box" | "Rc" | "Arc" | "Cow" | "Reverse" | "Wrapping" => *argument(),
        "Vec" | "VecDeque" | "HashSet" | "BTreeSet" | "LinkedList" | "BinaryHeap" => Shape::List {
            of: argument(),
            length: None,
        },
        "HashMap" | "BTreeMap" => {
            argument();
            Shape::Map(argument())
        }
        "NonZero" => above_zero(*argument()),
        name => match name.strip_prefix("NonZero") {
            Some(inner) => limits(&inner.to_ascii_lowercase()).map_or(Shape::Any, above_zero),
            None => limits(name).unwrap_or(Shape::Any),
        },
    }
}

fn above_zero(shape: Shape) -> Shape {
    match shape {
        Shape::Integer { min: Some(0), max } => Shape::Integer { min: Some(1), max },
        other => other,
    }
}

/// A type as Rust writes it, on one line.
fn text(ty: &Type) -> String {
    let tokens = ty.to_token_stream().to_string();
    let mut out = String::new();
    let mut chars = tokens.chars().peekable();
    while let Some(c) = chars.next() {
        let before = out.ends_with(['<', '&', '(', '[', ':']);
        let after = chars.peek().is_some_and(|next| "<>,;:)]".contains(*next));
        if c != ' ' || !(before || after) {
            out.push(c);
        }
    }
    out
}

/// The documentation of a type. What follows a heading is for those who write Rust: examples, errors.
fn doc(item: &ItemStruct) -> Option<String> {
    let doc = Attributes::new(&item.attrs).doc()?;
    let mut lines = Vec::new();
    let mut code = false;
    for line in doc.lines() {
        code ^= line.trim_start().starts_with("```");
        if !code && line.starts_with('#') {
            break;
        }
        lines.push(line);
    }
    let doc = lines.join("\n").trim().to_owned();
    (!doc.is_empty()).then_some(doc)
}
