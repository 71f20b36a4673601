//! The names of a policy and what each of them means.

use super::model::{Expr, Register, Type};
use super::problem::Problem;
use crate::diagnostic::Message;
use crate::syntax::Span;
use crate::syntax::ast;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What a name stands for. Indices refer to the lists of the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Meaning {
    Register(usize),
    Column(usize, usize),
    Define(usize),
    Reading(usize),
    Benefit(usize),
}

impl Meaning {
    pub(super) fn kind(self) -> Message {
        match self {
            Meaning::Register(_) => Message::new("名册", "a register"),
            Meaning::Column(..) => Message::new("事实", "a fact"),
            Meaning::Define(_) => Message::new("定义", "a definition"),
            Meaning::Reading(_) => Message::new("口径", "a reading"),
            Meaning::Benefit(_) => Message::new("补贴", "a benefit"),
        }
    }
}

/// Everything the passes over one file share: its names, what is known of them, and the problems found.
pub(super) struct Checker {
    pub(super) registers: Vec<Register>,
    /// the names of the benefits, for columns of type 补贴
    pub(super) benefits: Arc<[String]>,
    /// options of each reading
    pub(super) readings: Vec<Arc<[String]>>,
    /// type of each definition, once known
    pub(super) define_types: Vec<Option<Type>>,
    /// value of each definition, once typed
    pub(super) define_values: Vec<Option<Expr>>,
    names: HashMap<String, (Meaning, Span)>,
    bodies: HashMap<String, Span>,
    pub(super) used: HashSet<Meaning>,
    pub(super) used_bodies: HashSet<String>,
    /// examples that others build on
    pub(super) bases: HashSet<String>,
    pub(super) uses_higher_of: bool,
    pub(super) problems: Vec<Problem>,
}

impl Checker {
    pub(super) fn new() -> Checker {
        Checker {
            registers: Vec::new(),
            benefits: Arc::default(),
            readings: Vec::new(),
            define_types: Vec::new(),
            define_values: Vec::new(),
            names: HashMap::new(),
            bodies: HashMap::new(),
            used: HashSet::new(),
            used_bodies: HashSet::new(),
            bases: HashSet::new(),
            uses_higher_of: false,
            problems: Vec::new(),
        }
    }

    /// Gives a name its meaning; a second meaning is a problem and has no effect.
    pub(super) fn declare(&mut self, name: &ast::Name, meaning: Meaning) {
        match self.names.get(&name.text) {
            Some((_, first)) => {
                let problem = Problem::DuplicateName { span: name.span, name: name.text.clone(), first: *first };
                self.problems.push(problem);
            }
            None => {
                self.names.insert(name.text.clone(), (meaning, name.span));
            }
        }
    }

    pub(super) fn declare_body(&mut self, name: &ast::Name) {
        match self.bodies.get(&name.text) {
            Some(first) => {
                let problem = Problem::DuplicateName { span: name.span, name: name.text.clone(), first: *first };
                self.problems.push(problem);
            }
            None => {
                self.bodies.insert(name.text.clone(), name.span);
            }
        }
    }

    /// Names that must differ among themselves only, such as those of alerts.
    pub(super) fn distinct<'n>(&mut self, names: impl Iterator<Item = &'n ast::Name>) {
        let mut seen: HashMap<&str, Span> = HashMap::new();
        for name in names {
            match seen.get(name.text.as_str()) {
                Some(first) => {
                    let problem = Problem::DuplicateName { span: name.span, name: name.text.clone(), first: *first };
                    self.problems.push(problem);
                }
                None => {
                    seen.insert(&name.text, name.span);
                }
            }
        }
    }

    /// Looks a name up without reporting anything.
    pub(super) fn meaning(&self, name: &str) -> Option<Meaning> {
        self.names.get(name).map(|(meaning, _)| *meaning)
    }

    /// What a name means; reports it when it means nothing, and marks it as used otherwise.
    pub(super) fn resolve(&mut self, name: &ast::Name) -> Option<Meaning> {
        let meaning = self.meaning(&name.text);
        match meaning {
            Some(meaning) => {
                self.used.insert(meaning);
            }
            None => {
                let problem = Problem::UnknownName {
                    span: name.span,
                    name: name.text.clone(),
                    suggestion: self.elsewhere(&name.text).or_else(|| nearest(&name.text, self.names.keys())),
                    spaced: spaced(&name.text),
                };
                self.problems.push(problem);
            }
        }
        meaning
    }

    /// A bare name that is a column of one other register: `等级` -> `残疾人证.等级`.
    fn elsewhere(&self, name: &str) -> Option<String> {
        let has = |register: &&Register| register.columns.iter().any(|column| column.name == name);
        let mut holders = self.registers.iter().filter(has);
        match (holders.next(), holders.next()) {
            (Some(only), None) => Some(format!("{}.{name}", only.name)),
            _ => None,
        }
    }

    pub(super) fn wrong_kind(&mut self, name: &ast::Name, meaning: Meaning, zh: &str, en: &str) {
        self.problems.push(Problem::WrongKind {
            span: name.span,
            name: name.text.clone(),
            is: meaning.kind(),
            needed: Message::new(zh, en),
        });
    }

    pub(super) fn resolve_benefit(&mut self, name: &ast::Name) -> Option<usize> {
        match self.resolve(name)? {
            Meaning::Benefit(benefit) => Some(benefit),
            other => {
                self.wrong_kind(name, other, "补贴的名称", "a benefit");
                None
            }
        }
    }

    pub(super) fn resolve_benefits(&mut self, names: &[ast::Name]) -> Vec<usize> {
        self.distinct(names.iter());
        names.iter().filter_map(|name| self.resolve_benefit(name)).collect()
    }

    pub(super) fn resolve_register(&mut self, name: &ast::Name) -> Option<usize> {
        match self.resolve(name)? {
            Meaning::Register(register) => {
                self.mark_bearer(register);
                Some(register)
            }
            other => {
                self.wrong_kind(name, other, "名册的名称", "a register");
                None
            }
        }
    }

    /// Asking whether a register has a row reads the column that bears the register's name.
    fn mark_bearer(&mut self, register: usize) {
        let Some(found) = self.registers.get(register) else { return };
        let bearer = found.columns.iter().position(|column| column.headers.contains(&found.name));
        self.used.extend(bearer.map(|column| Meaning::Column(register, column)));
    }

    pub(super) fn resolve_bodies(&mut self, names: &[ast::Name]) -> Vec<String> {
        for name in names {
            self.used_bodies.insert(name.text.clone());
            if !self.bodies.contains_key(&name.text) {
                let suggestion = nearest(&name.text, self.bodies.keys());
                self.problems.push(Problem::UnknownBody { span: name.span, name: name.text.clone(), suggestion });
            }
        }
        names.iter().map(|name| name.text.clone()).collect()
    }

    /// The register and column that a path names.
    pub(super) fn resolve_column(&mut self, path: &ast::Path) -> Option<(usize, usize)> {
        let Some(second) = &path.second else {
            return match self.resolve(&path.first)? {
                Meaning::Column(register, column) => Some((register, column)),
                other => {
                    self.wrong_kind(&path.first, other, "一个事实", "a fact");
                    None
                }
            };
        };
        let register = match self.resolve(&path.first)? {
            Meaning::Register(register) => register,
            other => {
                self.wrong_kind(&path.first, other, "名册的名称", "a register");
                return None;
            }
        };
        let columns = &self.registers.get(register)?.columns;
        let found = columns.iter().position(|column| column.name == second.text);
        match found {
            Some(column) => {
                self.used.insert(Meaning::Column(register, column));
                Some((register, column))
            }
            None => {
                let suggestion = nearest(&second.text, columns.iter().map(|column| &column.name));
                self.problems.push(Problem::UnknownName {
                    span: second.span,
                    name: format!("{}.{}", path.first.text, second.text),
                    suggestion,
                    spaced: spaced(&second.text),
                });
                None
            }
        }
    }

    /// A column as rules write it.
    /// Whoever reads the rows of a register reads which benefit they are about.
    pub(super) fn use_benefit_column(&mut self, register: usize) {
        let columns = self.registers.get(register).map(|register| register.columns.as_slice()).unwrap_or_default();
        let columns = columns.iter().enumerate().filter(|(_, column)| column.is_benefit);
        self.used.extend(columns.map(|(column, _)| Meaning::Column(register, column)));
    }

    pub(super) fn column_name(&self, register: usize, column: usize) -> String {
        let Some(register) = self.registers.get(register) else { return String::new() };
        let column = register.columns.get(column).map(|column| column.name.as_str()).unwrap_or_default();
        if register.is_key() { column.to_string() } else { format!("{}.{column}", register.name) }
    }
}

/// The most similar name, if one is similar enough to be meant.
pub(super) fn nearest<'n>(name: &str, candidates: impl Iterator<Item = &'n String>) -> Option<String> {
    let length = name.chars().count();
    candidates
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .filter(|(distance, candidate)| *distance > 0 && *distance * 2 <= length.max(candidate.chars().count()))
        .min()
        .map(|(_, candidate)| candidate.clone())
}

/// `等级为一级` -> `等级 为 一级`: a name that swallowed a keyword because the blanks are missing.
fn spaced(name: &str) -> Option<String> {
    let words = [
        "不属于",
        "属于",
        "不早于",
        "不晚于",
        "早于",
        "晚于",
        "不低于",
        "不高于",
        "低于",
        "高于",
        "不为",
        "为",
        "且",
        "或",
    ];
    words.into_iter().find_map(|word| {
        let (before, after) = name.split_once(word)?;
        (!before.is_empty() && !after.is_empty()).then(|| format!("{before} {word} {after}"))
    })
}
