//! The matrix in figment.

formats::matrix! {
    "figment", figment::Figment;
    write(document) {
        let figment = figment::Figment::from(figment::providers::Serialized::defaults(document));
        figment.extract::<figment::value::Dict>().ok()?;
        Some(figment)
    }
    read(text) { text.extract() }
}
