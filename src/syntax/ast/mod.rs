//! The syntax tree: what the author wrote, declaration by declaration, with the place of every part.
//!
//! Nothing is resolved here. Keywords that carry meaning are kept as [`Word`]s, so that the formatter
//! can print them in either language from the one table in the grammar.

mod leaf;
mod policy;
mod benefit;
mod duties;
mod example;
mod expression;

pub use benefit::{
    Benefit, BenefitItem, Cap, Dated, Deem, Exclude, HigherOf, Other, Rate, Requirement, Together, TopUp,
};
pub use duties::{Accrual, AccrualItem, Alert, Document, Duty, Procedure, ProcedureItem, Stage, StageRecords};
pub use example::{Claim, Example, ExampleItem, ExampleTime, Expected, GivenValue, Promise};
pub use expression::{DatedRows, Expr, ExprKind, Literal, LiteralKind, Pattern, Row, Table, TableRows};
pub use leaf::{Basis, Clause, Comment, Date, Month, Name, Path, Period, Tail, Text, Word};
pub use policy::{Bodies, Body, Define, Field, FieldType, Policy, PolicyItem, Reading, ReadingOption, Register};

/// One file: its declarations in the author's order, and its comments.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct File {
    pub declarations: Vec<Declaration>,
    pub comments: Vec<Comment>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Declaration {
    Policy(Policy),
    Bodies(Bodies),
    Register(Register),
    Reading(Reading),
    Define(Define),
    Benefit(Benefit),
    Exclude(Exclude),
    HigherOf(HigherOf),
    TopUp(TopUp),
    Cap(Cap),
    Together(Together),
    Deem(Deem),
    Accrual(Accrual),
    Procedure(Procedure),
    Alert(Alert),
    Duty(Duty),
    Promise(Promise),
    Example(Example),
}
