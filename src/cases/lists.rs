//! Lists that belong together: the files of a folder, one a register, or a case file and lists beside it.

use super::Format;
use super::finding::{Finding, Findings, RowUnit, Severity};
use super::input::{Input, OpenLists};
use super::layout::Layout;
use super::similar::closest;
use super::text::clean;
use super::unreadable::Unreadable;
use crate::diagnostic::Message;

/// A file that has been read into memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// the name that messages use
    pub name: String,
    pub bytes: Vec<u8>,
    pub format: Format,
}

/// A file with the rows of one register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// name or title of the register
    pub register: String,
    pub source: Source,
    pub given: Given,
}

/// How a list came to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// in a folder, by its file name
    Found,
    /// it is all there is of its register
    Replaces,
    /// its rows come after those of its register
    Adds,
}

/// What a batch is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lists {
    /// `name`: of the folder, for messages
    Folder { name: String, lists: Vec<List> },
    /// a wide sheet or nested records, and lists beside it
    Beside { base: Source, lists: Vec<List> },
}

/// Which files tell about which register.
pub(super) struct Resolved<'s> {
    pub(super) folder: Option<&'s str>,
    /// files of the key register, or the one with everything
    pub(super) base: Vec<&'s Input<'s>>,
    /// by register, in the policy's order; the key register is not among them
    pub(super) registers: Vec<RegisterFiles<'s>>,
    /// files that no register is named after
    pub(super) findings: Vec<Finding>,
}

/// The files of one register.
pub(super) struct RegisterFiles<'s> {
    pub(super) register: usize,
    pub(super) sources: Vec<&'s Input<'s>>,
    /// What the base says of the register stays.
    pub(super) adds: bool,
}

/// Finds the register of every file.
pub(super) fn resolve<'s>(layout: &Layout<'_>, lists: &'s OpenLists<'s>) -> Result<Resolved<'s>, Unreadable> {
    let OpenLists { folder, base, lists, findings } = lists;
    let folder = folder.as_deref();
    let mut of: Vec<(Vec<&Input<'_>>, bool)> = vec![(Vec::new(), true); layout.registers.len()];
    let mut findings = findings.clone();
    for list in lists {
        let source = &list.input;
        let register = layout.register_titled(&list.register);
        let Some((register, (sources, adds))) = register.and_then(|index| Some((index, of.get_mut(index)?))) else {
            let near = closest(&clean(&list.register), names(layout)).map(str::to_string);
            match list.given {
                Given::Found => findings.push(unknown_file(layout, source, near)),
                Given::Replaces | Given::Adds => {
                    let known = names(layout).map(str::to_string).collect();
                    return Err(Unreadable::NoSuchRegister { register: list.register.clone(), known, near });
                }
            }
            continue;
        };
        if base.is_some() && register == layout.key_register() {
            return Err(Unreadable::KeyListBeside { file: source.name.clone(), register: list.register.clone() });
        }
        match list.given {
            Given::Found => {
                if let Some(first) = sources.first() {
                    let files = [first.name.clone(), source.name.clone()];
                    return Err(Unreadable::ListTwice { register: list.register.clone(), files });
                }
                *adds = false;
            }
            Given::Replaces => {
                sources.clear();
                *adds = false;
            }
            Given::Adds => {}
        }
        sources.push(source);
    }
    let mut key_files = Vec::new();
    let mut registers = Vec::new();
    for (register, (sources, adds)) in of.into_iter().enumerate() {
        if register == layout.key_register() {
            key_files = sources;
        } else if !sources.is_empty() {
            registers.push(RegisterFiles { register, sources, adds });
        }
    }
    let base: Vec<&Input<'_>> = base.iter().chain(key_files).collect();
    match (base.is_empty(), folder) {
        (true, Some(folder)) => {
            let key = layout.registers.get(layout.key_register()).map(|key| key.model.name.clone()).unwrap_or_default();
            let found = lists.iter().map(|list| list.input.name.clone()).collect();
            Err(Unreadable::NoKeyFile { folder: folder.to_string(), key, found })
        }
        _ => Ok(Resolved { folder, base, registers, findings }),
    }
}

fn names<'l>(layout: &'l Layout<'_>) -> impl Iterator<Item = &'l str> {
    layout.registers.iter().map(|register| register.model.name.as_str())
}

fn unknown_file(layout: &Layout<'_>, source: &Input<'_>, near: Option<String>) -> Finding {
    let mut findings = Findings::new(&source.name, RowUnit::Row);
    let message = Message::new("没有这个名册，没有读取", "no register has this name; it was not read");
    let finding = findings.add("D717", Severity::Warning, None, message);
    finding.help = Some(match near {
        Some(near) => {
            Message::new(format!("是否为“{near}”？请改文件名"), format!("is “{near}” meant? Rename the file"))
        }
        None => {
            let known: Vec<&str> = names(layout).collect();
            Message::new(
                format!("文件以名册命名：{}", known.join("、")),
                format!("files are named after registers: {}", known.join(", ")),
            )
        }
    });
    finding.clone()
}
