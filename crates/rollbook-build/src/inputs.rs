//! What a build script gave to the generator, kept in `OUT_DIR` so that tools can generate the same again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use crate::fragment;
use crate::text::json::quoted;

/// The file, in `OUT_DIR`.
pub(crate) const FILE: &str = "rollbook-inputs.toml";

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Recorded {
    pub(crate) manifest: PathBuf,
    pub(crate) root: PathBuf,
    pub(crate) package: String,
    /// The package's version, or nothing if it is not known.
    pub(crate) version: String,
    pub(crate) features: BTreeSet<String>,
    pub(crate) declared: Option<BTreeSet<String>>,
    pub(crate) published: BTreeMap<String, PathBuf>,
}

pub(crate) fn write(inputs: &Recorded) -> String {
    let path = |path: &Path| quoted(&path.to_string_lossy());
    let list = |all: &BTreeSet<String>| {
        let all = all.iter().map(|item| quoted(item));
        all.collect::<Vec<_>>().join(", ")
    };
    let mut out = format!(
        "# What the build script was given; read by cargo-rollbook.\nversion = {}\nmanifest = {}\nroot = {}\npackage = {}\npackage-version = {}\nfeatures = [{}]\n",
        quoted(fragment::version()),
        path(&inputs.manifest),
        path(&inputs.root),
        quoted(&inputs.package),
        quoted(&inputs.version),
        list(&inputs.features),
    );
    if let Some(declared) = &inputs.declared {
        out.push_str(&format!("declared = [{}]\n", list(declared)));
    }
    out.push_str("\n[published]\n");
    for (links, fragment) in &inputs.published {
        out.push_str(&format!("{} = {}\n", quoted(links), path(fragment)));
    }
    out
}

/// `None` if the text is not in the form of this version.
pub(crate) fn read(text: &str) -> Option<Recorded> {
    let table = DeTable::parse(text).ok()?;
    let table = table.get_ref();
    let string = |key: &str| table.get(key)?.get_ref().as_str();
    let list = |key: &str| match table.get(key).map(toml::Spanned::get_ref) {
        Some(DeValue::Array(items)) => {
            let items = items
                .iter()
                .map(|item| item.get_ref().as_str().map(str::to_owned));
            items.collect::<Option<BTreeSet<_>>>()
        }
        _ => None,
    };
    if string("version")? != fragment::version() {
        return None;
    }
    let published = table.get("published")?.get_ref().as_table()?;
    let published = published.iter().map(|(links, path)| {
        let path = path.get_ref().as_str()?;
        Some((links.get_ref().to_string(), PathBuf::from(path)))
    });
    Some(Recorded {
        manifest: string("manifest")?.into(),
        root: string("root")?.into(),
        package: string("package")?.to_owned(),
        version: string("package-version")?.to_owned(),
        features: list("features")?,
        declared: list("declared"),
        published: published.collect::<Option<_>>()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_and_read() {
        let mut inputs = Recorded {
            manifest: "a \"b\"/registry.toml".into(),
            root: "C:\\net\\网".into(),
            package: "app".to_owned(),
            version: "1.0.0-beta".to_owned(),
            features: BTreeSet::from(["A".to_owned(), "B_C".to_owned()]),
            declared: None,
            published: BTreeMap::from([("MM\nCV".to_owned(), "/x/y".into())]),
        };
        assert_eq!(read(&write(&inputs)), Some(inputs.clone()));
        inputs.declared = Some(BTreeSet::from(["a".to_owned()]));
        assert_eq!(read(&write(&inputs)), Some(inputs));
    }

    #[test]
    fn what_is_not_read() {
        assert_eq!(read(""), None);
        assert_eq!(read("not toml"), None);
        let text = write(&Recorded::default());
        assert_eq!(read(&text.replace("version = \"0", "version = \"99")), None);
    }
}
