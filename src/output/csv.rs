//! Decisions as CSV: the key, for each benefit amount, status and reasons, and the sum.

use super::{amount, key_header, reason_text, total};
use crate::batch::DecidedCase;
use crate::diagnostic::Lang;
use crate::explain::status_text;
use crate::plan::Plan;

/// UTF-8, one line a case, with a header line.
pub fn csv(plan: &Plan, decided: &[DecidedCase], lang: Lang) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let (status, reasons, sum) = match lang {
        Lang::Zh => ("状态", "理由", "合计"),
        Lang::En => (" status", " reasons", "total"),
    };
    let mut header = vec![key_header(plan)];
    for benefit in &plan.policy.benefits {
        header.extend([
            benefit.name.clone(),
            format!("{}{status}", benefit.name),
            format!("{}{reasons}", benefit.name),
        ]);
    }
    header.push(sum.to_string());
    // writing to memory cannot fail
    let _ = writer.write_record(&header);
    for case in decided {
        let mut record = vec![case.key.clone()];
        for benefit in &case.benefits {
            record.extend([amount(benefit), status_text(benefit.status, lang).to_string(), reason_text(benefit, lang)]);
        }
        record.push(total(case));
        let _ = writer.write_record(&record);
    }
    writer.into_inner().unwrap_or_default()
}
