//! Whether statements can be spread over several servers by `county`, as Citus would: read as text, because no such server is at hand.
//!
//! Every table of a book that a statement names must be tied to the others by county: through an equality of the two, or of each with
//! the same parameter. What writes names the county, and never changes it.

use std::collections::BTreeMap;

use database::{Class, Sql, Table};

use crate::shards::text::{Token, tokens};

mod text;

/// What Citus would refuse, one line each.
pub fn shard_faults(tables: &[Table], statements: &[&'static [Sql]]) -> Vec<String> {
    let all = statements.iter().flat_map(|list| list.iter());
    all.flat_map(|statement| faults_of(tables, statement.text).into_iter().map(|fault| format!("{}: {fault}", statement.name))).collect()
}

/// What Citus would refuse of one statement.
pub fn faults_of(tables: &[Table], sql: &str) -> Vec<String> {
    let tokens = tokens(sql);
    let mut reading = Reading { tables, nodes: Vec::new(), named: BTreeMap::new(), common: BTreeMap::new(), faults: Vec::new() };
    if text::has(&tokens, "nextval") {
        reading.faults.push("counts by a sequence, which each server has for itself".to_owned());
    }
    reading.scope(&tokens, &mut Vec::new());
    reading.finish(&tokens)
}

/// A table, a derived table or a parameter; what is equal in county has the same root.
struct Node {
    root: usize,
    table: Option<&'static str>,
    written: bool,
    parameter: bool,
}

struct Reading<'t> {
    tables: &'t [Table],
    nodes: Vec<Node>,
    /// Parameters by their name.
    named: BTreeMap<String, usize>,
    /// Common table expressions by name.
    common: BTreeMap<String, usize>,
    faults: Vec<String>,
}

/// Names of one SELECT, INSERT, UPDATE or DELETE, with their nodes.
type Names = Vec<(String, usize)>;

impl Reading<'_> {
    fn book(&self, name: &str) -> Option<&'static str> {
        self.tables.iter().find(|table| table.class == Class::Book && table.name == name).map(|table| table.name)
    }

    fn node(&mut self, table: Option<&'static str>, written: bool) -> usize {
        let root = self.nodes.len();
        self.nodes.push(Node { root, table, written, parameter: false });
        root
    }

    fn parameter(&mut self, name: &str) -> usize {
        if let Some(node) = self.named.get(name) {
            return *node;
        }
        let node = self.node(None, false);
        self.nodes[node].parameter = true;
        self.named.insert(name.to_owned(), node);
        node
    }

    fn root(&self, mut node: usize) -> usize {
        while self.nodes[node].root != node {
            node = self.nodes[node].root;
        }
        node
    }

    fn tie(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.nodes[one].root = other;
    }

    /// Reads one scope; answers the nodes its rows come from. `outer` has the names of the scopes around it.
    fn scope(&mut self, tokens: &[Token], outer: &mut Vec<Names>) -> Vec<usize> {
        let tokens = self.with(tokens, outer);
        let mut from = Vec::new();
        // Parts of a UNION have names of their own.
        for part in tokens.split(|token| ["union", "except", "intersect"].iter().any(|word| token.is(word))) {
            outer.push(Names::new());
            self.tables_of(part, outer);
            self.equalities(part, outer);
            let insert = self.insert(part, outer);
            let skipped = if insert.is_some() { 1 } else { 0 };
            self.subqueries(part, outer, skipped);
            let names = outer.pop().unwrap_or_default();
            from.extend(names.into_iter().map(|(_, node)| node));
        }
        from
    }

    /// The common table expressions in front; answers what follows them.
    fn with<'a>(&mut self, tokens: &'a [Token], outer: &mut Vec<Names>) -> &'a [Token] {
        if !tokens.first().is_some_and(|token| token.is("with")) {
            return tokens;
        }
        let mut at = 1 + usize::from(tokens.get(1).is_some_and(|token| token.is("recursive")));
        while let Some(Token::Word(name)) = tokens.get(at) {
            let inside = tokens[at..].iter().position(|token| token.is("as")).map(|place| at + place + 1);
            let Some((inside, Some(Token::Group(group)))) = inside.map(|place| (place, tokens.get(place))) else { break };
            let node = self.node(None, false);
            // A recursive one names itself.
            self.common.insert(name.clone(), node);
            for inner in self.scope(group, outer) {
                self.tie(inner, node);
            }
            at = inside + 1;
            if !matches!(tokens.get(at), Some(Token::Sign(','))) {
                break;
            }
            at += 1;
        }
        &tokens[at..]
    }

    fn tables_of(&mut self, tokens: &[Token], outer: &mut Vec<Names>) {
        let mut at = 0;
        while at < tokens.len() {
            let before = at.checked_sub(1).and_then(|before| tokens.get(before));
            let starts = ["from", "join", "into", "update"].iter().any(|word| tokens[at].is(word));
            // IS DISTINCT FROM, ON CONFLICT DO UPDATE.
            let other = before.is_some_and(|token| token.is("distinct") || token.is("do"));
            at += 1;
            if !starts || other {
                continue;
            }
            let word = &tokens[at - 1];
            let written = word.is("into") || word.is("update") || before.is_some_and(|token| token.is("delete"));
            at = self.named_table(tokens, at, written, outer);
            while word.is("from") && matches!(tokens.get(at), Some(Token::Sign(','))) {
                at = self.named_table(tokens, at + 1, false, outer);
            }
        }
    }

    /// A table and the name it goes by; answers the place after it.
    fn named_table(&mut self, tokens: &[Token], at: usize, written: bool, outer: &mut Vec<Names>) -> usize {
        let mut after = at + 1;
        let (node, own) = match tokens.get(at) {
            Some(Token::Word(name)) => {
                let function = !written && matches!(tokens.get(after), Some(Token::Group(_)));
                after += usize::from(function);
                let node = match self.common.get(name) {
                    Some(common) => *common,
                    None => self.node(self.book(name), written),
                };
                (node, name.clone())
            }
            Some(Token::Group(group)) => {
                let node = self.node(None, false);
                for inner in self.scope(group, outer) {
                    self.tie(inner, node);
                }
                (node, String::new())
            }
            _ => return after,
        };
        let alias = after + usize::from(tokens.get(after).is_some_and(|token| token.is("as")));
        let name = match tokens.get(alias) {
            Some(Token::Word(name)) if !text::is_keyword(name) => {
                after = alias + 1;
                name.clone()
            }
            _ => own,
        };
        if let Some(names) = outer.last_mut() {
            names.push((name, node));
        }
        after
    }

    /// `a.county = b.county`, `county = $1`, `(a.county, a.id) = (b.county, b.id)`, `USING (county, id)`.
    fn equalities(&mut self, tokens: &[Token], outer: &[Names]) {
        let set = tokens.iter().position(|token| token.is("set"));
        let condition = tokens.iter().rposition(|token| token.is("where")).unwrap_or(tokens.len());
        for (at, token) in tokens.iter().enumerate() {
            if let (true, Some(Token::Group(columns))) = (token.is("using"), tokens.get(at + 1))
                && columns.iter().any(|column| column.is("county"))
            {
                let nodes: Vec<usize> = outer.last().into_iter().flatten().map(|(_, node)| *node).collect();
                nodes.windows(2).for_each(|pair| self.tie(pair[0], pair[1]));
            }
            if let Token::Group(group) = token
                && !text::is_query(group)
            {
                self.equalities(group, outer);
            }
            if !matches!(token, Token::Sign('=')) {
                continue;
            }
            if set.is_some_and(|set| (set..condition).contains(&at)) {
                if tokens[..at].last().is_some_and(|column| column.is("county")) {
                    self.faults.push("changes the county of a row".to_owned());
                }
                continue;
            }
            let (left, right) = (text::before(tokens, at), text::after(tokens, at));
            if let (Some(left), Some(right)) = (self.county(left, outer), self.county(right, outer)) {
                self.tie(left, right);
            }
        }
    }

    /// The node an expression takes its county from.
    fn county(&mut self, expression: &[Token], outer: &[Names]) -> Option<usize> {
        match expression {
            [Token::Parameter(name)] => Some(self.parameter(name)),
            [Token::Word(column)] if column == "county" => {
                let inner = outer.last()?;
                let book = inner.iter().find(|(_, node)| self.nodes[*node].table.is_some());
                book.or(inner.first()).map(|(_, node)| *node)
            }
            [Token::Word(name), Token::Sign('.'), Token::Word(column)] if column == "county" => {
                outer.iter().rev().find_map(|names| names.iter().find(|(known, _)| known == name)).map(|(_, node)| *node)
            }
            [Token::Group(group)] if !text::is_query(group) => {
                let first = group.split(|token| matches!(token, Token::Sign(','))).next()?;
                self.county(first, outer)
            }
            _ => None,
        }
    }

    /// `INSERT INTO t (county, …) VALUES ($1, …)`, or a SELECT in place of the values. Answers whether it is one.
    fn insert(&mut self, tokens: &[Token], outer: &mut [Names]) -> Option<()> {
        let into = tokens.iter().position(|token| token.is("into"))?;
        let (Some(Token::Word(name)), Some(Token::Group(columns))) = (tokens.get(into + 1), tokens.get(into + 2)) else { return None };
        self.book(name)?;
        let target = outer.last()?.iter().find(|(known, _)| known == name).map(|(_, node)| *node)?;
        let Some(place) =
            columns.split(|token| matches!(token, Token::Sign(','))).position(|column| column.iter().any(|word| word.is("county")))
        else {
            self.faults.push(format!("writes into {name} without a county"));
            return Some(());
        };
        let rest = &tokens[into + 3..];
        let values = match rest.first() {
            Some(Token::Word(word)) if word == "values" => rest.get(1).and_then(Token::group),
            Some(Token::Word(word)) if word == "select" => Some(&rest[1..]),
            _ => None,
        };
        let given = values.and_then(|values| values.split(|token| matches!(token, Token::Sign(','))).nth(place)).unwrap_or_default();
        let end = given.iter().position(|token| token.is("from") || token.is("where")).unwrap_or(given.len());
        match self.county(&given[..end], outer) {
            Some(node) => self.tie(target, node),
            None => self.faults.push(format!("nobody can tell the county of what is written into {name}")),
        }
        let conflict = tokens.iter().position(|token| token.is("conflict")).and_then(|at| tokens.get(at + 1));
        if let Some(Token::Group(columns)) = conflict
            && !columns.iter().any(|column| column.is("county"))
        {
            self.faults.push(format!("looks for a conflict in {name} without the county"));
        }
        Some(())
    }

    /// Queries within expressions; those after FROM are read already.
    fn subqueries(&mut self, tokens: &[Token], outer: &mut Vec<Names>, skipped: usize) {
        let mut groups = 0;
        for (at, token) in tokens.iter().enumerate() {
            let Token::Group(group) = token else { continue };
            groups += 1;
            let before = at.checked_sub(1).and_then(|before| tokens.get(before));
            let of_from = before.is_some_and(|token| token.is("from") || token.is("join"));
            if groups <= skipped || of_from {
                continue;
            }
            if text::is_query(group) {
                let tied = self.scope(group, outer);
                self.in_list(tokens, at, group, &tied, outer);
            } else {
                self.subqueries(group, outer, 0);
            }
        }
    }

    /// `(county, id) IN (SELECT county, …)`.
    fn in_list(&mut self, tokens: &[Token], at: usize, group: &[Token], inside: &[usize], outer: &[Names]) {
        let is_in = at > 0 && tokens[at - 1].is("in");
        let left = text::before(tokens, at.saturating_sub(1)).to_vec();
        let chosen = group.get(1).is_some_and(|word| word.is("county")) || group.get(3).is_some_and(|word| word.is("county"));
        if let (true, true, Some(node)) = (is_in, chosen, self.county(&left, outer)) {
            inside.iter().for_each(|inner| self.tie(*inner, node));
        }
    }

    fn finish(mut self, tokens: &[Token]) -> Vec<String> {
        let books: Vec<usize> = (0..self.nodes.len()).filter(|node| self.nodes[*node].table.is_some()).collect();
        let with_parameter: Vec<usize> = self.named.values().map(|node| self.root(*node)).collect();
        for node in &books {
            let name = self.nodes[*node].table.unwrap_or_default();
            if self.nodes[*node].written && !with_parameter.contains(&self.root(*node)) {
                self.faults.push(format!("writes {name} without naming its county"));
            }
            if let Some(first) = books.first().filter(|first| self.root(**first) != self.root(*node)) {
                let other = self.nodes[*first].table.unwrap_or_default();
                self.faults.push(format!("{other} and {name} are not tied by county"));
            }
        }
        let recursive = tokens.get(1).is_some_and(|token| token.is("recursive"));
        if recursive && books.iter().any(|node| !with_parameter.contains(&self.root(*node))) {
            self.faults.push("recurs over several books".to_owned());
        }
        self.faults
    }
}
