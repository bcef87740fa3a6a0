//! A registry whose modules stay on one thread: they hold an `Rc`.

use std::rc::Rc;

use rollbook::{BuildError, BuildLocal};
use serde::Deserialize;

use crate::registry::panel::{Config, Module};
use crate::sink::Pool;

/// Holds a sink, which could be built on any thread.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogConfig<S> {
    pub sink: S,
}

#[derive(Debug)]
pub struct Log<M> {
    pub sink: Rc<M>,
}

impl<S: BuildLocal<Pool>> BuildLocal<Pool> for LogConfig<S> {
    type Module = Log<S::Module>;

    async fn build(self, pool: &Pool) -> Result<Self::Module, BuildError> {
        let sink = self.sink.build(pool).await;
        let sink = sink.map_err(|error| error.at("sink"))?;
        Ok(Log {
            sink: Rc::new(sink),
        })
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowConfig<P> {
    pub panels: Vec<P>,
}

#[derive(Debug)]
pub struct Row<M> {
    pub panels: Vec<M>,
}

impl<P: BuildLocal<Pool>> BuildLocal<Pool> for RowConfig<P> {
    type Module = Row<P::Module>;

    async fn build(self, pool: &Pool) -> Result<Self::Module, BuildError> {
        let panels = self.panels.build(pool).await;
        Ok(Row {
            panels: panels.map_err(|error| error.at("panels"))?,
        })
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelConfig {
    pub text: String,
}

#[derive(Debug)]
pub struct Label {
    pub text: Rc<str>,
}

/// A build function whose future is not `Send`.
pub async fn label(config: LabelConfig, _pool: &Pool) -> Label {
    let text = Rc::from(config.text);
    futures_util::future::ready(()).await;
    Label { text }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleConfig {
    pub length: usize,
}

/// A plain constructor.
impl From<RuleConfig> for Label {
    fn from(config: RuleConfig) -> Self {
        let text = "-".repeat(config.length).into();
        Self { text }
    }
}

/// Runs around the construction of every panel.
///
/// # Errors
///
/// What the constructor fails with; a row without panels.
pub async fn build_panel(config: Config, pool: &Pool) -> Result<Module, BuildError> {
    if let Config::Row(RowConfig { panels }) = &config {
        if panels.is_empty() {
            return Err(BuildError::new("a row has panels"));
        }
    }
    config.construct(pool).await
}
