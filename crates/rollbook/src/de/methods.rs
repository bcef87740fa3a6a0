//! Methods of serde's `Deserializer` that several deserializers have alike, as macros for their impls.

/// Methods for the types that are not tables. Each returns the error, which may say what such a type is.
macro_rules! not_tables {
    (|$this:ident, $what:ident| $error:expr) => {
        not_tables! { @ |$this, $what| $error;
            deserialize_bool() "a boolean";
            deserialize_i8() "a number";
            deserialize_i16() "a number";
            deserialize_i32() "a number";
            deserialize_i64() "a number";
            deserialize_i128() "a number";
            deserialize_u8() "a number";
            deserialize_u16() "a number";
            deserialize_u32() "a number";
            deserialize_u64() "a number";
            deserialize_u128() "a number";
            deserialize_f32() "a number";
            deserialize_f64() "a number";
            deserialize_char() "a character";
            deserialize_str() "a string";
            deserialize_string() "a string";
            deserialize_bytes() "bytes";
            deserialize_byte_buf() "bytes";
            deserialize_seq() "a list";
            deserialize_tuple(usize) "a list";
            deserialize_tuple_struct(&'static str, usize) "a list";
        }
    };
    (@ |$this:ident, $what:ident| $error:expr; $($method:ident($($type:ty),*) $is:literal;)*) => {
        $(
            fn $method<V: Visitor<'de>>(self, $(_: $type,)* _: V) -> Result<V::Value, Self::Error> {
                let ($this, $what) = (self, $is);
                Err($error)
            }
        )*
    };
}

/// The methods of all types but `()` and unit structs. Each asks another deserializer for the same.
macro_rules! forward {
    (|$this:ident| $to:expr) => {
        forward! { @ |$this| $to;
            deserialize_any();
            deserialize_bool();
            deserialize_i8();
            deserialize_i16();
            deserialize_i32();
            deserialize_i64();
            deserialize_i128();
            deserialize_u8();
            deserialize_u16();
            deserialize_u32();
            deserialize_u64();
            deserialize_u128();
            deserialize_f32();
            deserialize_f64();
            deserialize_char();
            deserialize_str();
            deserialize_string();
            deserialize_bytes();
            deserialize_byte_buf();
            deserialize_option();
            deserialize_newtype_struct(name: &'static str);
            deserialize_seq();
            deserialize_tuple(length: usize);
            deserialize_tuple_struct(name: &'static str, length: usize);
            deserialize_map();
            deserialize_struct(name: &'static str, fields: &'static [&'static str]);
            deserialize_enum(name: &'static str, variants: &'static [&'static str]);
            deserialize_identifier();
            deserialize_ignored_any();
        }
    };
    (@ |$this:ident| $to:expr; $($method:ident($($name:ident: $type:ty),*);)*) => {
        $(
            #[inline]
            fn $method<V: Visitor<'de>>(self, $($name: $type,)* visitor: V) -> Result<V::Value, Self::Error> {
                let $this = self;
                $to.$method($($name,)* visitor)
            }
        )*
    };
}
