import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import { doorPath } from '../../src/domain/door-path.ts';
import type { Matter, Visit } from '../../src/domain/documents/visit.ts';
import { jpegMetadata, jpegSize } from '../../src/domain/media.ts';
import { openMedia } from '../../src/platform/media-seal.ts';
import { chooseFlat, flats, openBuilding, startVisit } from './setup/buildings.ts';
import { aPhotograph, photograph } from './setup/camera.ts';
import { atDesk, lineOf } from './setup/desk.ts';
import { openHouse } from './setup/house.ts';
import { draftsOf, misplacePicture, picturesOf, remembered, until } from './setup/remembered.ts';
import { demoPassword, settleIn, unlock } from './setup/sign-in.ts';
import { answerMet, askRoutine, finishMet } from './setup/visit-form.ts';

const own = 'grid1';
const building = '5栋';
const said = '三楼消防栓的玻璃碎了';

test('two photographs taken without a signal reach the desk, and only their pixels', async () => {
  const house = await openHouse();
  const tablet = await house.tablet('pictures');
  const before = await tablet.open();
  const { page } = before;
  await settleIn(page, own);
  const known = new Set((await remembered(page, own, 'matter')).map(({ _id }) => _id));
  const picture = await aPhotograph(page);
  expect(jpegMetadata(new Uint8Array(picture))).toContain('APP1');
  await before.offline(true);

  await openBuilding(page, building);
  const cells = await flats(page).evaluateAll((all) =>
    all.map((one) => ({
      id: (one as HTMLElement).dataset['dwelling'] ?? '',
      room: one.querySelector('.room')?.textContent ?? '',
      says: one.textContent,
    })),
  );
  const flat = cells.find(({ says }) => !/\d户|空置|婉拒|搬离/.test(says));
  if (!flat) throw new Error('nobody lives here');
  await chooseFlat(page, flat.id);
  await startVisit(page);
  await askRoutine(page);
  await answerMet(page, { type: '公共设施维修', text: said, doneNow: false });
  const shown = page.locator('[data-slot^="matter:"] [data-media][data-state="here"]');
  await photograph(page, /^matter:/, picture);
  await expect.poll(() => shown.count()).toBe(1);
  // what is no photograph is said so, and holds nothing back
  await photograph(page, /^matter:/, Buffer.from('no picture'));
  await page.getByText('这个文件不是照片').waitFor();
  await photograph(page, /^matter:/, picture);
  await expect.poll(() => shown.count()).toBe(2);
  await photograph(page, /^matter:/, picture);
  await expect.poll(() => shown.count()).toBe(3);
  // a draft keeps its pictures through a kill
  await expect.poll(async () => JSON.stringify(await draftsOf(page, own)).split('"media:').length - 1).toBe(3);
  await before.kill();

  const between = await tablet.open({ offline: true });
  await unlock(between.page);
  await openBuilding(between.page, building);
  await chooseFlat(between.page, flat.id);
  await startVisit(between.page);
  await expect
    .poll(() => between.page.locator('[data-slot^="matter:"] [data-media][data-state="here"]').count(), {
      timeout: 20_000,
    })
    .toBe(3);
  await finishMet(between.page, flat.room);
  expect((await picturesOf(between.page, own)).map(({ state }) => state)).toEqual(['waiting', 'waiting', 'waiting']);
  const visit = (await remembered(between.page, own, 'matter')).find(({ _id }) => !known.has(_id)) as unknown as Matter;
  const media = visit.media ?? [];
  expect(media).toHaveLength(3);
  const [, lost] = media;
  if (!lost) throw new Error('no second picture');
  await misplacePicture(between.page, own, lost.id);
  await between.kill();

  const after = await tablet.open({ offline: true });
  await unlock(after.page);
  const requests: string[] = [];
  after.page.on('request', (request) => requests.push(`${request.method()} ${new URL(request.url()).pathname}`));
  await after.offline(false);
  await until(async () => {
    const states = (await picturesOf(after.page, own)).map(({ state }) => state);
    return states.filter((state) => state === 'delivered').length === 2 && states.includes('refused');
  }, 60_000);
  const sent = requests.filter((one) => one.endsWith('/_bulk_docs'));
  expect(sent[0]).toBe('POST /db/drop/_bulk_docs');
  expect(sent.some((one) => one.includes('/db/media-'))).toBe(true);

  // the record says how many have arrived, the sheet says which did not
  const stored = (await remembered(after.page, own, 'visit')).find(({ _id }) => _id === visit.visitId);
  await after.page.goto(`/households/${doorPath(stored as unknown as Visit)}`);
  await unlock(after.page);
  await after.page.getByText('照片已到 2/3，1 张没被接收').waitFor();
  await after.page.getByRole('button', { name: /^同步状态/ }).click();
  await after.page.getByText('1 张照片没被接收，别的不受影响。').waitFor();

  const desk = await (await house.tablet('desk')).open();
  await settleIn(desk.page, 'area1');
  await atDesk(desk.page, building);
  await lineOf(desk.page, visit.visitId ?? '').click();
  const seen = desk.page.locator('[data-media][data-state="here"] img');
  await expect.poll(() => seen.count(), { timeout: 20_000 }).toBe(2);
  const widths = await seen.evaluateAll((all) =>
    Promise.all(
      all.map(async (one) => {
        const image = one as HTMLImageElement;
        await image.decode();
        return image.naturalWidth;
      }),
    ),
  );
  expect(widths).toEqual([1600, 1600]);
  await desk.page.locator('[data-media][data-state="later"]').waitFor();
  await desk.page.getByText('照片已到 2/3').waitFor();

  // what lies at the relay is noise; what the key makes of it is a picture without place or camera
  const [first] = media;
  if (!first) throw new Error('no first picture');
  const noise = await fetchAs(
    'area1',
    house.relay.origin,
    `/db/media-${first.area}/${encodeURIComponent(first.id)}/blob`,
  );
  expect(jpegSize(noise)).toBeUndefined();
  const plain = await openMedia(first, noise);
  expect(plain && jpegSize(plain)).toEqual({ width: 1600, height: 1200 });
  expect(plain && jpegMetadata(plain)).toEqual([]);
  expect(Buffer.from(plain ?? []).includes('SpyCam')).toBe(false);
}, 300_000);

async function fetchAs(username: string, origin: string, path: string): Promise<Uint8Array<ArrayBuffer>> {
  const session = await fetch(`${origin}/api/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: demoPassword, device: { id: 'journey-1', name: 'journey' } }),
  });
  const { token } = (await session.json()) as { token: string };
  const answer = await fetch(`${origin}${path}`, { headers: { authorization: `Bearer ${token}` } });
  expect(answer.status).toBe(200);
  return new Uint8Array(await answer.arrayBuffer());
}
