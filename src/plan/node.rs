//! The nodes of a plan.

use crate::check::model::{Aggregate, Rounding};

/// A node: a place for one value. The first nodes are the slots of the facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub u32);

impl NodeId {
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A list of operands within [`super::Plan::operands`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Operands {
    pub start: u32,
    pub len: u32,
}

/// How possible values of branches are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Join {
    Range,
    /// sets of members of an enumeration
    Set,
}

/// How a node's value follows from those of earlier nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Op {
    Not(NodeId),
    All(Operands),
    Any(Operands),
    /// an enumeration among members given as bits
    Member(NodeId, u64),
    /// two enumerations with the same members
    Same(NodeId, NodeId),
    Equal(NodeId, NodeId),
    Less(NodeId, NodeId),
    LessEqual(NodeId, NodeId),
    Add(NodeId, NodeId),
    Subtract(NodeId, NodeId),
    Multiply(NodeId, NodeId),
    /// round(left × up ÷ right) × multiple
    Quotient {
        left: NodeId,
        right: NodeId,
        up: i64,
        multiple: i64,
        mode: Rounding,
    },
    Greatest(Operands),
    Least(Operands),
    If {
        when: NodeId,
        then: NodeId,
        otherwise: NodeId,
        join: Join,
    },
    /// condition, value, condition, value, …, value when no row fits
    Choose(Operands, Join),
    AddDays(NodeId, i64),
    AddMonths(NodeId, i64),
    MonthOf(NodeId),
    FirstDay(NodeId),
    LastDay(NodeId),
    Age {
        birth: NodeId,
        on: NodeId,
    },
    /// one of [`super::Plan::aggregates`]
    Aggregate(u32),
    /// whether a benefit stays in one of [`super::Plan::contests`]
    Kept {
        contest: u32,
        benefit: u32,
    },
}

impl Op {
    /// The operands that stand in the operation itself. Lists, aggregates and contests keep theirs elsewhere.
    pub fn named(self) -> Vec<NodeId> {
        match self {
            Op::Not(of)
            | Op::Member(of, _)
            | Op::AddDays(of, _)
            | Op::AddMonths(of, _)
            | Op::MonthOf(of)
            | Op::FirstDay(of)
            | Op::LastDay(of) => vec![of],
            Op::Same(left, right)
            | Op::Equal(left, right)
            | Op::Less(left, right)
            | Op::LessEqual(left, right)
            | Op::Add(left, right)
            | Op::Subtract(left, right)
            | Op::Multiply(left, right)
            | Op::Quotient { left, right, .. }
            | Op::Age { birth: left, on: right } => vec![left, right],
            Op::If { when, then, otherwise, .. } => vec![when, then, otherwise],
            Op::All(_)
            | Op::Any(_)
            | Op::Greatest(_)
            | Op::Least(_)
            | Op::Choose(..)
            | Op::Aggregate(_)
            | Op::Kept { .. } => Vec::new(),
        }
    }
}

impl Contest {
    /// All amounts and conditions that the choice depends on.
    pub fn inputs(&self) -> Vec<NodeId> {
        let others =
            self.others.iter().flat_map(|other| other.against.iter().map(|(when, _)| *when).chain([other.amount]));
        self.amounts.iter().copied().chain(others).collect()
    }
}

/// One step of an evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    pub node: NodeId,
    pub op: Op,
}

/// A question about the rows of a register, with the steps that are taken for each row.
#[derive(Debug, Clone, PartialEq)]
pub struct AggregatePlan {
    pub what: Aggregate,
    pub register: usize,
    /// the register's first slot
    pub first_slot: usize,
    /// nodes that receive values of the row: (slot within the register, node)
    pub inputs: Vec<(usize, NodeId)>,
    pub steps: Vec<Step>,
    pub condition: Option<NodeId>,
    /// what is summed
    pub value: Option<NodeId>,
}

/// Benefits and other benefits of which not all are drawn together (择高).
#[derive(Debug, Clone, PartialEq)]
pub struct Contest {
    /// indices of benefits, in order of their names, so that the file's order never matters
    pub benefits: Vec<usize>,
    /// their amounts before the choice
    pub amounts: Vec<NodeId>,
    pub others: Vec<ContestOther>,
    /// on a tie our own benefits stay
    pub keep_ours: bool,
    /// the others of each group stand against the same benefits: only then do the corners bound the answer
    pub uniform: bool,
}

/// Another benefit in a contest.
#[derive(Debug, Clone, PartialEq)]
pub struct ContestOther {
    pub amount: NodeId,
    /// for each rule that sets it against ours: the rule's condition and the benefits (bits) it binds
    pub against: Vec<(NodeId, u32)>,
    /// of the others in one group only one is drawn
    pub group: usize,
    /// where the policy names it: rule and place within the rule
    pub sources: Vec<(usize, usize)>,
}

/// A place where the day makes itself felt in a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watch {
    /// 当日 + `ahead` days is compared with a node that the day does not move
    Crossing { ahead: i64, other: NodeId },
    /// the same of 当日 + `months` months + `ahead` days
    MonthsCrossing { months: i64, ahead: i64, other: NodeId },
    /// any other node: how long it stays is worked out when asked
    Node(NodeId),
}
