//! Statements have names and are kept in lists, so that one test can prepare every one of them on both
//! databases.

/// A statement and what it is called in the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    pub name: String,
    pub sql: String,
}

/// Declares statements as constants and gathers them in `ALL`.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)+) => {
        $($(#[$doc])* pub(super) const $name: &str = $sql;)+
        pub(super) const ALL: &[(&str, &str)] = &[$((stringify!($name), $name)),+];
    };
}
pub(super) use statements;

/// A statement that inserts one row, made to insert several: its row of values again and again, each with parameters
/// of its own. Gives how many parameters a row has, too.
pub(super) fn many(one: &str, rows: usize) -> (String, usize) {
    let (head, rest) = one.split_once("values (").unwrap_or((one, ""));
    let (row, tail) = rest.split_at(end_of_row(rest));
    // Between the signs of parameters: a number, then what follows it.
    let mut pieces = row.split('$');
    let first = pieces.next().unwrap_or_default();
    let pieces: Vec<(usize, &str)> = pieces.map(numbered).collect();
    let width = pieces.iter().map(|(number, _)| *number).max().unwrap_or_default();
    let mut sql = format!("{head}values ");
    for nth in 0..rows {
        sql.push_str(if nth == 0 { "(" } else { ", (" });
        sql.push_str(first);
        for (number, then) in &pieces {
            sql.push('$');
            sql.push_str(&(nth * width + number).to_string());
            sql.push_str(then);
        }
        sql.push(')');
    }
    sql.push_str(tail.strip_prefix(')').unwrap_or_default());
    (sql, width)
}

/// Where the bracket closes that was opened before `rest`.
fn end_of_row(rest: &str) -> usize {
    let mut open = 1_usize;
    for (at, c) in rest.char_indices() {
        match c {
            '(' => open += 1,
            ')' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return at;
        }
    }
    rest.len()
}

fn numbered(piece: &str) -> (usize, &str) {
    let digits = piece.find(|c: char| !c.is_ascii_digit()).unwrap_or(piece.len());
    let (number, then) = piece.split_at(digits);
    (number.parse().unwrap_or_default(), then)
}

#[cfg(test)]
mod tests {
    use super::many;

    #[test]
    fn a_row_of_values_is_repeated_with_parameters_of_its_own() {
        let one = "insert into a (b, c) values ($1, (select d from e where f = $2 and g = $1)) on conflict do nothing";
        assert_eq!(many(one, 1), (one.to_owned(), 2));
        let two = "insert into a (b, c) values ($1, (select d from e where f = $2 and g = $1)), \
            ($3, (select d from e where f = $4 and g = $3)) on conflict do nothing";
        assert_eq!(many(one, 2).0, two);
    }
}
