//! A data set as one page of HTML that needs nothing else: counts, sizes, where objects are, and boxes that look doubtful.

mod charts;
mod doubtful;
mod thumbnail;

use std::path::Path;

use quick_xml::escape::escape;
use rollbook::printable;

use crate::dataset::DataSet;
use crate::report::Report;
use crate::statistics::{Count, Statistics};

/// The page of a data set, which [`DataSet::check`] has found sound.
///
/// It has no script and loads nothing. Names from the data are shown as text, whatever they hold. Pictures are read for the
/// thumbnails alone; a picture that cannot be read is drawn as an empty frame.
///
/// ```
/// use converters::dataset::{Category, DataSet};
/// use converters::{Report, page};
///
/// let mut data = DataSet::default();
/// data.categories = vec![Category::new("<script>")];
/// let page = page::page(&data, &Report::default(), "job.toml", None);
/// assert!(page.contains("&lt;script&gt;") && !page.contains("<script>"));
/// ```
#[must_use]
pub fn page(data: &DataSet, report: &Report, title: &str, pictures: Option<&Path>) -> String {
    let statistics = Statistics::of(data);
    let title = text(title);
    let mut body = format!("<h1>{title}</h1>\n");
    body += &totals(&statistics);
    section(
        &mut body,
        "categories",
        "Objects a category",
        &charts::bars(&statistics.categories),
    );
    if statistics.parts.len() > 1 {
        section(
            &mut body,
            "parts",
            "Images a part",
            &charts::bars(&statistics.parts),
        );
    }
    section(
        &mut body,
        "sizes",
        "Boxes by the root of their area",
        &charts::bars(&statistics.sizes),
    );
    section(
        &mut body,
        "counts",
        "Images by how many objects they have",
        &charts::bars(&statistics.objects_an_image),
    );
    section(
        &mut body,
        "centres",
        "Where the centres of boxes are",
        &charts::heat_map(data),
    );
    section(
        &mut body,
        "doubts",
        "Doubtful boxes",
        &doubts(data, pictures),
    );
    section(
        &mut body,
        "report",
        "What was read and changed",
        &lines(report),
    );
    format!(
        "{HEAD}<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )
}

/// Nothing may be loaded and no script may run, also if a browser took some text of the data for more than text.
const HEAD: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
    <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n\
    <meta name=\"viewport\" content=\"width=device-width\">\n";

const STYLE: &str = "
:root { color-scheme: light; }
body { font: 15px/1.45 system-ui, sans-serif; color: #222; background: #fff; max-width: 60em; margin: 2em auto; padding: 0 1em; }
h1 { font-size: 1.5em; overflow-wrap: anywhere; }
h2 { font-size: 1.15em; margin-top: 2em; }
table { border-collapse: collapse; }
td, th { padding: .15em .8em .15em 0; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
.number { text-align: right; white-space: nowrap; }
.bar { width: 24em; }
.bar div { background: #1f77b4; height: .8em; margin-top: .35em; }
.tiles { display: flex; flex-wrap: wrap; gap: 1em; }
.tiles figure { width: 13em; margin: 0; }
.tiles figcaption { font-size: .85em; overflow-wrap: anywhere; }
.tiles img, .tiles svg { display: block; background: #eee; max-width: 100%; }
svg.heat { border: 1px solid #999; display: block; }
";

/// A text from the data as HTML.
fn text(text: &str) -> String {
    escape(printable(text)).into_owned()
}

fn section(body: &mut String, id: &str, title: &str, content: &str) {
    *body += &format!("<section id=\"{id}\">\n<h2>{title}</h2>\n{content}</section>\n");
}

fn totals(statistics: &Statistics) -> String {
    let categories = &statistics.categories;
    let used = categories.iter().filter(|count| count.count > 0).count();
    let rows = [
        ("images", statistics.images),
        ("images without objects", statistics.images_without_objects),
        ("objects", statistics.objects),
        ("categories", categories.len()),
        ("categories that nothing has", categories.len() - used),
    ];
    let rows = rows.map(|(name, count)| {
        format!("<tr><th>{name}</th><td class=\"number\">{count}</td></tr>\n")
    });
    format!("<table id=\"totals\">\n{}</table>\n", rows.concat())
}

fn doubts(data: &DataSet, pictures: Option<&Path>) -> String {
    let found = doubtful::find(data);
    if found.kinds.is_empty() {
        return "<p>None.</p>\n".to_owned();
    }
    let counts = found.kinds.iter().map(|(kind, count)| Count {
        name: (*kind).to_owned(),
        count: *count,
    });
    let mut content = charts::bars(&counts.collect::<Vec<_>>());
    content += "<div class=\"tiles\">\n";
    for doubt in &found.shown {
        let object = &data.objects[doubt.object];
        let image = &data.images[object.image as usize];
        let category = &data.categories[object.category as usize];
        let bounds = object.bounding_box;
        content += &format!(
            "<figure>{}<figcaption>{}: {}<br>{}, {} x {} at {}, {}</figcaption></figure>\n",
            thumbnail::thumbnail(image, object, pictures),
            doubt.kind,
            text(&category.name),
            text(&image.name),
            short(bounds.width),
            short(bounds.height),
            short(bounds.x),
            short(bounds.y),
        );
    }
    content += "</div>\n";
    content
}

/// A number with two decimals at most.
fn short(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

fn lines(report: &Report) -> String {
    let lines = report.to_string();
    let lines = lines
        .lines()
        .map(|line| format!("<li>{}</li>\n", text(line)));
    format!("<ul>\n{}</ul>\n", lines.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::data_set;

    #[test]
    fn hostile_names_are_text() {
        let mut data = data_set();
        let hostile =
            "</title></style><script>alert(1)</script><img src=http://x onerror=\"a\">'\u{202e}\n";
        data.categories[0].name = hostile.to_owned();
        data.images[0].name = hostile.to_owned();
        data.objects[0].bounding_box.x = -10.0;
        let page = page(&data, &Report::default(), hostile, None);
        for markup in ["<script", "<img src=http", "</title></style>", "\u{202e}"] {
            assert!(!page.contains(markup), "{markup}: {page}");
        }
        assert_eq!(page.matches("&lt;script&gt;").count(), 5);
        // Nothing is loaded.
        for attribute in ["src=\"http", "href=", "url(", "@import"] {
            assert!(!page.contains(attribute), "{attribute}");
        }
    }

    #[test]
    fn an_empty_data_set() {
        let page = page(&DataSet::default(), &Report::default(), "empty", None);
        assert!(page.contains("<p>None.</p>"), "{page}");
        assert!(!page.contains("NaN"), "{page}");
    }
}
