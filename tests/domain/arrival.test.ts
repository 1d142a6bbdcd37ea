import { describe, expect, it } from 'vitest';
import { arrivalTask, byHurry, type ArrivalFacts } from '../../src/domain/arrival/arrival-task.ts';
import { escalated, rungsAbove } from '../../src/domain/arrival/escalation.ts';
import { arrivalTermsOf, isOrdinaryDispute } from '../../src/domain/arrival/targets.ts';
import type { arrivalReasons } from '../../src/domain/documents/arrival.ts';
import { severities } from '../../src/domain/documents/visit.ts';
import { doorsOfDwelling } from '../../src/domain/door.ts';
import { dueDoors } from '../../src/domain/due.ts';
import { dueTime } from '../../src/domain/due-reason.ts';
import { organisationOf } from '../../src/domain/organisation/organisation.ts';
import { anArea } from '../builders/an-area.ts';
import { laidOut, today, towns } from '../builders/a-town.ts';
import {
  aDwelling,
  anArrivalStep,
  anArrivalTarget,
  anEscalation,
  aProposal,
  aVisit,
  monday,
} from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';

const raised = (subject: string, more: Parameters<typeof aProposal>[0] = {}) =>
  aProposal({ kind: 'mustArrive', subject, level: undefined, ...more });
const at = (time: string): string => `2026-11-23T${time}:00+08:00`;
const rungs = rungsAbove(organisationOf(anArea()), 'a1', today);

describe('A7: targets', () => {
  it.each([
    ['incident', 30],
    ['dissatisfaction', 24 * 60],
    ['familyDispute', 2 * 60],
  ])('%s: %i minutes where nothing was laid down', (subject, minutes) => {
    expect(arrivalTermsOf(raised(subject))).toEqual({ minutes, thenMinutes: minutes });
  });

  it('are those of the highest version whose day had come when it was raised', () => {
    const targets = [
      anArrivalTarget(),
      anArrivalTarget({ _id: 'arrivalTarget:c1-incident-2', version: 2, minutes: 15 }),
      anArrivalTarget({ _id: 'arrivalTarget:c1-incident-3', version: 3, from: '2026-11-24', minutes: 5 }),
    ];
    for (const known of [targets, [...targets].reverse()])
      expect(arrivalTermsOf(raised('incident'), known)).toMatchObject({ minutes: 15 });
    expect(arrivalTermsOf(raised('welfareCheck'), targets)).toBeUndefined();
    expect(arrivalTermsOf(raised('dissatisfaction'), targets)).toMatchObject({ minutes: 24 * 60 });
  });
});

describe('B4: a family dispute', () => {
  const dwelling = aDwelling();
  const due = (mustArrive: ReturnType<typeof raised>) =>
    dueDoors({ doors: doorsOfDwelling(dwelling, []), mustArrive: [mustArrive] }, [], dueTime(monday))[0]?.reasons ?? [];

  it.each(severities.map((severity) => [severity, ['ordinary', 'latent'].includes(severity)] as const))(
    'of severity %s: an ordinary visit is %s',
    (severity, ordinary) => {
      const dispute = raised('familyDispute', { severity });
      expect(isOrdinaryDispute(dispute)).toBe(ordinary);
      const [reason, ...more] = due(dispute);
      expect(more).toEqual([]);
      if (!ordinary) expect(reason).toMatchObject({ kind: 'mustArrive', dueAt: at('11:30') });
      else {
        expect(reason).toMatchObject({ kind: 'policy', dueOn: '2026-11-30' });
        expect(reason?.dueAt).toBeUndefined();
      }
    },
  );

  it('without a severity is grave, and the severity of anything else decides nothing', () => {
    expect(isOrdinaryDispute(raised('familyDispute'))).toBe(false);
    expect(isOrdinaryDispute(raised('incident', { severity: 'ordinary' }))).toBe(false);
  });
});

describe('A6: the way up', () => {
  it.each(towns)('leads from an area to the community in %s', (_, town) => {
    const { units, posts, structures, placements, levels } = town();
    const way = rungsAbove(laidOut({ units, posts, structures, placements }), 'a7', today);
    const above = levels.map(({ key }) => key).filter((key) => key !== 'building' && key !== 'household');
    expect(way.map(({ level }) => level)).toEqual(above.reverse());
    expect(way.every(({ post }) => post !== undefined)).toBe(true);
  });

  it('passes over whoever is not there, unless nobody is', () => {
    const levelsOf = (answering: Parameters<typeof anArea>[0]) =>
      rungsAbove(organisationOf(anArea(answering)), 'a1', today).map(({ level }) => level);
    expect(levelsOf({ garden: '' })).toEqual(['area', 'community']);
    expect(levelsOf({ garden: '', area: '', community: '' })).toEqual(['area', 'garden', 'community']);
    expect(rungsAbove(organisationOf(anArea()), 'a9', today)).toEqual([]);
  });
});

describe('A7: a must-arrive', () => {
  const incident = raised('incident');
  const task = (more: Partial<ArrivalFacts>, now: string) =>
    arrivalTask({ proposal: incident, visits: [], steps: [], escalations: [], targets: [], rungs, ...more }, now);
  const step = (n: number, stage: Parameters<typeof anArrivalStep>[0] & object) =>
    anArrivalStep({ _id: anId('arrivalStep', n), ...stage });

  it('goes from created to closed by its facts, in whatever order they come', () => {
    const steps = [
      step(1, { stage: 'notified' }),
      step(2, { stage: 'acknowledged', at: at('09:35') }),
      step(3, { stage: 'arrived', at: at('09:50') }),
      step(4, { stage: 'followedUp', found: '说开了', at: at('10:30') }),
      step(5, { stage: 'closed', by: 'area1', at: at('11:00') }),
    ];
    const states = steps.map((_, index) => task({ steps: steps.slice(0, index + 1).reverse() }, at('12:00')).state);
    expect([task({}, monday).state, ...states]).toEqual([
      ...['created', 'notified', 'acknowledged', 'arrived', 'followedUp', 'closed'],
    ]);
    expect(task({ steps }, at('12:00'))).toMatchObject({ arrivedAt: at('09:50'), late: false, escalated: [] });
  });

  it('is arrived at with the first of visits and steps; a step may say when', () => {
    const visits = [aVisit({ startedAt: at('09:58'), endedAt: at('10:10') })];
    const steps = [step(1, { stage: 'arrived', at: at('11:00'), arrivedAt: at('09:45') })];
    expect(task({ visits }, at('12:00'))).toMatchObject({ state: 'arrived', arrivedAt: at('09:58') });
    expect(task({ visits, steps }, at('12:00')).arrivedAt).toBe(at('09:45'));
  });

  it('goes up level by level while nobody comes, and no further than somebody came', () => {
    const upAt = (now: string, more: Partial<ArrivalFacts> = {}) =>
      task(more, now).escalated.map(({ level, at: when, written }) => [level, when.slice(11, 16), written]);
    expect(upAt(at('10:00'))).toEqual([]);
    expect(upAt('2026-11-23T10:00:01+08:00')).toEqual([['area', '10:00', false]]);
    expect(upAt(at('23:00')).map(([level]) => level)).toEqual(['area', 'garden', 'community']);
    const steps = [step(1, { stage: 'arrived', at: at('10:40') })];
    expect(upAt(at('23:00'), { steps }).map(([level]) => level)).toEqual(['area', 'garden']);
    expect(task({ steps }, at('23:00')).late).toBe(true);
  });

  it('shows what the relay wrote instead of what is computed, and what came too late as overtaken', () => {
    const written = anEscalation({ at: at('10:00'), unitId: 'orgUnit:a1-before' });
    const known = { proposal: incident, rungs, now: at('10:45'), written: [written] };
    expect(escalated(known).map(({ unitId, written: stands }) => [unitId, stands])).toEqual([
      ['orgUnit:a1-before', true],
      ['orgUnit:g1', false],
    ]);
    expect(escalated({ ...known, arrivedAt: at('09:59') })).toMatchObject([{ overtaken: true, level: 'area' }]);
    expect(escalated({ ...known, arrivedAt: at('10:20') })).toMatchObject([{ overtaken: false, level: 'area' }]);
  });

  it('stands on the list of the day until it was followed up', () => {
    const cadence = (steps: readonly ReturnType<typeof anArrivalStep>[]) =>
      dueDoors(
        { doors: doorsOfDwelling(aDwelling(), []), mustArrive: [incident], arrivalSteps: steps },
        [],
        dueTime(at('11:00')),
      )[0]?.reasons.map((reason) => [reason.cadence.zh, reason.dueAt !== undefined]);
    const [came, looked] = [step(1, { stage: 'arrived' }), step(2, { stage: 'followedUp', found: '好了' })];
    expect(cadence([])).toEqual([['必到，30 分钟内上门', true]]);
    expect(cadence([came])).toEqual([['必到，已到场，还没回访', false]]);
    expect(cadence([came, looked])).toEqual([]);
    const ofAnother = anArrivalStep({ proposalId: anId('proposal', 9), stage: 'closed' });
    expect(cadence([ofAnother])).toEqual([['必到，30 分钟内上门', true]]);
  });

  it('stands before others when its clock runs out before, and behind all to which nobody has come yet', () => {
    const of = (n: number, subject: (typeof arrivalReasons)[number], more: Partial<ArrivalFacts> = {}) =>
      task({ proposal: raised(subject, { _id: anId('proposal', n) }), ...more }, monday);
    const visits = [aVisit({ startedAt: at('09:31'), endedAt: at('09:40') })];
    const [slow, quick, came] = [of(1, 'dissatisfaction'), of(2, 'incident'), of(3, 'incident', { visits })];
    expect([came, slow, quick].sort(byHurry)).toEqual([quick, slow, came]);
  });
});
