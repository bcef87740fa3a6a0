//! The packages and texts around a manifest.

use crate::fragment::Package;
use crate::text::{Source, Span};

/// Everything that is known besides the manifest.
pub(crate) struct Workspace<'a> {
    /// The packages whose manifests take part. The package that is built comes first.
    pub(crate) packages: &'a [Package],
    /// The manifest's own text first.
    pub(crate) sources: &'a [Source],
}

impl Workspace<'_> {
    /// Whose manifest a place is in.
    pub(crate) fn package(&self, span: Span) -> &Package {
        &self.packages[self.package_index(span)]
    }

    pub(crate) fn package_index(&self, span: Span) -> usize {
        self.sources[span.source].package
    }
}
