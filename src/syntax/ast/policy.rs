//! The document, bodies, registers, readings, definitions.

use super::expression::Expr;
use super::leaf::{Basis, Date, Name, Text, Word};
use crate::syntax::Span;

/// `政策 NAME "标题" { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    pub name: Name,
    pub title: Option<Text>,
    pub items: Vec<PolicyItem>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum PolicyItem {
    /// 文号、标题、发文机关、上位依据、附件、目的, with one or more texts.
    Texts { word: Word, texts: Vec<Text>, span: Span },
    /// 印发
    Issued { date: Date, span: Span },
    /// 施行 自 … [至 …]
    Effective { from: Date, until: Option<Date>, span: Span },
    /// 最小单位 元 | 角 | 分
    SmallestUnit { unit: Word, span: Span },
}

/// `机构 A、B "全称" { 电话 "…" }`
#[derive(Debug, Clone, PartialEq)]
pub struct Bodies {
    pub bodies: Vec<Body>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    pub name: Name,
    pub title: Option<Text>,
    pub phones: Vec<Text>,
    pub span: Span,
}

/// `名册 NAME "说明" 逐次 FIELD 由 BODY 每月 依据 … { fields }`
#[derive(Debug, Clone, PartialEq)]
pub struct Register {
    pub name: Name,
    pub title: Option<Text>,
    /// 逐次: the field that says when each row happened
    pub each_time: Option<Name>,
    pub by: Vec<Name>,
    pub often: Option<Word>,
    pub basis: Basis,
    pub fields: Vec<Field>,
    pub span: Span,
}

/// One column: `名称 类型 主键|可无|备查|空白 视为 否|列名 "…"`
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    pub name: Name,
    pub ty: FieldType,
    pub key: Option<Span>,
    pub optional: Option<Span>,
    pub recorded: Option<Span>,
    pub blank_as_no: Option<Span>,
    pub columns: Vec<Text>,
    pub title: Option<Text>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum FieldType {
    /// 文本、数、元、元/月、日期、年月、是否、身份证号、残疾人证号、补贴
    Plain(Word),
    /// `一级 | 二级`; the member 无 is spelled `无` whatever the keyword language.
    Enumeration { members: Vec<Name>, span: Span },
}

/// `口径 NAME 依据 … "问题" { OPTION "理由" … }`; the first option is the default.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    pub name: Name,
    pub basis: Basis,
    pub question: Option<Text>,
    pub options: Vec<ReadingOption>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ReadingOption {
    pub name: Name,
    pub reason: Option<Text>,
    pub span: Span,
}

/// `定义 NAME "说明" 依据 … = EXPR`
#[derive(Debug, Clone, PartialEq)]
pub struct Define {
    pub name: Name,
    pub title: Option<Text>,
    pub basis: Basis,
    pub value: Expr,
    pub span: Span,
}
