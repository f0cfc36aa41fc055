//! The second step of signing in.

use super::fixtures::*;
use crate::{contract, kit::database::TestStore};
use lianjie::{
    domain::second_factor::{SecondFactor, Secret},
    storage::SignInStep,
};

contract!(
    a_factor_is_set_up_once_confirmed_and_removed_whole,
    a_code_and_a_recovery_code_are_used_once,
    a_sign_in_step_is_taken_once_and_ends_with_the_sessions,
);

const SECRET: Secret = Secret::of([7; 20]);

async fn a_factor_is_set_up_once_confirmed_and_removed_whole(test: TestStore) {
    let mut tx = furnished(&test).await;
    let until = MORNING.plus_millis(HOUR);
    tx.set_waiting_factor(CLERK, &Secret::of([1; 20]), until).await.unwrap();
    tx.set_waiting_factor(CLERK, &SECRET, until).await.unwrap();
    assert_eq!(tx.waiting_factor(CLERK, MORNING).await.unwrap(), Some(SECRET));
    assert_eq!(tx.waiting_factor(CLERK, until).await.unwrap(), None, "its time is over");
    assert_eq!(tx.waiting_factor(PRESIDER, MORNING).await.unwrap(), None);
    assert!(!tx.has_second_factor(CLERK).await.unwrap(), "not before it is confirmed");
    let factor = SecondFactor { secret: SECRET, set_up_at: MORNING, used_step: 5 };
    tx.set_second_factor(CLERK, &factor, &[[1; 32], [2; 32]]).await.unwrap();
    assert_eq!(tx.second_factor(CLERK).await.unwrap(), Some(factor));
    assert_eq!(tx.waiting_factor(CLERK, MORNING).await.unwrap(), None);
    assert_eq!(tx.recovery_codes_left(CLERK).await.unwrap(), 2);
    let other = SecondFactor { secret: Secret::of([8; 20]), used_step: 1, ..factor };
    tx.set_second_factor(CLERK, &other, &[[3; 32]]).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = test.store.begin().await.unwrap();
    assert_eq!(tx.second_factor(CLERK).await.unwrap(), Some(other));
    assert_eq!(tx.recovery_codes_left(CLERK).await.unwrap(), 1, "the old ones went with the old factor");
    assert!(tx.remove_second_factor(CLERK).await.unwrap());
    assert!(!tx.remove_second_factor(CLERK).await.unwrap());
    assert_eq!(tx.second_factor(CLERK).await.unwrap(), None);
    assert_eq!(tx.recovery_codes_left(CLERK).await.unwrap(), 0);
}

async fn a_code_and_a_recovery_code_are_used_once(test: TestStore) {
    let mut tx = furnished(&test).await;
    let factor = SecondFactor { secret: SECRET, set_up_at: MORNING, used_step: 5 };
    for person in [CLERK, PRESIDER] {
        tx.set_second_factor(person, &factor, &[[1; 32]]).await.unwrap();
    }
    for (step, taken) in [(5, false), (4, false), (7, true), (7, false), (6, false), (8, true)] {
        assert_eq!(tx.use_factor_step(CLERK, step).await.unwrap(), taken, "step {step}");
    }
    assert_eq!(tx.second_factor(CLERK).await.unwrap().map(|factor| factor.used_step), Some(8));
    assert!(tx.use_factor_step(PRESIDER, 6).await.unwrap(), "another person's");
    assert!(!tx.use_recovery_code(CLERK, &[2; 32]).await.unwrap());
    assert!(tx.use_recovery_code(CLERK, &[1; 32]).await.unwrap());
    assert!(!tx.use_recovery_code(CLERK, &[1; 32]).await.unwrap());
    assert!(tx.use_recovery_code(PRESIDER, &[1; 32]).await.unwrap(), "another person's");
}

async fn a_sign_in_step_is_taken_once_and_ends_with_the_sessions(test: TestStore) {
    let mut tx = furnished(&test).await;
    let step = SignInStep { staff: CLERK, expires_at: MORNING.plus_millis(HOUR) };
    tx.add_sign_in_step(&[1; 32], &step, MORNING).await.unwrap();
    assert_eq!(tx.sign_in_step(&[1; 32]).await.unwrap(), Some(step));
    assert!(tx.take_sign_in_step(&[1; 32]).await.unwrap());
    assert!(!tx.take_sign_in_step(&[1; 32]).await.unwrap());
    tx.add_sign_in_step(&[2; 32], &step, MORNING).await.unwrap();
    tx.end_staff_sessions_of(PRESIDER).await.unwrap();
    assert!(tx.sign_in_step(&[2; 32]).await.unwrap().is_some());
    tx.end_staff_sessions_of(CLERK).await.unwrap();
    assert_eq!(tx.sign_in_step(&[2; 32]).await.unwrap(), None);
    tx.add_sign_in_step(&[3; 32], &step, MORNING).await.unwrap();
    let later = SignInStep { expires_at: MORNING.plus_millis(2 * HOUR), ..step };
    tx.add_sign_in_step(&[4; 32], &later, MORNING.plus_millis(HOUR)).await.unwrap();
    assert_eq!(tx.sign_in_step(&[3; 32]).await.unwrap(), None, "what is over is swept");
    assert_eq!(tx.sign_in_step(&[4; 32]).await.unwrap(), Some(later));
}
