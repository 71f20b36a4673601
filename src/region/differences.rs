//! Bounds on differences of two variables: `x − y ≤ c`, over whole numbers, decided exactly.
//!
//! A matrix of shortest paths (Dill 1989; Miné 2001): a set of such bounds has a whole solution exactly when no
//! cycle of them is negative, and the closed matrix shows every bound that follows.

use super::space::Variable;

/// Where nothing bounds a difference.
const OPEN: i64 = i64::MAX / 4;

/// A closed matrix of bounds. Place 0 stands for the number 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Differences {
    variables: Vec<Variable>,
    /// row by row: the greatest value of `row − column`
    most: Vec<i64>,
}

impl Differences {
    pub(super) fn variables(&self) -> &[Variable] {
        &self.variables
    }

    fn place(&self, variable: Option<Variable>) -> Option<usize> {
        match variable {
            None => Some(0),
            Some(variable) => self.variables.iter().position(|known| *known == variable).map(|place| place + 1),
        }
    }

    fn at(&self, row: usize, column: usize) -> i64 {
        self.most.get(row * (self.variables.len() + 1) + column).copied().unwrap_or(OPEN)
    }

    /// Takes a variable in, so far unbounded.
    pub(super) fn enter(&mut self, variable: Variable) {
        if self.variables.contains(&variable) {
            return;
        }
        let before = self.variables.len() + 1;
        let mut most = Vec::with_capacity((before + 1) * (before + 1));
        for row in 0..=before {
            for column in 0..=before {
                let known = if row < before && column < before && !self.most.is_empty() {
                    self.at(row, column)
                } else if row == column {
                    0
                } else {
                    OPEN
                };
                most.push(known);
            }
        }
        self.variables.push(variable);
        self.most = most;
    }

    /// The greatest value of `one − two`; `None` stands for 0.
    pub(super) fn most(&self, one: Option<Variable>, two: Option<Variable>) -> Option<i64> {
        let bound = self.at(self.place(one)?, self.place(two)?);
        (bound < OPEN).then_some(bound)
    }

    /// Adds `one − two ≤ bound`; false when nothing is left.
    pub(super) fn bound(&mut self, one: Option<Variable>, two: Option<Variable>, bound: i64) -> bool {
        let (Some(row), Some(column)) = (self.place(one), self.place(two)) else { return true };
        if self.at(row, column) <= bound {
            return true;
        }
        if row == column || self.at(column, row).saturating_add(bound) < 0 {
            return false;
        }
        let size = self.variables.len() + 1;
        for from in 0..size {
            let first = self.at(from, row);
            if first >= OPEN {
                continue;
            }
            for to in 0..size {
                let last = self.at(column, to);
                if last >= OPEN {
                    continue;
                }
                let path = first.saturating_add(bound).saturating_add(last);
                if let Some(most) = self.most.get_mut(from * size + to) {
                    *most = path.min(*most);
                }
            }
        }
        true
    }
}
