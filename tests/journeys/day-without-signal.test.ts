import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { chooseFlat, flats, goTo, openBuilding, startVisit } from './setup/buildings.ts';
import { accept, atDesk, lineOf, sendBack } from './setup/desk.ts';
import { openHouse } from './setup/house.ts';
import { envelopes, remembered, until, type Remembered } from './setup/remembered.ts';
import { settleIn, unlock } from './setup/sign-in.ts';
import { savedLine } from './setup/today.ts';
import { answerMet, answerTheRest, askRoutine, finishMet, finishUnmet, type Said } from './setup/visit-form.ts';

const own = 'grid1';
const building = '5栋';
const note = '二单元门口的灯又不亮了，物业说周五来换。';

/** A whole day, also on a machine with more to do (ms). */
const patience = 600_000;
const reason = '写清在几楼、哪一侧。';

const matters: readonly Said[] = [
  { type: '公共设施维修', text: '七楼楼道灯不亮', doneNow: false },
  { type: '环境卫生', text: '垃圾桶旁有积水', doneNow: false },
  { type: '政策咨询', text: '问医保怎么续，当面说清了', doneNow: true },
];

interface Flat {
  readonly id: string;
  readonly room: string;
}

/** Flats with one family each that may be called on, those first at which nothing was done in this round. */
async function openFlats(page: Page): Promise<Flat[]> {
  const cells = await flats(page).evaluateAll((all) =>
    all.map((cell) => ({
      id: (cell as HTMLElement).dataset['dwelling'] ?? '',
      room: cell.querySelector('.room')?.textContent ?? '',
      says: cell.textContent,
    })),
  );
  const inhabited = cells.filter(({ says }) => !/\d户|空置|婉拒|搬离/.test(says));
  return inhabited.sort((a, b) => Number(b.says.includes('未走')) - Number(a.says.includes('未走')));
}

async function visitsMade(page: Page, known: ReadonlySet<string>): Promise<Remembered[]> {
  return (await remembered(page, own, 'visit')).filter(({ _id }) => !known.has(_id));
}

async function visit(page: Page, flat: Flat): Promise<void> {
  await openBuilding(page, building);
  await chooseFlat(page, flat.id);
  await startVisit(page);
  await askRoutine(page);
}

/** One tap; at the door of an elder alone the list asks one thing more. */
async function nobodyHome(page: Page, flat: Flat): Promise<void> {
  await openBuilding(page, building);
  await chooseFlat(page, flat.id);
  const tap = page.getByRole('button', { name: '没人', exact: true });
  await tap.click();
  const saved = savedLine(page).filter({ hasText: `${flat.room} 没人` });
  const finish = page.getByRole('button', { name: /^(?:下一项|完成)$/ });
  const told = saved.or(finish).first();
  // This hand is faster than any person's: two taps within 400 ms are taken for one, whatever door they mean.
  await told.waitFor({ timeout: 3_000 }).catch(() => tap.click());
  await told.waitFor();
  if (await saved.isVisible()) return;
  await answerTheRest(page);
  await page.getByRole('button', { name: '完成', exact: true }).click();
  await saved.waitFor();
}

test(
  'a day without signal reaches the desk whole',
  async () => {
    const house = await openHouse();
    const tablet = await house.tablet('grid1');
    const morning = await tablet.open();
    await settleIn(morning.page, own);
    const known = new Set((await remembered(morning.page, own, 'visit')).map(({ _id }) => _id));
    const knownMatters = (await remembered(morning.page, own, 'matter')).length;

    await morning.offline(true);
    await morning.page.reload();
    await unlock(morning.page);
    const { page } = morning;
    await openBuilding(page, building);
    const doors = (await openFlats(page)).slice(0, 12);
    expect(doors).toHaveLength(12);
    const [firstNobody, secondNobody, refused, vacant, ...met] = doors as [Flat, Flat, Flat, Flat, ...Flat[]];

    await nobodyHome(page, firstNobody);
    await nobodyHome(page, secondNobody);
    await visit(page, refused);
    await finishUnmet(page, refused.room, '婉拒', '婉拒');
    await visit(page, vacant);
    await finishUnmet(page, vacant.room, '空置', '空置');

    await page.getByRole('button', { name: '记一笔' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill(note);
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
    await savedLine(page).filter({ hasText: '记下了' }).waitFor();

    for (const [index, flat] of met.entries()) {
      await visit(page, flat);
      await answerMet(page, matters[index]);
      await finishMet(page, flat.room);
    }
    await morning.kill();

    const evening = await tablet.open({ offline: true });
    await unlock(evening.page);
    const made = await visitsMade(evening.page, known);
    const outcomes = made.map((one) => one['outcome']).sort();
    expect(outcomes).toEqual([...Array<string>(8).fill('met'), 'not_home', 'not_home', 'refused', 'vacant'].sort());
    const raised = (await remembered(evening.page, own, 'matter')).slice(knownMatters);
    expect(raised.map((one) => one['resolution']).sort()).toEqual(['done', 'taken', 'taken']);
    // twelve visits, each with what it raised, and the note
    const pill = evening.page.getByRole('button', { name: /^同步状态/ });
    await pill.filter({ hasText: /在本机\s*13/ }).waitFor();
    await goTo(evening.page, '本子');
    await evening.page.getByText(note).waitFor();

    // the refused household is on no list but that of an emergency
    await goTo(evening.page, '今天');
    const away = made.find((one) => one['outcome'] === 'refused');
    const listed = await evening.page
      .locator('[data-door]')
      .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset['door'] ?? ''));
    expect(listed.filter((key) => key.includes(String(away?.['householdId'])))).toEqual([]);

    await evening.offline(false);
    await until(async () => (await envelopes(evening.page, own)).every(({ state }) => state === 'delivered'), 10_000);

    const desk = await (await house.tablet('area1')).open();
    await settleIn(desk.page, 'area1');
    const [sentBack, ...accepted] = made.filter((one) => one['outcome'] === 'met').map(({ _id }) => _id);
    if (sentBack === undefined) throw new Error('nobody was met');
    await atDesk(desk.page, building);
    for (const id of accepted) await accept(desk.page, id);
    await sendBack(desk.page, sentBack, reason);

    // the worker reads why, mends it, and hands it in again
    await pill.filter({ hasText: '要处理' }).waitFor({ timeout: 60_000 });
    await pill.click();
    const sheet = evening.page.getByRole('dialog');
    await sheet.getByText(reason).waitFor();
    await sheet.getByRole('button', { name: '改好再交' }).click();
    const { page: again } = evening;
    await again.getByText(reason).first().waitFor();
    await again.getByRole('textbox', { name: '说的是什么' }).fill('二单元二楼东侧的楼道灯不亮');
    await again.getByRole('button', { name: '去小结', exact: true }).click();
    await again.getByRole('button', { name: '完成走访' }).click();
    await savedLine(again).filter({ hasText: '走访' }).waitFor();
    const next = (await visitsMade(again, known)).find((one) => one['supersedes'] === sentBack);
    if (next === undefined) throw new Error('there is no new version');

    await goTo(desk.page, '审核');
    await lineOf(desk.page, next._id).filter({ hasText: '第 2 次提交' }).waitFor({ timeout: 60_000 });
  },
  patience,
);
