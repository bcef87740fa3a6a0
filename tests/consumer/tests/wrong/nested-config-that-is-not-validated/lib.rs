//! One fault.

pub mod registry { rollbook::include_registry!(); }
pub struct Not<M>(Box<M>);
#[derive(serde::Deserialize)]
pub struct NotConfig<R>(Box<R>);
impl<M, R: rollbook::Build<Module = M>> TryFrom<NotConfig<R>> for Not<M> {
    type Error = rollbook::BuildError;
    fn try_from(config: NotConfig<R>) -> Result<Self, Self::Error> {
        Ok(Self(rollbook::Build::build(config.0, &())?))
    }
}
