//! One fault.

pub mod registry { rollbook::include_registry!(); }
pub struct Any;
#[derive(serde::Deserialize)]
pub struct AnyConfig {}
pub struct AnyValid;
impl rollbook::Validate for AnyConfig {
    type Valid = AnyValid;
    fn validate(self, (): &(), _: &mut rollbook::Problems) -> Option<AnyValid> { Some(AnyValid) }
}
impl From<AnyConfig> for Any {
    fn from(_: AnyConfig) -> Self { Self }
}
