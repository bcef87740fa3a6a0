//! Looks names up, and builds modules, without std and without serde. `cargo test -p consumer-no-std` compiles rollbook
//! without its features; as a part of the workspace it gets those that others ask for.

#![no_std]
#![allow(missing_docs)]

pub mod registry {
    rollbook::include_registry!();
}

extern crate alloc;

use alloc::vec::Vec;

use registry::sensor;
use rollbook::{BuildAsync, BuildError};

#[rollbook::dispatch]
pub trait Sensor {
    fn pin(&self) -> u8;
}

pub struct Thermometer {
    pub pin: u8,
}

impl Sensor for Thermometer {
    fn pin(&self) -> u8 {
        self.pin
    }
}

pub struct Pin(pub u8);

pub struct Barometer(u8);

impl From<Pin> for Barometer {
    fn from(pin: Pin) -> Self {
        Self(pin.0)
    }
}

impl Sensor for Barometer {
    fn pin(&self) -> u8 {
        self.0
    }
}

pub struct I2cConfig(pub u8);

pub struct I2c(pub u8);

impl BuildAsync for I2cConfig {
    type Module = I2c;

    async fn build(self, (): &()) -> Result<I2c, BuildError> {
        core::future::ready(()).await;
        Ok(I2c(self.0))
    }
}

pub struct MuxConfig<B>(pub Vec<B>);

pub struct Mux<M>(pub Vec<M>);

impl<B: BuildAsync> BuildAsync for MuxConfig<B> {
    type Module = Mux<B::Module>;

    async fn build(self, (): &()) -> Result<Self::Module, BuildError> {
        Ok(Mux(self.0.build(&()).await?))
    }
}

/// Resolved while this crate compiles.
pub const BAROMETER: Option<sensor::Kind> = sensor::REGISTRY.get("bmp280");

/// Resolved while it runs.
#[must_use]
pub fn find(name: &str) -> Option<sensor::Kind> {
    sensor::REGISTRY.get(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_looked_up() {
        assert_eq!(BAROMETER, Some(sensor::Kind::Barometer));
        assert_eq!(find("Thermometer"), Some(sensor::Kind::Thermometer));
        assert_eq!(find("thermometer"), None);
    }

    #[test]
    fn modules_are_built_and_called() {
        let config = sensor::Config::Barometer(Pin(7));
        assert_eq!(config.build().map(|sensor| sensor.pin()).ok(), Some(7));
    }

    #[test]
    fn a_bus_is_waited_for() {
        use core::task::{Context, Poll, Waker};
        use registry::bus::{Config, Module};

        let mux = Config::Mux(MuxConfig(alloc::vec![Config::I2c(I2cConfig(4))]));
        let built = core::pin::pin!(mux.build());
        let Poll::Ready(Ok(Module::Mux(Mux(buses)))) =
            built.poll(&mut Context::from_waker(Waker::noop()))
        else {
            panic!("not built");
        };
        assert!(matches!(&buses[..], [Module::I2c(I2c(4))]));
    }
}
