//! Generates what is called: enums and trait objects of several sizes, with bodies that inline or do not.

use std::fmt::Write;
use std::path::Path;

use anyhow::Result;

use crate::registry;

pub(crate) fn dispatch(out_dir: &Path) -> Result<()> {
    let mut out = String::new();
    for count in [10, 100] {
        for inline in [true, false] {
            family(&mut out, count, inline, out_dir)?;
        }
    }
    std::fs::write(out_dir.join("dispatch.rs"), out)?;
    Ok(())
}

fn family(out: &mut String, count: usize, inline: bool, out_dir: &Path) -> Result<()> {
    let title = format!("{}{count}", if inline { "inlined" } else { "called" });
    let attribute = if inline {
        "#[inline(always)]"
    } else {
        "#[inline(never)]"
    };
    let mut manifest = format!(
        "[rollbook]\nserde = false\nmodule = \"crate::dispatch::{title}::ours\"\n\
         [registry.{title}]\ntrait = \"crate::dispatch::{title}::{title}\"\n[modules.{title}]\n"
    );
    writeln!(
        out,
        "pub mod {title} {{\n#[allow(non_camel_case_types)] #[rollbook::dispatch] pub trait {title} {{ fn value(&self) -> u32; }}"
    )?;
    writeln!(
        out,
        "#[allow(non_camel_case_types)] #[enum_dispatch::enum_dispatch] pub trait Peer_{title} {{ fn value_of(&self) -> u32; }}"
    )?;
    let mut hand = String::new();
    let mut peers = String::new();
    let mut make = String::new();
    for index in 0..count {
        writeln!(
            manifest,
            "V{index} = \"crate::dispatch::{title}::V{index}\""
        )?;
        // Bodies that differ in more than a constant, or LLVM makes a table of constants of them.
        let body = match index % 5 {
            0 => format!("self.0.wrapping_mul({})", 2 * index + 3),
            1 => format!("self.0.rotate_left({}) ^ {index}", index % 31 + 1),
            2 => format!("self.0.wrapping_add({index}).count_ones() + {index}"),
            3 => format!(
                "(self.0 | {index}).leading_zeros().wrapping_mul({})",
                index + 1
            ),
            _ => format!("self.0.wrapping_sub({index}) >> {}", index % 17),
        };
        writeln!(
            out,
            "#[derive(Clone, Copy, Debug)] pub struct V{index}(pub u32);\n\
             impl V{index} {{ {attribute} fn body(&self) -> u32 {{ {body} }} }}\n\
             impl {title} for V{index} {{ {attribute} fn value(&self) -> u32 {{ {body} }} }}\n\
             impl Peer_{title} for V{index} {{ {attribute} fn value_of(&self) -> u32 {{ {body} }} }}"
        )?;
        writeln!(hand, "Hand::V{index}(held) => held.body(),")?;
        writeln!(peers, "V{index},")?;
        writeln!(
            make,
            "{index} => {{ all.hand.push(Hand::V{index}(V{index}(value))); \
             all.ours.push(ours::{title}::Module::V{index}(V{index}(value))); \
             all.peer.push(Peers_{title}::V{index}(V{index}(value))); all.boxed.push(Box::new(V{index}(value))); }}"
        )?;
    }
    let variants = (0..count)
        .map(|index| format!("V{index}(V{index}),"))
        .collect::<String>();
    writeln!(
        out,
        "pub mod ours {{ use rollbook::__private::registry as __rollbook; include!(concat!(env!(\"OUT_DIR\"), \"/{title}.rs\")); }}\n\
         pub enum Hand {{ {variants} }}\nimpl Hand {{ #[inline] pub fn value(&self) -> u32 {{ match self {{ {hand} }} }} }}\n\
         #[allow(non_camel_case_types)] #[enum_dispatch::enum_dispatch(Peer_{title})] pub enum Peers_{title} {{ {peers} }}\n\
         #[derive(Default)] pub struct All {{ pub hand: Vec<Hand>, pub ours: Vec<ours::{title}::Module>, pub peer: Vec<Peers_{title}>, pub boxed: Vec<Box<dyn {title}>> }}\n\
         pub fn all(picks: &[(usize, u32)]) -> All {{ let mut all = All::default(); for (pick, value) in picks {{ let value = *value; match pick {{ {make} _ => {{}} }} }} all }} }}"
    )?;
    registry(&title, &manifest, out_dir)
}
