//! Models and backbones: traits with every kind of method, nested and generic modules.

use serde::Deserialize;

#[rollbook::dispatch]
#[allow(async_fn_in_trait)]
pub trait Model {
    /// What it is, in one word.
    fn describe(&self) -> String;
    fn visit<F: FnMut(&str)>(&self, f: F);
    fn rename(&mut self, name: impl Into<String>) {
        drop(name.into());
    }
    fn finish(self) -> usize
    where
        Self: Sized,
    {
        self.describe().len()
    }
    async fn fetch(&self, url: &str) -> usize {
        url.len() + self.describe().len()
    }
}

#[rollbook::dispatch]
pub trait Backbone: std::fmt::Debug {
    fn channels(&self) -> u32;
}

#[rollbook::dispatch]
pub trait Nothing {
    fn nothing(&self);
    fn take(self);
}

macro_rules! model {
    ($type:ty, $self:ident => $text:expr) => {
        impl Model for $type {
            fn describe(&$self) -> String {
                $text
            }
            fn visit<F: FnMut(&str)>(&$self, mut f: F) {
                f(&$self.describe());
            }
        }
    };
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct ResNet {
    pub depth: u32,
}
model!(ResNet, self => format!("ResNet{}", self.depth));

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Old;
model!(Old, self => "Old".into());

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct NetA {
    #[serde(default)]
    pub width: Option<u32>,
}
model!(NetA, self => "NetA".into());

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct NetB {}
model!(NetB, self => "NetB".into());

#[derive(Debug, Deserialize)]
pub struct Deep;
model!(Deep, self => "Deep".into());

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DetResNetConfig {
    pub depth: u32,
}

#[derive(Debug)]
pub struct DetResNet {
    depth: u32,
}
model!(DetResNet, self => format!("DetResNet{}", self.depth));

impl TryFrom<DetResNetConfig> for DetResNet {
    type Error = DepthError;

    fn try_from(config: DetResNetConfig) -> Result<Self, DepthError> {
        match config.depth {
            18 | 34 | 50 => Ok(Self {
                depth: config.depth,
            }),
            other => Err(DepthError(other)),
        }
    }
}

#[derive(Debug)]
pub struct DepthError(pub u32);

impl std::fmt::Display for DepthError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "no pretrained weights of depth {}", self.0)
    }
}

impl std::error::Error for DepthError {}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Detector<B> {
    pub backbone: B,
    pub neck: Option<Box<B>>,
}
impl<B: Backbone> Model for Detector<B> {
    fn describe(&self) -> String {
        let neck = self.neck.as_ref().map_or(0, |neck| neck.channels());
        format!("Detector({}, {neck})", self.backbone.channels())
    }
    fn visit<F: FnMut(&str)>(&self, mut f: F) {
        f(&self.describe());
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sequential<M> {
    pub models: Vec<M>,
}
impl<M> From<Vec<M>> for Sequential<M> {
    fn from(models: Vec<M>) -> Self {
        Self { models }
    }
}
impl<M: Model> Model for Sequential<M> {
    fn describe(&self) -> String {
        let parts = self.models.iter().map(Model::describe);
        format!("[{}]", parts.collect::<Vec<_>>().join(", "))
    }
    fn visit<F: FnMut(&str)>(&self, mut f: F) {
        for model in &self.models {
            f(&model.describe());
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tiny {}
impl Backbone for Tiny {
    fn channels(&self) -> u32 {
        8
    }
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Wide {
    pub width: u32,
    pub tags: Vec<String>,
    pub inner: Inner,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Inner {
    pub depth: i8,
}

impl Backbone for Wide {
    fn channels(&self) -> u32 {
        self.width
    }
}

#[derive(Debug, Deserialize)]
pub struct Huge {}
impl Backbone for Huge {
    fn channels(&self) -> u32 {
        4096
    }
}
