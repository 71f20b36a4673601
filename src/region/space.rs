//! The space of all cases: the facts that one or several plans read, as variables.
//!
//! Versions of a policy share a variable where register, column and kind of value agree, so that both can be
//! evaluated on the same case.

use super::form::Form;
use super::literals::Literals;
use crate::check::model::{Column, Part, Register, Type};
use crate::plan::{NodeId, Op, Plan, SlotKind, part_type, unknown};
use crate::value::{Day, NONE_MEMBER, Value};
use chrono::NaiveDate;
use rustc_hash::FxHashMap;

/// A dimension of the space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Variable(pub u32);

impl Variable {
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What values a variable has.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Kind {
    /// 0 否, 1 是
    Truth,
    /// bits of [`Dimension::names`], and [`NONE_MEMBER`]
    Members,
    /// bits of the space's texts, [`OTHER_TEXT`] and [`NONE_MEMBER`]
    Text,
    /// a number or an amount; of a register that has no row, 0
    Number {
        scale: u8,
    },
    Date,
    Month,
    /// identity and card numbers are only compared with one another
    Identity,
}

/// The bit of every text that no policy names.
pub const OTHER_TEXT: u64 = 1 << 62;
/// Most texts that are told apart.
const MAX_TEXTS: usize = 62;
/// No amount or number is greater (in its smallest unit).
const GREATEST: i64 = 1_000_000_000_000_000;

#[derive(Debug, Clone, PartialEq)]
pub struct Dimension {
    pub origin: Origin,
    pub kind: Kind,
    pub ty: Type,
    /// of enumerations: the members of all versions
    pub names: Vec<String>,
    /// every value there is
    pub all: Value,
}

/// Where a variable comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Origin {
    Fact {
        /// place in [`Space::registers`]
        register: usize,
        /// name of the column; none for the row's being there
        column: Option<String>,
        what: What,
    },
    Today,
    Term(Term),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum What {
    Listed,
    Value,
    Present,
    Part(Part),
}

/// A value outside linear arithmetic, taken as a variable of its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Term {
    /// an operation on forms; its operands are numbered 0, 1 in the order of `operands`
    Of { op: Op, operands: Vec<Form> },
    /// two texts or numbers of identity are the same
    Same(Variable, Variable),
    /// a question about all rows of a register, written out
    Rows(String),
    /// the greatest of some amounts that nothing else reads
    Greatest(Vec<Variable>),
    /// a condition whose facts nothing else reads; its words, and whether they say the opposite
    Condition { formula: String, words: (String, bool) },
}

/// What of one register belongs together: without a row nothing else is there.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Group {
    pub name: String,
    pub is_key: bool,
    pub listed: Option<Variable>,
    /// variables of each column: its presence, its value and parts
    pub columns: Vec<(Option<Variable>, Vec<Variable>)>,
}

/// How a plan sees a variable.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    pub variable: Variable,
    /// of enumerations: for each name of the space the plan's own bits; of texts the plan's number
    pub own: Vec<u64>,
    /// what the plan makes of a value that it does not know
    pub unknown: Value,
}

#[derive(Debug, Clone)]
pub struct Space {
    pub dimensions: Vec<Dimension>,
    pub registers: Vec<Group>,
    pub texts: Vec<String>,
    pub today: Variable,
    /// for each variable of a fact its register and column within [`Group::columns`]
    places: Vec<Option<(usize, Option<usize>)>>,
    terms: FxHashMap<Term, Variable>,
    /// for each variable the terms that are made of it
    pub(super) in_terms: Vec<Vec<Variable>>,
    /// the words of the questions about all rows of a register
    pub(super) row_words: FxHashMap<String, String>,
    /// of each independent condition what makes it unmet, and what met
    pub(super) meanings: FxHashMap<Variable, [Literals; 2]>,
}

impl Space {
    /// The space of the cases that some plans decide, and how each plan sees it (for each of its slots).
    pub fn new(plans: &[&Plan]) -> (Space, Vec<Vec<Seen>>) {
        let mut texts: Vec<String> = Vec::new();
        for text in plans.iter().flat_map(|plan| &plan.texts) {
            if !texts.contains(text) && texts.len() < MAX_TEXTS {
                texts.push(text.clone());
            }
        }
        let mut space = Space {
            dimensions: Vec::new(),
            registers: Vec::new(),
            texts,
            today: Variable(0),
            places: Vec::new(),
            terms: FxHashMap::default(),
            in_terms: Vec::new(),
            row_words: FxHashMap::default(),
            meanings: FxHashMap::default(),
        };
        let in_force = days_in_force(plans);
        space.today = space.add(Dimension {
            origin: Origin::Today,
            kind: Kind::Date,
            ty: Type::Date,
            names: Vec::new(),
            all: in_force,
        });
        for plan in plans {
            for register in &plan.registers {
                space.register(register);
            }
        }
        let seen = plans.iter().map(|plan| space.seen(plan)).collect();
        (space, seen)
    }

    fn add(&mut self, dimension: Dimension) -> Variable {
        let variable = Variable(self.dimensions.len() as u32);
        self.dimensions.push(dimension);
        self.places.push(None);
        self.in_terms.push(Vec::new());
        variable
    }

    pub fn dimension(&self, variable: Variable) -> Option<&Dimension> {
        self.dimensions.get(variable.index())
    }

    pub fn kind(&self, variable: Variable) -> &Kind {
        self.dimension(variable).map_or(&Kind::Identity, |dimension| &dimension.kind)
    }

    pub fn all(&self, variable: Variable) -> Value {
        self.dimension(variable).map_or(Value::ANY, |dimension| dimension.all)
    }

    /// The register of a fact, and the place of its column.
    pub fn place(&self, variable: Variable) -> Option<(usize, Option<usize>)> {
        self.places.get(variable.index()).copied().flatten()
    }

    /// The conditions without which a fact has no value: that its register has a row, that it is not 无.
    pub fn conditions_of(&self, variable: Variable) -> Vec<Variable> {
        let Some((register, column)) = self.place(variable) else { return Vec::new() };
        let Some(group) = self.registers.get(register) else { return Vec::new() };
        let present = column.and_then(|column| group.columns.get(column)).and_then(|(present, _)| *present);
        let mut conditions: Vec<Variable> = group.listed.into_iter().chain(present).collect();
        conditions.retain(|condition| *condition != variable);
        conditions
    }

    fn register(&mut self, register: &Register) {
        let at = self.registers.iter().position(|group| group.name == register.name).unwrap_or_else(|| {
            self.registers.push(Group { name: register.name.clone(), ..Group::default() });
            self.registers.len() - 1
        });
        let is_key = register.is_key();
        if let Some(group) = self.registers.get_mut(at) {
            group.is_key |= is_key;
        }
        if !is_key {
            self.fact(at, None, What::Listed, &Type::Truth, true);
        }
        for column in &register.columns {
            if column.optional {
                self.fact(at, Some(column), What::Present, &Type::Truth, true);
            }
            let maybe_none = column.optional || !is_key;
            self.fact(at, Some(column), What::Value, &column.ty, maybe_none);
            for part in crate::plan::parts_of(&column.ty) {
                self.fact(at, Some(column), What::Part(*part), &part_type(*part), maybe_none);
            }
        }
    }

    fn fact(&mut self, register: usize, column: Option<&Column>, what: What, ty: &Type, maybe_none: bool) {
        let names = match ty {
            Type::Enumeration(members) => members.to_vec(),
            _ => Vec::new(),
        };
        let variable = match self.find(register, column.map(|column| column.name.as_str()), what, &kind_of(ty)) {
            Some(variable) => variable,
            None => {
                let name = column.map(|column| column.name.clone());
                let variable = self.add(Dimension {
                    origin: Origin::Fact { register, column: name.clone(), what },
                    kind: kind_of(ty),
                    ty: ty.clone(),
                    names: Vec::new(),
                    all: Value::members(0),
                });
                let columns = self.dimensions.iter().enumerate();
                let first = columns
                    .filter(|(_, known)| matches!(&known.origin, Origin::Fact { register: of, column: Some(known), .. } if *of == register && Some(known) == name.as_ref()))
                    .find_map(|(index, _)| self.places.get(index).copied().flatten());
                let group = self.registers.get_mut(register);
                let Some(group) = group else { return };
                let place = match (name, first) {
                    (None, _) => None,
                    (Some(_), Some((_, place))) => place,
                    (Some(_), None) => {
                        group.columns.push((None, Vec::new()));
                        Some(group.columns.len() - 1)
                    }
                };
                match (what, place.and_then(|place| group.columns.get_mut(place))) {
                    (What::Listed, _) => group.listed = Some(variable),
                    (What::Present, Some((present, _))) => *present = Some(variable),
                    (_, Some((_, values))) => values.push(variable),
                    _ => {}
                }
                if let Some(slot) = self.places.get_mut(variable.index()) {
                    *slot = Some((register, place));
                }
                variable
            }
        };
        let texts = self.texts.len();
        let Some(dimension) = self.dimensions.get_mut(variable.index()) else { return };
        for name in names {
            if !dimension.names.contains(&name) {
                dimension.names.push(name);
            }
        }
        let none = if maybe_none { NONE_MEMBER } else { 0 };
        let members = |count: usize| (1_u64 << count.min(62)) - 1;
        dimension.all = match dimension.kind {
            Kind::Truth => Value::MAYBE,
            Kind::Members => Value::members(dimension.all.set() | members(dimension.names.len()) | none),
            Kind::Text => Value::members(dimension.all.set() | members(texts) | OTHER_TEXT | none),
            Kind::Number { .. } if matches!(ty, Type::Number { .. }) => Value::range(-GREATEST, GREATEST),
            Kind::Number { .. } => Value::range(0, GREATEST),
            Kind::Date => days(),
            Kind::Month => Value::range(1800 * 12, 9999 * 12 + 11),
            Kind::Identity => Value::ANY,
        };
    }

    fn find(&self, register: usize, column: Option<&str>, what: What, kind: &Kind) -> Option<Variable> {
        let found = self.dimensions.iter().position(|known| match &known.origin {
            Origin::Fact { register: of, column: own, what: is } => {
                *of == register && own.as_deref() == column && *is == what && known.kind == *kind
            }
            _ => false,
        })?;
        Some(Variable(found as u32))
    }

    fn seen(&self, plan: &Plan) -> Vec<Seen> {
        let texts: Vec<u64> = self
            .texts
            .iter()
            .enumerate()
            .map(|(index, text)| {
                let own = plan.texts.iter().position(|known| known == text);
                own.unwrap_or(plan.texts.len() + index) as u64
            })
            .collect();
        plan.slots
            .iter()
            .map(|slot| {
                let Some(register) = plan.registers.get(slot.register) else { return self.nothing() };
                let at = self.registers.iter().position(|group| group.name == register.name).unwrap_or_default();
                let column = |column: usize| register.columns.get(column);
                let (column, what, ty) = match slot.kind {
                    SlotKind::Listed => (None, What::Listed, Type::Truth),
                    SlotKind::Present(of) => (column(of), What::Present, Type::Truth),
                    SlotKind::Part(of, part) => (column(of), What::Part(part), part_type(part)),
                    SlotKind::Column(of) => match column(of) {
                        Some(found) => (Some(found), What::Value, found.ty.clone()),
                        None => return self.nothing(),
                    },
                };
                let name = column.map(|column| column.name.as_str());
                let Some(variable) = self.find(at, name, what, &kind_of(&ty)) else { return self.nothing() };
                let own = match &ty {
                    Type::Enumeration(members) => self
                        .dimension(variable)
                        .map(|dimension| dimension.names.as_slice())
                        .unwrap_or_default()
                        .iter()
                        .map(|name| members.iter().position(|own| own == name).map_or(0, |own| 1 << own.min(62)))
                        .collect(),
                    Type::Text => texts.clone(),
                    _ => Vec::new(),
                };
                let maybe_none = !register.is_key() || column.is_some_and(|column| column.optional);
                Seen { variable, own, unknown: unknown(&ty, maybe_none) }
            })
            .collect()
    }

    /// The key register's row is always there.
    fn nothing(&self) -> Seen {
        Seen { variable: Variable(u32::MAX), own: Vec::new(), unknown: Value::YES }
    }

    /// The variable of a term that is known already.
    pub(super) fn known_term(&self, term: &Term) -> Option<Variable> {
        self.terms.get(term).copied()
    }

    /// The variable of a term; a new one where it is not known yet.
    pub fn term(&mut self, term: Term, kind: Kind, all: Value) -> Variable {
        if let Some(known) = self.terms.get(&term) {
            return *known;
        }
        let made_of: Vec<Variable> = match &term {
            Term::Of { operands, .. } => {
                operands.iter().flat_map(|operand| operand.terms.iter().map(|(variable, _)| *variable)).collect()
            }
            Term::Same(one, two) => vec![*one, *two],
            Term::Greatest(of) => of.clone(),
            Term::Rows(_) | Term::Condition { .. } => Vec::new(),
        };
        let first = match &term {
            Term::Greatest(of) => of.first().and_then(|variable| self.dimension(*variable)),
            _ => None,
        };
        let ty = match kind {
            _ if first.is_some() => first.map_or(Type::Truth, |first| first.ty.clone()),
            Kind::Truth => Type::Truth,
            Kind::Date => Type::Date,
            Kind::Month => Type::Month,
            Kind::Number { scale } => Type::Number { scale },
            _ => Type::Number { scale: 0 },
        };
        let variable = self.add(Dimension { origin: Origin::Term(term.clone()), kind, ty, names: Vec::new(), all });
        self.terms.insert(term, variable);
        for part in made_of {
            if let Some(list) = self.in_terms.get_mut(part.index()) {
                list.push(variable);
            }
        }
        variable
    }

    /// A question about all rows of a register ([`Term::Rows`]) in the policy's words.
    pub fn words_of_rows<'a>(&'a self, formula: &'a str) -> &'a str {
        self.row_words.get(formula).map_or(formula, String::as_str)
    }

    pub fn term_of(&self, variable: Variable) -> Option<&Term> {
        match &self.dimension(variable)?.origin {
            Origin::Term(term) => Some(term),
            _ => None,
        }
    }
}

/// The days on which all plans are in force; where there is none, as when one follows on another, those of any.
fn days_in_force(plans: &[&Plan]) -> Value {
    let days = days();
    let own = |plan: &&Plan| {
        let header = &plan.policy.header;
        let from = header.effective_from.map_or(days.lo, |date| Day::from_date(date).0);
        Value::range(from, header.effective_until.map_or(days.hi, |date| Day::from_date(date).0))
    };
    let all = plans.iter().map(own).fold(days, |all, own| Value::range(all.lo.max(own.lo), all.hi.min(own.hi)));
    if all.lo <= all.hi { all } else { plans.iter().map(own).reduce(Value::or).unwrap_or(days) }
}

/// The days that policies speak of.
fn days() -> Value {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).map_or(0, |date| Day::from_date(date).0);
    Value::range(day(1800, 1, 1), day(9999, 12, 31))
}

fn kind_of(ty: &Type) -> Kind {
    match ty {
        Type::Truth => Kind::Truth,
        Type::Enumeration(_) => Kind::Members,
        Type::Text => Kind::Text,
        Type::Number { scale } | Type::Money { scale } | Type::Monthly { scale } => Kind::Number { scale: *scale },
        Type::Date => Kind::Date,
        Type::Month => Kind::Month,
        Type::Identity | Type::Card => Kind::Identity,
    }
}

/// The operand numbered `place` of a term's operation.
pub(super) fn operand(place: usize) -> NodeId {
    NodeId(place as u32)
}
