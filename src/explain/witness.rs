//! A case of a region written out as a row of a sheet, and read back as any other case.

use super::show::decimal_text;
use crate::cases::{self, Format, Severity};
use crate::check::model::{Column, MONEY_SCALE, Part, Type};
use crate::eval::Facts;
use crate::identity::IdentityNumber;
use crate::plan::{Plan, SlotKind};
use crate::region::{Kind, OTHER_TEXT, Point, Seen, Space, Term, Variable};
use crate::value::{Day, Month, NONE_MEMBER, Value};
use serde_json::{Map, Value as Json};

/// A text that no policy names.
const OTHER: &str = "其他";
/// Where invented people are registered: codes that no place has, counted down from this one.
const NOWHERE: u32 = 999_999;
const NOWHERES: u32 = 90_000;
/// People of one sex, region and day of birth that are told apart.
const ORDERS: u32 = 50;

/// The cells of a wide sheet: header and text of every fact, in the policy's order.
pub fn cells(plan: &Plan, space: &Space, seen: &[Seen], point: &Point) -> Vec<(String, String)> {
    numbered_cells(plan, space, seen, point, 1)
}

/// The same for one of several people, numbered from 1: the number is the key, and no two have the same identity number.
pub fn numbered_cells(
    plan: &Plan,
    space: &Space,
    seen: &[Seen],
    point: &Point,
    number: usize,
) -> Vec<(String, String)> {
    let sheet = Sheet { plan, space, seen, point, number };
    let mut cells = Vec::new();
    for (index, register) in plan.registers.iter().enumerate() {
        let is_read = |kind: fn(SlotKind) -> Option<usize>, column: Option<usize>| {
            plan.slots
                .iter()
                .any(|slot| slot.register == index && slot.used && column.is_none_or(|of| kind(slot.kind) == Some(of)))
        };
        if !register.is_key() && !is_read(|_| None, None) {
            continue;
        }
        let is_listed = register.is_key() || sheet.value(index, SlotKind::Listed).is_yes();
        let bears_name = |column: &Column| column.headers.contains(&register.listed_header);
        if !register.is_key() && !register.columns.iter().any(bears_name) {
            cells.push((register.listed_header.clone(), yes_or_no(is_listed)));
        }
        for (place, column) in register.columns.iter().enumerate() {
            let Some(header) = column.headers.first() else { continue };
            let read = is_read(column_of, Some(place));
            if register.dated_by == Some(place) && is_listed && !read {
                cells.extend(long_ago(plan, column).map(|day| (header.clone(), day)));
                continue;
            }
            if register.key != Some(place) && !bears_name(column) && !read {
                continue;
            }
            let text = if register.key == Some(place) {
                sheet.key(index, place, column)
            } else if is_listed {
                sheet.text(index, place, column)
            } else if bears_name(column) {
                yes_or_no(false)
            } else {
                String::new()
            };
            cells.push((header.clone(), text));
        }
    }
    cells
}

/// A day since which a row of a 逐次 register counts, where no rule asks for it. A row of a month counts in that month
/// only, and which one is looked at is not known here.
fn long_ago(plan: &Plan, column: &Column) -> Option<String> {
    let first = plan.policy.header.effective_from.map(Day::from_date)?;
    (column.ty == Type::Date).then(|| Day(first.0 - 1).to_string())
}

fn column_of(kind: SlotKind) -> Option<usize> {
    match kind {
        SlotKind::Listed => None,
        SlotKind::Column(column) | SlotKind::Present(column) | SlotKind::Part(column, _) => Some(column),
    }
}

/// The facts of a row, read as `run` reads them; none if some cell cannot be read.
pub fn read_back(plan: &Plan, cells: &[(String, String)]) -> Option<Facts> {
    let record: Map<String, Json> =
        cells.iter().map(|(header, text)| (header.clone(), Json::String(text.clone()))).collect();
    let bytes = Json::Array(vec![Json::Object(record)]).to_string();
    let batch = cases::read(plan, "", bytes.as_bytes(), Format::Json).ok()?;
    let is_sound = batch.findings.iter().all(|finding| finding.severity != Severity::Error);
    batch.cases.into_iter().next().map(|case| case.facts).filter(|_| is_sound)
}

struct Sheet<'a> {
    plan: &'a Plan,
    space: &'a Space,
    seen: &'a [Seen],
    point: &'a Point,
    number: usize,
}

impl Sheet<'_> {
    fn variable(&self, register: usize, kind: SlotKind) -> Option<Variable> {
        let first = self.plan.first_slots.get(register).copied()?;
        let slot =
            self.plan.slots.iter().skip(first).position(|slot| slot.register == register && slot.kind == kind)?;
        self.seen.get(first + slot).map(|seen| seen.variable)
    }

    fn value(&self, register: usize, kind: SlotKind) -> Value {
        let variable = self.variable(register, kind);
        variable.and_then(|variable| self.point.values.get(variable.index()).copied()).unwrap_or(Value::ANY)
    }

    fn key(&self, register: usize, place: usize, column: &Column) -> String {
        match column.ty {
            Type::Identity | Type::Card => self.text(register, place, column),
            _ => self.number.to_string(),
        }
    }

    fn text(&self, register: usize, place: usize, column: &Column) -> String {
        if column.optional && self.value(register, SlotKind::Present(place)).is_no() {
            return String::new();
        }
        let value = self.value(register, SlotKind::Column(place));
        match &column.ty {
            Type::Truth => yes_or_no(value.is_yes()),
            Type::Enumeration(_) | Type::Text => self.named(register, place, value),
            Type::Date => Day(value.lo).to_string(),
            Type::Month => Month(value.lo).to_string(),
            Type::Number { scale } => decimal_text(value.lo, *scale),
            Type::Money { .. } | Type::Monthly { .. } => decimal_text(value.lo, MONEY_SCALE),
            Type::Identity => self.identity(register, place),
            Type::Card => {
                let digit = |part| self.value(register, SlotKind::Part(place, part)).set().trailing_zeros() % 8 + 1;
                format!("{}{}{}", self.identity(register, place), digit(Part::Category), digit(Part::Level))
            }
        }
    }

    fn named(&self, register: usize, place: usize, value: Value) -> String {
        let Some(variable) = self.variable(register, SlotKind::Column(place)) else { return String::new() };
        let Some(dimension) = self.space.dimension(variable) else { return String::new() };
        let names = if dimension.kind == Kind::Text { &self.space.texts } else { &dimension.names };
        match value.set() {
            NONE_MEMBER => String::new(),
            OTHER_TEXT => {
                let same = self.others().position(|other| other == variable || self.are_same(other, variable));
                same.map_or(OTHER.to_string(), |place| format!("{OTHER}{}", place + 1))
            }
            set => names.get(set.trailing_zeros() as usize).cloned().unwrap_or_default(),
        }
    }

    /// The texts that no policy names.
    fn others(&self) -> impl Iterator<Item = Variable> + '_ {
        let values = self.point.values.iter().enumerate();
        values.map(|(index, value)| (Variable(index as u32), value)).filter_map(|(variable, value)| {
            (*self.space.kind(variable) == Kind::Text && value.set() == OTHER_TEXT).then_some(variable)
        })
    }

    fn are_same(&self, one: Variable, two: Variable) -> bool {
        let pair = Term::Same(one.min(two), one.max(two));
        let dimensions = self.space.dimensions.iter().zip(&self.point.values);
        dimensions.into_iter().any(|(dimension, value)| {
            value.is_yes() && matches!(&dimension.origin, crate::region::Origin::Term(term) if *term == pair)
        })
    }

    /// An invented number with the day of birth, sex and region that the case has. The key register's number
    /// serves everywhere, unless the case says that two numbers differ.
    fn identity(&self, register: usize, place: usize) -> String {
        let part = |part| self.value(register, SlotKind::Part(place, part));
        let birth = part(Part::BirthDate);
        let region = match part(Part::Region).set() {
            OTHER_TEXT | NONE_MEMBER => "",
            set => self.space.texts.get(set.trailing_zeros() as usize).map_or("", String::as_str),
        };
        let is_region = region.len() == 6 && region.bytes().all(|byte| byte.is_ascii_digit());
        let others = u32::try_from(self.number.saturating_sub(1)).unwrap_or_default();
        let (region, person) = match is_region {
            true => (region.to_string(), 2 * (others % ORDERS)),
            false => ((NOWHERE - others % NOWHERES).to_string(), 0),
        };
        let is_woman = part(Part::Sex).set() == 0b10;
        let differs = self.space.dimensions.iter().zip(&self.point.values).any(|(dimension, value)| {
            value.is_no()
                && matches!(&dimension.origin, crate::region::Origin::Term(Term::Same(one, two))
                    if [one, two].iter().any(|of| Some(**of) == self.variable(register, SlotKind::Column(place))
                        || Some(**of) == self.variable(register, SlotKind::Part(place, Part::Identity))))
        });
        let order = if differs { 101 + 2 * register as u32 } else { 1 + person };
        let number = IdentityNumber::invented(&region, Day(birth.lo), order + u32::from(is_woman));
        number.map(|number| number.as_str().to_string()).unwrap_or_default()
    }
}

fn yes_or_no(yes: bool) -> String {
    if yes { "是" } else { "否" }.to_string()
}
