//! Which declaration is printed where.

use super::context::Context;
use super::doc::Doc;
use super::{benefit, combination, example, policy, procedure, register};
use crate::syntax::Span;
use crate::syntax::ast::Declaration;

pub(super) fn declaration(cx: &mut Context<'_>, declaration: &Declaration) -> Doc {
    match declaration {
        Declaration::Policy(it) => policy::policy(cx, it),
        Declaration::Bodies(it) => policy::bodies(cx, it),
        Declaration::Register(it) => register::register(cx, it),
        Declaration::Reading(it) => policy::reading(cx, it),
        Declaration::Define(it) => benefit::define(cx, it),
        Declaration::Benefit(it) => benefit::benefit(cx, it),
        Declaration::Exclude(it) => combination::exclude(cx, it),
        Declaration::HigherOf(it) => combination::higher_of(cx, it),
        Declaration::TopUp(it) => combination::top_up(cx, it),
        Declaration::Cap(it) => combination::cap(cx, it),
        Declaration::Together(it) => combination::together(cx, it),
        Declaration::Deem(it) => combination::deem(cx, it),
        Declaration::Accrual(it) => procedure::accrual(cx, it),
        Declaration::Procedure(it) => procedure::procedure(cx, it),
        Declaration::Alert(it) => procedure::alert(cx, it),
        Declaration::Duty(it) => procedure::duty(cx, it),
        Declaration::Promise(it) => example::promise(cx, it),
        Declaration::Example(it) => example::example(cx, it),
    }
}

pub(super) fn span(declaration: &Declaration) -> Span {
    match declaration {
        Declaration::Policy(it) => it.span,
        Declaration::Bodies(it) => it.span,
        Declaration::Register(it) => it.span,
        Declaration::Reading(it) => it.span,
        Declaration::Define(it) => it.span,
        Declaration::Benefit(it) => it.span,
        Declaration::Exclude(it) => it.span,
        Declaration::HigherOf(it) => it.span,
        Declaration::TopUp(it) => it.span,
        Declaration::Cap(it) => it.span,
        Declaration::Together(it) => it.span,
        Declaration::Deem(it) => it.span,
        Declaration::Accrual(it) => it.span,
        Declaration::Procedure(it) => it.span,
        Declaration::Alert(it) => it.span,
        Declaration::Duty(it) => it.span,
        Declaration::Promise(it) => it.span,
        Declaration::Example(it) => it.span,
    }
}
