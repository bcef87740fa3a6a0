//! Modules for registries of another crate, whose constructors wait.
#![allow(missing_docs)]

use std::sync::atomic::Ordering;

use consumer::sink::Pool;
use rollbook::{BuildAsync, BuildError, Problems, Validate};
use serde::Deserialize;

pub mod registry {
    rollbook::include_registry!();
}

#[derive(Debug, Deserialize)]
pub struct CounterConfig {
    pub step: usize,
}

#[derive(Debug)]
pub struct Counter {
    pub from: usize,
}

impl Validate<Pool> for CounterConfig {
    type Valid = Self;

    fn validate(self, _pool: &Pool, problems: &mut Problems) -> Option<Self> {
        if self.step == 0 {
            problems.add_at("step", "a counter counts");
        }
        Some(self)
    }
}

impl BuildAsync<Pool> for CounterConfig {
    type Module = Counter;

    async fn build(self, pool: &Pool) -> Result<Counter, BuildError> {
        std::future::ready(()).await;
        let from = pool.opened.fetch_add(self.step, Ordering::Relaxed);
        Ok(Counter { from })
    }
}

#[derive(Debug, Deserialize)]
pub struct Clock {}
