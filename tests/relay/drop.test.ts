import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf } from '../../src/domain/canonical.ts';
import type { Part } from '../../src/domain/envelope.ts';
import type { Drop } from '../../sync-server/gate/drop.ts';
import type { Storage } from '../../sync-server/storage/port.ts';
import {
  aDwelling,
  aHousehold,
  aMatter,
  aNote,
  aPostponement,
  aResident,
  aReview,
  aStamp,
  aVisit,
  monday,
  someAnswers,
} from '../builders/documents.ts';
import { aPart } from '../builders/envelopes.ts';
import { anId } from '../builders/ids.ts';
import { aHolder } from '../builders/people.ts';
import { tenants } from '../contracts/tenants.ts';
import { aClock, allIn, anEnvelopeOf, area1, codesOf, grid1, openDoor, openedAnswer, verdictsOf } from './door.ts';

describe.each(tenants)('the drop on %s', (_, tenant) => {
  let storage: Storage;
  let drop: Drop;
  let leave: () => Promise<void>;
  const clock = aClock();
  let envelopes = 0;
  const nextEnvelope = (): number => (envelopes += 1);

  beforeAll(async () => {
    ({ storage, leave } = await tenant());
    drop = await openDoor(storage, clock);
  });
  afterAll(() => leave());

  const deliver = (who: typeof grid1, docs: readonly Part[]) => verdictsOf(drop, who, docs, nextEnvelope());

  describe('an envelope of 200 parts with seven bad ones', () => {
    const good = (n: number): Part =>
      n % 2 === 0
        ? aPart('area-a1', aNote({ _id: anId('note', 1000 + n), text: `第${String(n)}条` }))
        : aPart('area-a1', aPostponement({ _id: anId('postponement', 1000 + n) }));
    const bad: Readonly<Record<string, Part>> = {
      'unknown-type': aPart('area-a1', { ...aNote({ _id: anId('note', 901) }), type: 'rumour' }),
      'not-author': aPart('area-a1', aNote({ _id: anId('note', 902), by: 'grid2' })),
      'fact-exists': aPart('area-a1', aNote({ _id: anId('note', 900), text: '改过的字' })),
      'too-large': aPart('area-a1', aNote({ _id: anId('note', 904), text: '大'.repeat(22_000) })),
      'not-yours': aPart('area-a2', aNote({ _id: anId('note', 905) })),
      'clock-ahead': aPart('area-a1', aHousehold({ _id: anId('household', 906), stamp: aStamp(365 * 86_400_000) })),
      'wrong-tier': aPart('area-a1', someAnswers({ _id: anId('visitAnswers', 907) })),
    };
    const parts = [
      ...Array.from({ length: 100 }, (_, n) => good(n)),
      ...Object.values(bad),
      ...Array.from({ length: 93 }, (_, n) => good(100 + n)),
    ];

    it('takes 193 and refuses seven, each with its own code', async () => {
      await deliver(grid1, [aPart('area-a1', aNote({ _id: anId('note', 900) }))]);
      const [answer] = await drop.deliver(grid1, [anEnvelopeOf(grid1, parts, 500)]);
      const { verdicts } = openedAnswer(answer);
      expect(verdicts).toHaveLength(200);
      expect(verdicts.filter(({ code }) => code === undefined)).toHaveLength(193);
      expect(codesOf(verdicts).slice(100, 107)).toEqual(Object.keys(bad));
      expect(verdicts.every(({ code, durable, rev }) => (code === undefined) === (durable && rev !== undefined))).toBe(
        true,
      );
      expect(await allIn(storage, 'area-a1')).toHaveLength(194);
      expect(await allIn(storage, 'area-a2')).toHaveLength(0);
    });

    it('answers the same envelope alike, later too, and doubles nothing', async () => {
      const [first] = await drop.deliver(grid1, [anEnvelopeOf(grid1, parts, 500)]);
      clock.now += 3_600_000;
      const [again, twice] = await drop.deliver(grid1, [
        anEnvelopeOf(grid1, parts, 500),
        anEnvelopeOf(grid1, parts, 500),
      ]);
      expect(again).toEqual(first);
      expect(twice).toEqual(first);
      expect(openedAnswer(again).verdicts[0]?.receivedAt).toBe('2026-11-23T01:31:00.000Z');
      expect(await allIn(storage, 'area-a1')).toHaveLength(194);
    });

    it('gives the same codes when the ledger was lost between writing and answering', async () => {
      const [first] = await drop.deliver(grid1, [anEnvelopeOf(grid1, parts, 500)]);
      const [again] = await drop.deliver(grid1, [anEnvelopeOf(grid1, parts, 501)]);
      const seen = (answer: typeof first) => openedAnswer(answer).verdicts.map(({ id, rev, code }) => [id, rev, code]);
      expect(seen(again)).toEqual(seen(first));
      expect(await allIn(storage, 'area-a1')).toHaveLength(194);
    });

    it('stores a body exactly as judged', async () => {
      const stored = await storage.get('area-a1', anId('note', 1000));
      expect(bodyOf(stored ?? {})).toEqual(good(0).doc);
    });
  });

  describe('an envelope that stays closed', () => {
    const part = aPart('area-a1', aNote({ _id: anId('note', 40) }));
    it('is not of this device', async () => {
      const answers = await drop.deliver(grid1, [{ ...anEnvelopeOf(grid1, [part], 41), device: 'tablet-9' }]);
      expect(answers).toEqual([{ id: anId('envelope', 41), error: 'forbidden', reason: 'not-author' }]);
    });
    it.each([
      ['nothing', null, ''],
      ['a text', 'envelope', ''],
      ['no parts', anEnvelopeOf(grid1, [], 42), anId('envelope', 42)],
      ['a later form', { ...anEnvelopeOf(grid1, [part], 43), v: 2 }, anId('envelope', 43)],
    ])('has %s in it', async (_said, envelope, id) => {
      expect(await drop.deliver(grid1, [envelope])).toEqual([{ id, error: 'forbidden', reason: 'invalid' }]);
    });
    it('is larger than 512 KB', async () => {
      const heavy = Array.from({ length: 20 }, (_said, n) =>
        aPart('area-a1', aNote({ _id: anId('note', n), text: '大'.repeat(9_000) })),
      );
      const [answer] = await drop.deliver(grid1, [anEnvelopeOf(grid1, heavy, 44)]);
      expect(answer).toEqual({ id: anId('envelope', 44), error: 'forbidden', reason: 'too-large' });
    });
    it('uses the id of another one', async () => {
      await drop.deliver(grid1, [anEnvelopeOf(grid1, [part], 45)]);
      const other = aPart('area-a1', aNote({ _id: anId('note', 46) }));
      const [answer] = await drop.deliver(grid1, [anEnvelopeOf(grid1, [other], 45)]);
      expect(answer).toEqual({ id: anId('envelope', 45), error: 'forbidden', reason: 'fact-exists' });
    });
    it('holds back no other envelope', async () => {
      const other = aPart('area-a1', aNote({ _id: anId('note', 47) }));
      const answers = await drop.deliver(grid1, [{}, anEnvelopeOf(grid1, [other], 47)]);
      expect(answers.map((answer) => 'ok' in answer)).toEqual([false, true]);
    });
    it('has an id that somebody else used: that is his, this is mine', async () => {
      const his = aPart('area-a1', aNote({ _id: anId('note', 48) }));
      const mine = aPart('area-a1', aNote({ _id: anId('note', 49), by: 'area1', deviceId: 'tablet-area1' }));
      await drop.deliver(grid1, [anEnvelopeOf(grid1, [his], 48)]);
      const [answer] = await drop.deliver(area1, [anEnvelopeOf(area1, [mine], 48)]);
      expect(codesOf(openedAnswer(answer).verdicts)).toEqual([undefined]);
    });
  });

  describe('a unit', () => {
    const unitOf = (n: number, spoil: Partial<Record<'note', object>> = {}): Part[] => {
      const visitId = anId('visit', n);
      return [
        aPart('area-a1', aVisit({ _id: visitId }), 'u'),
        aPart('care-a1', someAnswers({ _id: anId('visitAnswers', n), visitId }), 'u'),
        aPart('area-a1', aMatter({ _id: anId('matter', n), visitId }), 'u'),
        aPart('area-a1', { ...aNote({ _id: anId('note', 2000 + n), visitId }), ...spoil.note }, 'u'),
        aPart('area-a1', aPostponement({ _id: anId('postponement', n), visitId }), 'u'),
      ];
    };

    it('of five with one bad part is not written at all', async () => {
      const verdicts = await deliver(grid1, unitOf(60, { note: { by: 'grid2' } }));
      expect(codesOf(verdicts)).toEqual(['unit-refused', 'unit-refused', 'unit-refused', 'not-author', 'unit-refused']);
      for (const { db, doc } of unitOf(60)) expect(await storage.get(db, doc._id)).toBeUndefined();
    });

    it('of five good parts is written whole, in two databases', async () => {
      expect(codesOf(await deliver(grid1, unitOf(61)))).toEqual(Array(5).fill(undefined));
      for (const { db, doc } of unitOf(61)) expect(bodyOf((await storage.get(db, doc._id)) ?? {})).toEqual(doc);
    });

    it('that fell holds back nobody beside it', async () => {
      const beside = aPart('area-a1', aNote({ _id: anId('note', 62) }));
      const verdicts = await deliver(grid1, [...unitOf(62, { note: { text: 7 } }), beside]);
      expect(codesOf(verdicts).slice(3)).toEqual(['invalid', 'unit-refused', undefined]);
    });

    it('writes its visit last', async () => {
      const order: string[] = [];
      const stop = new AbortController();
      const since = (await storage.changes('area-a1', { since: 'now', limit: 0 })).last_seq;
      await deliver(grid1, unitOf(63));
      const page = await storage.changes('area-a1', { since });
      stop.abort();
      order.push(...page.results.map(({ id }) => id.split(':')[0] ?? ''));
      expect(order).toHaveLength(4);
      expect(order.at(-1)).toBe('visit');
    });

    it('waits as a whole for what it names, and is taken when that has come', async () => {
      const visitId = anId('visit', 64);
      const parts = [
        aPart('area-a1', aReview({ _id: anId('review', 64), visitId }), 'u'),
        aPart('area-a1', aNote({ _id: anId('note', 64), by: 'area1', deviceId: 'tablet-area1' }), 'u'),
      ];
      const envelope = anEnvelopeOf(area1, parts, nextEnvelope());
      const [early] = await drop.deliver(area1, [envelope]);
      expect(codesOf(openedAnswer(early).verdicts)).toEqual(['not-yet', 'not-yet']);
      expect(await storage.get('area-a1', anId('note', 64))).toBeUndefined();
      await deliver(grid1, [aPart('area-a1', aVisit({ _id: visitId }))]);
      const [late] = await drop.deliver(area1, [envelope]);
      expect(codesOf(openedAnswer(late).verdicts)).toEqual([undefined, undefined]);
    });
  });

  describe('registers', () => {
    it('merge by field, whoever comes first', async () => {
      const _id = anId('household', 70);
      await deliver(grid1, [aPart('area-a1', aHousehold({ _id, values: { size: 3 } }))]);
      const smaller = aHousehold({ _id, stamp: aStamp(1000), values: { size: 2 } });
      const { familyName: _f, kind: _k, dwellingId: _d, ...size } = smaller.fields;
      await deliver(grid1, [aPart('area-a1', { ...smaller, fields: size })]);
      const stored = await storage.get('area-a1', _id);
      expect(stored).toMatchObject({ fields: { size: { v: 2 }, familyName: { v: '欧阳' } } });
    });

    it('keep the newer stamp when the older one arrives later', async () => {
      const _id = anId('household', 71);
      const newer = aHousehold({ _id, stamp: aStamp(2000), values: { size: 5 } });
      const older = aHousehold({ _id, stamp: aStamp(1000), values: { size: 4 } });
      await deliver(grid1, [aPart('area-a1', newer)]);
      const [verdict] = await deliver(grid1, [aPart('area-a1', older)]);
      const stored = await storage.get('area-a1', _id);
      // in a cluster nobody knows yet on how many nodes the newer one is
      expect(verdict).toMatchObject({ rev: stored?._rev, durable: storage.kind === 'embedded' });
      expect(stored).toMatchObject({ fields: { size: { v: 5 } } });
    });

    it('merge when twenty changes come through two doors at once', async () => {
      const other = await openDoor(storage, clock);
      const _id = anId('resident', 72);
      await deliver(grid1, [aPart('area-a1', aResident({ _id }))]);
      const changeOf = (n: number) => {
        const field = n % 2 === 0 ? 'talent' : 'birthYear';
        const v = n % 2 === 0 ? `第${String(n)}样` : 1950 + n;
        const { fields: _all, ...head } = aResident({ _id });
        return aPart('area-a1', { ...head, fields: { [field]: { v, s: aStamp(n) } } });
      };
      const sent = Array.from({ length: 20 }, async (_said, n) => {
        const docs = [changeOf(n)];
        return verdictsOf(n % 3 === 0 ? other : drop, grid1, docs, 7200 + n);
      });
      const verdicts = (await Promise.all(sent)).flat();
      expect(codesOf(verdicts)).toEqual(Array(20).fill(undefined));
      const leaves = await storage.leaves('area-a1', _id);
      expect(leaves).toHaveLength(1);
      expect(leaves[0]).toMatchObject({ fields: { talent: { v: '第18样' }, birthYear: { v: 1969 } } });
    });

    it('refuse a stamp that is another’s', async () => {
      const forged = aHousehold({ _id: anId('household', 73), stamp: aStamp(0, 'area1tablet') });
      expect(codesOf(await deliver(grid1, [aPart('area-a1', forged)]))).toEqual(['foreign-stamp']);
    });

    it('wait for the rest when only a change has come', async () => {
      const { fields, ...head } = aDwelling({ _id: 'dwelling:a1-12-1-9901' });
      const partial = { ...head, fields: { useStatus: fields.useStatus } };
      expect(codesOf(await deliver(grid1, [aPart('area-a1', partial)]))).toEqual(['not-yet']);
    });
  });

  describe('facts that name others', () => {
    it('are judged by what they name, in the same envelope too and in any order', async () => {
      const visitId = anId('visit', 80);
      const secretaryVisit = aVisit({ _id: visitId, by: 'grid1' });
      await deliver(grid1, [aPart('area-a1', secretaryVisit)]);
      const returned = aReview({ _id: anId('review', 80), visitId, verdict: 'returned', reason: '时间不对' });
      expect(codesOf(await deliver(area1, [aPart('area-a1', returned)]))).toEqual([undefined]);
      const corrected = aVisit({
        _id: anId('visit', 81),
        supersedes: visitId,
        after: anId('review', 80),
        outcome: 'not_home',
      });
      const raised = aMatter({ _id: anId('matter', 80) });
      const dropped = {
        _id: anId('withdrawal', 80),
        subjectId: anId('matter', 80),
        after: anId('matter', 80),
        visitId,
      };
      const withdrawal = { ...aNote({ _id: anId('withdrawal', 80) }), ...dropped, type: 'withdrawal' } as object;
      const { text: _t, buildingId: _b, ...body } = withdrawal as Record<string, unknown>;
      const parts = [aPart('area-a1', body), aPart('area-a1', corrected), aPart('area-a1', raised)];
      expect(codesOf(await deliver(grid1, parts))).toEqual([undefined, undefined, undefined]);
    });

    it('may not lean on each other in a circle', async () => {
      const circle = [
        aVisit({ _id: anId('visit', 82), supersedes: anId('visit', 83), after: anId('visit', 83) }),
        aVisit({ _id: anId('visit', 83), supersedes: anId('visit', 82), after: anId('visit', 82) }),
      ];
      const verdicts = await deliver(
        grid1,
        circle.map((visit) => aPart('area-a1', visit)),
      );
      expect(codesOf(verdicts)).toEqual(['not-yet', 'not-yet']);
    });

    it('let answers follow the review that stands beside the shell', async () => {
      const visitId = anId('visit', 84);
      const first = someAnswers({ _id: anId('visitAnswers', 84), visitId });
      await deliver(grid1, [aPart('area-a1', aVisit({ _id: visitId })), aPart('care-a1', first)]);
      const review = aReview({ _id: anId('review', 84), visitId, verdict: 'returned', reason: '请补充' });
      await deliver(area1, [aPart('area-a1', review)]);
      const second = someAnswers({
        _id: anId('visitAnswers', 85),
        visitId: anId('visit', 85),
        supersedes: first._id,
        after: review._id,
      });
      expect(codesOf(await deliver(grid1, [aPart('care-a1', second)]))).toEqual([undefined]);
    });
  });

  it('keeps answers of a T4 list out of the care tier, and others out of the sealed', async () => {
    const sealed = someAnswers({ _id: anId('visitAnswers', 90), checklistId: 'reintegration' });
    const ordinary = someAnswers({ _id: anId('visitAnswers', 91) });
    const unknown = someAnswers({ _id: anId('visitAnswers', 92), checklistId: 'nobody_wrote_it' });
    const home = 'sealed-reintegration-c1';
    const parts = [aPart('care-a1', sealed), aPart(home, ordinary), aPart(home, sealed), aPart('care-a1', unknown)];
    expect(codesOf(await deliver(grid1, parts))).toEqual(['wrong-tier', 'wrong-tier', undefined, 'not-yet']);
  });

  describe('work of somebody who lost the area while offline', () => {
    const ended = { role: 'gridWorker', unitId: 'orgUnit:a1', areas: ['a1'] } as const;
    const since = (until: string) => ({
      ...grid1,
      holder: { ...aHolder('gridWorker', { areas: ['a2'] }), ended: [{ ...ended, until }] },
    });

    it('is handed over, tier kept, and answered alike the next time', async () => {
      const moved = since(monday);
      const visitId = anId('visit', 95);
      const parts = [
        aPart('area-a1', aVisit({ _id: visitId }), 'u'),
        aPart('care-a1', someAnswers({ _id: anId('visitAnswers', 95), visitId }), 'u'),
        aPart('area-a1', aHousehold({ _id: anId('household', 95) })),
        aPart('area-a2', aNote({ _id: anId('note', 95) })),
      ];
      const first = await verdictsOf(drop, moved, parts, 9500);
      expect(codesOf(first)).toEqual(['handed-over', 'handed-over', 'handed-over', undefined]);
      expect(first.every(({ durable }) => durable)).toBe(true);
      expect(await storage.get('area-a1', visitId)).toBeUndefined();
      expect(bodyOf((await storage.get('handover-c1', visitId)) ?? {})).toEqual(parts[0]?.doc);
      expect(await storage.get('handover-care-a1', anId('visitAnswers', 95))).toBeDefined();
      expect(await verdictsOf(drop, moved, parts, 9500)).toEqual(first);
      expect(codesOf(await verdictsOf(drop, moved, parts, 9501))).toEqual(codesOf(first));
    });

    it('is refused when the right ended more than 90 days ago', async () => {
      const parts = [aPart('area-a1', aNote({ _id: anId('note', 96) }))];
      expect(codesOf(await verdictsOf(drop, since('2026-08-01T00:00:00Z'), parts, 9600))).toEqual(['not-yours']);
    });

    it('answers "delivered" for what was delivered before', async () => {
      const note = aNote({ _id: anId('note', 97) });
      await deliver(grid1, [aPart('area-a1', note)]);
      const verdicts = await verdictsOf(drop, since(monday), [aPart('area-a1', note)], 9700);
      expect(codesOf(verdicts)).toEqual([undefined]);
    });
  });
});
