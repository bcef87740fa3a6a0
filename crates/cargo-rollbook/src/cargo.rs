//! Runs Cargo, and reads its messages.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::args::Common;

/// A package of the workspace.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Its Cargo.toml.
    pub(crate) manifest: PathBuf,
    /// The target that its problems are reported for, as Cargo describes it.
    pub(crate) target: Value,
    pub(crate) has_build_script: bool,
}

/// The workspace, and the packages that the command line selects.
#[derive(Debug)]
pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    pub(crate) members: Vec<Member>,
}

/// # Errors
///
/// Cargo cannot be run, finds no workspace, or there is no such package.
pub(crate) fn workspace(common: &Common) -> Result<Workspace> {
    let mut command = cargo("metadata", common);
    command.args(["--no-deps", "--format-version=1"]);
    let output = command.output().context("cannot run cargo")?;
    if !output.status.success() {
        bail!("{}", said(&output.stderr));
    }
    let metadata: Value =
        serde_json::from_slice(&output.stdout).context("cannot read what `cargo metadata` says")?;
    let root = PathBuf::from(metadata["workspace_root"].as_str().unwrap_or_default());
    let all = metadata["packages"].as_array().into_iter().flatten();
    let all = all.filter_map(member).collect::<Vec<_>>();
    let members = select(common, &metadata, all)?;
    Ok(Workspace { root, members })
}

fn member(package: &Value) -> Option<Member> {
    let targets = package["targets"].as_array()?;
    let is = |target: &Value, kind: &str| {
        target["kind"]
            .as_array()
            .is_some_and(|kinds| kinds.iter().any(|known| known == kind))
    };
    let order = ["lib", "bin"];
    let main = order
        .iter()
        .find_map(|kind| targets.iter().find(|target| is(target, kind)));
    Some(Member {
        id: package["id"].as_str()?.to_owned(),
        name: package["name"].as_str()?.to_owned(),
        manifest: package["manifest_path"].as_str()?.into(),
        target: main.or(targets.first())?.clone(),
        has_build_script: targets.iter().any(|target| is(target, "custom-build")),
    })
}

/// Those that `-p` names, or the package around the working folder, or the default members.
fn select(common: &Common, metadata: &Value, all: Vec<Member>) -> Result<Vec<Member>> {
    if !common.package.is_empty() {
        for wanted in &common.package {
            if !all.iter().any(|member| named(member, wanted)) {
                let known = all.iter().map(|member| format!("`{}`", member.name));
                let known = known.collect::<Vec<_>>().join(", ");
                bail!("no package `{wanted}` in this workspace; the packages are {known}");
            }
        }
        let wanted = |member: &Member| common.package.iter().any(|wanted| named(member, wanted));
        return Ok(all.into_iter().filter(wanted).collect());
    }
    let start = match &common.manifest_path {
        Some(path) => path.canonicalize().ok(),
        None => std::env::current_dir().ok().and_then(|folder| {
            let manifests = folder.ancestors().map(|folder| folder.join("Cargo.toml"));
            manifests.into_iter().find(|path| path.is_file())
        }),
    };
    let real = |path: &Path| path.canonicalize().ok();
    let around = all.iter().find(|member| {
        start.is_some() && real(&member.manifest) == start.as_deref().and_then(real)
    });
    if let Some(member) = around {
        return Ok(vec![member.clone()]);
    }
    let default = metadata["workspace_default_members"].as_array();
    let wanted =
        |member: &Member| default.is_some_and(|default| default.iter().any(|id| *id == member.id));
    Ok(all.into_iter().filter(wanted).collect())
}

fn named(member: &Member, wanted: &str) -> bool {
    member.name == wanted || member.id == wanted
}

/// Runs `cargo check` for some packages, so that their build scripts run if something changed, and gives each line that
/// it prints. Returns whether it succeeded, and what it said on standard error.
///
/// # Errors
///
/// Cargo cannot be run.
pub(crate) fn check(
    common: &Common,
    members: &[Member],
    mut line: impl FnMut(&str),
) -> Result<(bool, String)> {
    let mut command = cargo("check", common);
    command.arg("--quiet").arg(match common.colored() {
        true => "--message-format=json-diagnostic-rendered-ansi",
        false => "--message-format=json",
    });
    for member in members {
        command.args(["--package", &member.id]);
    }
    for features in &common.features {
        command.args(["--features", features]);
    }
    if common.all_features {
        command.arg("--all-features");
    }
    if common.no_default_features {
        command.arg("--no-default-features");
    }
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().context("cannot run cargo")?;
    let mut errors = child.stderr.take().context("cannot read what cargo says")?;
    let errors = std::thread::spawn(move || {
        let mut text = Vec::new();
        // What cannot be read is not shown; the messages on standard output say what is wrong.
        let _ = errors.read_to_end(&mut text);
        said(&text)
    });
    let output = child
        .stdout
        .take()
        .context("cannot read what cargo prints")?;
    for text in BufReader::new(output).lines() {
        line(&text.context("cannot read what cargo prints")?);
    }
    let status = child.wait().context("cannot wait for cargo")?;
    Ok((status.success(), errors.join().unwrap_or_default()))
}

fn cargo(verb: &str, common: &Common) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.arg(verb);
    if let Some(path) = &common.manifest_path {
        command.arg("--manifest-path").arg(path);
    }
    if common.offline {
        command.arg("--offline");
    }
    command
}

/// What Cargo says of a failure, without its own `error: `.
fn said(stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
    let text = text.trim();
    text.strip_prefix("error: ").unwrap_or(text).to_owned()
}
