//! The matrix in RON with `implicit_some`.

use formats::raw;

formats::matrix! {
    "ron-implicit", String;
    RAW = raw::RON;
    write(document) {
        ron::ser::to_string_pretty(
            document,
            ron::ser::PrettyConfig::new().extensions(ron::extensions::Extensions::IMPLICIT_SOME),
        )
        .ok()
    }
    read(text) { ron::from_str(text) }
}
