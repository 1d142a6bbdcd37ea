import type { Envelope, EnvelopeAnswer, Part, Verdict } from '../../src/domain/envelope.ts';
import { createDrop, type Drop } from '../../sync-server/gate/drop.ts';
import type { Deliverer } from '../../sync-server/gate/deliverer.ts';
import { provision } from '../../sync-server/provisioning/provision.ts';
import type { Storage, StoredDoc } from '../../sync-server/storage/port.ts';
import { mondayMs } from '../builders/documents.ts';
import { anEnvelope } from '../builders/envelopes.ts';
import { anId } from '../builders/ids.ts';
import { aHolder } from '../builders/people.ts';

/** The relay's clock in these tests: a minute after the visits of Monday morning. */
export interface MovableClock {
  now: number;
}
export const aClock = (): MovableClock => ({ now: mondayMs + 60_000 });

export const grid1: Deliverer = { holder: aHolder(), deviceId: 'tablet-1', replicas: ['grid1tablet'] };
export const area1: Deliverer = {
  holder: aHolder('areaSecretary'),
  deviceId: 'tablet-area1',
  replicas: ['area1tablet'],
};
export const building1: Deliverer = {
  holder: aHolder('buildingLeader'),
  deviceId: 'tablet-building1',
  replicas: ['building1phone'],
};

/** Community c1 with areas a1 and a2, its checklists, and the door. */
export async function openDoor(storage: Storage, clock: MovableClock = aClock()): Promise<Drop> {
  const communities = [{ key: 'c1', areas: ['a1', 'a2'] }];
  await provision(storage, { communities, users: ['grid1', 'area1', 'building1'] });
  await storage.write('ref-c1', [aStoredChecklist('routine', 'T2'), aStoredChecklist('reintegration', 'T4')]);
  return createDrop({ storage, clock: () => clock.now });
}

const aStoredChecklist = (id: string, tier: string) => ({
  _id: `checklist:${id}-1`,
  type: 'checklist',
  checklist: { id, version: 1, tier },
});

export async function verdictsOf(
  drop: Drop,
  who: Deliverer,
  docs: readonly Part[],
  n = 1,
): Promise<readonly Verdict[]> {
  const [answer] = await drop.deliver(who, [anEnvelopeOf(who, docs, n)]);
  return openedAnswer(answer).verdicts;
}

export const anEnvelopeOf = (who: Deliverer, docs: readonly Part[], n = 1): Envelope =>
  anEnvelope(docs, { _id: anId('envelope', n), device: who.deviceId });

export function openedAnswer(answer: EnvelopeAnswer | undefined): Extract<EnvelopeAnswer, { ok: true }> {
  if (!answer || !('ok' in answer)) throw new Error(`not opened: ${answer?.reason ?? 'no answer'}`);
  return answer;
}

export const codesOf = (verdicts: readonly Verdict[]): (string | undefined)[] => verdicts.map(({ code }) => code);

/** Every live document of a database. */
export async function allIn(storage: Storage, database: string): Promise<StoredDoc[]> {
  return storage.range(database, '', '\uffff');
}
