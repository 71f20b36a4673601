//! Witnesses of an impact as a wide sheet of cases, which `run` and others read.

use crate::check::model::Type;
use crate::diff::{Comparison, ImpactLine};
use crate::output::key_header;
use crate::output::sheet::CsvSheet;
use crate::plan::Plan;
use crate::schema;
use crate::value::Month;

/// A case that shows a line of the impact.
#[derive(Debug, Clone)]
pub struct Example<'a> {
    /// index of the line
    pub line: usize,
    /// the month in which it shows
    pub month: Month,
    shown: &'a ImpactLine,
}

/// A case for each line that the case file has no case of; without a case file for every line.
pub fn example_cases(comparison: &Comparison) -> Vec<Example<'_>> {
    let lines = comparison.impact.iter().flat_map(|impact| impact.lines.iter().enumerate());
    let wanted = lines.filter(|(index, _)| comparison.touched.is_none() || comparison.blind_spots.contains(index));
    wanted.map(|(line, shown)| Example { line, month: shown.witness.month, shown }).collect()
}

/// UTF-8, one line a case: the headers of all of them, the key numbered from 1 where it is free text. Without a case,
/// the headers that `plan` asks for.
pub fn examples_csv(examples: &[Example<'_>], plan: &Plan) -> Vec<u8> {
    let key = key_header(plan);
    let mut headers: Vec<&str> = vec![&key];
    for (header, _) in examples.iter().flat_map(|example| &example.shown.witness.cells) {
        if !headers.contains(&header.as_str()) {
            headers.push(header);
        }
    }
    if examples.is_empty() {
        return schema::csv(plan).into_bytes();
    }
    let free = plan.registers.iter().find_map(|register| register.columns.get(register.key?));
    let free = free.is_none_or(|column| column.ty == Type::Text);
    let mut sheet = CsvSheet::new();
    sheet.line(&headers);
    for (number, example) in examples.iter().enumerate() {
        let cell = |header: &&str| {
            let told = example.shown.witness.cells.iter().find(|(name, _)| name == header);
            match told {
                _ if free && *header == key => (number + 1).to_string(),
                Some((_, cell)) => cell.clone(),
                None => String::new(),
            }
        };
        sheet.line(headers.iter().map(cell));
    }
    sheet.bytes()
}
