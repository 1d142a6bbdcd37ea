import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bodyOf } from '../../src/domain/canonical.ts';
import { fits } from '../../src/domain/catalogue.ts';
import type { Escalation } from '../../src/domain/documents/arrival.ts';
import { startFollowers, type Followers } from '../../sync-server/followers/followers.ts';
import type { Drop } from '../../sync-server/gate/drop.ts';
import { communityOf } from '../../sync-server/provisioning/communities.ts';
import { provision } from '../../sync-server/provisioning/provision.ts';
import { ofType } from '../../sync-server/storage/of-type.ts';
import type { Storage } from '../../sync-server/storage/port.ts';
import { anArea } from '../builders/an-area.ts';
import {
  anArrivalStep,
  anArrivalTarget,
  aProposal,
  aVisit,
  aWithdrawal,
  monday,
  mondayMs,
} from '../builders/documents.ts';
import { aPart } from '../builders/envelopes.ts';
import { anId } from '../builders/ids.ts';
import { aHolder } from '../builders/people.ts';
import { tenants } from '../contracts/tenants.ts';
import { aClock, area1, codesOf, grid1, openDoor, verdictsOf, type MovableClock } from './door.ts';

const minutes = (n: number): number => mondayMs + n * 60_000;
const garden1 = { holder: aHolder('gardenSecretary'), deviceId: 'tablet-garden1', replicas: ['garden1tablet'] };
const raised = aProposal({ kind: 'mustArrive', subject: 'incident', level: undefined, _id: anId('proposal', 7) });

describe.each(tenants)('A7: must-arrives on %s', (_, tenant) => {
  let storage: Storage;
  let drop: Drop;
  let leave: () => Promise<void>;
  let clock: MovableClock;
  let followers: Followers[];
  let faults: unknown[];
  let n: number;

  const start = (): Followers => {
    const made = startFollowers({
      storage,
      clock: () => clock.now,
      communityOf: (area) => communityOf(storage, area),
      onFault: (database, fault) => faults.push([database, fault]),
    });
    followers.push(made);
    return made;
  };
  const stopAll = () => Promise.all(followers.splice(0).map((one) => one.stop()));
  const deliver = async (who: typeof grid1, db: string, ...docs: object[]): Promise<(string | undefined)[]> => {
    n += 1;
    return codesOf(
      await verdictsOf(
        drop,
        who,
        docs.map((doc) => aPart(db, doc)),
        n,
      ),
    );
  };
  const sweep = () => Promise.all(followers.map((one) => one.sweep()));
  const escalations = async (database = 'care-a1') =>
    (await ofType(storage, database, 'escalation')) as unknown as (Escalation & { _rev: string })[];
  const levels = async (database?: string) => (await escalations(database)).map(({ level }) => level).sort();

  beforeEach(async () => {
    ({ storage, leave } = await tenant());
    [clock, followers, faults, n] = [aClock(), [], [], 0];
    drop = await openDoor(storage, clock);
    await provision(storage, { communities: [], users: ['garden1', 'secretary'] });
    const { units, posts, structures } = anArea();
    await storage.write(
      'ref-c1',
      [...units, ...posts, ...structures].map((doc) => ({ ...doc })),
    );
  });
  afterEach(async () => {
    await stopAll();
    await leave();
    expect(faults).toEqual([]);
  });

  it('says once that it has one, and nothing more while the clock runs', async () => {
    start();
    expect(await deliver(grid1, 'care-a1', raised)).toEqual([undefined]);
    await sweep();
    clock.now = minutes(29);
    await sweep();
    const [step, ...more] = (await ofType(storage, 'care-a1', 'arrivalStep')).map(bodyOf);
    expect(more).toEqual([]);
    expect(step).toMatchObject({ stage: 'notified', proposalId: raised._id, at: monday, by: 'relay' });
    expect(fits('arrivalStep', step)).toBe(true);
    expect(await escalations()).toEqual([]);
  });

  it('goes up exactly once a level, with two relays that start again, and tells those above neither door nor reason', async () => {
    start();
    start();
    await deliver(grid1, 'care-a1', raised);
    await sweep();
    clock.now = minutes(31);
    await sweep();
    await stopAll();
    start();
    start();
    await sweep();
    const [first, ...others] = await escalations();
    expect(others).toEqual([]);
    expect(first?._rev).toMatch(/^1-/);
    expect(first).toMatchObject({ level: 'area', unitId: 'orgUnit:a1', at: '2026-11-23T10:00:00+08:00', by: 'relay' });
    clock.now = minutes(61);
    await sweep();
    expect(await levels()).toEqual(['area', 'garden']);
    expect(await levels('own-garden1')).toEqual(['garden']);
    expect(await levels('own-secretary')).toEqual([]);
    clock.now = minutes(1000);
    await stopAll();
    start();
    await sweep();
    expect(await levels()).toEqual(['area', 'community', 'garden']);
    expect(await levels('own-secretary')).toEqual(['community']);
    const [told] = (await escalations('own-garden1')).map(bodyOf);
    expect(fits('escalation', told)).toBe(true);
    expect(JSON.stringify(told)).not.toMatch(/dwelling|incident/);
    // a clock that nobody stops says nothing any more
    expect((await escalations()).every(({ _rev }) => _rev.startsWith('1-'))).toBe(true);
  });

  it('looks at the clocks by itself, every quarter of a minute', async () => {
    const looks: (() => void)[] = [];
    const watching = startFollowers({
      storage,
      clock: () => clock.now,
      communityOf: () => Promise.resolve('c1'),
      every: (ms, work) => {
        if (ms === 15_000) looks.push(work);
        return () => undefined;
      },
    });
    followers.push(watching);
    await deliver(grid1, 'care-a1', raised);
    await sweep();
    clock.now = minutes(30) + 1;
    for (const look of looks) look();
    await watching.settled();
    expect(await levels()).toEqual(['area']);
  });

  it('goes up also when the tablet was offline at the deadline, by the time that was up then', async () => {
    start();
    await sweep();
    clock.now = minutes(45);
    await deliver(grid1, 'care-a1', raised);
    await sweep();
    expect(await escalations()).toMatchObject([{ level: 'area', at: '2026-11-23T10:00:00+08:00' }]);
  });

  it.each([
    [
      'a visit in time',
      'area-a1',
      aVisit({ startedAt: '2026-11-23T09:50:00+08:00', endedAt: '2026-11-23T09:59:00+08:00' }),
    ],
    ['an arrival that was told', 'care-a1', anArrivalStep({ proposalId: raised._id, stage: 'arrived' })],
    ['a correction that takes it back', 'care-a1', aWithdrawal({ subjectId: raised._id })],
  ])('stays where it is after %s', async (_what, db, doc) => {
    start();
    await deliver(grid1, 'care-a1', raised);
    expect(await deliver(grid1, db, doc)).toEqual([undefined]);
    clock.now = minutes(500);
    await sweep();
    expect(await escalations()).toEqual([]);
  });

  it('stops where somebody came, however late', async () => {
    start();
    await deliver(grid1, 'care-a1', raised);
    clock.now = minutes(40);
    await sweep();
    await deliver(
      grid1,
      'area-a1',
      aVisit({ startedAt: '2026-11-23T10:08:00+08:00', endedAt: '2026-11-23T10:30:00+08:00' }),
    );
    clock.now = minutes(500);
    await sweep();
    expect(await levels()).toEqual(['area']);
  });

  it('follows the targets of the community, and passes over a level at which nobody answers', async () => {
    const [garden] = anArea().posts.filter(({ kind }) => kind === 'gardenSecretary');
    const empty = { ...garden, _id: 'post:g1-empty', holderName: '', userId: undefined, from: '2026-01-01' };
    await storage.write('ref-c1', [{ ...anArrivalTarget() }, JSON.parse(JSON.stringify(empty)) as { _id: string }]);
    start();
    await deliver(grid1, 'care-a1', raised);
    clock.now = minutes(21);
    await sweep();
    expect(await levels()).toEqual(['area']);
    clock.now = minutes(31);
    await sweep();
    expect(await levels()).toEqual(['area', 'community']);
  });

  it('lets those above take it on and say that they were there, in the area and by what they were told', async () => {
    start();
    await deliver(grid1, 'care-a1', raised);
    clock.now = minutes(61);
    await sweep();
    const by = { by: 'garden1', deviceId: 'tablet-garden1', proposalId: raised._id };
    const told = `escalation:${raised._id.slice(9)}-garden`;
    const taken = anArrivalStep({ ...by, _id: anId('arrivalStep', 2), after: told });
    expect(await deliver(garden1, 'area-a1', taken)).toEqual([undefined]);
    const talks = anArrivalStep({
      ...by,
      _id: anId('arrivalStep', 3),
      after: told,
      stage: 'followedUp',
      found: '吵架',
    });
    expect(await deliver(garden1, 'area-a1', talks)).toEqual(['illegal-step']);
    const untold = anArrivalStep({ ...by, _id: anId('arrivalStep', 4), after: raised._id });
    expect(await deliver(garden1, 'area-a1', untold)).toEqual(['not-yet']);
    const there = anArrivalStep({
      ...by,
      _id: anId('arrivalStep', 5),
      after: told,
      stage: 'arrived',
      at: '2026-11-23T10:20:00+08:00',
    });
    expect(await deliver(garden1, 'area-a1', there)).toEqual([undefined]);
    clock.now = minutes(500);
    await sweep();
    expect(await levels()).toEqual(['area', 'garden']);
  });

  it('is closed by another person than who followed it up', async () => {
    await deliver(grid1, 'care-a1', raised);
    const up = anArrivalStep({
      _id: anId('arrivalStep', 2),
      proposalId: raised._id,
      stage: 'followedUp',
      found: '说开了',
    });
    expect(await deliver(grid1, 'care-a1', { ...up, found: ' ' })).toEqual(['invalid']);
    expect(await deliver(grid1, 'care-a1', up)).toEqual([undefined]);
    const close = anArrivalStep({
      _id: anId('arrivalStep', 3),
      proposalId: raised._id,
      stage: 'closed',
      after: up._id,
    });
    expect(await deliver(grid1, 'care-a1', close)).toEqual(['illegal-step']);
    expect(await deliver(area1, 'care-a1', { ...close, by: 'area1', deviceId: 'tablet-area1' })).toEqual([undefined]);
  });
});
