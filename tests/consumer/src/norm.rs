//! Modules with defaults, and two of one name in different scopes.

#[derive(Debug, PartialEq, serde::Deserialize)]
pub struct Layer;

#[derive(Debug, PartialEq, serde::Deserialize)]
pub struct Batch;

#[derive(Debug, PartialEq, rollbook::Config)]
pub struct Residual<N> {
    pub norm: N,
    pub width: u32,
}

#[derive(Debug, PartialEq, serde::Deserialize)]
pub struct Pair<N> {
    pub first: N,
    pub second: N,
}

/// Has no `y`, and does not refuse it.
#[derive(Debug, serde::Deserialize)]
pub struct Odd {
    pub depth: u32,
}

#[derive(Debug, serde::Deserialize)]
pub struct Held<B> {
    pub backbone: B,
}

/// A default for one of two; the pair is checked as a whole.
#[derive(Debug, serde::Deserialize)]
#[serde(try_from = "Ends")]
pub struct Half(pub u32, pub u32);

#[derive(serde::Deserialize)]
pub struct Ends {
    low: u32,
    #[serde(default)]
    high: u32,
}

impl TryFrom<Ends> for Half {
    type Error = String;

    fn try_from(Ends { low, high }: Ends) -> Result<Self, String> {
        if low > high {
            return Err(format!("{low} is more than {high}"));
        }
        Ok(Self(low, high))
    }
}
