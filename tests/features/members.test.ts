import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Me } from '../../src/domain/me.ts';
import { LookupModel } from '../../src/features/lookup/lookup.svelte.ts';
import { MembersModel } from '../../src/features/members/members.svelte.ts';
import { aMemberRegistration, anOrgUnit } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aHolder } from '../builders/people.ts';
import { aStore, forget, told, type TestStore } from '../builders/store.ts';

const secretary: Me = { name: '何桂兰', holder: aHolder('areaSecretary') };
const worker: Me = { name: '周敏', holder: aHolder() };

let store: TestStore;
beforeEach(async () => {
  store = await aStore();
  await told(store, [anOrgUnit()], 'ref-c1');
  const member = (n: number, values: object) => aMemberRegistration({ _id: anId('memberRegistration', n), values });
  await told(store, [
    member(1, { name: '欧阳明月', room: '1203' }),
    member(2, { name: '阿依古丽·买买提', phone: '19900000099', organisation: '区法院', offers: '法律咨询' }),
    member(3, { name: '测试已走', ended: true }),
    ...Array.from({ length: 120 }, (_, n) =>
      member(100 + n, { name: `甲${String(n)}`, phone: `1990001${String(n).padStart(4, '0')}` }),
    ),
  ]);
});
afterEach(() => forget(store));

describe('E9: the list of members at the desk', () => {
  it('is found by name, by what they offer, where they work and the end of a number, without a signal', () => {
    const model = new MembersModel(store, secretary);
    const named = (text: string): string[] => {
      model.type(text);
      return model.lines.map(({ name }) => name);
    };
    expect(named('欧阳')).toEqual(['欧阳明月']);
    expect(named('阿依古丽买买提')).toEqual(['阿依古丽·买买提']);
    expect(named('法律')).toEqual(['阿依古丽·买买提']);
    expect(named('区法院')).toEqual(['阿依古丽·买买提']);
    expect(named('0099')).toContain('阿依古丽·买买提');
    expect(named('测试已走')).toEqual([]);
    model.type('欧阳明月');
    expect(model.lines[0]).toMatchObject({ home: '12栋 1203', organisation: '市第三医院', phone: '19900000061' });
  });

  it('tells how many there are, and lists a hundred until somebody asks', () => {
    const model = new MembersModel(store, secretary);
    expect([model.count, model.lines.length, model.more]).toEqual([122, 100, 22]);
    expect(model.mayBring).toBe(true);
    expect(new MembersModel(store, worker).mayBring).toBe(false);
  });

  it('is part of what a worker looks up, when something is typed', () => {
    const model = new LookupModel(store, worker);
    expect(model.members).toEqual([]);
    model.type('法律');
    expect(model.members.map(({ name }) => name)).toEqual(['阿依古丽·买买提']);
  });
});
