import { expect, test } from 'vitest';
import { makeStamp } from '../../src/domain/stamp.ts';
import { anIdentity, aResident } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { atRelay } from './setup/at-relay.ts';
import { goTo } from './setup/buildings.ts';
import { openHouse } from './setup/house.ts';
import { remembered, until } from './setup/remembered.ts';
import { settleIn } from './setup/sign-in.ts';

const fields = (doc: object): Readonly<Record<string, { readonly v: unknown } | undefined>> =>
  (doc as { fields: Readonly<Record<string, { readonly v: unknown } | undefined>> }).fields;
const pictures = process.env['PEOPLE_PICTURES'];

test('one person written down at two doors is suggested, joined with both histories, and taken apart again', async () => {
  const house = await openHouse();
  const tablet = await house.tablet('people');
  const { page, offline } = await tablet.open();
  await settleIn(page, 'grid1');
  const relay = await atRelay(tablet.wire.origin, 'grid1');
  const [identity] = await relay.documents('care-yx03', 'identity');
  const first = fields(identity ?? {})['residentId']?.v as string;
  const paper = fields(identity ?? {})['paper']?.v as { kind: 'idCard'; number: string };
  const residents = await remembered(page, 'grid1', 'resident');
  const known = residents.find(({ _id }) => _id === first);
  const [own, name] = [fields(known ?? {})['householdId']?.v, fields(known ?? {})['name']?.v as string];
  const other = (await remembered(page, 'grid1', 'household')).map(({ _id }) => _id).find((id) => id !== own) ?? '';
  const second = anId('resident', 77);

  // a colleague writes the same person down where they lodge now
  await relay.deliver((head, replica) => {
    const stamp = makeStamp(Date.parse(head.at), 0, replica);
    const values = { householdId: other, name, phone: { number: '19900000077' } };
    return [
      { db: 'area-yx03', unit: 'u', doc: { ...aResident({ _id: second, head, values, stamp }) } },
      {
        db: 'care-yx03',
        unit: 'u',
        doc: {
          ...anIdentity({
            _id: `identity:${second.slice(9)}`,
            head,
            values: { residentId: second, paper },
            stamp,
          }),
        },
      },
    ];
  });
  await until(async () => (await remembered(page, 'grid1', 'resident')).some(({ _id }) => _id === second), 30_000);

  const look = async (what: string): Promise<void> => {
    if (pictures === undefined) return;
    for (const [width, height] of [
      [1280, 800],
      [800, 1280],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.screenshot({ path: `${pictures}/${what}-${String(width)}x${String(height)}.png` });
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  };
  await offline(true);
  await goTo(page, '楼栋');
  await page.getByRole('link', { name: '可能重复的人' }).click();
  const suggestion = page.getByRole('region', { name: '证件号码一样' });
  await suggestion.getByText(name).first().waitFor();
  expect(await suggestion.getByRole('link').count()).toBe(2);
  await look('1-suggested');
  await suggestion.getByRole('button', { name: '是同一个人' }).click();

  // both records stay, each with the door where its history is told
  const joined = page.getByRole('region', { name: '合起来的人' });
  await joined.getByText(name).first().waitFor();
  const doors = joined.getByRole('link');
  expect(await doors.count()).toBe(2);
  await suggestion.waitFor({ state: 'detached' });
  await look('2-joined');
  const paths = await doors.evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  expect(new Set(paths).size).toBe(2);
  for (const path of paths) {
    await page.locator(`a[href="${path}"]`).click();
    await page.getByRole('heading', { level: 2, name: '来往记录' }).waitFor();
    await page.goBack();
    await joined.waitFor();
  }

  // undone: what was said is answered, and the suggestion is not made again by itself
  await joined.getByRole('button', { name: '分开' }).first().click();
  await joined.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: '撤销' }).click();
  await joined.waitFor();
  await joined.getByRole('button', { name: '分开' }).first().click();
  await joined.waitFor({ state: 'detached' });
  expect((await remembered(page, 'grid1', 'resident')).filter(({ _id }) => [first, second].includes(_id))).toHaveLength(
    2,
  );

  // colleagues hear of it
  await offline(false);
  const said = async (): Promise<boolean> => (await relay.documents('area-yx03', 'samePerson')).length >= 2;
  await until(said, 30_000);
});
