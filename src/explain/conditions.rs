//! A region in the policy's words: `残疾人证.等级 为 一级`, `养老服务补贴.月额 不低于 90 元/月`, `死亡日期 早于 当日`.

use super::show::{amount_text, decimal_text};
use crate::check::model::{Part, Type};
use crate::diagnostic::Message;
use crate::plan::{NodeId, Op, Plan};
use crate::region::{Constraint, Form, Kind, Literals, OTHER_TEXT, Origin, Region, Space, Term, Variable, What};
use crate::value::{Day, Month, NONE_MEMBER};

/// The constraints that set a region apart, each in words; both ends of a range in one.
pub fn conditions(space: &Space, literals: &Literals) -> Vec<Message> {
    let list = literals.list();
    let mut told: Vec<(Variable, Message)> = Vec::new();
    for (place, constraint) in list.iter().enumerate() {
        let first = literals_variable(constraint);
        if goes_without_saying(space, constraint, &literals.variables()) {
            continue;
        }
        let message = match constraint {
            Constraint::Among(variable, set) => among(space, *variable, *set),
            Constraint::AtLeast(form, least) => {
                let turned = form.times(-1);
                let other = list.iter().position(|other| match (other, &turned) {
                    (Constraint::AtLeast(other, _), Some(turned)) => other == turned,
                    _ => false,
                });
                match other.and_then(|other| Some((other, list.get(other)?))) {
                    // both ends are told where the first stands
                    Some((other, _)) if other < place => continue,
                    Some((_, Constraint::AtLeast(_, negated))) => {
                        between(space, form, *least, negated.saturating_neg())
                    }
                    _ => at_least(space, form, *least),
                }
            }
        };
        told.push((first, message));
    }
    told.sort_by_key(|(first, _)| (*first == space.today, *first));
    told.into_iter().map(|(_, message)| message).collect()
}

/// A date that is compared is there.
fn goes_without_saying(space: &Space, constraint: &Constraint, variables: &[Variable]) -> bool {
    let Constraint::AtLeast(form, 1) = constraint else { return false };
    let [(condition, 1)] = form.terms.as_slice() else { return false };
    let is_day = |variable: &&Variable| matches!(space.kind(**variable), Kind::Date | Kind::Month);
    variables.iter().filter(is_day).any(|variable| space.conditions_of(*variable).contains(condition))
}

fn literals_variable(constraint: &Constraint) -> Variable {
    match constraint {
        Constraint::Among(variable, _) => *variable,
        Constraint::AtLeast(form, _) => form.terms.first().map_or(Variable(0), |(variable, _)| *variable),
    }
}

/// What an amount comes to in a region: `90 元/月`, or a formula.
pub fn amount(space: &Space, region: &Region, form: &Form) -> Message {
    let range = region.range(space, form);
    if range.lo == range.hi {
        let number = amount_text(range.lo);
        return Message::new(format!("{number} 元/月"), format!("{number} yuan/month"));
    }
    let (zh, en) = sum(space, form);
    Message::new(format!("{zh} 元/月"), format!("{en} yuan/month"))
}

fn among(space: &Space, variable: Variable, set: u64) -> Message {
    let name = name(space, variable);
    let whole = space.all(variable).set();
    let set = set & whole;
    let rest = whole & !set;
    let is_text = *space.kind(variable) == Kind::Text;
    let few = set.count_ones() <= rest.count_ones() && (!is_text || set & OTHER_TEXT == 0);
    let (shown, zh, en) = match (if few { set } else { rest }.count_ones(), few) {
        (1, true) => (set, "为", "is"),
        (_, true) => (set, "属于", "in"),
        (1, false) => (rest, "不为", "is not"),
        (_, false) => (rest, "不属于", "not in"),
    };
    let names = names(space, variable, shown);
    Message::new(format!("{name} {zh} {}", names.join("、")), format!("{name} {en} {}", names.join(", ")))
}

fn names(space: &Space, variable: Variable, set: u64) -> Vec<String> {
    let is_text = *space.kind(variable) == Kind::Text;
    let known = match space.dimension(variable) {
        Some(dimension) if !is_text => dimension.names.as_slice(),
        _ => space.texts.as_slice(),
    };
    let named = known.iter().enumerate().filter(|(bit, _)| set >> bit & 1 == 1);
    let mut names: Vec<String> =
        named.map(|(_, name)| if is_text { format!("\"{name}\"") } else { name.clone() }).collect();
    if set & OTHER_TEXT != 0 && is_text {
        names.push("其他文本".to_string());
    }
    if set & NONE_MEMBER != 0 {
        names.push("无".to_string());
    }
    names.dedup();
    names
}

fn at_least(space: &Space, form: &Form, least: i64) -> Message {
    if let [(variable, factor)] = form.terms.as_slice() {
        return one_sided(space, *variable, *factor, least);
    }
    if let [(one, first), (two, second)] = form.terms.as_slice()
        && first + second == 0
        && first.abs() == 1
        && is_day(space, *one)
    {
        // later − earlier ≥ least; the day the case is looked at stands last
        let (later, earlier) = if *first > 0 { (*one, *two) } else { (*two, *one) };
        return if later == space.today {
            days(space, earlier, later, least.saturating_neg(), false)
        } else {
            days(space, later, earlier, least, true)
        };
    }
    let is_turned = form.terms.first().is_some_and(|(_, factor)| *factor < 0);
    let shown = if is_turned { form.times(-1).unwrap_or_else(|| form.clone()) } else { form.clone() };
    let (name, name_en) = sum(space, &shown);
    let (zh, en) = side_of(space, &shown, if is_turned { least.saturating_neg() } else { least }, !is_turned);
    Message::new(format!("{name} {zh}"), format!("{name_en} {en}"))
}

fn side_of(space: &Space, form: &Form, bound: i64, is_lower: bool) -> (String, String) {
    let first = form.terms.first().map_or(space.today, |(variable, _)| *variable);
    side(space, first, bound, is_lower)
}

/// One side of a range of numbers: `低于 90 元/月` rather than `不高于 89.99 元/月`.
fn side(space: &Space, variable: Variable, bound: i64, is_lower: bool) -> (String, String) {
    let unit = 10_i64.pow(u32::from(scale(space, variable).min(4)));
    let beyond = if is_lower { bound.saturating_sub(1) } else { bound.saturating_add(1) };
    let is_strict = unit > 1 && bound % unit != 0 && beyond % unit == 0;
    let (shown, unit) = value(space, variable, if is_strict { beyond } else { bound });
    let (zh, en) = match (is_lower, is_strict) {
        (true, true) => ("高于", "above"),
        (true, false) => ("不低于", "at least"),
        (false, true) => ("低于", "below"),
        (false, false) => ("不高于", "at most"),
    };
    (format!("{zh} {shown}{}", unit.0), format!("{en} {shown}{}", unit.1))
}

fn one_sided(space: &Space, variable: Variable, factor: i64, least: i64) -> Message {
    let name = name(space, variable);
    if *space.kind(variable) == Kind::Truth {
        return truth(space, variable, factor > 0);
    }
    let is_lower = factor > 0;
    let bound = if is_lower { least } else { least.saturating_neg() };
    let (value, unit) = value(space, variable, bound);
    if matches!(space.kind(variable), Kind::Number { .. }) {
        let (zh, en) = side(space, variable, bound, is_lower);
        return Message::new(format!("{name} {zh}"), format!("{name} {en}"));
    }
    let (zh, en) = match (space.kind(variable), is_lower) {
        (Kind::Date | Kind::Month, true) => ("不早于", "no earlier than"),
        (Kind::Date | Kind::Month, false) => ("不晚于", "no later than"),
        (_, true) => ("不低于", "at least"),
        (_, false) => ("不高于", "at most"),
    };
    Message::new(format!("{name} {zh} {value}{}", unit.0), format!("{name} {en} {value}{}", unit.1))
}

fn truth(space: &Space, variable: Variable, holds: bool) -> Message {
    let same = match space.term_of(variable) {
        Some(Term::Same(one, two)) => Some((name(space, *one), name(space, *two))),
        _ => None,
    };
    if let Some((one, two)) = same {
        let (zh, en) = if holds { ("为", "is") } else { ("不为", "is not") };
        return Message::new(format!("{one} {zh} {two}"), format!("{one} {en} {two}"));
    }
    if let Some(Term::Condition { words: (words, negated), .. }) = space.term_of(variable) {
        return condition(words, holds != *negated);
    }
    let Some(Origin::Fact { register, column, what }) = space.dimension(variable).map(|dimension| &dimension.origin)
    else {
        let name = name(space, variable);
        let (zh, en) = if holds { ("是", "yes") } else { ("否", "no") };
        return Message::new(format!("{name}：{zh}"), format!("{name}: {en}"));
    };
    let register = space.registers.get(*register).map(|group| group.name.clone()).unwrap_or_default();
    match (what, column) {
        (What::Listed, _) => {
            let (zh, en) = if holds { ("在册", "listed in") } else { ("不在册", "not listed in") };
            Message::new(format!("{zh} {register}"), format!("{en} {register}"))
        }
        (What::Present, _) => {
            let (zh, en) = if holds { ("不为 无", "is not none") } else { ("为 无", "is none") };
            let name = name(space, variable);
            Message::new(format!("{name} {zh}"), format!("{name} {en}"))
        }
        _ => {
            let (zh, en) = if holds { ("为 是", "yes") } else { ("为 否", "no") };
            let name = name(space, variable);
            Message::new(format!("{name} {zh}"), format!("{name} {en}"))
        }
    }
}

/// A condition in the policy's own words, or its opposite.
fn condition(words: &str, holds: bool) -> Message {
    if holds {
        return Message::new(words, words);
    }
    let is_name = !words.contains([' ', '(', '（']);
    let simple = words.matches(" 为 ").count() == 1 && !words.contains(" 且 ") && !words.contains(" 或 ");
    let zh = match (is_name, simple) {
        (true, _) => format!("非 {words}"),
        (_, true) => words.replace(" 为 ", " 不为 "),
        _ => format!("非 ({words})"),
    };
    let en = if is_name { format!("not {words}") } else { format!("not ({words})") };
    Message::new(zh, en)
}

fn between(space: &Space, form: &Form, least: i64, most: i64) -> Message {
    let days_apart = form.terms.len() == 2 && form.terms.iter().all(|(variable, _)| is_day(space, *variable));
    if days_apart {
        let (low, high) = (at_least(space, form, least), form.times(-1).unwrap_or_else(|| form.clone()));
        let high = at_least(space, &high, most.saturating_neg());
        return match form.terms.as_slice() {
            [(one, _), (two, _)] if least == 0 && most == 0 => {
                let (one, two) = (name(space, *one), name(space, *two));
                Message::new(format!("{two} 为 {one}"), format!("{two} is {one}"))
            }
            _ => Message::new(format!("{} 且 {}", low.zh, high.zh), format!("{} and {}", low.en, high.en)),
        };
    }
    let is_turned = form.terms.first().is_some_and(|(_, factor)| *factor < 0);
    let (shown, least, most) = match form.times(-1) {
        Some(turned) if is_turned => (turned, most.saturating_neg(), least.saturating_neg()),
        _ => (form.clone(), least, most),
    };
    let (zh, en) = sum(space, &shown);
    if least == most {
        let number = number(space, &shown, least);
        return Message::new(format!("{zh} 为 {}", number.0), format!("{en} is {}", number.1));
    }
    if shown.terms.first().is_some_and(|(variable, _)| matches!(space.kind(*variable), Kind::Date | Kind::Month)) {
        let (low, high) = (number(space, &shown, least), number(space, &shown, most));
        return Message::new(format!("{zh} 在 {} 至 {}", low.0, high.0), format!("{en} from {} to {}", low.1, high.1));
    }
    let (low, high) = (side_of(space, &shown, least, true), side_of(space, &shown, most, false));
    Message::new(format!("{zh} {}、{}", low.0, high.0), format!("{en} {} and {}", low.1, high.1))
}

/// `one` is at least (or at most) `by` days after `two`.
fn days(space: &Space, one: Variable, two: Variable, by: i64, at_least: bool) -> Message {
    let (one, two) = (name(space, one), name(space, two));
    let (zh, en, by) = match (at_least, by) {
        (true, 1) => ("晚于", "after", 0),
        (true, by) => ("不早于", "no earlier than", by),
        (false, -1) => ("早于", "before", 0),
        (false, by) => ("不晚于", "no later than", by),
    };
    let (shift_zh, shift_en) = match by {
        0 => (String::new(), String::new()),
        by if by > 0 => (format!(" + {by} 天"), format!(" + {by} days")),
        by => (format!(" - {} 天", -by), format!(" - {} days", -by)),
    };
    Message::new(format!("{one} {zh} {two}{shift_zh}"), format!("{one} {en} {two}{shift_en}"))
}

fn is_day(space: &Space, variable: Variable) -> bool {
    matches!(space.kind(variable), Kind::Date)
}

/// A sum of facts, and its constant in yuan where it is an amount.
fn sum(space: &Space, form: &Form) -> (String, String) {
    let mut text = String::new();
    let scale = form.terms.first().map_or(2, |(variable, _)| scale(space, *variable));
    let terms = form.terms.iter().map(|(variable, factor)| (*factor, name(space, *variable)));
    let constant = (form.constant != 0).then(|| (form.constant.signum(), decimal_text(form.constant.abs(), scale)));
    // what is added stands before what is taken away
    let mut parts: Vec<(i64, String)> = terms.chain(constant).collect();
    parts.sort_by_key(|(factor, _)| *factor < 0);
    for (place, (factor, name)) in parts.into_iter().enumerate() {
        text.push_str(match (place, factor < 0) {
            (0, true) => "-",
            (0, false) => "",
            (_, true) => " - ",
            (_, false) => " + ",
        });
        if factor.abs() != 1 {
            text.push_str(&format!("{} × ", factor.abs()));
        }
        text.push_str(&name);
    }
    (text.clone(), text)
}

fn number(space: &Space, form: &Form, number: i64) -> (String, String) {
    match form.terms.first() {
        Some((variable, _)) => {
            let (value, unit) = value(space, *variable, number);
            (format!("{value}{}", unit.0), format!("{value}{}", unit.1))
        }
        None => (number.to_string(), number.to_string()),
    }
}

type Unit = (&'static str, &'static str);

fn value(space: &Space, variable: Variable, number: i64) -> (String, Unit) {
    match space.kind(variable) {
        Kind::Date => (Day(number).to_string(), ("", "")),
        Kind::Month => (Month(number).to_string(), ("", "")),
        _ => {
            let unit = match space.dimension(variable).map(|dimension| &dimension.ty) {
                Some(Type::Money { .. }) => (" 元", " yuan"),
                Some(Type::Monthly { .. }) => (" 元/月", " yuan/month"),
                _ => ("", ""),
            };
            (decimal_text(number, scale(space, variable)), unit)
        }
    }
}

fn scale(space: &Space, variable: Variable) -> u8 {
    match space.kind(variable) {
        Kind::Number { scale } => *scale,
        _ => 0,
    }
}

/// The policy's name of a fact; of a term its formula.
pub fn name(space: &Space, variable: Variable) -> String {
    let Some(dimension) = space.dimension(variable) else { return String::new() };
    match &dimension.origin {
        Origin::Today => "当日".to_string(),
        Origin::Term(term) => formula(space, term),
        Origin::Fact { register, column, what } => {
            let Some(group) = space.registers.get(*register) else { return String::new() };
            let name = match column {
                Some(column) if group.is_key => column.clone(),
                Some(column) => format!("{}.{column}", group.name),
                None => group.name.clone(),
            };
            match what {
                What::Part(part) => format!("{name} 的 {}", part_name(*part)),
                _ => name,
            }
        }
    }
}

/// The values outside what is decided exactly that set a region apart: those outside linear arithmetic, else the facts
/// of long sums. None where there are none.
pub fn outside(space: &Space, literals: &Literals) -> Option<String> {
    let is_outside = |variable: &&Variable| {
        matches!(space.term_of(**variable), Some(Term::Of { .. } | Term::Same(..) | Term::Rows(_)))
    };
    let variables = literals.variables();
    let mut found: Vec<Variable> = variables.iter().filter(is_outside).copied().collect();
    if found.is_empty() {
        found = literals
            .list()
            .iter()
            .filter(|constraint| constraint.variables().len() > 2)
            .flat_map(Constraint::variables)
            .collect();
        found.sort_unstable();
        found.dedup();
    }
    let names: Vec<String> = found.into_iter().map(|variable| name(space, variable)).collect();
    (!names.is_empty()).then(|| names.join("、"))
}

/// A node in the policy's words.
pub fn name_of(plan: &Plan, node: NodeId) -> String {
    match plan.origin(node) {
        Some(origin) => plan.words(origin.span),
        None => plan.canonical(node),
    }
}

fn part_name(part: Part) -> &'static str {
    match part {
        Part::BirthDate => "出生日期",
        Part::Sex => "性别",
        Part::Region => "行政区划",
        Part::Identity => "身份证号",
        Part::Category => "类别",
        Part::Level => "等级",
    }
}

fn formula(space: &Space, term: &Term) -> String {
    let (op, operands) = match term {
        Term::Rows(formula) => return space.words_of_rows(formula).to_string(),
        Term::Condition { words: (words, _), .. } => return words.clone(),
        Term::Greatest(of) => {
            let names: Vec<String> = of.iter().map(|variable| name(space, *variable)).collect();
            return format!("取大({})", names.join(", "));
        }
        Term::Same(one, two) => return format!("{} 为 {}", name(space, *one), name(space, *two)),
        Term::Of { op, operands } => (op, operands),
    };
    let texts: Vec<String> = operands.iter().map(|form| sum(space, form).0).collect();
    let first = texts.first().cloned().unwrap_or_default();
    let second = texts.get(1).cloned().unwrap_or_default();
    match op {
        Op::AddMonths(_, months) if *months < 0 => format!("{first} - {} 个月", -months),
        Op::AddMonths(_, months) => format!("{first} + {months} 个月"),
        Op::MonthOf(_) => format!("{first} 的 当月"),
        Op::FirstDay(_) => format!("{first} 的 首日"),
        Op::LastDay(_) => format!("{first} 的 末日"),
        Op::Age { .. } if second == "当日" => format!("周岁({first})"),
        Op::Age { .. } => format!("周岁({first}, {second})"),
        Op::Multiply(..) => format!("{first} × {second}"),
        Op::Quotient { .. } => format!("({first}) ÷ ({second})"),
        _ => texts.join("、"),
    }
}
