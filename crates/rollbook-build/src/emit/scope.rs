//! The enum of scopes.

use rollbook::__private::build::ScopeId;

use super::text::wrapped;
use super::writer::Writer;
use crate::model::Model;

pub(super) fn scope(out: &mut Writer, model: &Model) {
    writeln!(out);
    out.docs("A scope of the manifest, depth first: where names live.");
    out.line("#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]");
    out.line("#[allow(dead_code, unreachable_pub, non_camel_case_types)]");
    out.block("pub enum Scope", |out| {
        for scope in &model.scopes {
            out.docs(format_args!("`{}`, {}", scope.name, scope.place));
            out.manifest_docs(scope.doc.as_deref());
            writeln!(out, "{},", scope.variant);
        }
    });
    writeln!(out);
    out.block("__rollbook::scopes!", |out| {
        let all = model.scopes.iter().map(|scope| scope.variant.as_str());
        writeln!(out, "own = {},", model.scope(model.viewer).variant);
        writeln!(out, "all = [{}],", wrapped(all));
        if model.scopes.iter().all(|scope| scope.parent.is_none()) {
            out.line("children = []");
            return;
        }
        out.nest("children = [", "]", |out| {
            model
                .scope_ids()
                .for_each(|parent| children(out, model, parent));
        });
    });
}

fn children(out: &mut Writer, model: &Model, parent: ScopeId) {
    let children = model.scopes.iter();
    let mut children = children
        .filter(|scope| scope.parent == Some(parent))
        .map(|scope| scope.variant.as_str())
        .peekable();
    if children.peek().is_some() {
        let children = wrapped(children);
        writeln!(out, "{} => [{children}]", model.scope(parent).variant);
    }
}
