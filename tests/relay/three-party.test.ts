import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Drop } from '../../sync-server/gate/drop.ts';
import type { Deliverer } from '../../sync-server/gate/deliverer.ts';
import type { Storage } from '../../sync-server/storage/port.ts';
import type { Verdict } from '../../src/domain/envelope.ts';
import { aMatter } from '../builders/documents.ts';
import { aPart } from '../builders/envelopes.ts';
import { anId } from '../builders/ids.ts';
import { aMatterClosing, aPartyAnswer, aPartyRule, aTaskGroup } from '../builders/parties.ts';
import { embeddedTenant } from '../contracts/tenants.ts';
import { allIn, area1, codesOf, grid1, openDoor, verdictsOf } from './door.ts';

const matter = aMatter({ matterType: 'facility', resolution: 'taken', promisedReplyOn: '2026-11-30' });
const group = aTaskGroup();
const a = aPartyAnswer();
const b = aPartyAnswer({ _id: anId('partyAnswer', 2), side: 'ownersCommittee' });
const waived = aPartyAnswer({
  _id: anId('partyAnswer', 3),
  by: 'area1',
  deviceId: 'tablet-area1',
  side: 'propertyCompany',
  answer: 'waived',
  text: '物业已撤出，新物业未进场',
});

describe('A5: a facility matter with parties A, B and C at the gate', () => {
  let storage: Storage;
  let drop: Drop;
  let leave: () => Promise<void>;
  let n = 0;
  const deliver = (who: Deliverer, ...docs: object[]): Promise<readonly Verdict[]> =>
    verdictsOf(
      drop,
      who,
      docs.map((doc) => aPart('area-a1', doc)),
      (n += 1),
    );

  beforeAll(async () => {
    ({ storage, leave } = await embeddedTenant());
    drop = await openDoor(storage);
  });
  afterAll(() => leave());

  it('A5: close with only A, B replied: rejected with the name of C', async () => {
    expect(codesOf(await deliver(grid1, matter, group, a, b))).toEqual([undefined, undefined, undefined, undefined]);
    const early = aMatterClosing({ answers: [a._id, b._id] });
    const [verdict] = await deliver(area1, early);
    expect(verdict).toMatchObject({ code: 'party-open', lacks: ['安居物业'], durable: false });
    expect((await allIn(storage, 'area-a1')).some(({ _id }) => _id === early._id)).toBe(false);
    // asked again, it is answered alike
    expect((await deliver(area1, early))[0]).toMatchObject({ code: 'party-open', lacks: ['安居物业'] });
  });

  it('no worker waives a party; a secretary does, with a reason, and then the matter closes', async () => {
    const byWorker = { ...waived, _id: anId('partyAnswer', 4), by: 'grid1', deviceId: 'tablet-1' };
    expect(codesOf(await deliver(grid1, byWorker))).toEqual(['illegal-step']);
    const closing = aMatterClosing({ _id: anId('matterClosing', 2), answers: [a._id, b._id, waived._id] });
    expect(codesOf(await deliver(area1, closing))).toEqual(['not-yet']);
    const later = { ...closing, _id: anId('matterClosing', 3) };
    expect(codesOf(await deliver(area1, later, waived))).toEqual([undefined, undefined]);
  });

  it('a group goes by the rule that it names, which lies in another database', async () => {
    const other = { ...matter, _id: anId('matter', 2), matterType: 'lift' };
    const about = { _id: anId('taskGroup', 2), matterId: other._id, ruleId: 'partyRule:c1-lift-1' };
    const first = aTaskGroup(about);
    expect(codesOf(await deliver(grid1, other, first))).toEqual([undefined, 'not-yet']);
    const rule = aPartyRule({ _id: 'partyRule:c1-lift-1', matterType: 'lift', sides: ['propertyCompany'] });
    await storage.write('ref-c1', [{ ...rule }]);
    const short = { ...first, _id: anId('taskGroup', 3), parties: group.parties.slice(0, 2) };
    const whole = { ...first, _id: anId('taskGroup', 4), parties: group.parties.slice(2) };
    expect(codesOf(await deliver(grid1, first, short, whole))).toEqual([undefined, 'invalid', undefined]);
  });
});
