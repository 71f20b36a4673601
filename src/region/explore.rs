//! Splits a region until everything asked for is known.

use super::bounds::{Constraint, Region};
use super::literals::Literals;
use super::space::Space;
use super::view::View;

/// When to give up. Work is counted, not timed, so that the same question has the same answer everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// regions looked at, those that are split among them
    pub regions: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { regions: 200_000 }
    }
}

/// Cases that all come out alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaf<L> {
    pub region: Region,
    /// what sets the region apart
    pub literals: Literals,
    pub label: L,
}

/// The leaves, one after the other; which leaf comes next does not depend on how many are taken.
#[derive(Debug)]
pub struct Explorer<'s, 'p, F> {
    space: &'s mut Space,
    views: &'s mut [View<'p>],
    open: Vec<(Region, Literals)>,
    label: F,
    left: usize,
}

/// Explores the cases for which some constraints hold. `label` names what a region comes to, or says on what to split
/// it.
pub fn explore<'s, 'p, L, F>(
    space: &'s mut Space,
    views: &'s mut [View<'p>],
    within: &Literals,
    limits: Limits,
    label: F,
) -> Explorer<'s, 'p, F>
where
    F: FnMut(&[View<'p>], &mut Space, &Region) -> Result<L, Constraint>,
{
    let open = within.region(space).map(|region| (region, within.clone())).into_iter().collect();
    Explorer { space, views, open, label, left: limits.regions }
}

impl<'p, F> Explorer<'_, 'p, F> {
    /// How many more regions may be looked at.
    pub fn left(&self) -> usize {
        self.left
    }

    /// All regions have been looked at: the limit was not reached.
    pub fn is_complete(&self) -> bool {
        self.open.is_empty()
    }

    /// The space and the views that are explored.
    pub fn parts(&self) -> (&Space, &[View<'p>]) {
        (self.space, self.views)
    }
}

impl<'p, L, F> Iterator for Explorer<'_, 'p, F>
where
    F: FnMut(&[View<'p>], &mut Space, &Region) -> Result<L, Constraint>,
{
    type Item = Leaf<L>;

    fn next(&mut self) -> Option<Leaf<L>> {
        while self.left > 0 {
            let (region, literals) = self.open.pop()?;
            self.left -= 1;
            for view in self.views.iter_mut() {
                view.run(self.space, &region);
            }
            match (self.label)(self.views, self.space, &region) {
                Ok(label) => return Some(Leaf { region, literals, label }),
                Err(constraint) => {
                    for holds in [false, true] {
                        let mut part = region.clone();
                        if part.narrow(self.space, &constraint, holds) && !part.is_surely_empty(self.space) {
                            self.open.push((part, literals.with(&constraint, holds)));
                        }
                    }
                }
            }
        }
        None
    }
}
