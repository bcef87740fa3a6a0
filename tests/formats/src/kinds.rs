//! The kinds of values that a field of a module may hold, each with a value to write.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::marker::PhantomData;
use std::net::{IpAddr, SocketAddr};
use std::ops::{Bound, Range};
use std::path::PathBuf;
use std::rc::Rc;
use std::time::Duration;

use indexmap::IndexMap;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Visitor};
use serde::{Deserialize as De, Serialize};

/// Is called for each kind.
pub trait Each {
    fn kind<T: Debug + Serialize + DeserializeOwned>(&mut self, name: &str, value: &T);
}

#[derive(Debug, De, Serialize)]
pub struct UnitStruct;
#[derive(Debug, De, Serialize, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Newtype<T>(pub T);
#[derive(Debug, De, Serialize)]
#[serde(transparent)]
pub struct Transparent<T>(pub T);
#[derive(Debug, De, Serialize)]
pub struct Pair(pub i32, pub String);
#[derive(Debug, De, Serialize)]
pub struct Point {
    pub x: i32,
    pub y: Option<f64>,
}
#[derive(Debug, De, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Strict {
    pub a: Point,
    #[serde(default)]
    pub b: Vec<Point>,
}
#[derive(Debug, De, Serialize)]
pub struct Flat {
    pub a: u8,
    #[serde(flatten)]
    pub rest: BTreeMap<String, u32>,
}
#[derive(Debug, De, Serialize, PartialEq, Eq, PartialOrd, Ord, Hash, Clone)]
pub enum Unit {
    Batch,
    #[serde(rename = "layer norm")]
    Renamed,
    Group,
}
#[derive(Debug, De, Serialize)]
pub enum Enum {
    Unit,
    New(i32),
    NewOpt(Option<u8>),
    NewUnit(()),
    NewVec(Vec<i32>),
    NewMap(BTreeMap<String, i32>),
    NewPoint(Point),
    Tup(i32, String),
    Tup0(),
    Struct { a: i32, b: String },
    Struct0 {},
    Nested(Box<Enum>),
    NestedUnit(Unit),
}
#[derive(Debug, De, Serialize)]
#[serde(tag = "t")]
pub enum Internal {
    A { x: i32, m: BTreeMap<String, i32> },
    B,
    N(Point),
}
#[derive(Debug, De, Serialize)]
#[serde(tag = "t", content = "c")]
pub enum Adjacent {
    A(i32),
    U,
    S { x: i32 },
    T(i32, i32),
}
#[derive(Debug, De, Serialize)]
#[serde(untagged)]
pub enum Untagged {
    Unit(Unit),
    Number(u32),
    Float(f64),
    Text(String),
    List(Vec<Untagged>),
    Point(Point),
    Map(BTreeMap<String, Untagged>),
}
/// What the format says of itself.
#[derive(Debug)]
pub struct Human(#[allow(dead_code)] bool);

impl Serialize for Human {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(1)
    }
}

impl<'de> Deserialize<'de> for Human {
    fn deserialize<D: Deserializer<'de>>(value: D) -> Result<Self, D::Error> {
        let human = value.is_human_readable();
        u8::deserialize(value).map(|_| Self(human))
    }
}

/// Through its text, as `serde_with::DisplayFromStr` does.
#[derive(Debug)]
pub struct Displayed(#[allow(dead_code)] u64);

impl Serialize for Displayed {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Displayed {
    fn deserialize<D: Deserializer<'de>>(value: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Displayed;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a number as text")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Displayed, E> {
                text.parse().map(Displayed).map_err(E::custom)
            }
        }
        value.deserialize_str(Text)
    }
}

/// A key that is a number with a fraction.
#[derive(Debug, De, Serialize)]
#[serde(transparent)]
pub struct Text<T>(pub T);

impl<T: Debug> PartialEq for Text<T> {
    fn eq(&self, other: &Self) -> bool {
        format!("{self:?}") == format!("{other:?}")
    }
}

impl<T: Debug> Eq for Text<T> {}

impl<T: Debug> std::hash::Hash for Text<T> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        format!("{self:?}").hash(state);
    }
}

pub fn map<K: Ord, V, const N: usize>(entries: [(K, V); N]) -> BTreeMap<K, V> {
    entries.into_iter().collect()
}

pub fn bytes(bytes: &[u8]) -> serde_bytes::ByteBuf {
    serde_bytes::ByteBuf::from(bytes.to_vec())
}

macro_rules! kinds {
    ($($name:ident $ours:ident: $kind:ty = $value:expr;)*) => {
        $(
            #[derive(Debug, De)]
            pub struct $name { pub arg: $kind }

            #[derive(Debug, rollbook::Config)]
            pub struct $ours { pub arg: $kind }
        )*

        /// Calls `each` with all of them.
        pub fn each(each: &mut impl Each) {
            $(each.kind::<$kind>(stringify!($name), &$value);)*
        }
    };
}

kinds! {
    U8 U8R: u8 = 7;
    U16 U16R: u16 = 700;
    U32 U32R: u32 = 70_000;
    U64Max U64MaxR: u64 = u64::MAX;
    I8 I8R: i8 = -7;
    I16 I16R: i16 = -700;
    I32 I32R: i32 = -70_000;
    I64Min I64MinR: i64 = i64::MIN;
    Usize UsizeR: usize = 5;
    U128Small U128SmallR: u128 = 5;
    U128Mid U128MidR: u128 = 1 << 64;
    U128Big U128BigR: u128 = u128::MAX;
    I128Neg I128NegR: i128 = -5;
    I128Pos I128PosR: i128 = 5;
    I128Big I128BigR: i128 = i128::MIN;
    F32 F32R: f32 = 0.1;
    F32Small F32SmallR: f32 = f32::MIN_POSITIVE;
    F64 F64R: f64 = 0.1;
    F64Whole F64WholeR: f64 = 3.0;
    F64Max F64MaxR: f64 = f64::MAX;
    F64Sub F64SubR: f64 = 5e-324;
    F64Neg0 F64Neg0R: f64 = -0.0;
    F64Inf F64InfR: f64 = f64::INFINITY;
    Bool BoolR: bool = true;
    Char CharR: char = 'x';
    CharWide CharWideR: char = '网';
    Str StrR: String = "some text".into();
    StrEmpty StrEmptyR: String = String::new();
    StrNumber StrNumberR: String = "12".into();
    StrTrue StrTrueR: String = "true".into();
    StrNull StrNullR: String = "null".into();
    StrEscaped StrEscapedR: String = "a\"b\\c\nd\u{1}\u{202e}".into();
    CowStr CowStrR: Cow<'static, str> = "cow".into();
    BoxStr BoxStrR: Box<str> = "boxed".into();
    RcStr RcStrR: Rc<str> = "rc".into();
    Path PathR: PathBuf = "a/b".into();
    UnitVal UnitValR: () = ();
    UnitStructVal UnitStructValR: UnitStruct = UnitStruct;
    NewtypeVal NewtypeValR: Newtype<i32> = Newtype(4);
    NewtypeStr NewtypeStrR: Newtype<String> = Newtype("n".into());
    NewtypeNewtype NewtypeNewtypeR: Newtype<Newtype<i32>> = Newtype(Newtype(4));
    NewtypeVec NewtypeVecR: Newtype<Vec<i32>> = Newtype(vec![4]);
    NewtypePoint NewtypePointR: Newtype<Point> = Newtype(Point { x: 1, y: None });
    NewtypeTuple NewtypeTupleR: Newtype<(i32, i32)> = Newtype((1, 2));
    NewtypeOpt NewtypeOptR: Newtype<Option<u8>> = Newtype(Some(1));
    TransparentVal TransparentValR: Transparent<u16> = Transparent(9);
    TupleStruct TupleStructR: Pair = Pair(1, "p".into());
    StructVal StructValR: Point = Point { x: 1, y: Some(0.5) };
    StructStrict StructStrictR: Strict = Strict { a: Point { x: 1, y: None }, b: vec![Point { x: 2, y: Some(1.5) }] };
    StructFlat StructFlatR: Flat = Flat { a: 1, rest: map([("b".into(), 2), ("c".into(), 3)]) };
    VecStruct VecStructR: Vec<Point> = vec![Point { x: 1, y: None }, Point { x: 2, y: Some(2.0) }];
    OptNone OptNoneR: Option<u32> = None;
    OptSome OptSomeR: Option<u32> = Some(3);
    OptOpt OptOptR: Option<Option<u32>> = Some(Some(3));
    OptUnit OptUnitR: Option<()> = Some(());
    OptStr OptStrR: Option<String> = Some("o".into());
    OptStruct OptStructR: Option<Point> = Some(Point { x: 1, y: None });
    OptVec OptVecR: Option<Vec<Option<u8>>> = Some(vec![Some(1), None]);
    BoxVal BoxValR: Box<u32> = Box::new(3);
    RcVal RcValR: Rc<Point> = Rc::new(Point { x: 1, y: None });
    VecI32 VecI32R: Vec<i32> = vec![1, -2];
    VecEmpty VecEmptyR: Vec<i32> = vec![];
    VecStr VecStrR: Vec<String> = vec!["a".into(), "b".into()];
    VecVec VecVecR: Vec<Vec<u8>> = vec![vec![1], vec![], vec![2, 3]];
    VecOpt VecOptR: Vec<Option<f32>> = vec![Some(0.5), None];
    VecF64 VecF64R: Vec<f64> = vec![1.0, 0.1, -0.0];
    VecBool VecBoolR: Vec<bool> = vec![true, false];
    Tuple1 Tuple1R: (u8,) = (1,);
    Tuple2 Tuple2R: (u8, String) = (1, "t".into());
    TupleNested TupleNestedR: ((u8, u8), Vec<(i8, bool)>) = ((1, 2), vec![(-1, true)]);
    Arr0 Arr0R: [i32; 0] = [];
    Arr3 Arr3R: [i32; 3] = [1, 2, 3];
    SetStr SetStrR: BTreeSet<String> = BTreeSet::from(["a".to_string()]);
    EnUnit EnUnitR: Enum = Enum::Unit;
    EnNew EnNewR: Enum = Enum::New(3);
    EnNewOpt EnNewOptR: Enum = Enum::NewOpt(Some(1));
    EnNewNone EnNewNoneR: Enum = Enum::NewOpt(None);
    EnNewUnit EnNewUnitR: Enum = Enum::NewUnit(());
    EnNewVec EnNewVecR: Enum = Enum::NewVec(vec![1, 2]);
    EnNewMap EnNewMapR: Enum = Enum::NewMap(map([("k".into(), 1)]));
    EnNewPoint EnNewPointR: Enum = Enum::NewPoint(Point { x: 1, y: Some(2.5) });
    EnTup EnTupR: Enum = Enum::Tup(1, "t".into());
    EnTup0 EnTup0R: Enum = Enum::Tup0();
    EnStruct EnStructR: Enum = Enum::Struct { a: 1, b: "s".into() };
    EnStruct0 EnStruct0R: Enum = Enum::Struct0 {};
    EnNested EnNestedR: Enum = Enum::Nested(Box::new(Enum::New(1)));
    EnNestedUnit EnNestedUnitR: Enum = Enum::NestedUnit(Unit::Batch);
    EnRenamed EnRenamedR: Unit = Unit::Renamed;
    VecEn VecEnR: Vec<Enum> = vec![Enum::Unit, Enum::New(1), Enum::Struct { a: 1, b: "b".into() }];
    OptEn OptEnR: Option<Unit> = Some(Unit::Group);
    OptEnNew OptEnNewR: Option<Enum> = Some(Enum::New(2));
    MapStr MapStrR: BTreeMap<String, u32> = map([("a".into(), 1), ("b c".into(), 2)]);
    MapU8 MapU8R: BTreeMap<u8, String> = map([(1, "a".into())]);
    MapU32 MapU32R: BTreeMap<u32, String> = map([(1, "a".into()), (20, "b".into())]);
    MapI64 MapI64R: BTreeMap<i64, bool> = map([(-1, true)]);
    MapU128 MapU128R: BTreeMap<u128, u8> = map([(u128::MAX, 1)]);
    MapI128 MapI128R: BTreeMap<i128, u8> = map([(i128::MIN, 1)]);
    MapBool MapBoolR: BTreeMap<bool, u8> = map([(false, 0), (true, 1)]);
    MapChar MapCharR: BTreeMap<char, u8> = map([('c', 1)]);
    MapEnum MapEnumR: BTreeMap<Unit, u8> = map([(Unit::Batch, 1), (Unit::Renamed, 2)]);
    MapNewKey MapNewKeyR: BTreeMap<Newtype<u32>, u8> = map([(Newtype(1), 1)]);
    MapNewStr MapNewStrR: BTreeMap<Newtype<String>, u8> = map([(Newtype("k".into()), 1)]);
    MapOpt MapOptR: BTreeMap<Option<u32>, u8> = map([(Some(1), 1)]);
    MapIp MapIpR: BTreeMap<IpAddr, u8> = map([(IpAddr::from([1, 2, 3, 4]), 1)]);
    MapUuid MapUuidR: BTreeMap<uuid::Uuid, u8> = map([(uuid::Uuid::from_u128(7), 1)]);
    MapFloat MapFloatR: IndexMap<Text<f64>, u8> = [(Text(0.5), 1)].into_iter().collect();
    MapEmpty MapEmptyR: BTreeMap<u32, u32> = map([]);
    MapNested MapNestedR: BTreeMap<u32, BTreeMap<i8, Enum>> = map([(1, map([(-1, Enum::New(1))]))]);
    MapStruct MapStructR: BTreeMap<String, Point> = map([("p".into(), Point { x: 1, y: None })]);
    MapVec MapVecR: BTreeMap<String, Vec<Option<u8>>> = map([("v".into(), vec![None, Some(1)])]);
    IMap IMapR: IndexMap<u32, Enum> = [(9, Enum::Unit), (1, Enum::New(1))].into_iter().collect();
    VecMapInt VecMapIntR: Vec<BTreeMap<u32, u32>> = vec![map([(1, 2)]), map([(3, 4)])];
    OptMapInt OptMapIntR: Option<BTreeMap<i32, i32>> = Some(map([(-1, 2)]));
    Bytes BytesR: serde_bytes::ByteBuf = bytes(&[0, 255, 1]);
    BytesAscii BytesAsciiR: serde_bytes::ByteBuf = bytes(b"0102");
    BytesEmpty BytesEmptyR: serde_bytes::ByteBuf = bytes(&[]);
    OptBytes OptBytesR: Option<serde_bytes::ByteBuf> = Some(bytes(b"ab12"));
    ByteArr ByteArrR: serde_bytes::ByteArray<4> = serde_bytes::ByteArray::new(*b"abcd");
    VecU8 VecU8R: Vec<u8> = vec![1, 2, 255];
    Ip IpR: IpAddr = IpAddr::from([1, 2, 3, 4]);
    Ip6 Ip6R: IpAddr = IpAddr::from([1u16, 2, 3, 4, 5, 6, 7, 8]);
    Sock SockR: SocketAddr = SocketAddr::from(([1, 2, 3, 4], 80));
    Uuid UuidR: uuid::Uuid = uuid::Uuid::from_u128(0x1234_5678_9abc);
    Dur DurR: Duration = Duration::new(3, 7);
    Rng RngR: Range<u32> = 1..5;
    Bnd BndR: Bound<u32> = Bound::Included(3);
    BndU BndUR: Bound<u32> = Bound::Unbounded;
    Res ResR: Result<u32, String> = Ok(3);
    ResE ResER: Result<u32, String> = Err("e".into());
    Phan PhanR: PhantomData<u8> = PhantomData;
    NonZero NonZeroR: std::num::NonZeroU16 = std::num::NonZeroU16::MIN;
    IntTag IntTagR: Internal = Internal::A { x: 1, m: map([("k".into(), 2)]) };
    IntTagU IntTagUR: Internal = Internal::B;
    IntTagN IntTagNR: Internal = Internal::N(Point { x: 1, y: None });
    AdjTag AdjTagR: Adjacent = Adjacent::A(1);
    AdjTagU AdjTagUR: Adjacent = Adjacent::U;
    AdjTagS AdjTagSR: Adjacent = Adjacent::S { x: 1 };
    AdjTagT AdjTagTR: Adjacent = Adjacent::T(1, 2);
    UntEn UntEnR: Untagged = Untagged::Unit(Unit::Batch);
    UntNum UntNumR: Untagged = Untagged::Number(3);
    UntFloat UntFloatR: Untagged = Untagged::Float(0.5);
    UntStr UntStrR: Untagged = Untagged::Text("t".into());
    UntList UntListR: Untagged = Untagged::List(vec![Untagged::Number(3), Untagged::Text("x".into())]);
    UntPoint UntPointR: Untagged = Untagged::Point(Point { x: 1, y: Some(0.5) });
    UntMap UntMapR: Untagged = Untagged::Map(map([("k".into(), Untagged::Number(1))]));
    JsonValue JsonValueR: serde_json::Value = serde_json::json!({"a": [1, 2.5, null, "x", {"b": true}], "n": -3});
    JsonNumber JsonNumberR: serde_json::Number = 12.into();
    JsonFloat JsonFloatR: serde_json::Number = serde_json::Number::from_f64(1.5).unwrap();
    JsonRaw JsonRawR: Box<serde_json::value::RawValue> = serde_json::value::RawValue::from_string("[1, 2]".into()).unwrap();
    YamlValue YamlValueR: serde_yaml_ng::Value = serde_yaml_ng::from_str("{a: [1, x], b: true}").unwrap();
    TomlDate TomlDateR: toml::value::Datetime = "2026-01-02T03:04:05Z".parse().unwrap();
    TomlValue TomlValueR: toml::Value = toml::Value::Array(vec![1.into(), "x".into()]);
    Disp DispR: Displayed = Displayed(77);
    HumanReadable HumanReadableR: Human = Human(true);
}
