//! Decisions as a Markdown table.

use super::{amount, key_header, reason_text, total};
use crate::batch::{DecidedCase, key_for};
use crate::diagnostic::Lang;
use crate::explain::status_text;
use crate::identity::Audience;
use crate::plan::Plan;

/// A table with one line a case.
pub fn markdown(plan: &Plan, decided: &[DecidedCase], audience: impl Into<Audience>) -> String {
    let audience = audience.into();
    let lang = audience.lang;
    let (reasons, sum) = if lang == Lang::Zh { ("理由", "合计") } else { (" reasons", "total") };
    let mut header = vec![key_header(plan)];
    let mut rule = vec!["---".to_string()];
    for benefit in &plan.policy.benefits {
        header.extend([benefit.name.clone(), format!("{}{reasons}", benefit.name)]);
        rule.extend(["---:".to_string(), "---".to_string()]);
    }
    header.push(sum.to_string());
    rule.push("---:".to_string());
    let mut text = line(&header) + &line(&rule);
    for case in decided {
        let mut cells = vec![key_for(plan, &case.key, audience)];
        for benefit in &case.benefits {
            let amount = amount(benefit);
            let shown =
                if amount.is_empty() || amount == "0" { status_text(benefit.status, lang).to_string() } else { amount };
            cells.extend([shown, reason_text(benefit, lang)]);
        }
        cells.push(total(case));
        text += &line(&cells);
    }
    text
}

/// One row of a table.
pub(super) fn line(cells: &[String]) -> String {
    let escaped: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|").replace('\n', " ")).collect();
    format!("| {} |\n", escaped.join(" | "))
}
