use super::*;
use crate::domain::document::{Block, Content, DocumentKind};
use time::macros::date;

fn paper(blocks: Vec<Block>) -> Paper {
    Paper {
        heading: "兰州市七里河区信访局".into(),
        kind: DocumentKind::Acceptance,
        title: DocumentKind::Acceptance.title(),
        number: Some("七信访受字〔2026〕第12号".into()),
        content: Content { addressee: Some("马某等66人".into()), blocks },
        closing: "特此告知。".into(),
        signature: Some("兰州市七里河区信访局".into()),
        date: date!(2026 - 11 - 25),
        petition: "XF620103202611251000001K".into(),
        query_url: Some("https://jiefang.example/query".into()),
    }
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph(text.into())
}

#[test]
fn the_same_paper_gives_the_same_bytes() {
    let fonts = Fonts::default();
    let paper = paper(vec![paragraph("决定予以受理。")]);
    let bytes = render(&paper, &fonts).unwrap();
    assert!(bytes.starts_with(b"%PDF-"));
    assert!(bytes.len() < 80_000, "only the characters used are embedded: {} bytes", bytes.len());
    assert_eq!(bytes, render(&paper, &fonts).unwrap());
}

#[test]
fn a_character_without_a_shape_is_an_error_and_not_a_box() {
    let mut paper = paper(vec![paragraph("决定予以受理。")]);
    paper.content.addressee = Some("马𬸦".into());
    let error = render(&paper, &Fonts::default()).unwrap_err();
    assert!(matches!(error, RenderError::MissingGlyphs(ref missing) if *missing == ['𬸦']), "{error}");
}

#[test]
fn a_long_paper_has_pages_and_a_signature_is_not_alone() {
    let fonts = Fonts::default();
    let faces = fonts.faces();
    for lines in 8..40 {
        let pages = layout::pages(&paper(vec![paragraph("办理情况。"); lines]), Some("ABCDEFGHJKMN"), &faces);
        let text = |page: &Page| {
            let line = |text: &Text| text.chars.iter().map(|(c, _)| *c).collect::<String>();
            page.texts.iter().map(line).collect::<Vec<_>>().join("\n")
        };
        let last = text(&pages[pages.len() - 1]);
        assert!(last.contains("2026年11月25日") && last.contains("特此告知。"), "{lines}: {last}");
        for (number, page) in (1..).zip(&pages) {
            assert!(text(page).contains(&format!("— {number} —")) && text(page).contains("ABCD-EFGH-JKMN"));
        }
    }
}

#[test]
fn nothing_is_set_beyond_the_column() {
    let fonts = Fonts::default();
    let faces = fonts.faces();
    let long = "你（们）于2026年11月25日提出的“小区物业不公开收支”信访事项（编号：XF620103202611251000001K），\
                经审查，属于本单位职权范围，见https://jiefang.example/query，依据《信访工作条例》第二十三条。";
    let table =
        Block::Table(vec![("受送达人签名或者盖章".into(), String::new()), ("事项".into(), long.into())]);
    let pages = layout::pages(&paper(vec![paragraph(long), table]), None, &faces);
    for text in pages.iter().flat_map(|page| &page.texts) {
        let right = text.x + text.chars.iter().map(|(_, width)| width * text.size).sum::<f32>();
        let line: String = text.chars.iter().map(|(c, _)| *c).collect();
        assert!(
            text.x >= layout::LEFT - 0.1 && right <= layout::LEFT + layout::WIDTH + 0.5,
            "{right} {line}"
        );
    }
}
