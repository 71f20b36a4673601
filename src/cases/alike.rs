//! Whether two plans read a case file into the same facts.

use super::compared::compared_texts;
use super::needed::needed_registers;
use crate::plan::Plan;

/// Both plans read every case file into the same facts, with the same findings: they are of the same registers, read
/// the same columns, and number texts alike.
pub fn read_alike(one: &Plan, two: &Plan) -> bool {
    one.registers == two.registers
        && one.slots == two.slots
        && one.texts == two.texts
        && compared_texts(one) == compared_texts(two)
        && needed_registers(one) == needed_registers(two)
}
