//! The fields of a struct, as the derive sees them: names, types, and what a missing key means.

use std::collections::HashMap;

use syn::ext::IdentExt;
use syn::{Error, FieldsNamed, Ident, Result, Type};

use crate::case::rename;
use crate::options::{self, Container, Missing};

/// One field.
pub(crate) struct Field<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) ty: &'a Type,
    /// Its name in a config, and its further names.
    pub(crate) name: String,
    pub(crate) options: options::Field,
}

impl Field<'_> {
    /// Whether it is in the table.
    pub(crate) fn is_read(&self) -> bool {
        !self.options.skip && !self.options.flatten
    }

    /// Whether it may be missing.
    pub(crate) fn has_default(&self, container: &Container) -> bool {
        let required = |missing: &Missing| matches!(missing, Missing::Required);
        !required(&self.options.default) || !required(&container.default)
    }
}

pub(crate) fn fields<'a>(named: &'a FieldsNamed, container: &Container) -> Result<Vec<Field<'a>>> {
    let mut fields = Vec::new();
    let mut known = HashMap::new();
    let mut flattened = None;
    for field in &named.named {
        let Some(ident) = &field.ident else {
            return Err(Error::new_spanned(field, "a field without a name"));
        };
        let options = options::Field::parse(&field.attrs)?;
        if options.flatten {
            flatten(ident, &options, container, flattened.replace(ident))?;
        }
        let plain = ident.unraw().to_string();
        let name = match (&options.rename, &container.rename_all) {
            (Some(name), _) => name.value(),
            (None, Some(rule)) => rename(&rule.value(), &plain).unwrap_or(plain),
            (None, None) => plain,
        };
        if !options.skip && !options.flatten {
            let aliases = options.aliases.iter().map(syn::LitStr::value);
            for name in std::iter::once(name.clone()).chain(aliases) {
                if let Some(first) = known.insert(name.clone(), ident) {
                    if first != ident {
                        let text = format!("the name `{name}` is that of the field `{first}`, too");
                        return Err(Error::new(ident.span(), text));
                    }
                }
            }
        }
        fields.push(Field {
            ident,
            ty: &field.ty,
            name,
            options,
        });
    }
    Ok(fields)
}

/// A flattened field takes all keys that are left, so there is one, and it says which of them there are.
fn flatten(
    ident: &Ident,
    options: &options::Field,
    container: &Container,
    first: Option<&Ident>,
) -> Result<()> {
    let refuse = |text: &str| Err(Error::new(ident.span(), text));
    if let Some(first) = first {
        return refuse(&format!(
            "`{first}` is flattened and takes all keys that are left: use `#[derive(serde::Deserialize)]` for two"
        ));
    }
    if container.strict {
        return refuse(
            "`deny_unknown_fields` and `flatten`: write `deny_unknown_fields` at the type of the flattened field",
        );
    }
    let plain = !options.skip
        && options.with.is_none()
        && options.rename.is_none()
        && options.aliases.is_empty()
        && matches!(options.default, Missing::Required);
    if !plain {
        return refuse("a flattened field has no name, no default and no function of its own");
    }
    Ok(())
}
