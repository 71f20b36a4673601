//! One benefit of one case, followed through the days: which months are due, when payment stopped, what is lacking.

use super::course::Stretch;
use super::due::{Cause, DueStatus, Looked, MonthDue, Stop};
use super::filing::Filings;
use super::month::{Decision, Status};
use super::progress::{Payable, Progress};
use super::terms::{BackPay, Terms};
use crate::eval::Value;
use crate::value::{Day, Month};
use std::sync::Arc;

/// What is known of a month, or of several alike up to `until`, while the course is followed.
#[derive(Debug, Clone)]
struct Draft {
    month: Month,
    until: Month,
    progress: Progress,
    /// whoever had applied in time
    would_be: Progress,
    looked_at: Vec<Looked>,
    /// what was lacking while the conditions were met
    lacking: Option<Cause>,
    stop: Option<Arc<Stop>>,
    /// lost within the month, which takes it away (当月): surely, or perhaps
    taken: Value,
    /// 补发, at the amount of the month of the restart
    back_paid: Option<(Month, Arc<Stop>)>,
}

/// One benefit of one case while the course is followed.
#[derive(Debug)]
pub(super) struct Account {
    /// the months to be shown
    shown: (Month, Month),
    /// the last month that is looked at
    seen: Month,
    drafts: Vec<Draft>,
    filings: Filings,
    /// the last moment paid and the last day like it, and the conditions then
    paid: Option<(Looked, Day)>,
    conditions_paid: Vec<Value>,
    stop: Option<Arc<Stop>>,
    /// how many months of the open stop may be paid afterwards, as far as it has been seen
    back_pay: Option<Option<BackPay>>,
}

/// Days on which neither the case nor its filings change: of one month, or of whole months up to `until`.
struct Piece<'a> {
    month: Month,
    until: Month,
    looked: Looked,
    last: Day,
    conditions: &'a [Value],
    payable: Payable,
    /// some filing counts
    usable: Value,
}

impl Piece<'_> {
    fn may_be_entitled(&self) -> bool {
        self.payable.amount.hi > 0
    }

    fn is_paid(&self) -> bool {
        self.usable.is_yes() && self.payable.amount.lo > 0
    }

    fn is_unpaid(&self) -> bool {
        self.usable.is_no() || !self.may_be_entitled()
    }

    fn not_entitled(&self) -> Value {
        Value::range(i64::from(!self.may_be_entitled()), i64::from(self.payable.amount.lo <= 0))
    }
}

/// What 补发 allows for two parts of a stop together: none if it is not for one of them, else the lower limit.
fn both(one: Option<BackPay>, other: Option<BackPay>) -> Option<BackPay> {
    match (one?, other?) {
        (Some(one), Some(other)) => Some(Some(one.min(other))),
        (limit, None) | (None, limit) => Some(limit),
    }
}

impl Account {
    pub(super) fn new(shown: (Month, Month), seen: Month, filings: Filings) -> Account {
        Account {
            shown,
            seen,
            drafts: Vec::new(),
            filings,
            paid: None,
            conditions_paid: Vec::new(),
            stop: None,
            back_pay: None,
        }
    }

    /// Takes a stretch in, cut where a month ends and where filings begin or end to count.
    pub(super) fn see(&mut self, number: usize, stretch: &Stretch, payable: Payable, terms: &Terms) {
        let cuts = self.filings.cuts(terms, &stretch.conditions);
        let mut moment = stretch.first;
        loop {
            let Some(month) = moment.day.month() else { return };
            let month_end = month.last_day().unwrap_or(stretch.last);
            let ends = cuts.iter().map(|cut| cut.0 - 1).filter(|end| *end >= moment.day.0);
            let end = ends.chain([stretch.last.0]).min().unwrap_or(stretch.last.0);
            // whole months that begin with this one and are alike are taken in one
            let whole = Day(end + 1).month().map_or(month, |next| Month(next.0 - 1)).min(self.seen);
            let (until, last) = match month < whole && self.drafts.last().is_none_or(|draft| draft.until < month) {
                true => (whole, whole.last_day().unwrap_or(month_end).0),
                false => (month, end.min(month_end.0)),
            };
            let looked = Looked { policy: stretch.policy, stretch: number, moment };
            let conditions = stretch.conditions.as_slice();
            let usable = self.filings.usable(moment.day, terms, conditions);
            self.take(&Piece { month, until, looked, last: Day(last), conditions, payable, usable }, terms);
            if last >= stretch.last.0 {
                return;
            }
            moment = Day(last + 1).into();
        }
    }

    fn take(&mut self, piece: &Piece<'_>, terms: &Terms) {
        if piece.is_paid() {
            self.pay(piece);
        } else if piece.is_unpaid() && self.stop.is_none() {
            self.end(piece, terms);
        }
        if !piece.may_be_entitled() && self.stop.is_some() {
            let limit = terms.back_pay(piece.conditions);
            self.back_pay = Some(self.back_pay.map_or(limit, |so_far| both(so_far, limit)));
        }
        if self.paid.is_some() {
            let (new, not_entitled) = (terms.needs_new_filing(piece.conditions), piece.not_entitled());
            let holds = Value::range(new.lo.min(not_entitled.lo), new.hi.min(not_entitled.hi));
            self.filings.lapse(holds, piece.last);
        }
        if piece.month <= self.seen {
            self.note(piece, terms);
        }
    }

    /// The month is paid; a stop that was open ends.
    fn pay(&mut self, piece: &Piece<'_>) {
        if let Some(stop) = self.stop.take() {
            self.pay_back(piece.month, &stop);
        }
        let same = self.paid.is_some_and(|(looked, _)| looked.stretch == piece.looked.stretch);
        if !same {
            self.conditions_paid.clear();
            self.conditions_paid.extend_from_slice(piece.conditions);
        }
        self.paid = Some((piece.looked, piece.last));
        self.back_pay = None;
    }

    /// Payment ends, if there was any: what came to hold is its ground.
    fn end(&mut self, piece: &Piece<'_>, terms: &Terms) {
        let Some((paid, event)) = self.paid else { return };
        let held_before = |condition: &usize| {
            let before = self.conditions_paid.get(*condition);
            paid.policy == piece.looked.policy && before.is_some_and(|value| value.is_yes())
        };
        let grounds = terms.grounds(piece.conditions).into_iter().filter(|ground| !held_before(ground)).collect();
        let taken = if piece.may_be_entitled() { Value::NO } else { terms.stops_same_month(piece.conditions) };
        let of_event = event.month().unwrap_or(piece.month);
        let first = if taken.is_yes() { of_event } else { Month(of_event.0 + 1) };
        let stop = Arc::new(Stop { event, month: first, lost: piece.looked, grounds });
        if taken.hi > 0 {
            self.part(of_event);
            self.part(Month(of_event.0 + 1));
            if let Some(draft) = self.drafts.iter_mut().find(|draft| draft.month == of_event) {
                draft.taken = taken;
                draft.stop = Some(stop.clone());
            }
        }
        self.stop = Some(stop);
    }

    /// Adds what the piece says of its month.
    fn note(&mut self, piece: &Piece<'_>, terms: &Terms) {
        let (moment, payable, stop) = (piece.looked.moment, piece.payable, self.stop.clone());
        let lacking = (piece.usable.is_no() && piece.may_be_entitled())
            .then(|| self.filings.lacking(moment.day, terms, piece.conditions, stop.as_ref()));
        let draft = self.draft(piece.month, piece.until);
        draft.looked_at.push(piece.looked);
        draft.would_be.see(payable, moment);
        match piece.usable {
            usable if usable.is_yes() => draft.progress.see(payable, moment),
            usable if usable.is_no() => draft.lacking = lacking.or(draft.lacking.take()),
            _ => draft.progress.see(payable.in_doubt(), moment),
        }
        if draft.taken.is_no() {
            draft.stop = stop;
        }
    }

    /// Entitlement is back in `month`: the months of the stop that 补发 pays.
    fn pay_back(&mut self, month: Month, stop: &Arc<Stop>) {
        let Some(Some(limit)) = self.back_pay.filter(|_| month <= self.seen) else { return };
        let first = limit.map_or(stop.month, |limit| Month(month.0 - limit).max(stop.month));
        self.part(first);
        self.part(month);
        for draft in self.drafts.iter_mut().filter(|draft| first <= draft.month && draft.month < month) {
            draft.back_paid = Some((month, stop.clone()));
        }
    }

    /// Cuts months that are alike in two, so that some begin with `month`.
    fn part(&mut self, month: Month) {
        let within = |draft: &Draft| draft.month < month && month <= draft.until;
        let Some(place) = self.drafts.iter().rposition(within) else { return };
        let Some(draft) = self.drafts.get_mut(place) else { return };
        let later = Draft { month, ..draft.clone() };
        draft.until = Month(month.0 - 1);
        self.drafts.insert(place + 1, later);
    }

    /// The months asked for.
    pub(super) fn close(self) -> Vec<MonthDue> {
        let decided = |draft: &Draft| {
            let opening = draft.looked_at.first().map_or(Day(0).into(), |looked| looked.moment);
            (draft.progress.decision(opening), draft.would_be.decision(opening).amount)
        };
        let decisions: Vec<(Decision, Value)> = self.drafts.iter().map(decided).collect();
        let amount_of = |month: Month| {
            let mut drafts = self.drafts.iter().zip(&decisions);
            let found = drafts.find(|(draft, _)| draft.month <= month && month <= draft.until);
            found.map(|(_, (decision, _))| decision.amount)
        };
        let (from, to) = self.shown;
        let mut months = Vec::with_capacity(usize::try_from(to.0 - from.0 + 1).unwrap_or(0));
        let mut next = from;
        for (draft, (decision, would_be)) in self.drafts.iter().zip(&decisions) {
            let (first, last) = (draft.month.max(from), draft.until.min(to));
            if first > last {
                continue;
            }
            months.extend((next.0..first.0).map(|month| MonthDue::outside(Month(month))));
            let due = draft.due(*decision, *would_be, &amount_of);
            months.extend((first.0..=last.0).map(|month| MonthDue { month: Month(month), ..due.clone() }));
            next = Month(last.0 + 1);
        }
        months.extend((next.0..=to.0).map(|month| MonthDue::outside(Month(month))));
        months
    }

    fn draft(&mut self, month: Month, until: Month) -> &mut Draft {
        let place = self.drafts.iter().rposition(|draft| draft.month <= month && month <= draft.until);
        let place = place.unwrap_or_else(|| {
            self.drafts.push(Draft::new(month, until));
            self.drafts.len() - 1
        });
        #[expect(clippy::indexing_slicing, reason = "the place is that of a draft")]
        &mut self.drafts[place]
    }
}

impl Draft {
    fn new(month: Month, until: Month) -> Draft {
        Draft {
            month,
            until,
            progress: Progress::NOTHING_YET,
            would_be: Progress::NOTHING_YET,
            looked_at: Vec::new(),
            lacking: None,
            stop: None,
            taken: Value::NO,
            back_paid: None,
        }
    }

    /// `amounts` are those of all months.
    fn due(&self, decision: Decision, would_be: Value, amounts: &impl Fn(Month) -> Option<Value>) -> MonthDue {
        let month = MonthDue {
            month: self.month,
            status: DueStatus::NotDue,
            amount: Value::known(0),
            would_be,
            looked_at: self.looked_at.as_slice().into(),
            cause: Cause::Conditions,
        };
        if self.taken.is_yes()
            && let Some(stop) = &self.stop
        {
            return MonthDue { status: DueStatus::Stopped, cause: Cause::Stopped(stop.clone()), ..month };
        }
        let decisive = |month: MonthDue| {
            let looked_at = self.looked_at.iter().copied().filter(|looked| looked.moment == decision.moment);
            MonthDue { looked_at: looked_at.collect(), ..month }
        };
        match decision.status {
            Status::Entitled if self.taken.is_no() => {
                MonthDue { status: DueStatus::Due, amount: decision.amount, ..decisive(month) }
            }
            Status::NotEntitled => self.not_due(month, amounts),
            _ => {
                let least = if self.taken.is_no() { decision.amount.lo } else { 0 };
                let amount = Value::range(least, decision.amount.hi);
                MonthDue { status: DueStatus::Undetermined, amount, ..decisive(month) }
            }
        }
    }

    fn not_due(&self, month: MonthDue, amounts: &impl Fn(Month) -> Option<Value>) -> MonthDue {
        if let Some((restart, stop)) = &self.back_paid
            && let Some(amount) = amounts(*restart)
        {
            let status = if amount.is_known() { DueStatus::BackPaid } else { DueStatus::Undetermined };
            return MonthDue { status, amount, cause: Cause::BackPay(stop.clone()), ..month };
        }
        match (&self.lacking, &self.stop) {
            (Some(lacking), _) => MonthDue { cause: lacking.clone(), ..month },
            (None, Some(stop)) => MonthDue { status: DueStatus::Stopped, cause: Cause::Stopped(stop.clone()), ..month },
            (None, None) => month,
        }
    }
}
