//! The matrix in RON with tables as structs.

use formats::doc::Doc;
use formats::matrix::{Format, check};
use serde::de::DeserializeOwned;

struct Ron;

impl Format for Ron {
    const NAME: &'static str = "ron";
    const RAW: &'static [(&'static str, &'static str)] = &[
        ("EnUnit", r##"Unit"##),
        ("StructVal", r##"Point(x: 1)"##),
        ("StructVal", r##"Point(x: 1, y: Some(2.0))"##),
        ("NewtypeVal", r##"Newtype(4)"##),
        ("TupleStruct", r##"Pair(1, "p")"##),
        ("UnitStructVal", r##"UnitStruct"##),
        ("Str", r##"r#"raw"#"##),
        ("BytesAscii", r##"b"01""##),
        ("U8", r##"0xff"##),
        ("F32", r##"1"##),
        ("EnNewPoint", r##"NewPoint(Point(x: 1))"##),
        ("EnNewPoint", r##"NewPoint((x: 1))"##),
        ("VecEn", r##"[Unit, New(1), Struct(a: 1, b: "b")]"##),
        ("OptEn", r##"Some(Group)"##),
        ("MapEnum", r##"{Batch: 1}"##),
        ("UntEn", r##"Batch"##),
        ("UntMap", r##"{"k": 1}"##),
        ("UntPoint", r##"(x: 1)"##),
        ("UntPoint", r##"Point(x: 1)"##),
        ("EnNested", r##"Nested(Nested(New(1)))"##),
        ("Char", r##"'c'"##),
        ("OptOpt", r##"Some(None)"##),
    ];
    type Text = String;

    fn write(document: &Doc<'_>) -> Option<String> {
        ron::to_string(document).ok()
    }

    fn with_raw(document: String, raw: &str) -> String {
        document.replace("\"@@\"", raw)
    }

    fn read<T: DeserializeOwned>(text: &String) -> Result<T, String> {
        ron::from_str(text).map_err(|error| error.to_string())
    }
}

#[test]
fn matrix() {
    check::<Ron>();
}
