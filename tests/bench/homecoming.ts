import { readFile } from 'node:fs/promises';
import { ulid } from 'ulid';
import { areaOf, careOf } from '../../src/domain/database-name.ts';
import type { Envelope, EnvelopeAnswer } from '../../src/domain/envelope.ts';
import { makeDeviceKey, publicJwk } from '../../src/platform/crypto.ts';
import { pouchWire } from '../../src/sync/pouch-wire.ts';
import { Session, type SessionAnswer } from '../../src/sync/session.ts';
import type { Wire } from '../../src/sync/wire.ts';
import { aConsent, aMatter, aNote, aVisit, someAnswers } from '../builders/documents.ts';
import { anEnvelope, aPart } from '../builders/envelopes.ts';
import type { StartedRelay } from '../journeys/setup/relay.ts';
import { homecomers, loner } from './field-workers.ts';
import { median, quantile, spread, type Figure } from './figure.ts';
import { password } from './seed.ts';

const envelopesEach = 12;

interface Tablet {
  readonly wire: Wire;
  readonly envelopes: readonly Envelope[];
}

/** Five documents of one visit by somebody on a tablet. */
function aVisitOf(by: string, area: string, deviceId: string, seq: number): Envelope {
  const head = { by, deviceId, at: new Date().toISOString() };
  const of = (type: string): { _id: string } & typeof head => ({ _id: `${type}:${ulid()}`, ...head });
  const { householdId: _none, ...visit } = aVisit({ ...of('visit'), startedAt: head.at, endedAt: head.at });
  const visitId = visit._id;
  const docs = [
    aPart(areaOf(area), visit, visitId),
    aPart(careOf(area), someAnswers({ ...of('visitAnswers'), visitId, answers: { rt_outcome: 'met' } }), visitId),
    aPart(careOf(area), aConsent({ ...of('consent'), visitId }), visitId),
    aPart(areaOf(area), aMatter(of('matter')), visitId),
    aPart(areaOf(area), aNote(of('note')), visitId),
  ];
  return anEnvelope(docs, { _id: `envelope:${ulid()}`, device: deviceId, seq, savedAt: head.at });
}

/** A person who signed in once on a tablet; its session is over, and its key begins the next. */
async function aTabletOf(origin: string, user: string, area: string): Promise<Tablet> {
  const device = `tablet-${ulid()}`;
  const key = await makeDeviceKey();
  const response = await fetch(`${origin}/api/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      username: user,
      password,
      device: { id: device, name: 'bench', key: await publicJwk(key), fresh: true },
    }),
  });
  if (!response.ok) throw new Error(`no session: ${String(response.status)}`);
  const { serverTime } = (await response.json()) as SessionAnswer;
  const ahead = Date.parse(serverTime) - Date.now();
  const answered = (): void => undefined;
  const session = new Session({
    origin,
    user,
    device,
    key: key.privateKey,
    now: () => Date.now(),
    relayAhead: () => ahead,
    fetch,
    answered,
    began: () => Promise.resolve(),
  });
  return {
    wire: pouchWire({ origin, bearer: session, fetch, answered }),
    envelopes: Array.from({ length: envelopesEach }, (_, seq) => aVisitOf(user, area, device, seq)),
  };
}

const isDelivered = (answer: EnvelopeAnswer): boolean =>
  'ok' in answer && answer.verdicts.every(({ code, durable }) => code === undefined && durable);

/** Renews the session and sends until everything was delivered. @returns ms */
async function comeHome({ wire, envelopes }: Tablet): Promise<number> {
  const began = performance.now();
  let open = envelopes;
  while (open.length > 0) {
    const answer = await wire.send(open);
    // a relay that is busy is asked again, as the engine does after its patience
    if (!answer.ok) {
      if (answer.fault.code !== 'relay-busy') throw new Error(answer.fault.code);
      continue;
    }
    const refused = answer.value.find((one) => !isDelivered(one));
    if (refused) throw new Error(`not delivered: ${JSON.stringify(refused)}`);
    const there = new Set(answer.value.map(({ id }) => id));
    open = open.filter(({ _id }) => !there.has(_id));
  }
  return performance.now() - began;
}

/** The most memory a process ever held, in MB. */
async function mostMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) / 1024;
}

/** Fifty tablets that find the network in the same second, and one that has the relay for itself. */
export async function homecoming({ origin, pid }: StartedRelay): Promise<Figure> {
  const alone: number[] = [];
  for (let time = -1; time < 3; time += 1) {
    const ms = await comeHome(await aTabletOf(origin, loner.user, loner.area));
    // the first warms the relay up
    if (time >= 0) alone.push(ms);
  }
  const tablets: Tablet[] = [];
  for (const { user, area } of homecomers) tablets.push(await aTabletOf(origin, user, area));
  const took = await Promise.all(tablets.map(comeHome));
  const memory = await mostMemory(pid);
  const p95 = quantile(took, 0.95);
  const count = tablets.length * envelopesEach;
  return {
    name: 'homecoming-50',
    value: p95,
    unit: 'ms',
    ratio: p95 / median(alone),
    target: { most: 10_000 },
    details: [
      `until a tablet's ${String(envelopesEach)} envelopes of 5 documents are delivered, session renewed first, ms: ${spread(took)}`,
      `${String(count)} of ${String(count)} envelopes delivered; one tablet alone, ms: ${spread(alone)}`,
      `relay's memory at its most (VmHWM): ${memory.toFixed(0)} MB; target ≤ 300 MB: ${memory <= 300 ? 'met' : 'MISSED'}`,
      "tablets are the app's own wire and session in one Node process, without a store; the embedded relay is a process of its own",
      'ratio = p95 / median of one tablet alone',
    ],
  };
}
