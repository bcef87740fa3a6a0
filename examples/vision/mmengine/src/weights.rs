//! Where the tensors of a network come from, and the account of which were asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use candle_core::{DType, Device, Result as CandleResult, Shape, Tensor, Var};
use candle_nn::Init;
use candle_nn::var_builder::{SimpleBackend, VarBuilder};

/// The tensors of one network, by the names that OpenMMLab's checkpoints use.
///
/// Modules ask for tensors while they are built. [`Weights::check`] then says which were missing and which nobody
/// asked for.
///
/// ```
/// use candle_core::{DType, Device};
/// use mmengine::Weights;
///
/// let weights = Weights::by_rule();
/// let fc = weights.builder(&Device::Cpu).pp("head.fc");
/// assert_eq!(fc.get((10, 4), "weight")?.dims(), [10, 4]);
/// assert_eq!(weights.names(), ["head.fc.weight"]);
/// # Ok::<(), candle_core::Error>(())
/// ```
#[derive(Clone)]
pub struct Weights(Arc<Inner>);

struct Inner {
    source: Source,
    seen: Mutex<Seen>,
}

enum Source {
    Zeros,
    Rule,
    Tensors(BTreeMap<String, Tensor>),
    Trained,
}

#[derive(Default)]
struct Seen {
    shapes: BTreeMap<String, Vec<usize>>,
    vars: BTreeMap<String, Var>,
    ignored: BTreeSet<String>,
    missing: Vec<String>,
    mismatched: Vec<String>,
}

impl Weights {
    /// All zeros, which take no memory: to see whether a network can be built.
    #[must_use]
    pub fn zeros() -> Self {
        Self::new(Source::Zeros)
    }

    /// By a fixed rule, the same in `reference/reference.py`: to compare with PyTorch without a checkpoint.
    #[must_use]
    pub fn by_rule() -> Self {
        Self::new(Source::Rule)
    }

    /// Variables that can be trained, initialised as PyTorch's layers are.
    #[must_use]
    pub fn to_train() -> Self {
        Self::new(Source::Trained)
    }

    /// From tensors by name.
    #[must_use]
    pub fn from_tensors(tensors: impl IntoIterator<Item = (String, Tensor)>) -> Self {
        Self::new(Source::Tensors(tensors.into_iter().collect()))
    }

    /// From a safetensors file.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, or is not a safetensors file.
    pub fn from_file(path: &Path, device: &Device) -> Result<Self, WeightsError> {
        let failed = |source| WeightsError::File {
            path: path.display().to_string(),
            source,
        };
        let bytes = std::fs::read(path).map_err(|error| failed(error.into()))?;
        let tensors = candle_core::safetensors::load_buffer(&bytes, device)
            .map_err(|error| failed(error.into()))?;
        Ok(Self::from_tensors(tensors))
    }

    /// What modules ask for tensors.
    #[must_use]
    pub fn builder(&self, device: &Device) -> VarBuilder<'static> {
        VarBuilder::from_backend(Box::new(self.clone()), DType::F32, device.clone())
    }

    /// The names of all tensors that were asked for, sorted.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.seen().shapes.keys().cloned().collect()
    }

    /// The shapes of all tensors that were asked for, by name.
    #[must_use]
    pub fn shapes(&self) -> Vec<(String, Vec<usize>)> {
        let seen = self.seen();
        let shapes = seen.shapes.iter();
        shapes
            .map(|(name, shape)| (name.clone(), shape.clone()))
            .collect()
    }

    /// How many numbers the tensors hold.
    #[must_use]
    pub fn count(&self) -> usize {
        let sizes = |shape: &Vec<usize>| shape.iter().product::<usize>();
        self.seen().shapes.values().map(sizes).sum()
    }

    /// Whether the tensors are variables to be trained.
    #[must_use]
    pub fn trains(&self) -> bool {
        matches!(self.0.source, Source::Trained)
    }

    /// The variables by name, sorted; empty unless made by [`Weights::to_train`].
    #[must_use]
    pub fn variables(&self) -> Vec<(String, Var)> {
        let seen = self.seen();
        let vars = seen.vars.iter();
        vars.map(|(name, var)| (name.clone(), var.clone()))
            .collect()
    }

    /// Writes the variables to a safetensors file.
    ///
    /// # Errors
    ///
    /// A file that cannot be written.
    pub fn save(&self, path: &Path) -> Result<(), WeightsError> {
        let variables = self.variables().into_iter();
        let tensors = variables.map(|(name, var)| (name, var.into_inner()));
        let tensors: std::collections::HashMap<String, Tensor> = tensors.collect();
        candle_core::safetensors::save(&tensors, path).map_err(|error| WeightsError::File {
            path: path.display().to_string(),
            source: error.into(),
        })
    }

    /// Allows a tensor in the file that no module reads, as a batch norm's `num_batches_tracked`.
    pub fn ignore(&self, name: String) {
        self.seen().ignored.insert(name);
    }

    /// Whether the file held each tensor that was asked for, in its shape, and no other.
    ///
    /// # Errors
    ///
    /// [`WeightsError::Names`], which lists them.
    pub fn check(&self) -> Result<(), WeightsError> {
        let seen = self.seen();
        let known = |name: &&String| {
            !seen.shapes.contains_key(name.as_str()) && !seen.ignored.contains(name.as_str())
        };
        let superfluous: Vec<String> = match &self.0.source {
            Source::Tensors(tensors) => tensors.keys().filter(known).cloned().collect(),
            _ => Vec::new(),
        };
        if seen.missing.is_empty() && seen.mismatched.is_empty() && superfluous.is_empty() {
            return Ok(());
        }
        Err(WeightsError::Names {
            missing: seen.missing.clone(),
            mismatched: seen.mismatched.clone(),
            superfluous,
        })
    }

    fn new(source: Source) -> Self {
        Self(Arc::new(Inner {
            source,
            seen: Mutex::default(),
        }))
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        // Nothing inside panics halfway through a change.
        self.0.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn find(
        &self,
        tensors: &BTreeMap<String, Tensor>,
        shape: &Shape,
        name: &str,
    ) -> Option<Tensor> {
        let Some(tensor) = tensors.get(name) else {
            self.seen().missing.push(name.to_owned());
            return None;
        };
        if tensor.shape() == shape {
            return Some(tensor.clone());
        }
        self.seen().mismatched.push(format!(
            "`{name}` is {:?} in the file, {:?} in the model",
            tensor.dims(),
            shape.dims()
        ));
        None
    }
}

impl SimpleBackend for Weights {
    fn get(
        &self,
        shape: Shape,
        name: &str,
        init: Init,
        dtype: DType,
        device: &Device,
    ) -> CandleResult<Tensor> {
        self.seen()
            .shapes
            .insert(name.to_owned(), shape.dims().to_vec());
        match &self.0.source {
            // One number, seen everywhere: nothing is allocated.
            Source::Zeros => Tensor::zeros((), dtype, device)?.broadcast_as(shape),
            Source::Rule => {
                Tensor::from_vec(by_rule(name, shape.dims()), shape, device)?.to_dtype(dtype)
            }
            Source::Tensors(tensors) => match self.find(tensors, &shape, name) {
                Some(tensor) => tensor.to_device(device)?.to_dtype(dtype),
                // The check after the build names it; until then the network need only have its shape.
                None => Tensor::zeros(shape, dtype, device),
            },
            Source::Trained => {
                let var = init.var(shape, dtype, device)?;
                let tensor = var.as_tensor().clone();
                self.seen().vars.insert(name.to_owned(), var);
                Ok(tensor)
            }
        }
    }

    fn get_unchecked(&self, name: &str, _: DType, _: &Device) -> CandleResult<Tensor> {
        candle_core::bail!("the shape of `{name}` is needed")
    }

    fn contains_tensor(&self, name: &str) -> bool {
        match &self.0.source {
            Source::Tensors(tensors) => tensors.contains_key(name),
            _ => true,
        }
    }
}

impl fmt::Debug for Weights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Weights({} tensors)", self.seen().shapes.len())
    }
}

/// The weights of a tensor by the fixed rule: uniform numbers from a hash of its name, scaled so that activations stay
/// finite through hundreds of layers.
///
/// ```
/// let weights = mmengine::weights::by_rule("backbone.conv1.bias", &[2]);
/// assert!(weights.iter().all(|weight| weight.abs() <= 0.1));
/// ```
#[must_use]
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
pub fn by_rule(name: &str, shape: &[usize]) -> Vec<f32> {
    let count: usize = shape.iter().product();
    let last = name.rsplit('.').next().unwrap_or(name);
    let (offset, scale) = match (shape.len(), last) {
        (0 | 1, "running_var") => (1.0, 0.5),
        (0 | 1, "weight") => (1.0, 0.1),
        (0 | 1, _) => (0.0, 0.1),
        _ => (0.0, (3.0 / (count / shape[0].max(1)).max(1) as f64).sqrt()),
    };
    uniform(name, count)
        .map(|value| (offset + scale * value) as f32)
        .collect()
}

/// Numbers in [-1, 1) from a name: FNV-1a of it, then SplitMix64.
///
/// ```
/// let input: Vec<f64> = mmengine::weights::uniform("input", 3).collect();
/// assert!(input.iter().all(|value| (-1.0..1.0).contains(value)));
/// ```
#[allow(clippy::cast_precision_loss)]
pub fn uniform(name: &str, count: usize) -> impl Iterator<Item = f64> {
    let seed = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (1..=count as u64).map(move |index| {
        let mut state = seed.wrapping_add(index.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        state ^= state >> 31;
        (state >> 40) as f64 / f64::from(1 << 23) - 1.0
    })
}

/// Weights that do not fit the network.
#[derive(Debug)]
#[non_exhaustive]
pub enum WeightsError {
    /// The file cannot be read.
    File {
        /// The file.
        path: String,
        /// Why not.
        source: rollbook::BoxError,
    },
    /// Its tensors are others than the model's.
    Names {
        /// What the model needs and the file does not hold.
        missing: Vec<String>,
        /// What has another shape.
        mismatched: Vec<String>,
        /// What the file holds and the model does not need.
        superfluous: Vec<String>,
    },
}

/// As many names as fit on a screen beside the other lists.
const SHOWN: usize = 8;

impl fmt::Display for WeightsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { path, .. } => {
                write!(f, "cannot use the weights file `{}`", path.escape_debug())
            }
            Self::Names {
                missing,
                mismatched,
                superfluous,
            } => {
                f.write_str("the weights do not fit the model")?;
                let quoted = |names: &[String]| -> Vec<String> {
                    names.iter().map(|name| format!("`{name}`")).collect()
                };
                for (what, names) in [
                    ("missing", quoted(missing)),
                    ("of another shape", mismatched.clone()),
                    ("superfluous", quoted(superfluous)),
                ] {
                    if names.is_empty() {
                        continue;
                    }
                    write!(f, "\n  {} {what}:", names.len())?;
                    for name in names.iter().take(SHOWN) {
                        write!(f, "\n    {}", name.escape_debug())?;
                    }
                    if names.len() > SHOWN {
                        write!(f, "\n    and {} more", names.len() - SHOWN)?;
                    }
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for WeightsError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::File { source, .. } => Some(&**source),
            Self::Names { .. } => None,
        }
    }
}
