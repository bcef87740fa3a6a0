//! The fields of a struct, as the derive sees them: names, types, and what stands for a missing key.

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
    /// Whether it stands in the table.
    pub(crate) fn is_read(&self) -> bool {
        !self.options.skip
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
    for field in &named.named {
        let Some(ident) = &field.ident else {
            return Err(Error::new_spanned(field, "a field without a name"));
        };
        let options = options::Field::parse(&field.attrs)?;
        let plain = ident.unraw().to_string();
        let name = match (&options.rename, &container.rename_all) {
            (Some(name), _) => name.value(),
            (None, Some(rule)) => rename(&rule.value(), &plain).unwrap_or(plain),
            (None, None) => plain,
        };
        if !options.skip {
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
