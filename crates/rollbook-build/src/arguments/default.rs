//! What a field is without its key, as TOML writes it: read from the function or the literal that says so.

use std::rc::Rc;

use syn::{Expr, ExprLit, ExprPath, Item, Lit, Stmt, UnOp};

use super::sources::{Found, Module, Space};
use super::types::Shape;
use crate::text::json::quoted;

/// What `Default::default()` is. `None` if it is not known, or nothing.
pub(super) fn of_type(shape: &Shape) -> Option<String> {
    Some(match shape {
        Shape::Bool => "false".to_owned(),
        Shape::Integer { min, .. } if min.is_none_or(|min| min <= 0) => "0".to_owned(),
        Shape::Number => "0.0".to_owned(),
        Shape::Text => "\"\"".to_owned(),
        Shape::List { length: None, .. } => "[]".to_owned(),
        Shape::Map(_) => "{}".to_owned(),
        Shape::Choice(choices) => {
            let default = choices.iter().find(|choice| choice.is_default)?;
            quoted(&default.name)
        }
        _ => return None,
    })
}

/// What a function gives, by its path.
pub(super) fn of_function(path: &str, at: &Rc<Module>, shape: &Shape) -> Option<String> {
    let path = syn::parse_str::<ExprPath>(path).ok()?;
    let names = names(&path);
    match at.find(&names, Space::Value) {
        Some(Found::Item(module, index)) => match &module.items[index] {
            Item::Fn(function) => match function.block.stmts.as_slice() {
                [Stmt::Expr(expr, None)] => of_expr(expr, &module, shape, 0),
                _ => None,
            },
            _ => None,
        },
        _ => made(&names, shape),
    }
}

/// The fields that `impl Default for Name` gives.
pub(super) fn of_impl<'a>(name: &str, module: &'a Module) -> Vec<(String, &'a Expr)> {
    let mut impls = module.items.iter().filter_map(|item| match item {
        Item::Impl(block) => Some(block),
        _ => None,
    });
    let block = impls.find(|block| {
        let is_default = block.trait_.as_ref().is_some_and(|(path, _)| {
            let last = path.segments.last();
            last.is_some_and(|last| last.ident == "Default")
        });
        let own = match block.self_ty.as_ref() {
            syn::Type::Path(path) => path.path.segments.last(),
            _ => None,
        };
        is_default && own.is_some_and(|own| own.ident == name)
    });
    let function = block.and_then(|block| match block.items.as_slice() {
        [syn::ImplItem::Fn(function)] => Some(function),
        _ => None,
    });
    let made = function.and_then(|function| match function.block.stmts.as_slice() {
        [Stmt::Expr(Expr::Struct(made), None)] => Some(made),
        _ => None,
    });
    let fields = made.into_iter().flat_map(|made| &made.fields);
    let fields = fields.filter_map(|field| match &field.member {
        syn::Member::Named(name) => Some((name.to_string(), &field.expr)),
        syn::Member::Unnamed(_) => None,
    });
    fields.collect()
}

/// What an expression is, if it is as plain as a literal.
pub(super) fn of_expr(expr: &Expr, at: &Rc<Module>, shape: &Shape, depth: u32) -> Option<String> {
    let shape = match shape {
        Shape::Optional(inner) => inner,
        shape => shape,
    };
    if depth > 16 {
        return None;
    }
    let inside = |expr: &Expr| of_expr(expr, at, shape, depth + 1);
    match expr {
        Expr::Lit(ExprLit { lit, .. }) => literal(lit),
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => {
            let number = inside(&unary.expr)?;
            let positive = number.starts_with(|c: char| c.is_ascii_digit());
            positive.then(|| format!("-{number}"))
        }
        Expr::Paren(inner) => inside(&inner.expr),
        Expr::Group(inner) => inside(&inner.expr),
        Expr::Reference(inner) => inside(&inner.expr),
        Expr::MethodCall(call) if call.args.is_empty() => {
            let same = ["to_owned", "to_string", "into", "to_vec", "to_path_buf"];
            let same = same.iter().any(|name| call.method == name);
            same.then(|| inside(&call.receiver)).flatten()
        }
        Expr::Array(list) => items(&mut list.elems.iter(), at, shape, depth),
        Expr::Macro(call) if call.mac.path.is_ident("vec") => {
            let parse = syn::punctuated::Punctuated::<Expr, syn::Token![,]>::parse_terminated;
            let list = call.mac.parse_body_with(parse).ok()?;
            items(&mut list.iter(), at, shape, depth)
        }
        Expr::Call(call) => {
            let Expr::Path(path) = call.func.as_ref() else {
                return None;
            };
            let names = names(path);
            match (names.last()?.as_str(), call.args.len()) {
                ("from" | "new" | "Some", 1) => inside(call.args.first()?),
                (_, 0) => made(&names, shape),
                _ => None,
            }
        }
        Expr::Path(path) => {
            let names = names(path);
            if let Shape::Choice(choices) = shape {
                let variant = names.last()?;
                let choice = choices.iter().find(|choice| choice.variant == *variant)?;
                return Some(quoted(&choice.name));
            }
            match at.find(&names, Space::Value)? {
                Found::Item(module, index) => match &module.items[index] {
                    Item::Const(constant) => of_expr(&constant.expr, &module, shape, depth + 1),
                    _ => None,
                },
                Found::Foreign(_) | Found::Config(_) => None,
            }
        }
        _ => None,
    }
}

/// A constructor without arguments.
fn made(names: &[String], shape: &Shape) -> Option<String> {
    let name = names.last()?.as_str();
    matches!(name, "new" | "default")
        .then(|| of_type(shape))
        .flatten()
}

fn items(
    list: &mut dyn Iterator<Item = &Expr>,
    at: &Rc<Module>,
    shape: &Shape,
    depth: u32,
) -> Option<String> {
    let of = match shape {
        Shape::List { of, .. } => of,
        _ => &Shape::Any,
    };
    let items = list.map(|expr| of_expr(expr, at, of, depth + 1));
    let items = items.collect::<Option<Vec<_>>>()?;
    Some(format!("[{}]", items.join(", ")))
}

fn names(path: &ExprPath) -> Vec<String> {
    let segments = path.path.segments.iter();
    segments.map(|segment| segment.ident.to_string()).collect()
}

fn literal(lit: &Lit) -> Option<String> {
    Some(match lit {
        Lit::Bool(value) => value.value.to_string(),
        Lit::Int(number) => number.base10_digits().to_owned(),
        Lit::Float(number) => {
            let digits = number.base10_digits();
            match digits.ends_with('.') {
                true => format!("{digits}0"),
                false => digits.to_owned(),
            }
        }
        Lit::Str(text) => quoted(&text.value()),
        Lit::Char(c) => quoted(&c.value().to_string()),
        _ => return None,
    })
}
