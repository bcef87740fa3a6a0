//! Tables as Markdown, so that the page is what was printed.

/// What a row is called, and its figures; one that was not measured is a dash.
pub(crate) struct Row {
    titles: Vec<String>,
    figures: Vec<Option<f64>>,
}

impl Row {
    pub(crate) fn new<T: ToString>(
        titles: impl IntoIterator<Item = T>,
        figures: Vec<Option<f64>>,
    ) -> Self {
        Self {
            titles: titles.into_iter().map(|title| title.to_string()).collect(),
            figures,
        }
    }
}

pub(crate) fn table(heading: &str, titles: &[&str], figures: &[&str], rows: &[Row]) {
    println!("\n### {heading}\n");
    println!("| {} | {} |", titles.join(" | "), figures.join(" | "));
    println!("|{}", " --- |".repeat(titles.len() + figures.len()));
    for row in rows {
        let figures = row.figures.iter().map(|figure| match figure {
            None => "-".to_owned(),
            Some(figure) => shown(*figure),
        });
        let figures = figures.collect::<Vec<_>>().join(" | ");
        println!("| {} | {figures} |", row.titles.join(" | "));
    }
}

/// Three digits, or all of a larger number.
fn shown(figure: f64) -> String {
    if figure >= 1000.0 || figure.fract() == 0.0 {
        let digits = format!("{figure:.0}");
        let mut out = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place) % 3 == 0 {
                out.push(',');
            }
            out.push(digit);
        }
        return out;
    }
    match figure {
        100.0.. => format!("{figure:.0}"),
        10.0.. => format!("{figure:.1}"),
        _ => format!("{figure:.2}"),
    }
}
