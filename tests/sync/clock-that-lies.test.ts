import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { stampTime, stampTolerance } from '../../src/domain/stamp.ts';
import { keepEnrolment } from '../../src/store/enrolment.ts';
import { takeSendable, waiting } from '../../src/store/outbox.ts';
import { saveAction } from '../../src/store/save.ts';
import { changeRegister, nextStamp, relayNow } from '../../src/store/store.ts';
import type { Wire } from '../../src/sync/wire.ts';
import { outboxRound } from '../../src/sync/outbox-round.ts';
import { aHousehold, aMatter } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aLine, type TestLine } from '../builders/line.ts';
import { forget, partIn, told } from '../builders/store.ts';

const hour = 3_600_000;
const year = 365 * 24 * hour;

let line: TestLine;
beforeEach(async () => {
  line = await aLine();
  await told(line.store, [home]);
});
afterEach(() => forget(line.store));

const save = (n: number, holdMs = 0) =>
  saveAction(line.store, { parts: [partIn('area-a1', aMatter({ _id: anId('matter', n) }))], holdMs });
const home = aHousehold();
const noteAtDoor = () => line.store.shelf.get('household', home._id)?.fields.doorNote?.v;
async function change(doorNote: string): Promise<void> {
  const seen = line.store.shelf.get('household', home._id);
  const saved = await saveAction(line.store, {
    parts: [partIn('area-a1', changeRegister(line.store, 'household', seen ?? home, { doorNote }))],
  });
  expect(saved.ok).toBe(true);
}
/** A wire to a relay that refuses what a test told it to once. */
const gateOpensAfterOneBatch = (): Wire => ({
  ...line.wire,
  send: async (envelopes) => {
    const answer = await line.wire.send(envelopes);
    line.relay.refuses.clear();
    return answer;
  },
});
/** The relay tells its time, as it does with every session. */
const meet = () => keepEnrolment(line.store, { replica: 'grid1tablet', databases: [], serverTime: line.relay.now });

describe('stamps', () => {
  for (const [how, by] of [
    ['three hours ahead', 3 * hour],
    ['a year ahead', year],
    ['a day behind', -24 * hour],
  ] as const)
    it(`are the relay's time on a tablet whose clock stands ${how}`, async () => {
      line.store.clock.move(by);
      await meet();
      await vi.waitUntil(() => relayNow(line.store) === line.relay.now);
      expect(stampTime(nextStamp(line.store))).toBe(line.relay.now);
    });

  it('follow what the person saw when the clock is set back between two changes', async () => {
    await change('门口有狗');
    line.store.clock.move(-5 * hour);
    await change('狗送走了');
    expect(noteAtDoor()).toBe('狗送走了');
  });

  it('of a year ahead go out again with a time that the relay believes, in their order', async () => {
    line.store.clock.move(year);
    await change('门口有狗');
    await change('狗送走了');
    line.store.clock.move(-year);
    line.relay.refuses.set(home._id, 'clock-ahead');
    expect((await outboxRound(line.store, gateOpensAfterOneBatch())).fault).toBeUndefined();
    expect((await waiting(line.store)).count).toBe(0);
    const stamps = [...line.relay.envelopes.values()].slice(2).map((text) => /"s":"([^"]+)"/.exec(text)?.[1] ?? '');
    expect(stamps).toHaveLength(2);
    expect([...stamps].sort()).toEqual(stamps);
    expect(Math.max(...stamps.map(stampTime))).toBeLessThanOrEqual(line.relay.now + stampTolerance);
    await line.store.shelf.catchUp();
    expect(noteAtDoor()).toBe('狗送走了');
  });
});

describe('a wait', () => {
  it('for an undo is void when the clock stands before the moment of saving', async () => {
    await save(1, 8_000);
    expect((await waiting(line.store)).nextAt).toBe(line.store.clock.now() + 8_000);
    line.store.clock.move(-hour);
    expect(await takeSendable(line.store, 10)).toHaveLength(1);
  });

  it('for another try is void when the clock was set back further than any wait is long', async () => {
    line.relay.durable = false;
    await save(1);
    await outboxRound(line.store, line.wire);
    expect(await takeSendable(line.store, 10)).toHaveLength(0);
    line.store.clock.move(-year);
    line.relay.durable = true;
    await outboxRound(line.store, line.wire);
    expect((await waiting(line.store)).count).toBe(0);
  });
});
