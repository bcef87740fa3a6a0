//! The matrix in YAML by serde_yaml_ng.

use formats::doc::Doc;
use formats::matrix::{Format, check};
use serde::de::DeserializeOwned;

struct Yaml;

impl Format for Yaml {
    const NAME: &'static str = "yaml-ng";
    const RAW: &'static [(&'static str, &'static str)] = &[
        ("EnNew", r##"!New 3"##),
        ("EnTup", r##"!Tup [1, t]"##),
        ("EnStruct", r##"!Struct {a: 1, b: s}"##),
        ("EnUnit", r##"!Unit"##),
        ("EnNested", r##"!Nested {New: 1}"##),
        ("Bytes", r##"!!binary AQL/"##),
        ("F64Inf", r##".inf"##),
        ("YamlValue", r##"!foo 5"##),
        ("YamlValue", r##"!foo {a: !bar [1]}"##),
        ("U32", r##"!foo 5"##),
        ("Str", r##"!foo x"##),
        ("StructVal", r##"!foo {x: 1}"##),
        ("VecI32", r##"!foo [1]"##),
        ("VecEn", r##"[!New 1, !Unit , {New: 2}]"##),
        ("MapU32", r##"{1: a}"##),
        ("OptEnNew", r##"!New 2"##),
        ("OptSome", r##"!foo 3"##),
        ("F64", r##"!!float 1"##),
        ("Str", r##""12""##),
        ("Str", r##"12"##),
        ("U8", r##"0x10"##),
        ("U128Mid", r##"18446744073709551616"##),
        ("Bool", r##"yes"##),
        ("MapU32", r##"{"1": a}"##),
    ];
    type Text = String;

    fn write(document: &Doc<'_>) -> Option<String> {
        serde_yaml_ng::to_string(document).ok()
    }

    fn with_raw(document: String, raw: &str) -> String {
        document
            .replace("'@@'", raw)
            .replace("\"@@\"", raw)
            .replace("@@", raw)
    }

    fn read<T: DeserializeOwned>(text: &String) -> Result<T, String> {
        serde_yaml_ng::from_str(text).map_err(|error| error.to_string())
    }
}

#[test]
fn matrix() {
    check::<Yaml>();
}
