//! Texts that rules compare a column with, and cells that come near one of them: `武隆` where the policy says
//! `武隆区`.

use super::text::without_blanks;
use crate::check::model::Type;
use crate::plan::{NodeId, Op, Plan, SlotKind, Step};

/// For each slot of the plan, the texts that its value is compared with, in the order of the policy.
pub(super) fn compared_texts(plan: &Plan) -> Vec<Vec<usize>> {
    let mut compared = vec![Vec::new(); plan.slots.len()];
    let inside = plan.aggregates.iter().flat_map(|aggregate| &aggregate.steps);
    for step in plan.steps.iter().chain(inside) {
        let Op::Equal(left, right) = step.op else { continue };
        let (mut slots, mut constants) = (Vec::new(), Vec::new());
        for side in [left, right] {
            follow(plan, side, &mut slots, &mut constants);
        }
        for slot in slots.into_iter().filter(|slot| is_text(plan, *slot)) {
            let Some(known) = compared.get_mut(slot) else { continue };
            for text in constants.iter().filter_map(|constant| usize::try_from(*constant).ok()) {
                if !known.contains(&text) && text < plan.texts.len() {
                    known.push(text);
                }
            }
        }
    }
    compared
}

/// The slots and the constants of which a node's value is chosen.
fn follow(plan: &Plan, node: NodeId, slots: &mut Vec<usize>, constants: &mut Vec<i64>) {
    let mut open = vec![node];
    let mut seen = Vec::new();
    while let Some(node) = open.pop() {
        if seen.contains(&node) {
            continue;
        }
        seen.push(node);
        if node.index() < plan.slots.len() {
            slots.push(node.index());
        } else if let Some(slot) = row_slot(plan, node) {
            slots.push(slot);
        } else {
            match op_of(plan, node) {
                Some(Op::If { then, otherwise, .. }) => open.extend([then, otherwise]),
                Some(Op::Choose(list, _)) => {
                    // condition, value, …, and the value when no row fits
                    let list = plan.list(list);
                    let last = list.len().saturating_sub(1);
                    let values = list.iter().enumerate().filter(|(index, _)| index % 2 == 1 || *index == last);
                    open.extend(values.map(|(_, node)| *node));
                }
                Some(_) => {}
                None => constants
                    .extend(plan.template.get(node.index()).filter(|value| value.lo == value.hi).map(|value| value.lo)),
            }
        }
    }
}

/// The slot that a node holds for each row of a register.
fn row_slot(plan: &Plan, node: NodeId) -> Option<usize> {
    plan.aggregates.iter().find_map(|aggregate| {
        let (slot, _) = aggregate.inputs.iter().find(|(_, input)| *input == node)?;
        Some(aggregate.first_slot + slot)
    })
}

fn op_of(plan: &Plan, node: NodeId) -> Option<Op> {
    let inside = || plan.aggregates.iter().flat_map(|aggregate| &aggregate.steps);
    let step = |step: &Step| (step.node == node).then_some(step.op);
    plan.op(node).or_else(|| inside().find_map(step))
}

fn is_text(plan: &Plan, slot: usize) -> bool {
    let Some(slot) = plan.slots.get(slot) else { return false };
    let SlotKind::Column(column) = slot.kind else { return false };
    let column = plan.registers.get(slot.register).and_then(|register| register.columns.get(column));
    column.is_some_and(|column| column.ty == Type::Text)
}

/// The text that a cell probably means, if it is none of the texts but comes near one.
pub(super) fn meant<'t>(cell: &str, texts: &'t [String]) -> Option<&'t str> {
    if texts.iter().any(|text| text == cell) {
        return None;
    }
    let cell = without_blanks(cell);
    texts.iter().map(String::as_str).find(|text| is_near(&cell, &without_blanks(text)))
}

/// One contains the other, or only the last character differs: 重庆市武隆区, 武隆, 武隆县.
fn is_near(cell: &str, text: &str) -> bool {
    if cell.is_empty() || text.is_empty() {
        return false;
    }
    let several = |text: &str| text.chars().nth(1).is_some();
    if cell.contains(text) || several(cell) && text.contains(cell) {
        return true;
    }
    let but_last = |text: &str| text.char_indices().next_back().map_or(0, |(last, _)| last);
    let (cell, text) = (cell.split_at(but_last(cell)).0, text.split_at(but_last(text)).0);
    several(cell) && cell == text
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn what_is_near_and_what_is_not() {
        let texts = ["青山区".to_string(), "白水区".to_string()];
        for cell in ["青山", "青 山区", "江南市青山区", "青山县", "青山区 "] {
            assert_eq!(meant(cell, &texts), Some("青山区"), "{cell}");
        }
        for cell in ["青山区", "白水区", "黄石岩区", "青", "区", "", "山青区", "青"] {
            assert_eq!(meant(cell, &texts), None, "{cell}");
        }
        assert_eq!(meant("乙区", &["甲区".to_string(), "乙县".to_string()]), None);
    }
}
