//! Which build function runs around which construction: the nearest one.

use rollbook::__private::build::ScopeId;

use super::path::{self, Use};
use super::scopes::Scopes;
use super::types::{BuildFunction, Registry};
use super::workspace::Workspace;
use crate::diagnostics::Problems;
use crate::manifest::{BuildEntry, registry_problem};
use crate::text::PackageId;

/// Gives each registry its build functions: `own` are those of `[registry.R]`, with the registry's name.
///
/// At one scope, `[scope.S] build` comes before `[registry.R] build`, and the package that is built comes before the
/// packages that it merges, the last of these first. A package's `[registry.R] build` counts for that package's own
/// scope and those below it, unless the package has a function for that scope or one above it. That of the package that
/// is built is for all other modules, too. A function that is not generic takes the enum of its own crate, and runs
/// only there.
pub(super) fn place(
    registries: &mut [&mut Registry],
    own: Vec<(String, BuildEntry)>,
    scopes: &Scopes,
    workspace: &Workspace<'_>,
    problems: &mut Problems,
) {
    let package = |build: &BuildEntry| workspace.package_id(build.function.span);
    let runs = |build: &BuildEntry| build.generic || package(build) == PackageId::BUILT;
    let mut of_scopes = scopes.builds.iter().collect::<Vec<_>>();
    of_scopes.sort_by_key(|(_, _, build)| package(build).in_order());
    let mut explicit = Vec::new();
    for (scope, registry, build) in of_scopes {
        let found = registries
            .iter()
            .position(|known| known.name == registry.value);
        let Some(found) = found else {
            let known = registries.iter().map(|known| known.name.as_str());
            let known = known.collect::<Vec<_>>();
            problems.add(registry_problem(problems, registry, &known));
            continue;
        };
        let Some(function) = function(build, workspace, problems) else {
            continue;
        };
        explicit.push((*scope, found, package(build)));
        put(&mut registries[found].scope_builds, *scope, function);
    }
    let own = own.into_iter().filter(|(_, build)| runs(build));
    let mut own = own.collect::<Vec<_>>();
    own.sort_by_key(|(_, build)| package(build).in_order());
    for (registry, build) in own {
        let found = registries.iter().position(|known| known.name == registry);
        let (Some(found), Some(function)) = (found, function(&build, workspace, problems)) else {
            continue;
        };
        let from = package(&build);
        if from == PackageId::BUILT {
            registries[found].build = Some(function.clone());
        }
        let scope = match from {
            PackageId::BUILT => Some(scopes.viewer),
            _ => {
                let package = workspace.package(build.function.span);
                scopes.by_key.get(&package.scope).copied()
            }
        };
        let Some(scope) = scope else {
            continue;
        };
        let above = std::iter::successors(Some(scope), |at| scopes.scope(*at).parent);
        let has = |at: ScopeId, from: Option<PackageId>| {
            let at = |known: &&(ScopeId, usize, PackageId)| known.0 == at && known.1 == found;
            let mut known = explicit.iter().filter(at);
            known.any(|known| from.is_none_or(|from| known.2 == from))
        };
        if has(scope, None) || above.into_iter().any(|at| has(at, Some(from))) {
            continue;
        }
        put(&mut registries[found].scope_builds, scope, function);
    }
}

/// Adds the function for the scope, or replaces the one that it has.
fn put(builds: &mut Vec<(ScopeId, BuildFunction)>, scope: ScopeId, function: BuildFunction) {
    match builds.iter_mut().find(|(known, _)| *known == scope) {
        Some((_, known)) => *known = function,
        None => builds.push((scope, function)),
    }
}

fn function(
    build: &BuildEntry,
    workspace: &Workspace<'_>,
    problems: &mut Problems,
) -> Option<BuildFunction> {
    let path = path::resolve(&build.function, Use::Build, &[], workspace, problems)?;
    Some(BuildFunction {
        path,
        generic: build.generic,
        place: workspace.place(build.function.span),
    })
}
