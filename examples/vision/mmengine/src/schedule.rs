//! How the learning rate changes with time.

/// Where a training is.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// Steps of the optimizer that were done.
    pub steps: usize,
    /// Steps of an epoch.
    pub epoch: usize,
}

/// How the learning rate changes with time. Several are applied one after another.
#[rollbook::dispatch]
pub trait ParamScheduler {
    /// The rate that `rate` becomes at this point.
    fn rate(&self, rate: f64, progress: Progress) -> f64;
}

/// What all schedulers have: from when to when, in epochs or steps.
macro_rules! schedulers {
    ($($(#[$doc:meta])* $name:ident { $($(#[$attr:meta])* $field:ident: $type:ty,)* } |$this:ident, $rate:ident, $time:ident, $length:ident| $body:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, rollbook::Config)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$attr])* $field: $type,)*
            #[serde(default)]
            begin: usize,
            #[serde(default = "never")]
            end: usize,
            #[serde(default = "yes")]
            by_epoch: bool,
            #[serde(default)]
            convert_to_iter_based: bool,
        }

        impl ParamScheduler for $name {
            #[allow(clippy::cast_precision_loss)]
            fn rate(&self, $rate: f64, progress: Progress) -> f64 {
                let span = Span {
                    begin: self.begin,
                    end: self.end,
                    by_epoch: self.by_epoch,
                    convert: self.convert_to_iter_based,
                };
                let Some(($time, $length)) = span.time(progress) else { return $rate };
                let $this = self;
                $body
            }
        }
    )*};
}

struct Span {
    begin: usize,
    end: usize,
    by_epoch: bool,
    convert: bool,
}

/// What a unit of a scheduler's own arguments is in units of its time.
struct Unit(f64);

impl Span {
    /// The time since the beginning, and how long it lasts; `None` before. After the end it does not change.
    #[allow(clippy::cast_precision_loss)]
    fn time(&self, progress: Progress) -> Option<(f64, (f64, Unit))> {
        let (now, unit) = match (self.by_epoch, self.convert) {
            (true, false) => (progress.steps / progress.epoch.max(1), 1),
            (true, true) => (progress.steps, progress.epoch),
            (false, _) => (progress.steps, 1),
        };
        let begin = self.begin.saturating_mul(unit);
        let length = self.end.saturating_mul(unit).saturating_sub(begin);
        let time = now.checked_sub(begin)?.min(length.saturating_sub(1));
        Some((time as f64, (length as f64, Unit(unit as f64))))
    }
}

fn never() -> usize {
    usize::MAX
}

fn yes() -> bool {
    true
}

fn tenth() -> f64 {
    0.1
}

fn third() -> f64 {
    1.0 / 3.0
}

fn one() -> f64 {
    1.0
}

schedulers! {
    /// A factor until the end.
    ConstantLR {
        #[serde(default = "third")] factor: f64,
    } |this, rate, time, span| if time < span.0 - 1.0 { rate * this.factor } else { rate };
    /// From a factor to another along a line.
    LinearLR {
        #[serde(default = "third")] start_factor: f64,
        #[serde(default = "one")] end_factor: f64,
    } |this, rate, time, span| {
        let share = time / (span.0 - 1.0).max(1.0);
        rate * (this.start_factor + (this.end_factor - this.start_factor) * share)
    };
    /// A factor at each milestone.
    MultiStepLR {
        milestones: Vec<usize>,
        #[serde(default = "tenth")] gamma: f64,
    } |this, rate, time, span| {
        let passed = this.milestones.iter().filter(|milestone| time >= **milestone as f64 * span.1.0);
        rate * this.gamma.powi(i32::try_from(passed.count()).unwrap_or(i32::MAX))
    };
    /// A factor every few epochs.
    StepLR {
        step_size: usize,
        #[serde(default = "tenth")] gamma: f64,
    } |this, rate, time, span| {
        let steps = (time / (this.step_size.max(1) as f64 * span.1.0)).floor();
        rate * this.gamma.powf(steps)
    };
    /// A factor each time.
    ExponentialLR {
        gamma: f64,
    } |this, rate, time, span| {
        let _ = &span;
        rate * this.gamma.powf(time)
    };
    /// Down along a cosine.
    CosineAnnealingLR {
        #[serde(rename = "T_max")] t_max: Option<usize>,
        #[serde(default)] eta_min: f64,
        eta_min_ratio: Option<f64>,
    } |this, rate, time, span| {
        let half = this.t_max.map_or(span.0, |steps| steps as f64 * span.1.0).max(1.0);
        let least = this.eta_min_ratio.map_or(this.eta_min, |ratio| ratio * rate);
        least + (rate - least) * (1.0 + (std::f64::consts::PI * time / half).cos()) / 2.0
    };
}
