//! Values in a format's own notation, each read as a kind: what no writer of serde writes.

/// The document with `raw` instead of the text `@@`, however the format quotes it.
pub fn put(document: String, raw: &str) -> String {
    document
        .replace("'@@'", raw)
        .replace("\"@@\"", raw)
        .replace("@@", raw)
}

/// The first eight are the numbers that lose most.
pub const JSON: &[(&str, &str)] = &[
    ("F64", r##"1e400"##),
    ("F64", r##"-0"##),
    ("F64", r##"1.00000000000000000001"##),
    ("F64", r##"1E5"##),
    ("F32", r##"16777217"##),
    ("JsonValue", r##"1e400"##),
    ("JsonValue", r##"18446744073709551616"##),
    ("JsonValue", r##"1.00000000000000000001"##),
    ("JsonValue", r##"-0"##),
    ("JsonValue", r##"1E5"##),
    ("JsonValue", r##"[1.10, {"a": 1e-5}]"##),
    ("JsonNumber", r##"1e400"##),
    ("JsonNumber", r##"1.10"##),
    ("UntFloat", r##"1.5"##),
    ("UntNum", r##"1e2"##),
    ("MapU32", r##"{"1": "a"}"##),
    ("JsonRaw", r##"{"a" :1e999}"##),
    ("I64Min", r##"-0"##),
    ("U8", r##"300"##),
    ("U8", r##"1.0"##),
    ("Char", r##""xy""##),
    ("Str", r##""\u0000""##),
];

pub const JSON5: &[(&str, &str)] = &[
    ("Bytes", r##"'0102ff'"##),
    ("F64", r##".5"##),
    ("F64", r##"Infinity"##),
    ("U32", r##"0x10"##),
    ("U128Mid", r##"18446744073709551616"##),
    ("MapU32", r##"{1: 'a'}"##),
];

pub const RON: &[(&str, &str)] = &[
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

pub const TOML: &[(&str, &str)] = &[
    ("F64", r##"inf"##),
    ("F64", r##"-nan"##),
    ("TomlDate", r##"2026-01-02"##),
    ("U32", r##"0x10"##),
    ("Str", r##"'''a'''"##),
    ("MapU32", r##"{ 1 = "a" }"##),
];

pub const YAML: &[(&str, &str)] = &[
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
