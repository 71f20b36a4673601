//! YAML -> a tree of plain values, each with its place in the file.

use crate::diagnostic::Span;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_saphyr::{Location, Spanned};
use std::fmt;

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub(super) span: Span,
    pub(super) value: Tree,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Tree {
    Null,
    Truth(bool),
    /// digits and decimals as they were understood
    Number(String),
    /// a number with more digits than a floating-point number holds
    Inexact(String),
    Text(String),
    List(Vec<Node>),
    Map(Vec<Entry>),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) span: Span,
    pub(super) value: Node,
}

/// Decimal digits that survive the way through a floating-point number.
const EXACT_DIGITS: usize = 15;

impl Node {
    /// A text, or a number as a text.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Tree::Text(text) | Tree::Number(text) => Some(text.trim()),
            _ => None,
        }
    }

    /// As a value of a JSON case file; numbers keep their digits.
    pub(super) fn json(&self) -> Value {
        match &self.value {
            Tree::Null => Value::Null,
            Tree::Truth(truth) => Value::Bool(*truth),
            Tree::Number(text) | Tree::Inexact(text) | Tree::Text(text) => Value::String(text.clone()),
            Tree::List(list) => list.iter().map(Node::json).collect(),
            Tree::Map(map) => Value::Object(map.iter().map(|entry| (entry.name.clone(), entry.value.json())).collect()),
        }
    }

    /// The places of everything within, by the path of names that leads there.
    pub(super) fn places(&self, path: &str, places: &mut Vec<(String, Span)>) {
        match &self.value {
            Tree::Map(map) => {
                for entry in map {
                    let path = if path.is_empty() { entry.name.clone() } else { format!("{path}.{}", entry.name) };
                    places.push((path.clone(), entry.span));
                    entry.value.places(&path, places);
                }
            }
            Tree::List(list) => list.iter().for_each(|item| item.places(path, places)),
            _ => {}
        }
    }
}

fn span(place: Location) -> Span {
    let start = place.span().byte_offset().unwrap_or_default();
    let end = start + place.span().byte_len().unwrap_or_default();
    Span::new(usize::try_from(start).unwrap_or_default(), usize::try_from(end).unwrap_or_default())
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Node, D::Error> {
        let spanned = Spanned::<Tree>::deserialize(deserializer)?;
        Ok(Node { span: span(spanned.referenced), value: spanned.value })
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Tree, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_none<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Tree, E> {
        Ok(Tree::Truth(truth))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Tree, E> {
        Ok(Tree::Number(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Tree, E> {
        Ok(Tree::Number(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Tree, E> {
        let text = number.to_string();
        let digits = text.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count();
        Ok(if digits > EXACT_DIGITS { Tree::Inexact(text) } else { Tree::Number(text) })
    }

    fn visit_str<E>(self, text: &str) -> Result<Tree, E> {
        Ok(Tree::Text(text.to_string()))
    }

    fn visit_string<E>(self, text: String) -> Result<Tree, E> {
        Ok(Tree::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Tree, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Tree::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Tree, A::Error> {
        let mut map = Vec::new();
        while let Some((name, value)) = pairs.next_entry::<Spanned<String>, Node>()? {
            map.push(Entry { span: span(name.referenced), name: name.value.trim().to_string(), value });
        }
        Ok(Tree::Map(map))
    }
}
