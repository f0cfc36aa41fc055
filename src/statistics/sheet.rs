//! Excel sheets: a table, and beside it a sheet that says how its numbers were made.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, XlsxError};

#[derive(Debug, thiserror::Error)]
#[error("the sheet cannot be written")]
pub struct SheetError(#[from] XlsxError);

#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Text(String),
    Count(u64),
    /// What became of a count: may be less than nothing.
    Whole(f64),
    /// Of one: shown in per cent.
    Share(f64),
    Decimal(f64),
    /// No data: an empty cell is not a zero.
    Nothing,
}

#[derive(Debug, Clone)]
pub struct Column {
    pub head: String,
    /// In characters.
    pub width: f64,
}

#[derive(Debug, Clone)]
pub struct Sheet {
    pub name: String,
    /// Above the table: what of, which period, as of when.
    pub title: Vec<String>,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Value>>,
}

/// A line of the sheet of definitions: name, formula, what it counts by, what is left out.
#[derive(Debug, Clone)]
pub struct Note(pub [String; 4]);

/// The file: `sheets` first, then the definitions under the heads given.
///
/// # Errors
/// A name or text is not possible in Excel.
pub fn workbook(sheets: &[Sheet], heads: &Note, notes: &[Note], name: &str) -> Result<Vec<u8>, SheetError> {
    let mut book = Workbook::new();
    for sheet in sheets {
        write(&mut book, sheet)?;
    }
    let text = |text: &String| Value::Text(text.clone());
    let definitions = Sheet {
        name: name.to_owned(),
        title: Vec::new(),
        columns: heads
            .0
            .iter()
            .zip([24.0, 70.0, 16.0, 40.0])
            .map(|(head, width)| Column { head: head.clone(), width })
            .collect(),
        rows: notes.iter().map(|note| note.0.iter().map(text).collect()).collect(),
    };
    write(&mut book, &definitions)?;
    Ok(book.save_to_buffer()?)
}

fn write(book: &mut Workbook, sheet: &Sheet) -> Result<(), SheetError> {
    let page = book.add_worksheet();
    page.set_name(&sheet.name)?;
    let head = Format::new().set_bold().set_border_bottom(FormatBorder::Thin).set_text_wrap();
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let share = Format::new().set_num_format("0.00%");
    let decimal = Format::new().set_num_format("0.0");
    let mut row = 0;
    for (line, text) in sheet.title.iter().enumerate() {
        if line == 0 {
            page.write_with_format(row, 0, text, &Format::new().set_bold().set_font_size(14))?;
        } else {
            page.write(row, 0, text)?;
        }
        row += 1;
    }
    for (column, Column { head: text, width }) in (0..).zip(&sheet.columns) {
        page.set_column_width(column, *width)?;
        page.write_with_format(row, column, text, &head)?;
    }
    page.set_freeze_panes(row + 1, 1)?;
    for cells in &sheet.rows {
        row += 1;
        for (column, value) in (0..).zip(cells) {
            match value {
                Value::Text(text) => page.write_with_format(row, column, text, &wrapped)?,
                Value::Count(count) => page.write(row, column, *count as f64)?,
                Value::Whole(difference) => page.write(row, column, *difference)?,
                Value::Share(of_one) => page.write_with_format(row, column, *of_one, &share)?,
                Value::Decimal(number) => page.write_with_format(row, column, *number, &decimal)?,
                Value::Nothing => page,
            };
        }
    }
    Ok(())
}
