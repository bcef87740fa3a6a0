//! From a config to its module in a registry with `async = true`: one future, which holds those of the modules.

use super::build;
use super::enums::{config_alias, enabled, source, source_alias, source_and_context};
use super::text::{block, docs, indent, place};
use crate::model::{Asynchronous, BuildFunction, Model, Module, Registry};

/// What differs between the registries.
struct How<'a> {
    registry: &'a Registry,
    local: bool,
    /// `, context`, or nothing.
    argument: &'static str,
}

pub(super) fn build(model: &Model, registry: &Registry) -> String {
    let context = registry.context.is_some();
    let how = How {
        registry,
        local: registry.asynchronous == Some(Asynchronous::Local),
        argument: if context { ", context" } else { "" },
    };
    let wrapped = build::wrapped(model, registry, &|function| how.around(function));
    let construct = how.construct();
    let mut out = format!("impl {} {{\n", source(registry));
    let mut modules = enabled(registry);
    let made = modules.any(|module| module.config.is_some() || module.build.is_some());
    let body = wrapped.as_ref().unwrap_or(&construct);
    let used = made || (wrapped.is_some() && enabled(registry).next().is_some());
    let builds = function(registry, "build", "Builds the module.", body, used);
    out.push_str(&indent(&builds, 1));
    if wrapped.is_some() {
        let constructs = function(registry, "construct", build::CONSTRUCT, &construct, made);
        out.push_str(&indent(&format!("\n{constructs}"), 1));
    }
    out.push_str("}\n\n");
    let (suffix, context) = (build::suffix(registry), source_and_context(registry));
    let at = place(&registry.place);
    out.push_str(&format!(
        "__rollbook::builds{suffix}!({context}); // {at}\n"
    ));
    if build::is_generic(registry) {
        let line = format!("__rollbook::constructs{suffix}!({context}); // {at}\n");
        out.push_str(&line);
    }
    out.push_str(&how.sendable());
    out
}

/// An async function of the enum that builds. `used`: modules that are their own configs take no notice of the context.
pub(super) fn function(
    registry: &Registry,
    name: &str,
    title: &str,
    body: &str,
    used: bool,
) -> String {
    let context = registry.context.is_some();
    let parameter = match (context, used) {
        (false, _) => "",
        (true, true) => ", context: &Context",
        (true, false) => ", _context: &Context",
    };
    // Without it, editions before 2024 let the future borrow nothing.
    let lifetime = if context { " + use<'_>" } else { "" };
    let send = if registry.asynchronous == Some(Asynchronous::Local) {
        ""
    } else {
        " + __rollbook::Send"
    };
    format!(
        "{}///\n/// # Errors\n///\n/// What the module's constructor fails with.\n\
         #[allow(unused_variables)]\npub fn {name}(self{parameter})\n-> impl __rollbook::Future<Output = __rollbook::Result<Module, \
         __rollbook::BuildError>>{send}{lifetime} {{\n    __rollbook::asynchronous!(async move {{\n{}    }})\n}}\n",
        docs(title, None),
        indent(body, 2),
    )
}

impl How<'_> {
    /// The traits whose methods are called below.
    fn imports(&self) -> String {
        let local = if self.local {
            "use __rollbook::ChooseLocal as _;\n"
        } else {
            ""
        };
        format!("use __rollbook::{{Choose as _, ReturnedKind as _}};\n{local}")
    }

    fn construct(&self) -> String {
        if enabled(self.registry).next().is_none() {
            return "match self {}\n".to_owned();
        }
        let arms = block("match self", enabled(self.registry), |module| {
            self.arm(module)
        });
        self.imports() + &arms
    }

    /// How a module is made: the config is the module, or a conversion or a function makes it.
    fn arm(&self, module: &Module) -> String {
        if let Some(arm) = build::as_it_is(module) {
            return arm;
        }
        let (config, hold) = (build::config(module), build::hold(module));
        let Module { variant, build, .. } = module;
        let place = place(&module.place);
        let (first, future) = if let Some(function) = build {
            let first = format!(
                "let module = {function}({config}{}); // {place}\n    {}",
                self.argument,
                kind(&format!("types::{variant}"))
            );
            (first, self.outcome())
        } else {
            let context = if self.registry.context.is_some() {
                "Context"
            } else {
                "()"
            };
            let more = if self.local { "&" } else { "" };
            let first = format!(
                "let way = ({more}&&&&__rollbook::Choice::<types::{variant}, {}, {context}>::OF).way(); // {place}",
                source_alias(self.registry, module)
            );
            let context = if self.registry.context.is_some() {
                "context"
            } else {
                "&()"
            };
            (first, format!("way.build({config}, {context})"))
        };
        let future = if module.closes_cycle {
            format!("__rollbook::Box::pin({future})")
        } else {
            future
        };
        format!(
            "Self::{variant}(config) => {{\n    {first}\n    let module = {future}.await; // {place}\n    \
             let module = __rollbook::built::<types::{variant}>(module, \"{}\", Kind::{variant}.info()); // {place}\n    \
             module.{hold}\n}}",
            self.registry.name
        )
    }

    /// A build function around the module's own way.
    fn around(&self, function: Option<&BuildFunction>) -> String {
        let argument = self.argument;
        let Some(function) = function else {
            return format!(
                "self.construct({}).await",
                argument.trim_start_matches(", ")
            );
        };
        let place = place(&function.place);
        format!(
            "{}let module = {}(self{argument}); // {place}\n{}\nlet module = {}.await; // {place}\n\
             __rollbook::wrapped(module, \"{}\", kind.info()) // {place}",
            self.imports(),
            function.path,
            kind("Module"),
            self.outcome(),
            self.registry.name,
        )
    }

    /// The future of what a function returned.
    fn outcome(&self) -> String {
        let local = if self.local { "_local" } else { "" };
        format!("returned.outcome{local}(module)")
    }

    /// What a task needs to carry the future to another thread: a line for each module.
    fn sendable(&self) -> String {
        if self.local {
            return String::new();
        }
        let mut body = String::new();
        if self.registry.context.is_some() {
            let place = place(&self.registry.place);
            body.push_str(&format!("__rollbook::shareable::<Context>(); // {place}\n"));
        }
        for module in enabled(self.registry) {
            body.push_str(&format!(
                "__rollbook::sendable::<types::{}, {}>(); // {}\n",
                module.variant,
                config_alias(module),
                place(&module.place)
            ));
            if source_alias(self.registry, module) != config_alias(module) {
                body.push_str(&format!(
                    "__rollbook::sendable::<types::{0}, valids::{0}>(); // {1}\n",
                    module.variant,
                    place(&module.place)
                ));
            }
        }
        match body.as_str() {
            "" => String::new(),
            body => format!("\nconst _: () = {{\n{}}};\n", indent(body, 1)),
        }
    }
}

/// Chooses whether the value `module` is awaited.
fn kind(of: &str) -> String {
    format!("let returned = (&&&&__rollbook::returned::<{of}, _>(&module)).kind();")
}
