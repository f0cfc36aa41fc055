//! The yearly report and the files that are saved.

use super::{DAY, a_fortnight};

#[tokio::test]
async fn tables_and_reports_are_saved_as_excel_files() {
    let (server, _) = a_fortnight().await;
    let head = server.sign_in("head").await;
    for path in ["/statistics/export?from=2020-01-01&by=month", "/statistics/yearly/export?lang=en"] {
        let request = head.request(reqwest::Method::GET, path);
        let answer = head.send(request).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.headers["content-disposition"].to_str().unwrap().contains(".xlsx"));
        assert!(answer.body.as_str().unwrap().starts_with("PK"), "a zip, as Excel's files are");
    }
}

#[tokio::test]
async fn the_yearly_report_names_fields_and_organs() {
    let (server, _) = a_fortnight().await;
    let head = server.sign_in("head").await;
    let years: std::collections::BTreeSet<_> =
        [server.now().plus_millis(-21 * DAY), server.now()].map(|at| at.local_date().year()).into();
    let mut petitions = 0;
    for year in years {
        let report = head.get(&format!("/statistics/yearly?year={year}")).await.expect(200);
        for field in report["fields"].as_array().unwrap() {
            petitions += field["petitions"].as_u64().unwrap();
        }
        for organ in report["organs"].as_array().unwrap() {
            assert_eq!(organ["name"], "七里河区住建局");
        }
    }
    assert_eq!(petitions, 3);
}
