//! The header line of the wide sheet.

use crate::cases::needed_registers;
use crate::check::model::Register;
use crate::plan::Plan;

/// One line: the canonical header of every column, in the order of the registers. A register without
/// columns has one that says 是 or 否. Registers on which no benefit hangs are left out.
pub fn csv(plan: &Plan) -> String {
    let mut headers: Vec<&str> = Vec::new();
    let needed = plan.registers.iter().zip(needed_registers(plan)).filter(|(_, needed)| *needed);
    for header in needed.flat_map(|(register, _)| headers_of(register)) {
        if !headers.contains(&header) {
            headers.push(header);
        }
    }
    let quoted: Vec<String> = headers.iter().map(|header| quote(header)).collect();
    quoted.join(",") + "\n"
}

fn headers_of(register: &Register) -> Vec<&str> {
    if register.columns.is_empty() {
        return vec![&register.listed_header];
    }
    register.columns.iter().map(|column| column.headers.first().unwrap_or(&column.name).as_str()).collect()
}

fn quote(header: &str) -> String {
    if header.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", header.replace('"', "\"\""))
    } else {
        header.to_string()
    }
}
