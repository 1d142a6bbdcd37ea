import { beforeAll, describe, expect, it } from 'vitest';
import { mayWrite } from '../../src/domain/may-write.ts';
import { claimants } from '../../src/domain/partners.ts';
import { fieldOf } from '../../src/domain/register.ts';
import { lookUp, lookUpEntry, type LookUpEntry } from '../../src/domain/search/look-up.ts';
import type { Spell } from '../../src/domain/search/spelling.ts';
import { talentOf } from '../../src/domain/talent.ts';
import { fetchReadings } from '../../src/platform/pinyin.ts';
import { anAgentService, aPartner, aResident, aServicePoint } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aHolder } from '../builders/people.ts';

describe('partners', () => {
  it('A4: a unit registered as part-time member may take on a project', () => {
    const member = aPartner({ values: { partTimeMember: true, committee: '教育专委' } });
    const other = aPartner({ _id: anId('partner', 2) });
    const left = aPartner({ _id: anId('partner', 3), values: { partTimeMember: true, ended: true } });
    expect(claimants([other, left, member]).map((one) => fieldOf(one, 'committee'))).toEqual(['教育专委']);
  });
});

describe('talents', () => {
  it('D7: tells whose skill it is, whether they wish to, and that nobody may ring before somebody asked', () => {
    const found = aResident({ values: { talent: ' 会修灯，周末 ' } });
    expect(talentOf(found)).toEqual({ residentId: found._id, skill: '会修灯，周末', willing: true, contactOk: false });
    const asked = aResident({ values: { talent: '会修灯', talentOffer: { willing: false, contactOk: true } } });
    expect(talentOf(asked)).toMatchObject({ willing: false, contactOk: true });
    expect(talentOf(aResident())).toBeUndefined();
  });
});

describe('who keeps what can be looked up', () => {
  it.each([aServicePoint(), anAgentService(), aPartner()])('is the centre: $type', (document) => {
    const asked = (role: Parameters<typeof aHolder>[0]) =>
      mayWrite(aHolder(role, { userId: 'secretary1' }), 'ref-c1', document, {});
    expect([asked('communitySecretary'), asked('admin')]).toEqual([undefined, undefined]);
    expect([asked('gridWorker'), asked('areaSecretary'), asked('buildingLeader')]).toEqual(Array(3).fill('not-yours'));
  });
});

describe('looking up', () => {
  let spell: Spell;
  let entries: LookUpEntry[];
  beforeAll(async () => {
    spell = await fetchReadings();
    const given = [
      { id: 'card', called: ['老年优待证', '老年证', '敬老证'], written: ['身份证', '户口本', '一寸照片'] },
      { id: 'pension', called: ['养老金资格认证'], written: ['身份证'] },
      { id: 'zhao', called: ['老赵家电', '维修'], written: ['景兰苑 3 栋底商'] },
      { id: 'parcel', called: ['菜鸟驿站', '快递'], written: ['北门'] },
    ];
    entries = given.map((one) => lookUpEntry(one, spell));
  });

  it.each([
    ['老年证', ['card']],
    ['laonianzheng', ['card']],
    ['lnz', ['card']],
    ['老年正', ['card']],
    ['维修', ['zhao']],
    ['weixiu', ['zhao']],
    ['户口本', ['card']],
    ['身份证', ['card', 'pension']],
    ['老', ['card', 'zhao', 'pension']],
    ['北门', ['parcel']],
    ['签证', []],
    [' ', []],
  ])('“%s” finds %o', (typed, expected) => expect(lookUp(entries, typed, spell)).toEqual(expected));
});
