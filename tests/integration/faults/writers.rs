//! Three write the minutes at once, one of them on two devices, while the server is killed, sockets break and
//! devices change: what was acknowledged is there once, in one order, for everybody.

use super::{asked_for, begin, dice::Dice, page::Page, process::Process};
use crate::rooms::table::{CLERK, PETITIONER, PRESIDER, Table, UNIT};
use futures_util::{StreamExt, future::join_all};
use lianjie::{
    domain::hearing::{Entry, ParticipantRole},
    storage,
};
use signaling::wire::{EntryId, Stage};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

/// The clerk's assistant, beyond the table's four.
const ASSISTANT: usize = 4;
/// The clerk's other device, after the seats' own.
const TABLET: usize = 5;
const DEVICES: [usize; 6] = [PRESIDER, CLERK, UNIT, PETITIONER, ASSISTANT, CLERK];
const WRITERS: [usize; 4] = [PRESIDER, CLERK, ASSISTANT, TABLET];

#[derive(Debug, Clone, Copy)]
enum Trouble {
    /// SIGKILL, and everybody comes back; most typed on meanwhile.
    Kill,
    /// One writer's socket breaks.
    Cut(usize),
    /// The clerk goes on with the device at hand that was not in use.
    OtherDevice,
}

impl Trouble {
    /// One in two is a kill.
    fn throw(dice: &mut Dice) -> Self {
        match dice.below(6) {
            0..3 => Self::Kill,
            3 => Self::OtherDevice,
            _ => Self::Cut(WRITERS[dice.below(WRITERS.len())]),
        }
    }
}

/// Revision, words, and whether they are struck.
type Said = (u32, String, bool);

struct Story {
    table: Table,
    process: Process,
    pages: Vec<Page>,
    dice: Dice,
    kills: u64,
}

/// So many befall one hearing, then another is held: after each kill everybody reads the minutes from the beginning,
/// and those of a thousand troubles would be read longer than they were written.
const CHAPTER: u64 = 50;
/// Hearings held at once, each by a server of its own: most of the time one waits.
const AT_ONCE: usize = 3;

/// `LIANJIE_TROUBLES` and `LIANJIE_SEED` make it long, or another one. A thousand:
/// `LIANJIE_TROUBLES=1000 cargo nextest run -p lianjie --no-capture -E 'test(of_three_writers)'`.
#[tokio::test]
async fn kills_and_broken_lines_lose_and_double_nothing_of_three_writers() {
    let (troubles, seed) = (asked_for("LIANJIE_TROUBLES", 24), asked_for("LIANJIE_SEED", 1));
    let mut dice = Dice::of(seed);
    let begins = (0..troubles).step_by(usize::try_from(CHAPTER).unwrap());
    let chapters: Vec<_> = begins.map(|begun| (CHAPTER.min(troubles - begun), dice.split())).collect();
    let told = futures_util::stream::iter(chapters).map(|(troubles, dice)| chapter(troubles, dice));
    let told: Vec<(u64, usize)> = told.buffer_unordered(AT_ONCE).collect().await;
    let (kills, lines) = told.iter().fold((0, 0), |sum, told| (sum.0 + told.0, sum.1 + told.1));
    println!("{troubles} troubles, {kills} of them kills; {lines} lines, seed {seed}");
    assert!(lines > usize::try_from(troubles).unwrap(), "only {lines} lines were typed");
}

/// (kills, lines) of one hearing.
async fn chapter(troubles: u64, dice: Dice) -> (u64, usize) {
    let mut story = Story::begun(dice).await;
    for round in 0..troubles {
        let trouble = Trouble::throw(&mut story.dice);
        story.meets(trouble).await;
        assert!(
            story.pages.iter().filter(|page| page.is_connected()).count() == 5,
            "round {round}: {trouble:?}"
        );
    }
    story.everybody_is_done().await;
    (story.kills, story.check().await)
}

impl Story {
    async fn begun(dice: Dice) -> Self {
        let table = Table::laid_with(&[(ParticipantRole::Clerk, &[])]).await;
        let process = Process::over(&table).await;
        let mut pages = super::pages(&table, &process).await;
        begin(&mut pages, &table).await;
        pages.push(pages[CLERK].other_device());
        Self { table, process, pages, dice, kills: 0 }
    }

    async fn meets(&mut self, trouble: Trouble) {
        let after = Duration::from_millis(20 + self.dice.below(330) as u64);
        match trouble {
            Trouble::Kill => self.killed(after).await,
            Trouble::Cut(device) => {
                self.all_work_for(after).await;
                // In use or not, it is in use now.
                self.change_to(device).await;
            }
            Trouble::OtherDevice => {
                self.all_work_for(after).await;
                self.change_to(if self.pages[CLERK].is_connected() { TABLET } else { CLERK }).await;
            }
        }
    }

    async fn killed(&mut self, after: Duration) {
        self.kills += 1;
        let working = join_all(work(&mut self.pages, &mut self.dice));
        let killing = async {
            tokio::time::sleep(after).await; // in the middle of whatever they do
            self.process.kill().await;
        };
        tokio::join!(working, killing);
        for writer in WRITERS {
            if self.pages[writer].is_connected() {
                // Nobody stops typing because a server is gone.
                (0..self.dice.below(4)).for_each(|_| self.pages[writer].type_one(&mut self.dice));
            }
        }
        self.process.start().await;
        let process = &self.process;
        let back =
            self.pages.iter_mut().filter(|page| page.is_connected()).map(|page| page.come_back(process));
        for (stage, seated) in join_all(back).await {
            assert_eq!(stage, Stage::InSession);
            assert!(seated, "nobody is sent back to the lobby");
        }
    }

    /// What is under way at the end of it stays unanswered.
    async fn all_work_for(&mut self, time: Duration) {
        let working = join_all(work(&mut self.pages, &mut self.dice));
        assert!(tokio::time::timeout(time, working).await.is_err(), "a line broke by itself");
    }

    /// The device comes back, in the place of the other one of its seat.
    async fn change_to(&mut self, device: usize) {
        for other in (0..DEVICES.len()).filter(|other| DEVICES[*other] == DEVICES[device]) {
            self.pages[other].put_away();
        }
        let (_, seated) = self.pages[device].come_back(&self.process).await;
        assert!(seated, "device {device} has its seat's place");
    }

    async fn everybody_is_done(&mut self) {
        for writer in WRITERS {
            self.change_to(writer).await;
            assert!(self.pages[writer].send_drafts().await);
        }
        for page in &mut self.pages {
            page.come_back(&self.process).await;
        }
    }

    /// Number of lines.
    async fn check(&self) -> usize {
        let minutes = self.table.store.read().await.unwrap().minutes(self.table.hearing).await.unwrap();
        let numbers: Vec<u32> = minutes.iter().map(|entry| entry.number).collect();
        assert_eq!(numbers, (1..=u32::try_from(minutes.len()).unwrap()).collect::<Vec<_>>(), "no gap");
        let said = |entry: &Entry| (entry.revision, entry.text.clone(), entry.struck.is_some());
        let kept: BTreeMap<EntryId, Said> =
            minutes.iter().map(|entry| (entry.id.into(), said(entry))).collect();
        assert_eq!(kept.len(), minutes.len(), "a line is doubled");
        assert_eq!(kept, self.acknowledged());
        for (device, page) in self.pages.iter().enumerate() {
            let shown: Vec<_> = page
                .shown
                .iter()
                .map(|(number, entry)| (*number, entry.id.0, entry.revision, &entry.text, &entry.struck))
                .collect();
            let there: Vec<_> = minutes
                .iter()
                .map(|entry| (entry.number, entry.id.0, entry.revision, &entry.text, &entry.struck))
                .collect();
            assert_eq!(shown, there, "what device {device} shows");
        }
        assert!(storage::verify(&*self.table.store).await.unwrap().is_sound());
        minutes.len()
    }

    /// The newest acknowledged revision of each line; each revision was acknowledged once, to one writer.
    fn acknowledged(&self) -> BTreeMap<EntryId, Said> {
        let (mut newest, mut seen) = (BTreeMap::new(), BTreeSet::new());
        for draft in self.pages.iter().flat_map(|page| &page.acknowledged) {
            assert!(
                seen.insert((draft.entry, draft.revision)),
                "two writers have the same revision: {draft:?}"
            );
            let said = (draft.revision, draft.text.clone(), draft.strikes);
            let known = newest.entry(draft.entry).or_insert_with(|| said.clone());
            if known.0 < draft.revision {
                *known = said;
            }
        }
        let count: u32 = newest.values().map(|(revision, ..)| revision).sum();
        assert_eq!(
            usize::try_from(count).unwrap(),
            seen.len(),
            "a revision that stood under another is unaccounted for"
        );
        newest
    }
}

/// Writers type and readers listen, each until its line breaks.
fn work<'a>(pages: &'a mut [Page], dice: &mut Dice) -> Vec<impl Future<Output = ()> + use<'a>> {
    let connected = pages.iter_mut().enumerate().filter(|(_, page)| page.is_connected());
    let work = connected.map(|(device, page)| {
        let mut dice = dice.split();
        async move {
            if WRITERS.contains(&device) {
                page.type_until_cut(&mut dice).await;
            } else {
                page.listen().await;
            }
        }
    });
    work.collect()
}
