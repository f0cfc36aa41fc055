//! One statement of the work list's family: its text, by the shape of the filter.

use super::{dialect, narrowing::Narrowing, petitions::petition_columns, ranges::Ranges};

/// Parameters: $1 and $2 the place to go on from (due, id), $3 rows wanted, then those of the shape in the order of its fields, of a search first the words, then the tokens of people.
const PAGE: (&str, &str) = (
    concat!(
        "select ",
        petition_columns!(),
        ", p.due, a.name as unit_name, b.name as desk_name, coalesce(d.name, p.place) as place_name from ("
    ),
    ") page join petitions p on p.id = page.id
    join agencies b on b.id = coalesce(p.desk, p.registered_by)
    left join agencies a on a.id = p.unit
    left join divisions d on d.code = p.place
    order by page.due, page.id",
);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Search {
    None,
    /// Where the list begins: a word that many petitions have fills its page from there.
    Head,
    Pairs,
    Scan,
}

/// Which conditions a filter has; their values are bound.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    pub ranges: Ranges,
    /// Sealed reports show, and nothing else; otherwise everything but them.
    pub sealed: bool,
    /// How many agencies were merged into its agency.
    pub before: usize,
    pub state: bool,
    pub narrowing: Narrowing,
    pub search: Search,
    /// How many words are looked for in texts; of none only people are.
    pub words: usize,
}

impl Shape {
    pub fn sql(self) -> String {
        let (head, tail) = PAGE;
        format!("{head}{}{tail}", self.candidates())
    }

    /// `(id, due)` of the page. Without search: the first few of every index range that can hold one, merged.
    /// With search: what the indexes of words and of people find, then in scope.
    pub fn candidates(self) -> String {
        let mut next = 4;
        let mut parameter = |wanted: bool| {
            let name = format!("${next}");
            next += u32::from(wanted);
            name
        };
        let division = parameter(self.ranges.level().is_some());
        let agency = parameter(self.ranges.has_agency());
        let before: Vec<String> = (0..self.before).map(|_| parameter(true)).collect();
        let state = parameter(self.state);
        let (desk, others) = self.narrowing.conditions(&mut || parameter(true));
        let state = if self.state { format!(" and p.state = {state}") } else { String::new() };
        let narrowed = format!("{desk}{others}");
        let scopes = self.ranges.conditions(self.narrowing, &division, &agency, &before);

        if self.search == Search::None {
            let of = |scope: &String| self.branch("petitions p", &format!("{scope}{state}{narrowed}"));
            return merged(&scopes.iter().map(of).collect::<Vec<_>>());
        }
        let scope = format!("({}){state}{narrowed}", scopes.join(" or "));
        let matching = (self.search == Search::Pairs).then(|| dialect::matches(&parameter(true)));
        let words: Vec<String> = (0..self.words).map(|_| recheck(&parameter(true))).collect();
        let words = words.join(" and ");
        let texts = if self.words == 0 {
            None
        } else if self.search == Search::Head {
            Some(self.head(&format!("({}){state}{desk}", scopes.join(" or ")), &format!("{words}{others}")))
        } else if let Some(matching) = matching {
            let conditions = format!("{matching} and {scope} and {words}");
            Some(self.found("petition_search cross join petitions p", &conditions))
        } else {
            Some(self.branch("petitions p", &format!("{scope} and {words}")))
        };
        let people = [parameter(true), parameter(true), parameter(true)].join(", ");
        let named = format!("i.token in ({people}) and p.id = i.petition and {scope}");
        let named = self.found("party_index i cross join petitions p", &named);
        merged(&texts.into_iter().chain([named]).collect::<Vec<_>>())
    }

    /// All that an index of words or of people finds, before the first of them are taken. In one step PostgreSQL may read the
    /// list in its order instead and look each row up in the index, for it does not know how rare the words are.
    fn found(self, from: &str, conditions: &str) -> String {
        let kind = self.kind();
        format!(
            "select * from (with found as materialized (select p.id, p.due from {from} where {conditions}
                and (p.due, p.id) > ($1, $2) and {kind})
                select f.id, f.due from found f order by f.due, f.id limit $3) b"
        )
    }

    fn branch(self, from: &str, conditions: &str) -> String {
        let kind = self.kind();
        format!(
            "select * from (select p.id, p.due from {from} where {conditions}
                and (p.due, p.id) > ($1, $2) and {kind}
                order by p.due, p.id limit $3) b"
        )
    }

    /// The first 5,000 rows of one range, and which of them fit: as many as a fortieth of a second reads.
    fn head(self, range: &str, conditions: &str) -> String {
        let kind = self.kind();
        format!(
            "select * from (select p.id, p.due from (select p.id, p.due, p.title, p.text, p.number, p.respondent, p.category,
                    p.content_class, p.channel, p.unit, p.desk, p.registered_at, p.origin_number, p.channel_number, p.handler, p.urgent_since, p.state, p.state_at,
                    p.l1, p.l2, p.l3, p.l4, p.l5, p.place
                    from petitions p where {range}
                    and (p.due, p.id) > ($1, $2) and {kind}
                    order by p.due, p.id limit 5000) p
                where {conditions} order by p.due, p.id limit $3) b"
        )
    }

    /// In the words of the indexes that hold one kind alone: a parameter would not choose them.
    const fn kind(self) -> &'static str {
        if self.sealed { "p.category = 'report'" } else { "p.category <> 'report'" }
    }
}

fn merged(branches: &[String]) -> String {
    format!("{} order by due, id limit $3", branches.join(" union "))
}

fn recheck(like: &str) -> String {
    format!(
        "(lower(p.title) like {like} escape '\\' or lower(p.text) like {like} escape '\\'
            or lower(p.number) like {like} escape '\\' or lower(p.origin_number) like {like} escape '\\'
            or lower(p.channel_number) like {like} escape '\\' or lower(p.respondent) like {like} escape '\\')"
    )
}

impl std::fmt::Display for Shape {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { ranges, sealed, before: _, state, narrowing, search, words } = self;
        let sealed = if *sealed { " sealed" } else { "" };
        let words = if *words > 1 { format!(" of {words} words") } else { String::new() };
        write!(f, "work list: {ranges}{sealed}, state {state}, search {search:?}{words}{narrowing}")
    }
}
