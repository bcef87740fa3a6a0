//! Registries of each form against serde's enum of that form, in all formats.

use std::fmt::Debug;

use consumer::form::{Clamp, Filled, Held, Unit};
use consumer::registry::{adjacent, external};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

/// What serde's derive makes of the same forms.
mod by_serde {
    use super::{Clamp, Deserialize, Filled, Held, Serialize, Unit};

    #[allow(unreachable_pub)]
    #[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
    #[serde(tag = "type", content = "config")]
    pub enum Adjacent {
        Unit(Unit),
        Clamp(Clamp),
        Filled(Filled),
        Holds(Held<Self>),
    }

    #[allow(unreachable_pub)]
    #[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
    pub enum External {
        Unit(Unit),
        Clamp(Clamp),
        Filled(Filled),
        Holds(Held<Self>),
    }
}

/// One value of a module that holds others, and each alone.
macro_rules! values {
    ($enum:path) => {{
        use $enum as E;
        let clamp = |low, kind: Option<&str>| {
            E::Clamp(
                Clamp {
                    low,
                    kind: kind.map(Into::into),
                }
                .into(),
            )
        };
        let filled = E::Filled(Filled { low: 1, high: 2 });
        let held = Held {
            inner: Some(Box::new(clamp(1.5, None))),
            list: vec![filled.clone(), clamp(-1.0, Some("x"))],
        };
        let nested = Held {
            inner: None,
            list: vec![E::Holds(held.clone())],
        };
        vec![
            clamp(0.5, Some("z")),
            filled,
            E::Holds(held),
            E::Holds(nested),
        ]
    }};
}

/// Writes and reads one format.
struct Format {
    name: &'static str,
    write: fn(&dyn erased::Value) -> Vec<u8>,
}

/// What can be written, whatever its type.
mod erased {
    #[allow(unreachable_pub)]
    pub trait Value {
        fn json(&self) -> Vec<u8>;
        fn toml(&self) -> Vec<u8>;
        fn yaml(&self) -> Vec<u8>;
        fn ron(&self) -> Vec<u8>;
        fn message_pack(&self) -> Vec<u8>;
        fn message_pack_named(&self) -> Vec<u8>;
        fn cbor(&self) -> Vec<u8>;
    }

    impl<T: serde::Serialize> Value for T {
        fn json(&self) -> Vec<u8> {
            serde_json::to_vec(self).unwrap()
        }
        fn toml(&self) -> Vec<u8> {
            toml::to_string(self).unwrap().into_bytes()
        }
        fn yaml(&self) -> Vec<u8> {
            serde_yaml_ng::to_string(self).unwrap().into_bytes()
        }
        fn ron(&self) -> Vec<u8> {
            ron::to_string(self).unwrap().into_bytes()
        }
        fn message_pack(&self) -> Vec<u8> {
            rmp_serde::to_vec(self).unwrap()
        }
        fn message_pack_named(&self) -> Vec<u8> {
            rmp_serde::to_vec_named(self).unwrap()
        }
        fn cbor(&self) -> Vec<u8> {
            let mut bytes = Vec::new();
            ciborium::into_writer(self, &mut bytes).unwrap();
            bytes
        }
    }
}

const FORMATS: [Format; 7] = [
    Format {
        name: "json",
        write: |value| value.json(),
    },
    Format {
        name: "toml",
        write: |value| value.toml(),
    },
    Format {
        name: "yaml",
        write: |value| value.yaml(),
    },
    Format {
        name: "ron",
        write: |value| value.ron(),
    },
    Format {
        name: "MessagePack",
        write: |value| value.message_pack_named(),
    },
    Format {
        name: "cbor",
        write: |value| value.cbor(),
    },
    Format {
        name: "MessagePack, lists",
        write: |value| value.message_pack(),
    },
];

/// What each reader of a format makes of it.
pub(crate) fn read<T: DeserializeOwned + Debug>(
    format: &str,
    bytes: &[u8],
) -> Vec<(&'static str, Result<T, String>)> {
    fn said<T, E: ToString>(read: Result<T, E>) -> Result<T, String> {
        read.map_err(|error| error.to_string())
    }
    let text = || std::str::from_utf8(bytes).unwrap();
    match format {
        "json" => {
            let value = serde_json::from_slice::<Value>(bytes).unwrap();
            vec![
                ("serde_json", said(serde_json::from_slice(bytes))),
                ("Value", said(T::deserialize(value.clone()))),
                (
                    "name_first",
                    said(T::deserialize(rollbook::name_first(value))),
                ),
            ]
        }
        "toml" => vec![
            ("toml", said(toml::from_str(text()))),
            ("rollbook::toml", said(rollbook::toml::from_str(text()))),
        ],
        "yaml" => {
            #[allow(unused_mut)]
            let mut all = vec![("yaml_ng", said(serde_yaml_ng::from_str(text())))];
            #[cfg(feature = "saphyr")]
            all.push(("saphyr", said(serde_saphyr::from_str(text()))));
            all
        }
        "ron" => vec![("ron", said(ron::from_str(text())))],
        "cbor" => vec![("ciborium", said(ciborium::from_reader(bytes)))],
        _ => vec![("rmp", said(rmp_serde::from_slice(bytes)))],
    }
}

/// Each value is read from what serde's enum writes, and serde's enum reads what the registry writes.
/// A list is a list of configs, and not a table without its keys.
fn same_as_serde<T, S>(ours: Vec<T>, theirs: Vec<S>, formats: &[Format])
where
    T: DeserializeOwned + Serialize + PartialEq + Debug,
    S: DeserializeOwned + Serialize + PartialEq + Debug,
{
    assert_eq!(
        serde_json::to_value(&ours).unwrap(),
        serde_json::to_value(&theirs).unwrap()
    );
    for Format { name, write } in formats {
        for (ours, theirs) in ours.iter().zip(&theirs) {
            let written = write(theirs);
            let shown = String::from_utf8_lossy(&written).into_owned();
            for (reader, read) in read::<T>(name, &written) {
                assert_eq!(read.as_ref(), Ok(ours), "{name}, {reader}: {shown}");
            }
            let written = write(ours);
            let shown = String::from_utf8_lossy(&written).into_owned();
            for (reader, read) in read::<T>(name, &written) {
                assert_eq!(read.as_ref(), Ok(ours), "our own {name}, {reader}: {shown}");
            }
            // What writes the name of a variant otherwise than a text is not read by serde's derive.
            if !matches!(*name, "ron" | "yaml") {
                let (reader, read) = read::<S>(name, &written).remove(0);
                assert_eq!(
                    read.as_ref(),
                    Ok(theirs),
                    "serde, {name}, {reader}: {shown}"
                );
            }
        }
    }
}

#[test]
fn adjacent_is_read_and_written_as_by_serde() {
    same_as_serde(
        values!(adjacent::Config),
        values!(by_serde::Adjacent),
        &FORMATS[..6],
    );
}

#[test]
fn external_is_read_and_written_as_by_serde() {
    same_as_serde(
        values!(external::Config),
        values!(by_serde::External),
        &FORMATS,
    );
}
