import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SeatsModel } from '../../src/features/lookup/seats.svelte.ts';
import { CommonMatterModel } from '../../src/features/parties/common-matter.svelte.ts';
import { CommonMattersModel } from '../../src/features/parties/common-matters.svelte.ts';
import { postsOfPerson } from '../../src/domain/organisation/person-posts.ts';
import { mayReopen, placeOfDraft, reopenRefused } from '../../src/store/reopen-refused.ts';
import { organisation } from '../../src/store/organisation.ts';
import { threePartyWords } from '../../src/words/three-party.ts';
import { atHome, worker } from '../builders/a-home.ts';
import { aMatter, aPartner, aPost, building12, flat1203 } from '../builders/documents.ts';
import { anId, aUlid } from '../builders/ids.ts';
import { aPartyAnswer, aPartyRule, aTaskGroup } from '../builders/parties.ts';
import { aHolder } from '../builders/people.ts';
import { refused } from '../builders/refused.ts';
import { aStore, forget, told, type TestStore } from '../builders/store.ts';

let store: TestStore;
beforeEach(async () => {
  store = await aStore();
  await atHome(store);
  await told(store, [facility]);
});
afterEach(async () => {
  await forget(store);
  if (office) await forget(office);
  office = undefined;
});

/** The secretary's own tablet, with the same matter. */
let office: TestStore | undefined;
async function anOffice(...docs: Parameters<typeof told>[1]): Promise<CommonMatterModel> {
  office = await aStore({ user: 'area1', replica: 'area1tablet' });
  await atHome(office);
  await told(office, [facility, ...docs]);
  return new CommonMatterModel(office, secretary, aUlid());
}

const facility = aMatter({
  dwellingId: flat1203,
  matterType: 'facility',
  text: '电梯坏了三天',
  resolution: 'taken',
  promisedReplyOn: '2026-11-30',
});
const secretary = { name: '周敏', holder: aHolder('areaSecretary') };
const property = aPartner({
  _id: anId('partner', 5),
  values: { name: '安居物业', kind: 'property', contact: '钱经理' },
});
const matterModel = () => new CommonMatterModel(store, worker, aUlid());
const ofTwo = [aTaskGroup(), aPartyAnswer(), aPartyAnswer({ _id: anId('partyAnswer', 2), side: 'ownersCommittee' })];
const sides = ['residentsGroup', 'ownersCommittee', 'propertyCompany'] as const;

describe('A5: a facility matter on the tablet', () => {
  it('waits to be sent to its parties: one of the catalogue by itself, the others by name', async () => {
    await told(store, [property], 'ref-c1');
    const list = new CommonMattersModel(store, worker);
    expect(list.open.map(({ matter, standing }) => [matter._id, standing])).toEqual([[facility._id, undefined]]);
    const model = matterModel();
    expect(model.here?.required.sides).toEqual(sides);
    expect(await model.send()).toBeUndefined();
    expect(sides.map((side) => model.nameMissing(side))).toEqual([true, true, false]);
    model.choose('residentsGroup', { name: '12栋居民小组' });
    model.choose('ownersCommittee', { name: '莲心苑业委会' });
    expect(await model.send()).toMatchObject({ ok: true });
    expect(store.shelf.all('taskGroup')).toMatchObject([
      {
        after: facility._id,
        parties: [
          { side: 'residentsGroup', name: '12栋居民小组' },
          { side: 'ownersCommittee', name: '莲心苑业委会' },
          { side: 'propertyCompany', name: '安居物业', partnerId: property._id },
        ],
      },
    ]);
    expect(model.here?.standing?.parties.map(({ state }) => state)).toEqual(['open', 'open', 'open']);
  });

  it('A5: close with only A and B replied is rejected with the name of C, in the language of the screen', async () => {
    await told(store, ofTwo);
    const desk = await anOffice(...ofTwo);
    expect(desk.closingFault).toBe('party-open');
    expect(await desk.close()).toMatchObject({ ok: false, fault: { code: 'party-open' } });
    expect(office?.shelf.all('matterClosing')).toEqual([]);
    expect(threePartyWords.zh.mayNotClose(desk.missing)).toContain('安居物业');
    expect(threePartyWords.en.mayNotClose(desk.missing)).toContain('cannot be closed: 安居物业 has');
    // the worker may neither close nor waive
    const mine = matterModel();
    expect([mine.closingFault, mine.mayAnswer, mine.mayWaive]).toEqual(['not-yours', true, false]);
    expect([desk.mayAnswer, desk.mayWaive]).toEqual([true, true]);
  });

  it('closes once the third party is waived with a reason', async () => {
    const desk = await anOffice(...ofTwo);
    desk.begin('propertyCompany', 'waived');
    expect(await desk.keep()).toBeUndefined();
    expect(desk.textMissing).toBe(true);
    desk.change({ text: '物业已撤出' });
    expect(await desk.keep()).toMatchObject({ ok: true });
    expect(desk.missing).toEqual([]);
    expect(desk.closingFault).toBeUndefined();
    expect(await desk.close()).toMatchObject({ ok: true });
    expect(office && new CommonMattersModel(office, secretary).closed).toHaveLength(1);
    expect([desk.mayAnswer, desk.closingFault]).toEqual([false, 'illegal-step']);
  });

  it('keeps a half-written reply at each change, and gives it back when the relay refused it', async () => {
    await told(store, [aTaskGroup()]);
    const model = matterModel();
    model.begin('residentsGroup', 'replied');
    model.change({ text: '周六开会商量' });
    await expect.poll(() => matterModel().draft?.text).toBe('周六开会商量');
    expect(await model.keep()).toMatchObject({ ok: true });
    expect(matterModel().draft).toBeUndefined();
    const row = store.shelf.outbox[0]!;
    await refused(store, row.id, 'illegal-step');
    expect(mayReopen(store.shelf, store.shelf.outbox[0]!)).toBe(true);
    expect(await reopenRefused(store, row.id)).toMatchObject({ value: { path: `/matters/${aUlid()}` } });
    const draft = store.shelf.draft(`party:${facility._id}`);
    expect(draft && placeOfDraft(draft)).toEqual({ kind: 'place', path: `/matters/${aUlid()}` });
    expect(matterModel().draft?.text).toBe('周六开会商量');
  });

  it('is of the types that the community laid down', async () => {
    await told(store, [aPartyRule({ sides: [] })], 'ref-c1');
    expect(new CommonMattersModel(store, worker).open).toEqual([]);
  });

  it('lets the centre lay down which types those are, by the next version of a rule', async () => {
    const centre = new CommonMattersModel(store, {
      name: '林远',
      holder: aHolder('communitySecretary', { userId: 'grid1' }),
    });
    const needing = (): string[] => centre.types('zh').flatMap(({ value, needs }) => (needs ? [value] : []));
    expect([centre.layDown, new CommonMattersModel(store, worker).layDown]).toEqual([true, false]);
    expect(needing()).toEqual(['facility', 'property']);
    expect(await centre.say('parking', true)).toMatchObject({ ok: true });
    expect(await centre.say('property', false)).toMatchObject({ ok: true });
    expect(await centre.say('property', true)).toMatchObject({ ok: true });
    expect(await centre.say('property', false)).toMatchObject({ ok: true });
    expect(needing().sort()).toEqual(['facility', 'parking']);
    expect(
      store.shelf
        .all('partyRule')
        .map(({ matterType, version }) => `${matterType} ${version}`)
        .sort(),
    ).toEqual(['parking 1', 'property 1', 'property 2', 'property 3']);
    expect(await new CommonMattersModel(store, worker).say('env', true)).toMatchObject({ ok: false });
  });
});

describe('A5: posts in several organisations', () => {
  it('one person holds posts at a building, in the owners’ committee and is a head; who speaks for a party is known by them', async () => {
    const committee = aPartner({
      _id: anId('partner', 6),
      values: { name: '莲心苑业委会', kind: 'ownersCommittee', contact: '' },
    });
    const leader = aPost({ userId: 'building1' });
    const member = aPost({ ...leader, _id: 'post:owners-1', unitId: committee._id, kind: 'organisationMember' });
    const namesake = aPost({
      _id: 'post:p-1',
      unitId: property._id,
      kind: 'organisationHead',
      publicPhone: '02700000099',
    });
    await told(store, [committee, property, leader, member, namesake], 'ref-c1');
    const posts = postsOfPerson(organisation(store.shelf), leader, '2026-11-23');
    expect(posts.map(({ unitId, kind }) => [unitId, kind])).toEqual([
      [building12, 'buildingLeader'],
      [committee._id, 'organisationMember'],
    ]);
    const parties = [
      { side: 'ownersCommittee' as const, name: '莲心苑业委会', partnerId: committee._id },
      ...aTaskGroup().parties.filter(({ side }) => side !== 'ownersCommittee'),
    ];
    await told(store, [aTaskGroup({ parties })]);
    const model = matterModel();
    model.begin('ownersCommittee', 'replied');
    expect(model.spokespersons).toEqual(['许芳']);
  });

  it('gives a post at an organisation to somebody who holds one already, and says which others they hold', async () => {
    await told(store, [property, aPost({ userId: 'building1' })], 'ref-c1');
    const seats = new SeatsModel(store, { name: '林远', holder: aHolder('communitySecretary') });
    seats.begin(property);
    expect(await seats.keep()).toBeUndefined();
    expect(seats.nameMissing).toBe(true);
    seats.change({ name: '许芳' });
    expect(seats.known.map((post) => seats.placeOf(post))).toEqual(['12栋']);
    seats.mean(seats.known[0]!);
    expect(seats.isMeant(seats.known[0]!)).toBe(true);
    expect(await seats.keep()).toMatchObject({ ok: true });
    const [holder] = seats.holders(property);
    expect(holder?.post).toMatchObject({ holderName: '许芳', userId: 'building1', kind: 'organisationMember' });
    expect(holder?.others.map(({ kind }) => kind)).toEqual(['buildingLeader']);
    expect(await seats.leave(holder!.post)).toMatchObject({ ok: true });
    expect(seats.holders(property)).toEqual([]);
  });
});
