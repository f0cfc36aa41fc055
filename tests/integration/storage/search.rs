use super::{
    fixtures::*,
    work_list::{filter, four, save, shown},
};
use crate::{
    contract,
    kit::database::{MASTER_KEY, TestStore},
};
use lianjie::{
    domain::{
        petition::{Category, PetitionState, StateName},
        rights::FoundBy,
    },
    storage::{self, PetitionFilter},
};

contract!(
    words_are_found,
    a_search_stays_in_its_scope,
    a_word_in_all_petitions_is_paged_as_one_in_few,
    a_person_is_found_by_whole_name_and_number,
    nobody_is_found_by_who_does_not_look_for_people,
    nobody_is_found_beyond_the_scope,
    people_from_before_the_index_are_found,
    numbers_of_channels_from_before_they_were_words_are_found,
);

async fn words_are_found(test: TestStore) {
    let mut tx = furnished(&test).await;
    let mut other = petition(2);
    other.title = "拖欠工资 100% 未付".into();
    other.text = "A座电梯 Elevator 停运，𬸦山路。".into();
    other.respondent = Some("永昌路建筑公司".into());
    tx.add_petition(&registration(petition(1))).await.unwrap();
    tx.add_petition(&registration(other)).await.unwrap();
    for (words, petitions) in [
        ("物业", vec![1]),
        ("物业管理", vec![1]),
        ("业物", vec![]),
        ("物业工资", vec![]),
        ("拖欠", vec![1, 2]), // one in the text, one in the title
        ("欠押", vec![1]),
        ("元", vec![]),
        ("梯", vec![2]),
        ("100%", vec![2]),
        ("%", vec![2]),
        ("_", vec![]),
        ("elevator", vec![2]),
        ("ELEV", vec![2]),
        ("Ａ座", vec![2]),
        ("拖欠 物业", vec![1]),
        ("拖欠　电梯", vec![2]), // one in the title, one in the text
        ("停运，拖欠。", vec![2]),
        ("某物业公司", vec![1]), // whom it is about
        ("建筑公司 工资", vec![2]),
        ("工资 物业", vec![]),
        ("梯 欠", vec![]), // single characters are looked for in names alone
        ("𬸦山", vec![2]),
        ("XF62010220261123100001", vec![1]),
        ("xf6201", vec![1, 2]),
        ("\" OR 1=1 --", vec![]),
        ("物业'|!&", vec![1]),
        ("物业#", vec![]),
        ("  ", vec![1, 2]),
    ] {
        let search = PetitionFilter { search: Some(words.into()), ..filter("62") };
        assert_eq!(shown(&mut tx, &search).await, petitions, "`{words}`");
    }
}

async fn a_search_stays_in_its_scope(test: TestStore) {
    let mut tx = four(&test).await;
    save(&mut tx, 2, |petition| petition.state = PetitionState::Screening).await;
    let search = PetitionFilter { search: Some("物业".into()), ..filter("6201") };
    assert_eq!(shown(&mut tx, &search).await, [1, 2, 3]);
    let narrowed = PetitionFilter { state: Some(StateName::Registered), ..search.clone() };
    assert_eq!(shown(&mut tx, &narrowed).await, [1, 3]);
    let one_character = PetitionFilter { search: Some("物".into()), ..narrowed };
    assert_eq!(shown(&mut tx, &one_character).await, [1, 3]);
    let paged = PetitionFilter { limit: 2, ..search };
    let next = tx.petitions(&paged).await.unwrap().after();
    assert_eq!(shown(&mut tx, &PetitionFilter { after: next, ..paged }).await, [3]);
}

/// A common word fills its page from where the list begins; it must be the same page.
async fn a_word_in_all_petitions_is_paged_as_one_in_few(test: TestStore) {
    let mut tx = furnished(&test).await;
    for n in 1..=7 {
        let mut one = petition(n);
        one.text = format!("{}{}", one.text, if n % 2 == 1 { "古槐" } else { "" });
        tx.add_petition(&registration(one)).await.unwrap();
    }
    for (word, pages) in
        [("物业", vec![vec![1, 2, 3], vec![4, 5, 6], vec![7]]), ("古槐", vec![vec![1, 3, 5], vec![7]])]
    {
        let mut page = PetitionFilter { search: Some(word.into()), limit: 3, ..filter("6201") };
        for expected in pages {
            assert_eq!(shown(&mut tx, &page).await, expected, "{word}");
            page.after = tx.petitions(&page).await.unwrap().after();
        }
        assert_eq!(page.after, None, "{word}");
    }
}

async fn a_person_is_found_by_whole_name_and_number(test: TestStore) {
    let mut tx = four(&test).await;
    let mut named = registration(petition(5));
    named.parties[0].name = "阿依古丽·买买提".into();
    named.parties[0].phone = Some("0931-0000001".into());
    named.parties[0].id_number = Some("62010319900101123x".into());
    tx.add_petition(&named).await.unwrap();
    for (words, petitions) in [
        ("马秀英", vec![1, 2, 3, 4]),
        (" 马 秀 英", vec![1, 2, 3, 4]),
        ("阿依古丽买买提", vec![5]),
        ("马秀", vec![]),
        ("13900000000", vec![1, 2, 3, 4]),
        ("+86 139-0000-0000", vec![1, 2, 3, 4]),
        ("0931 0000001", vec![5]),
        ("62010319900101123X", vec![5]),
        ("139", vec![]),
    ] {
        let search = PetitionFilter { search: Some(words.into()), ..filter("62") };
        assert_eq!(shown(&mut tx, &search).await, petitions, "`{words}`");
    }
}

async fn nobody_is_found_by_who_does_not_look_for_people(test: TestStore) {
    let mut tx = four(&test).await;
    for (found_by, words, petitions) in [
        (FoundBy::Names, "马秀英", vec![1, 2, 3, 4]),
        (FoundBy::Names, "13900000000", vec![]),
        (FoundBy::Words, "马秀英", vec![]),
        (FoundBy::Words, "13900000000", vec![]),
        (FoundBy::Words, "物业", vec![1, 2, 3, 4]),
    ] {
        let search = PetitionFilter { search: Some(words.into()), found_by, ..filter("62") };
        assert_eq!(shown(&mut tx, &search).await, petitions, "{found_by} `{words}`");
    }
}

async fn nobody_is_found_beyond_the_scope(test: TestStore) {
    let mut tx = four(&test).await;
    save(&mut tx, 2, |petition| petition.category = Category::Report).await;
    let search = PetitionFilter { search: Some("马秀英".into()), ..filter("620102") };
    assert_eq!(shown(&mut tx, &search).await, [1], "neither places beside nor sealed reports");
    let closed = PetitionFilter { state: Some(StateName::Closed), ..search };
    assert!(shown(&mut tx, &closed).await.is_empty());
}

async fn people_from_before_the_index_are_found(test: TestStore) {
    let tx = four(&test).await;
    tx.commit().await.unwrap();
    test.tamper("delete from party_index").await;
    test.tamper("insert into party_index_backlog select petition from petition_keys").await;
    let reopened = storage::open(&test.url, MASTER_KEY).await.unwrap();
    let mut tx = reopened.begin().await.unwrap();
    let search = PetitionFilter { search: Some("马秀英".into()), ..filter("62") };
    assert_eq!(shown(&mut tx, &search).await, [1, 2, 3, 4]);
}

/// As the migration leaves an older record: the number is shown, and not among the words.
async fn numbers_of_channels_from_before_they_were_words_are_found(test: TestStore) {
    let tx = four(&test).await;
    tx.commit().await.unwrap();
    test.tamper("update petitions set channel_number = 'HL-20250317-0042' where channel_number is null")
        .await;
    let search = PetitionFilter { search: Some("HL-20250317-0042".into()), ..filter("62") };
    let mut tx = test.store.begin().await.unwrap();
    assert_eq!(shown(&mut tx, &search).await, [0_u32; 0]);
    tx.commit().await.unwrap();
    test.tamper("insert into words_backlog select id from petitions where channel_number is not null").await;
    let reopened = storage::open(&test.url, MASTER_KEY).await.unwrap();
    let mut tx = reopened.begin().await.unwrap();
    assert_eq!(shown(&mut tx, &search).await, [1, 2, 3, 4]);
    let word = PetitionFilter { search: Some("物业".into()), ..filter("62") };
    assert_eq!(shown(&mut tx, &word).await, [1, 2, 3, 4], "and by what it was found by before");
}
