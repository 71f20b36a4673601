//! Cases that a rate table forgets: values of its subjects that no row accepts and that the
//! benefit's own requirements do not rule out. Each is shown with a witness.

use super::model::{Benefit, Define, Expr, ExprKind, Type};
use super::problem::Problem;
use super::table::{Accept, Accepts};
use crate::diagnostic::Message;
use crate::syntax::Span;
use crate::value::{Day, Month};

/// A table with what its rows accept.
#[derive(Debug, Clone)]
pub(super) struct TypedTable {
    pub(super) subjects: Vec<Expr>,
    pub(super) accepts: Vec<Vec<Accepts>>,
    pub(super) span: Span,
}

/// Combinations looked at; a larger table is left to the reader.
const MAX_CELLS: usize = 20_000;

/// The first gap of each table.
pub(super) fn gaps(
    tables: &[TypedTable],
    benefits: &[Benefit],
    defines: &[Define],
    source_names: &dyn Fn(&Expr) -> String,
) -> Vec<Problem> {
    tables
        .iter()
        .filter_map(|table| {
            let required: Vec<&Expr> = benefits
                .iter()
                .filter(|benefit| benefit.span.start <= table.span.start && table.span.end <= benefit.span.end)
                .flat_map(|benefit| benefit.requirements.iter().map(|requirement| &requirement.condition))
                .collect();
            let cell = gap(table, &required, defines)?;
            let describe = |lang_zh: bool| {
                let parts: Vec<String> = table
                    .subjects
                    .iter()
                    .zip(&cell)
                    .map(|(subject, value)| {
                        let joint = if lang_zh { " 为 " } else { " = " };
                        format!("{}{joint}{}", source_names(subject), shown(&subject.ty, value))
                    })
                    .collect();
                parts.join(if lang_zh { "、" } else { ", " })
            };
            Some(Problem::Gap { span: table.span, witness: Message::new(describe(true), describe(false)) })
        })
        .collect()
}

fn gap(table: &TypedTable, required: &[&Expr], defines: &[Define]) -> Option<Vec<Accept>> {
    let mut axes = Vec::new();
    for (index, subject) in table.subjects.iter().enumerate() {
        let accepted: Vec<&Accept> =
            table.accepts.iter().filter_map(|row| row.get(index)).flatten().flatten().collect();
        let allowed =
            |cell: &Accept| required.iter().all(|condition| holds(condition, subject, cell, defines) != Some(false));
        axes.push(cells(&subject.ty, &accepted).into_iter().filter(allowed).collect::<Vec<Accept>>());
    }
    let size = axes.iter().try_fold(1_usize, |product, axis| product.checked_mul(axis.len()))?;
    if size > MAX_CELLS {
        return None;
    }
    (0..size).find_map(|number| {
        let mut rest = number;
        let mut cell = Vec::new();
        for axis in &axes {
            cell.push(axis.get(rest % axis.len())?.clone());
            rest /= axis.len();
        }
        let covered = table.accepts.iter().any(|row| {
            row.iter().zip(&cell).all(|(accepts, value)| match accepts {
                Some(accepts) => accepts.iter().any(|accept| accept.meets(value)),
                None => true,
            })
        });
        (!covered).then_some(cell)
    })
}

/// Representatives of a subject's values: every value behaves in the table like one of these.
fn cells(ty: &Type, accepted: &[&Accept]) -> Vec<Accept> {
    match ty {
        Type::Enumeration(members) => (0..members.len().min(62)).map(|member| Accept::Members(1 << member)).collect(),
        Type::Text => {
            let mut texts: Vec<Accept> = accepted.iter().map(|accept| (*accept).clone()).collect();
            texts.push(Accept::Text("…".to_string()));
            texts
        }
        Type::Truth => vec![Accept::Range(0, 0), Accept::Range(1, 1)],
        _ => {
            let lowest = if matches!(ty, Type::Money { .. } | Type::Monthly { .. }) { 0 } else { i64::MIN + 1 };
            let mut points = vec![lowest];
            for accept in accepted {
                if let Accept::Range(lo, hi) = accept {
                    points.extend([lo.saturating_sub(1), *lo, *hi, hi.saturating_add(1)]);
                }
            }
            points.retain(|point| *point >= lowest && *point < i64::MAX);
            points.sort_unstable();
            points.dedup();
            // a witness next to a written bound says more than the lowest number there is
            if points.first() == Some(&lowest) && lowest < 0 {
                points.rotate_left(1);
            }
            points.into_iter().map(|point| Accept::Range(point, point)).collect()
        }
    }
}

/// Whether a condition holds for a value of the subject, if that alone says so.
fn holds(condition: &Expr, subject: &Expr, cell: &Accept, defines: &[Define]) -> Option<bool> {
    if alike(condition, subject) {
        return match cell {
            Accept::Range(truth, _) => Some(*truth == 1),
            _ => None,
        };
    }
    match &condition.kind {
        ExprKind::All(parts) | ExprKind::Any(parts) => {
            let decisive = matches!(condition.kind, ExprKind::Any(_));
            let parts: Vec<Option<bool>> = parts.iter().map(|part| holds(part, subject, cell, defines)).collect();
            if parts.contains(&Some(decisive)) {
                Some(decisive)
            } else if parts.contains(&None) {
                None
            } else {
                Some(!decisive)
            }
        }
        ExprKind::Not(inner) => holds(inner, subject, cell, defines).map(|holds| !holds),
        ExprKind::Define(define) => {
            defines.get(*define).and_then(|define| holds(&define.value, subject, cell, defines))
        }
        ExprKind::Member { of, set } if alike(of, subject) => match cell {
            Accept::Members(bit) => Some(bit & set != 0),
            _ => None,
        },
        ExprKind::Equal(left, right) if alike(left, subject) => match (&right.kind, cell) {
            (ExprKind::Text(text), Accept::Text(value)) => Some(text == value),
            (_, Accept::Range(point, _)) => constant(right).map(|value| value == *point),
            _ => None,
        },
        ExprKind::LessEqual(left, right) => compare(left, right, subject, cell, |left, right| left <= right),
        ExprKind::Less(left, right) => compare(left, right, subject, cell, |left, right| left < right),
        _ => None,
    }
}

fn compare(left: &Expr, right: &Expr, subject: &Expr, cell: &Accept, holds: fn(i64, i64) -> bool) -> Option<bool> {
    let Accept::Range(point, _) = cell else { return None };
    if alike(left, subject) {
        constant(right).map(|bound| holds(*point, bound))
    } else if alike(right, subject) {
        constant(left).map(|bound| holds(bound, *point))
    } else {
        None
    }
}

/// The same expression, wherever it stands.
fn alike(one: &Expr, two: &Expr) -> bool {
    let (parts, others) = (one.children(), two.children());
    let same_parts = parts.len() == others.len() && parts.iter().zip(&others).all(|(one, two)| alike(one, two));
    same_parts
        && match (&one.kind, &two.kind) {
            (ExprKind::Member { set, .. }, ExprKind::Member { set: other, .. }) => set == other,
            (ExprKind::AddDays(_, by), ExprKind::AddDays(_, other))
            | (ExprKind::AddMonths(_, by), ExprKind::AddMonths(_, other)) => by == other,
            (one, two) if parts.is_empty() => one == two,
            (ExprKind::Quotient { .. } | ExprKind::Aggregate { .. } | ExprKind::Choose(_), _) => false,
            (one, two) => std::mem::discriminant(one) == std::mem::discriminant(two),
        }
}

fn constant(expr: &Expr) -> Option<i64> {
    match &expr.kind {
        ExprKind::Constant(value) if value.is_known() => Some(value.lo),
        _ => None,
    }
}

fn shown(ty: &Type, value: &Accept) -> String {
    match (ty, value) {
        (Type::Enumeration(members), Accept::Members(bit)) => {
            members.get(bit.trailing_zeros() as usize).cloned().unwrap_or_default()
        }
        (Type::Date, Accept::Range(day, _)) => Day(*day).to_string(),
        (Type::Month, Accept::Range(month, _)) => Month(*month).to_string(),
        (Type::Truth, Accept::Range(truth, _)) => if *truth == 0 { "否" } else { "是" }.to_string(),
        (_, Accept::Text(text)) => text.clone(),
        (ty, Accept::Range(number, _)) => {
            let scale = u32::from(ty.scale().unwrap_or_default());
            rust_decimal::Decimal::try_from_i128_with_scale(i128::from(*number), scale)
                .map(|number| number.normalize().to_string())
                .unwrap_or_default()
        }
        (_, Accept::Members(_)) => String::new(),
    }
}
