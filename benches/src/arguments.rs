//! The arguments behind a table's name: `COUNT ROUNDS PROGRAM...`, each of them optional.

use anyhow::Result;

pub(crate) struct Arguments {
    /// How many modules.
    pub(crate) count: usize,
    /// How often each program takes its turn.
    pub(crate) rounds: usize,
    programs: Vec<String>,
}

impl Arguments {
    pub(crate) fn read() -> Result<Self> {
        let all = std::env::args().skip(2);
        let (numbers, programs) =
            all.partition::<Vec<_>, _>(|text| text.chars().all(|c| c.is_ascii_digit()));
        let number = |place: usize, default| match numbers.get(place) {
            Some(text) => text.parse(),
            None => Ok(default),
        };
        Ok(Self {
            count: number(0, 300)?,
            rounds: number(1, 1)?,
            programs,
        })
    }

    /// Without names all programs are wanted.
    pub(crate) fn wants(&self, program: &str) -> bool {
        self.programs.is_empty() || self.programs.iter().any(|wanted| wanted == program)
    }
}
