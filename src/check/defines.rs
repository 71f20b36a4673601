//! Definitions: typed in dependency order; circles are reported.

use super::expression::Context;
use super::model::Define;
use super::problem::Problem;
use super::scope::{Checker, Meaning};
use super::table::clauses;
use crate::diagnostic::Message;
use crate::syntax::ast;

/// Longest chain of definitions that use one another.
const MAX_DEFINE_DEPTH: usize = 100;

impl Checker {
    /// Types all definitions, each after those it uses; the result is in the file's order.
    pub(super) fn defines(&mut self, defines: &[&ast::Define]) -> Vec<Option<Define>> {
        self.define_types = vec![None; defines.len()];
        self.define_values = vec![None; defines.len()];
        let needs: Vec<Vec<usize>> = defines.iter().map(|define| self.needs(&define.value)).collect();
        let mut typed: Vec<Option<Define>> = vec![None; defines.len()];
        for index in self.in_order(defines, &needs) {
            let Some(define) = defines.get(index) else { continue };
            let value = self.expr(&define.value, Context::default());
            if let (Some(value), Some(slot)) = (value, typed.get_mut(index)) {
                if let (Some(ty), Some(known)) = (self.define_types.get_mut(index), self.define_values.get_mut(index)) {
                    *ty = Some(value.ty.clone());
                    *known = Some(value.clone());
                }
                *slot = Some(Define {
                    name: define.name.text.clone(),
                    title: define.title.as_ref().map(|title| title.text.clone()),
                    basis: clauses(&define.basis),
                    value,
                    span: define.span,
                });
            }
        }
        typed
    }

    /// The definitions that an expression names.
    fn needs(&self, expr: &ast::Expr) -> Vec<usize> {
        let mut needs = Vec::new();
        expr.walk(&mut |inner| {
            if let ast::ExprKind::Path(ast::Path { first, second: None, .. }) = &inner.kind
                && let Some(Meaning::Define(define)) = self.meaning(&first.text)
            {
                needs.push(define);
            }
        });
        needs
    }

    /// An order in which every definition follows those it needs. Members of a circle are left out.
    fn in_order(&mut self, defines: &[&ast::Define], needs: &[Vec<usize>]) -> Vec<usize> {
        #[derive(Clone, Copy, PartialEq)]
        enum State {
            New,
            Open,
            Done,
        }
        let mut state = vec![State::New; defines.len()];
        let mut depth = vec![0; defines.len()];
        let mut order = Vec::new();
        for root in 0..defines.len() {
            // a path of open definitions, each with the number of its needs already visited
            let mut path: Vec<(usize, usize)> = vec![(root, 0)];
            if state.get(root) != Some(&State::New) {
                continue;
            }
            while let Some((index, visited)) = path.pop() {
                let next = needs.get(index).and_then(|needs| needs.get(visited)).copied();
                let Some(next) = next else {
                    if let Some(state) = state.get_mut(index) {
                        *state = State::Done;
                    }
                    let below = needs.get(index).into_iter().flatten().filter_map(|need| depth.get(*need)).max();
                    let own = below.copied().unwrap_or_default() + 1;
                    if own == MAX_DEFINE_DEPTH + 1 {
                        let span = defines.get(index).map(|define| define.name.span).unwrap_or_default();
                        let what = Message::new("定义逐层引用的层数", "levels of definitions");
                        self.problems.push(Problem::TooMany { span, what, limit: MAX_DEFINE_DEPTH });
                    }
                    if own > MAX_DEFINE_DEPTH {
                        continue;
                    }
                    if let Some(depth) = depth.get_mut(index) {
                        *depth = own;
                    }
                    order.push(index);
                    continue;
                };
                if let Some(state) = state.get_mut(index) {
                    *state = State::Open;
                }
                path.push((index, visited + 1));
                match state.get(next) {
                    Some(State::New) => path.push((next, 0)),
                    Some(State::Open) => {
                        let circle = path.iter().skip_while(|(open, _)| *open != next).map(|(open, _)| *open);
                        let names = circle
                            .chain([next])
                            .filter_map(|index| defines.get(index))
                            .map(|define| define.name.text.clone())
                            .collect();
                        let span = defines.get(next).map(|define| define.name.span).unwrap_or_default();
                        self.problems.push(Problem::Circle { span, names });
                    }
                    _ => {}
                }
            }
        }
        order
    }
}
