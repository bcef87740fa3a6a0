//! Types of a trait's signatures, named so that they mean the same at the place of the impl.
//!
//! The impl is written in the module of the registry, which sees neither what the trait's module imports nor its
//! crate's dependencies. So each type in a signature gets an alias beside the trait, and the impl uses the aliases.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro::{Group, Ident, Span, TokenStream, TokenTree};

use crate::tokens::{angles, is_punct, split_commas};

/// One alias.
pub(crate) struct Definition {
    pub(crate) conditions: String,
    pub(crate) text: String,
}

/// The aliases of one trait, by name, and the names in the current signature that are not types of the module.
pub(crate) struct Aliases {
    prefix: String,
    pub(crate) definitions: BTreeMap<String, Definition>,
    parameters: BTreeSet<String>,
    /// The `cfg`s of the method at hand, and what sets its aliases apart from others that have none.
    conditions: String,
    suffix: String,
}

/// Names that mean the same everywhere.
const PRELUDE: &[&str] = &["Self", "String", "Vec", "Option", "Box"];

impl Aliases {
    pub(crate) fn new(trait_name: &str) -> Self {
        Self {
            prefix: format!("__rollbook_{trait_name}"),
            definitions: BTreeMap::new(),
            parameters: BTreeSet::new(),
            conditions: String::new(),
            suffix: String::new(),
        }
    }

    /// The method whose signature comes next: its generic parameters, and its `cfg`s.
    pub(crate) fn enter(&mut self, name: &str, parameters: &[String], conditions: &str) {
        self.parameters = parameters.iter().cloned().collect();
        self.conditions = conditions.to_owned();
        self.suffix = match conditions {
            "" => String::new(),
            _ => format!("_{name}"),
        };
    }

    /// The tokens with aliases for their types. Traits in bounds stay: a trait has no alias.
    pub(crate) fn rewrite(&mut self, tokens: &[TokenTree]) -> Vec<TokenTree> {
        let mut out = Vec::new();
        let mut bound = false;
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            match token {
                TokenTree::Group(group) => {
                    let inner = group.stream().into_iter().collect::<Vec<_>>();
                    let inner = self.rewrite(&inner).into_iter().collect::<TokenStream>();
                    out.push(Group::new(group.delimiter(), inner).into());
                }
                TokenTree::Ident(ident) => {
                    let name = ident.to_string();
                    if matches!(name.as_str(), "impl" | "dyn" | "as") {
                        bound = true;
                    } else if !is_keyword(&name)
                        && !is_punct(at.checked_sub(1).map(|at| &tokens[at]), '\'')
                    {
                        at += self.path(&tokens[at..], bound, &mut out);
                        continue;
                    }
                    out.push(token.clone());
                }
                TokenTree::Punct(punct) => {
                    match punct.as_char() {
                        ':' => {
                            let double = is_punct(tokens.get(at + 1), ':');
                            bound |= !double;
                            if double {
                                // `::name::Type` is the same everywhere.
                                out.extend(tokens[at..at + 2].iter().cloned());
                                at += 2;
                                while matches!(tokens.get(at), Some(TokenTree::Ident(_))) {
                                    out.push(tokens[at].clone());
                                    at += 1;
                                    if is_punct(tokens.get(at), ':')
                                        && is_punct(tokens.get(at + 1), ':')
                                    {
                                        out.extend(tokens[at..at + 2].iter().cloned());
                                        at += 2;
                                    }
                                }
                                at += self.arguments(&tokens[at..], &mut out);
                                continue;
                            }
                        }
                        '+' | '?' | '&' | '\'' => {}
                        _ => bound = false,
                    }
                    out.push(token.clone());
                }
                TokenTree::Literal(_) => out.push(token.clone()),
            }
            at += 1;
        }
        out
    }

    /// Writes the path that begins here, with its arguments; returns how many tokens it has.
    fn path(&mut self, tokens: &[TokenTree], bound: bool, out: &mut Vec<TokenTree>) -> usize {
        let mut segments = 1;
        while is_punct(tokens.get(segments * 3 - 2), ':')
            && is_punct(tokens.get(segments * 3 - 1), ':')
            && matches!(tokens.get(segments * 3), Some(TokenTree::Ident(_)))
        {
            segments += 1;
        }
        let end = segments * 3 - 2;
        let arguments = arguments_length(&tokens[end..]);
        let list = match arguments {
            0 => &[][..],
            _ => &tokens[end + 1..end + arguments - 1],
        };
        let kinds = self.kinds(list);
        let binding = is_punct(tokens.get(end), '=');
        let alias = match kinds {
            Some(kinds) if !bound && !binding => self.alias(&tokens[..end], kinds),
            _ => None,
        };
        match alias {
            Some(name) => out.push(Ident::new(&name, Span::call_site()).into()),
            None => out.extend(tokens[..end].iter().cloned()),
        }
        end + self.arguments(&tokens[end..], out)
    }

    /// Writes the generic arguments that begin here, if any; returns how many tokens they have.
    fn arguments(&mut self, tokens: &[TokenTree], out: &mut Vec<TokenTree>) -> usize {
        let length = arguments_length(tokens);
        if let [open, list @ .., close] = &tokens[..length] {
            out.push(open.clone());
            out.extend(self.rewrite(list));
            out.push(close.clone());
        }
        length
    }

    /// How many lifetimes and types the arguments are; none where an alias could not repeat them.
    fn kinds(&self, arguments: &[TokenTree]) -> Option<(usize, usize)> {
        let mut kinds = (0, 0);
        for argument in split_commas(arguments) {
            let constant = matches!(argument, [TokenTree::Literal(_) | TokenTree::Group(_)])
                && !is_type_group(argument)
                || matches!(argument, [TokenTree::Ident(name)] if self.parameters.contains(&format!("const {name}")));
            let binding =
                angles(argument).any(|(_, token, depth)| depth == 0 && is_punct(Some(token), '='));
            if constant || binding {
                return None;
            }
            if is_punct(argument.first(), '\'') {
                kinds.0 += 1;
            } else {
                kinds.1 += 1;
            }
        }
        Some(kinds)
    }

    fn alias(&mut self, path: &[TokenTree], (lifetimes, types): (usize, usize)) -> Option<String> {
        let first = path.first()?.to_string();
        let plain = path.len() == 1;
        let everywhere = matches!(first.as_str(), "std" | "core" | "alloc" | "crate" | "Self");
        if everywhere
            || self.parameters.contains(&first)
            || self.parameters.contains(&format!("const {first}"))
        {
            return None;
        }
        if plain && (first.starts_with(char::is_lowercase) || PRELUDE.contains(&first.as_str())) {
            return None;
        }
        if plain && first == "Result" && types == 2 {
            return None;
        }
        let text = path
            .iter()
            .cloned()
            .collect::<TokenStream>()
            .to_string()
            .replace(' ', "");
        let name = format!(
            "{}_{}_{lifetimes}_{types}{}",
            self.prefix,
            text.replace("::", "_"),
            self.suffix
        );
        let parameters = (0..lifetimes)
            .map(|index| format!("'a{index}"))
            .chain((0..types).map(|index| format!("T{index}")))
            .collect::<Vec<_>>();
        let list = if parameters.is_empty() {
            String::new()
        } else {
            format!("<{}>", parameters.join(", "))
        };
        let definition = Definition {
            conditions: self.conditions.clone(),
            text: format!("type {name}{list} = {text}{list};"),
        };
        self.definitions.insert(name.clone(), definition);
        Some(name)
    }
}

/// `(A, B)` and `[A]` are types, `{ N }` is a constant.
fn is_type_group(argument: &[TokenTree]) -> bool {
    matches!(argument, [TokenTree::Group(group)] if group.delimiter() != proc_macro::Delimiter::Brace)
}

/// How many tokens the generic arguments have that begin here, brackets included.
fn arguments_length(tokens: &[TokenTree]) -> usize {
    if !is_punct(tokens.first(), '<') {
        return 0;
    }
    angles(tokens)
        .find(|(_, _, depth)| *depth == 0)
        .map_or(tokens.len(), |(index, _, _)| index + 1)
}

fn is_keyword(name: &str) -> bool {
    matches!(
        name,
        "mut" | "const" | "fn" | "unsafe" | "extern" | "where" | "for" | "ref" | "async" | "use"
    )
}
