//! `defaults = { ... }`: any TOML but dates.

use rollbook::__private::build::SCOPE_KEY;
use toml::de::{DeInteger, DeValue};

use super::entries::{DefaultEntry, DefaultText};
use super::table::{Fields, Reader};
use super::value::Value;
use crate::diagnostics::{Problem, messages, name};
use crate::text::{Span, Spanned};

pub(super) fn defaults(fields: &mut Fields<'_, '_>) -> Vec<DefaultEntry> {
    let mut defaults = Vec::new();
    for entry in fields.named("defaults") {
        let Some(value) = value(&mut fields.reader, entry.value, entry.span) else {
            continue;
        };
        let mut list = Vec::new();
        texts(&fields.reader, entry.value, &[], &mut list);
        defaults.push(DefaultEntry {
            key: entry.name(),
            value,
            texts: list,
        });
    }
    defaults
}

/// The texts in the tables of a value.
fn texts(reader: &Reader<'_>, found: &DeValue<'_>, scopes: &[String], list: &mut Vec<DefaultText>) {
    match found {
        DeValue::Array(items) => {
            for item in items.iter() {
                texts(reader, item.get_ref(), scopes, list);
            }
        }
        DeValue::Table(table) => {
            let mut scopes = scopes.to_vec();
            let own = table
                .get(SCOPE_KEY)
                .and_then(|scope| scope.get_ref().as_str());
            scopes.extend(own.map(str::to_owned));
            for entry in reader.entries(table) {
                match entry.value {
                    DeValue::String(text) if entry.key != SCOPE_KEY => list.push(DefaultText {
                        key: entry.key.to_owned(),
                        text: Spanned {
                            value: text.clone().into_owned(),
                            span: entry.span,
                        },
                        scopes: scopes.clone(),
                    }),
                    other => texts(reader, other, &scopes, list),
                }
            }
        }
        _ => {}
    }
}

/// toml itself refuses values deeper than 80 levels.
fn value(reader: &mut Reader<'_>, found: &DeValue<'_>, span: Span) -> Option<Value> {
    Some(match found {
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::String(text) => Value::String(text.clone().into_owned()),
        DeValue::Integer(number) => match integer(number) {
            Ok(value) => Value::Integer(value),
            Err(why) => return bad_number(reader, span, &number.to_string(), why),
        },
        DeValue::Float(number) => match number.as_str().parse() {
            Ok(value) => Value::Float(value),
            Err(_) => return bad_number(reader, span, number.as_str(), "its digits are missing"),
        },
        DeValue::Array(list) => {
            let items = list.iter().map(|item| {
                let span = reader.span(item.span());
                value(reader, item.get_ref(), span)
            });
            // All of them, so that each problem is reported.
            let items = items.collect::<Vec<_>>();
            Value::Array(items.into_iter().collect::<Option<_>>()?)
        }
        DeValue::Table(table) => {
            let entries = reader.entries(table).into_iter();
            let entries = entries
                .map(|entry| {
                    Some((
                        entry.key.to_owned(),
                        value(reader, entry.value, entry.span)?,
                    ))
                })
                .collect::<Vec<_>>();
            Value::Table(entries.into_iter().collect::<Option<_>>()?)
        }
        DeValue::Datetime(date) => {
            let problem = Problem::new(&messages::DATE_DEFAULT, span, "a config cannot read this")
                .with("text", date.to_string());
            reader.problems.add(problem);
            return None;
        }
    })
}

fn integer(number: &DeInteger<'_>) -> Result<i64, &'static str> {
    let digits = number.as_str();
    if !digits.contains(|c: char| c.is_ascii_hexdigit()) {
        return Err("its digits are missing");
    }
    i64::from_str_radix(digits, number.radix()).map_err(|_| "it needs more than 64 bits")
}

fn bad_number<T>(reader: &mut Reader<'_>, span: Span, number: &str, why: &str) -> Option<T> {
    let edit = if why.contains("bits") {
        "write a number from -9223372036854775808 to 9223372036854775807, or a string"
    } else {
        "write its digits"
    };
    let problem = Problem::new(&messages::BAD_NUMBER, span, "this number")
        .with("number", name(number))
        .with("why", why)
        .with("edit", edit);
    reader.problems.add(problem);
    None
}
