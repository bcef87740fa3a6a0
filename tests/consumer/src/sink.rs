//! Registries whose constructors wait: they open files, connect, or take their time. Some of their modules do not wait.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use rollbook::{Build, BuildAsync, BuildError, ConstructAsync, Problems, Validate};
use serde::Deserialize;

use crate::registry::source;

/// What the sinks share: the folder of their files, and how many were opened.
#[derive(Debug, Default)]
pub struct Pool {
    pub folder: PathBuf,
    pub opened: AtomicUsize,
}

impl Pool {
    async fn open(&self, name: &str) -> Result<String, BuildError> {
        let text = tokio::fs::read_to_string(self.folder.join(name)).await;
        let text = text.map_err(|error| BuildError::new(format!("{name}: {}", error.kind())))?;
        self.opened.fetch_add(1, Ordering::Relaxed);
        Ok(text)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileConfig {
    pub path: String,
}

#[derive(Debug)]
pub struct File {
    pub text: String,
}

/// The name of a file in the pool's folder.
#[derive(Debug)]
pub struct FileValid {
    name: String,
}

impl Validate<Pool> for FileConfig {
    type Valid = FileValid;

    fn validate(self, _pool: &Pool, problems: &mut Problems) -> Option<FileValid> {
        if self.path.is_empty() {
            problems.add_at("path", "a file has a name");
        }
        if self.path.contains('/') {
            problems.add_at("path", "a file has a name, not a path");
        }
        Some(FileValid { name: self.path })
    }
}

impl BuildAsync<Pool> for FileValid {
    type Module = File;

    async fn build(self, pool: &Pool) -> Result<File, BuildError> {
        let text = pool.open(&self.name).await?;
        Ok(File { text })
    }
}

/// Its own config.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Memory {}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsoleConfig {
    pub width: usize,
}

#[derive(Debug)]
pub struct Console {
    pub width: usize,
}

impl TryFrom<ConsoleConfig> for Console {
    type Error = String;

    fn try_from(ConsoleConfig { width }: ConsoleConfig) -> Result<Self, String> {
        if width == 0 {
            return Err("a console has a width".to_owned());
        }
        Ok(Self { width })
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SocketConfig {
    pub port: u16,
}

#[derive(Debug)]
pub struct Socket {
    pub address: String,
}

/// A plain constructor with the context.
impl Build<Pool> for SocketConfig {
    type Module = Socket;

    fn build(self, pool: &Pool) -> Result<Socket, BuildError> {
        let address = format!("{}:{}", pool.folder.display(), self.port);
        Ok(Socket { address })
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThrottledConfig {
    pub rate: f64,
}

#[derive(Debug)]
pub struct Throttled {
    pub rate: f64,
    pub waited: bool,
}

/// A build function of one module that waits.
///
/// # Errors
///
/// A rate that is not a number.
pub async fn throttled(config: ThrottledConfig, _pool: &Pool) -> Result<Throttled, &'static str> {
    if config.rate.is_nan() {
        return Err("the rate is not a number");
    }
    futures_util::future::ready(()).await;
    Ok(Throttled {
        rate: config.rate,
        waited: true,
    })
}

/// One that does not wait.
#[allow(clippy::needless_pass_by_value)]
#[must_use]
pub fn not_throttled(config: ThrottledConfig, _pool: &Pool) -> Throttled {
    Throttled {
        rate: config.rate,
        waited: false,
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BufferedConfig<S> {
    pub inner: Box<S>,
    pub spill: Option<Box<S>>,
}

#[derive(Debug)]
pub struct Buffered<M> {
    pub inner: Box<M>,
    pub spill: Option<Box<M>>,
}

impl<S: Validate<Pool>> Validate<Pool> for BufferedConfig<S> {
    type Valid = BufferedConfig<S::Valid>;

    fn validate(self, pool: &Pool, problems: &mut Problems) -> Option<Self::Valid> {
        let inner = problems.at("inner", |problems| self.inner.validate(pool, problems));
        let spill = problems.at("spill", |problems| self.spill.validate(pool, problems));
        Some(BufferedConfig {
            inner: inner?,
            spill: spill?,
        })
    }
}

impl<S: BuildAsync<Pool>> BuildAsync<Pool> for BufferedConfig<S> {
    type Module = Buffered<S::Module>;

    async fn build(self, pool: &Pool) -> Result<Self::Module, BuildError> {
        let inner = self.inner.build(pool).await;
        let spill = self.spill.build(pool).await;
        Ok(Buffered {
            inner: inner.map_err(|error| error.at("inner"))?,
            spill: spill.map_err(|error| error.at("spill"))?,
        })
    }
}

/// Opens its sinks at the same time.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FanoutConfig<S> {
    pub sinks: Vec<S>,
}

impl<S> From<Vec<S>> for FanoutConfig<S> {
    fn from(sinks: Vec<S>) -> Self {
        Self { sinks }
    }
}

#[derive(Debug)]
pub struct Fanout<M> {
    pub sinks: Vec<M>,
}

impl<S: Validate<Pool>> Validate<Pool> for FanoutConfig<S> {
    type Valid = FanoutConfig<S::Valid>;

    fn validate(self, pool: &Pool, problems: &mut Problems) -> Option<Self::Valid> {
        let sinks = problems.at("sinks", |problems| self.sinks.validate(pool, problems));
        Some(FanoutConfig { sinks: sinks? })
    }
}

impl<S: BuildAsync<Pool>> BuildAsync<Pool> for FanoutConfig<S> {
    type Module = Fanout<S::Module>;

    async fn build(self, pool: &Pool) -> Result<Self::Module, BuildError> {
        let sinks = self.sinks.into_iter().enumerate();
        let sinks = sinks.map(|(index, sink)| async move {
            let sink = sink.build(pool).await;
            sink.map_err(|error| error.at(&format!("sinks[{index}]")))
        });
        let sinks = futures_util::future::try_join_all(sinks).await?;
        Ok(Fanout { sinks })
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoutesConfig<S> {
    pub routes: BTreeMap<String, S>,
    #[serde(default = "HashMap::new")]
    pub more: HashMap<u32, Vec<S>>,
}

#[derive(Debug)]
pub struct Routes<M> {
    pub routes: BTreeMap<String, M>,
    pub more: HashMap<u32, Vec<M>>,
}

impl<S: Validate<Pool>> Validate<Pool> for RoutesConfig<S> {
    type Valid = RoutesConfig<S::Valid>;

    fn validate(self, pool: &Pool, problems: &mut Problems) -> Option<Self::Valid> {
        let routes = problems.at("routes", |problems| self.routes.validate(pool, problems));
        let more = problems.at("more", |problems| self.more.validate(pool, problems));
        Some(RoutesConfig {
            routes: routes?,
            more: more?,
        })
    }
}

impl<S: BuildAsync<Pool>> BuildAsync<Pool> for RoutesConfig<S> {
    type Module = Routes<S::Module>;

    async fn build(self, pool: &Pool) -> Result<Self::Module, BuildError> {
        let routes = self.routes.build(pool).await;
        let more = self.more.build(pool).await;
        Ok(Routes {
            routes: routes.map_err(|error| error.at("routes"))?,
            more: more.map_err(|error| error.at("more"))?,
        })
    }
}

/// Holds a module of a registry without async constructors.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShapedConfig<A> {
    pub act: A,
}

#[derive(Debug)]
pub struct Shaped<A> {
    pub act: A,
}

impl<A: Build> Build<Pool> for ShapedConfig<A> {
    type Module = Shaped<A::Module>;

    fn build(self, _pool: &Pool) -> Result<Self::Module, BuildError> {
        let act = self.act.build(&()).map_err(|error| error.at("act"))?;
        Ok(Shaped { act })
    }
}

/// Holds a source, which may hold sinks.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplayConfig<S> {
    pub source: Box<S>,
}

#[derive(Debug)]
pub struct Replay<M> {
    pub source: Box<M>,
}

impl<S: Validate<Pool>> Validate<Pool> for ReplayConfig<S> {
    type Valid = ReplayConfig<S::Valid>;

    fn validate(self, pool: &Pool, problems: &mut Problems) -> Option<Self::Valid> {
        let source = problems.at("source", |problems| self.source.validate(pool, problems));
        Some(ReplayConfig { source: source? })
    }
}

impl<S: BuildAsync<Pool>> BuildAsync<Pool> for ReplayConfig<S> {
    type Module = Replay<S::Module>;

    async fn build(self, pool: &Pool) -> Result<Self::Module, BuildError> {
        let source = self.source.build(pool).await;
        Ok(Replay {
            source: source.map_err(|error| error.at("source"))?,
        })
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TeeConfig<S> {
    pub sink: Box<S>,
}

#[derive(Debug)]
pub struct Tee<M> {
    pub sink: Box<M>,
}

impl<S: Validate<Pool>> Validate<Pool> for TeeConfig<S> {
    type Valid = TeeConfig<S::Valid>;

    fn validate(self, pool: &Pool, problems: &mut Problems) -> Option<Self::Valid> {
        let sink = problems.at("sink", |problems| self.sink.validate(pool, problems));
        Some(TeeConfig { sink: sink? })
    }
}

impl<S: BuildAsync<Pool>> BuildAsync<Pool> for TeeConfig<S> {
    type Module = Tee<S::Module>;

    async fn build(self, pool: &Pool) -> Result<Self::Module, BuildError> {
        let sink = self.sink.build(pool).await;
        Ok(Tee {
            sink: sink.map_err(|error| error.at("sink"))?,
        })
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stdin {
    #[serde(skip)]
    pub built_by: &'static str,
}

/// A build function for the sources of any crate.
///
/// # Errors
///
/// What the constructor fails with; a pool whose folder is `closed`.
pub async fn build_source<C: ConstructAsync<Pool>>(
    config: C,
    pool: &Pool,
) -> Result<C::Module, BuildError> {
    if pool.folder.ends_with("closed") {
        let name = config.info().name;
        return Err(BuildError::new(format!("no {name} from a closed pool")));
    }
    pool.opened.fetch_add(100, Ordering::Relaxed);
    config.construct(pool).await
}

/// A build function of one scope.
///
/// # Errors
///
/// What the constructor fails with.
pub async fn build_in_mmdet(
    config: source::Valid,
    pool: &Pool,
) -> Result<source::Module, BuildError> {
    let mut module = config.construct(pool).await?;
    if let source::Module::MmdetStdin(stdin) = &mut module {
        stdin.built_by = "mmdet";
    }
    Ok(module)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PingConfig {
    pub times: u32,
}

#[derive(Debug)]
pub struct Ping {
    pub times: u32,
}

impl BuildAsync for PingConfig {
    type Module = Ping;

    async fn build(self, (): &()) -> Result<Ping, BuildError> {
        futures_util::future::ready(()).await;
        Ok(Ping { times: self.times })
    }
}
