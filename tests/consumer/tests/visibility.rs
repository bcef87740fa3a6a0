//! Modules and configs whose types are private, as in a program with all of them in `main.rs`.

#![deny(warnings)]

use rollbook::{BuildAsync, BuildError};

mod registry {
    use rollbook::__private::registry as __rollbook;

    include!(concat!(env!("OUT_DIR"), "/private.rs"));
}

mod inner {
    pub(crate) mod registry {
        use rollbook::__private::registry as __rollbook;

        include!(concat!(env!("OUT_DIR"), "/inner.rs"));
    }

    #[derive(serde::Deserialize)]
    struct Tiny {
        depth: u8,
    }

    pub(crate) fn depth(text: &str) -> u8 {
        let module: registry::net::Module = serde_json::from_str(text).unwrap();
        let tiny: registry::net::type_of!("Tiny") = module.try_into().unwrap();
        tiny.depth
    }
}

use registry::{act, sink};

#[rollbook::dispatch]
trait Act {
    fn number(&self) -> i32;
}

#[derive(Clone, rollbook::Config, serde::Serialize)]
struct ReLU {
    #[serde(default)]
    slope: i32,
}

struct Clamp(i32);

#[derive(Clone, rollbook::Config, serde::Serialize)]
struct ClampConfig {
    low: i32,
}

impl From<ClampConfig> for Clamp {
    fn from(config: ClampConfig) -> Self {
        Self(config.low)
    }
}

impl Act for ReLU {
    fn number(&self) -> i32 {
        self.slope
    }
}

impl Act for Clamp {
    fn number(&self) -> i32 {
        self.0
    }
}

struct Pool(u8);
#[expect(dead_code)]
struct File(u8);

#[derive(rollbook::Config)]
struct FileConfig {}

#[allow(clippy::unused_async)]
async fn open(_: FileConfig, pool: &Pool) -> File {
    File(pool.0)
}

#[expect(dead_code)]
struct Tee<S>(Vec<S>);

#[derive(rollbook::Config)]
struct TeeConfig<C> {
    sinks: Vec<C>,
}

impl<C: BuildAsync<Pool>> BuildAsync<Pool> for TeeConfig<C> {
    type Module = Tee<C::Module>;

    async fn build(self, pool: &Pool) -> Result<Self::Module, BuildError> {
        Ok(Tee(self.sinks.build(pool).await?))
    }
}

#[test]
fn private_types_are_read_validated_built_and_written() {
    let config: act::Config = serde_json::from_str(r#"{"type": "Clamp"}"#).unwrap();
    let written = serde_json::to_string(&config).unwrap();
    assert_eq!(written, r#"{"type":"Clamp","low":0}"#);
    let module = config.validate().unwrap().build().unwrap();
    assert_eq!(module.number(), 0);
    let relu: act::type_of!("ReLU") = ReLU { slope: 3 };
    assert_eq!(act::Module::from(relu).number(), 3);
    assert_eq!(inner::depth(r#"{"depth": 7, "type": "Tiny"}"#), 7);
    assert_eq!(sink::Kind::ALL.len(), 2);
}
