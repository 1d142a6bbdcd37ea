import { cp } from 'node:fs/promises';
import { expect, inject, onTestFinished, test } from 'vitest';
import type { Page } from 'playwright-core';
import { chooseFlat, flats, goTo, openBuilding, startVisit } from './setup/buildings.ts';
import { freePort } from './setup/free-port.ts';
import { startRelay, type StartedRelay } from './setup/relay.ts';
import { documentsIn, envelopes, remembered, until } from './setup/remembered.ts';
import { settleIn } from './setup/sign-in.ts';
import { openTablet, type Tablet } from './setup/tablet.ts';
import { tempDir } from './setup/temp-dir.ts';
import { answerMet, askRoutine, choose, finishMet } from './setup/visit-form.ts';
import { openWire } from './setup/wire.ts';

const hourMs = 3_600_000;
/** ms; a relay is started four times, and its followers look at everything before they are done */
const patience = 600_000;

/** The built relay, whose clock stands some hours ahead: days pass between two of its starts. */
const relayLater = (dataDir: string, port: number, hours: number): Promise<StartedRelay> => {
  const shifted = `const now=Date.now;Date.now=()=>now()+${String(hours * hourMs)}`;
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(shifted)}` };
  return startRelay({ dataDir, port, env });
};

async function tabletOf(what: string, port: number): Promise<Tablet> {
  const wire = await openWire(port);
  onTestFinished(() => wire.close());
  const tablet = await openTablet({ profileDir: await tempDir(what), wire });
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail' && !tablet.page.isClosed())
      await tablet.page.screenshot({ path: `dist/journeys/${what}.png` });
    await tablet.close();
  });
  return tablet;
}

/** A flat of one family that may be called on. */
async function openFlat(page: Page): Promise<{ id: string; room: string }> {
  const cells = await flats(page).evaluateAll((all) =>
    all.map((cell) => ({
      id: (cell as HTMLElement).dataset['dwelling'] ?? '',
      room: cell.querySelector('.room')?.textContent ?? '',
      says: cell.textContent,
    })),
  );
  const found = cells.find(({ says }) => says.includes('未走') && !/\d户|空置|婉拒|搬离/.test(says));
  if (!found) throw new Error('every flat was walked to');
  return found;
}

const raisedBy = async (page: Page, user: string) =>
  (await remembered(page, user, 'proposal')).filter(
    (one) => one['kind'] === 'mustArrive' && one['subject'] === 'dissatisfaction' && one['visitId'] !== undefined,
  );

const escalationsIn = async (page: Page, user: string, database: string): Promise<unknown[]> =>
  (await documentsIn(page, user, database)).filter((key) => String(key).includes('|escalation:'));

test(
  'A7: a must-arrive escalates across an offline deadline, once, and goes on up when nobody comes',
  async () => {
    const dataDir = await tempDir('data');
    await cp(inject('demoFolder'), dataDir, { recursive: true });
    const port = await freePort();
    let relay = await startRelay({ dataDir, port });
    onTestFinished(() => relay.stop());
    const { page, offline } = await tabletOf('grid1', port);
    await settleIn(page, 'grid1');
    const before = new Set((await raisedBy(page, 'grid1')).map(({ _id }) => _id));

    // in a stairwell without a signal somebody is angry
    await offline(true);
    await openBuilding(page, '5栋');
    const flat = await openFlat(page);
    await chooseFlat(page, flat.id);
    await startVisit(page);
    await askRoutine(page);
    await answerMet(page);
    await choose(page, '情绪观察', '情绪激动');
    await finishMet(page, flat.room);
    const [mine] = (await raisedBy(page, 'grid1')).filter(({ _id }) => !before.has(_id));
    const ulid = String(mine?._id).slice('proposal:'.length);

    // it stands on top of the day's list at once
    await goTo(page, '今天');
    const first = page.locator(`a[href="/arrivals/${ulid}"]`);
    const more = page.getByRole('button', { name: /还有 \d+ 件/ });
    await first.or(more).first().waitFor();
    if (!(await first.isVisible())) await more.click();
    await first.click();
    await page.getByRole('heading', { level: 1, name: '有不满情绪' }).waitFor();
    await page.getByText('已上报').first().waitFor();

    // the day passes; the tablet has a signal again after the deadline
    await relay.stop();
    relay = await relayLater(dataDir, port, 25);
    await offline(false);
    await until(async () => (await envelopes(page, 'grid1')).every(({ state }) => state === 'delivered'), 60_000);
    const own = async (user: string, at: Page, database: string) =>
      (await escalationsIn(at, user, database)).filter((key) => String(key).includes(ulid));
    await until(async () => (await own('grid1', page, 'care-yx03')).length > 0, 60_000);
    await page.getByText(/没人到场，升级到片区/).waitFor();

    // the level above has it on its list
    const desk = await tabletOf('area1', port);
    await settleIn(desk.page, 'area1');
    await desk.page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '三必到' }).click();
    const row = desk.page.locator(`a[href="/arrivals/${ulid}"]`);
    await row.getByText('已升级到片区').waitFor();
    await row.click();
    await desk.page.getByText(/没人到场，升级到片区/).waitFor();
    expect(await own('area1', desk.page, 'care-yx03')).toEqual([`care-yx03|escalation:${ulid}-area`]);

    // nobody comes from there either: it goes on up, and the relay that starts again writes nothing twice
    await relay.stop();
    relay = await relayLater(dataDir, port, 49);
    await until(async () => (await own('area1', desk.page, 'care-yx03')).length === 2, 60_000);
    await relay.stop();
    relay = await relayLater(dataDir, port, 49);
    const garden = await tabletOf('garden1', port);
    await settleIn(garden.page, 'garden1');
    await garden.page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '三必到' }).click();
    const told = garden.page.getByRole('article').first();
    await told.getByText(/没人到场/).waitFor();
    expect(await own('garden1', garden.page, 'own-garden1')).toEqual([`own-garden1|escalation:${ulid}-garden`]);
    expect(await garden.page.locator('main, body').first().innerText()).not.toContain('有不满情绪');
    await told.getByRole('button', { name: '我接下' }).click();
    await told.getByText('已接下').waitFor();
    await until(
      async () => (await envelopes(garden.page, 'garden1')).every(({ state }) => state === 'delivered'),
      60_000,
    );

    // whom the area asks sees who has taken it on
    await until(
      async () => (await remembered(desk.page, 'area1', 'arrivalStep')).some(({ by }) => by === 'garden1'),
      60_000,
    );
    await desk.page.getByText('沈建国：已接下').waitFor();
    expect((await own('area1', desk.page, 'care-yx03')).length).toBe(2);
  },
  patience,
);
