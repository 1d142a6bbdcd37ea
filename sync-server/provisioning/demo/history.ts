import type { Confirmation, Consent, Proposal } from '../../../src/domain/documents/care.ts';
import type {
  Matter,
  Note,
  Outcome,
  Postponement,
  Refusal,
  Review,
  Visit,
  VisitAnswers,
} from '../../../src/domain/documents/visit.ts';
import { ulidAt, type Chance } from './chance.ts';
import type { Home } from './homes.ts';
import { answersOf, complaints, notes } from './said.ts';

/** What happened in an area, by database. */
export interface History {
  readonly area: (Visit | Review | Matter | Note | Refusal | Postponement)[];
  readonly care: (VisitAnswers | Consent | Proposal | Confirmation)[];
}

interface Authors {
  readonly worker: string;
  readonly secretary: string;
}

const dayMs = 86_400_000;
/** Everything here happened in China. */
const local = (ms: number): string => `${new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;

interface Care {
  readonly kind: string;
  readonly level: 'high' | 'key' | 'general';
  readonly checklistId: string;
  readonly everyDays: number;
}

const hardship: Care = { kind: 'hardship', level: 'key', checklistId: 'hardship', everyDays: 30 };
const elderHigh: Care = { kind: 'livesAlone', level: 'high', checklistId: 'elderly_alone', everyDays: 7 };
const elderKey: Care = { kind: 'livesAlone', level: 'key', checklistId: 'elderly_alone', everyDays: 30 };

/**
 * A year before `now` in one area: ordinary homes twice a year, 30 monthly and 10 weekly ones, a third more knocks that
 * nobody answered, about 100 matters. Reviewed but for the newest few, so that the desk has something to do.
 * @param now ms since the epoch; nothing of the history is later
 */
export function historyOf(homes: readonly Home[], authors: Authors, now: number, chance: Chance): History {
  const history: History = { area: [], care: [] };
  const head = (type: string, by: string, at: string) =>
    ({ _id: `${type}:${ulidAt(Date.parse(at), chance)}`, type, schema: 1, by, deviceId: `demo-${by}`, at }) as const;

  const knock = (home: Home, ms: number, outcome: Outcome, care?: Care): Visit => {
    const household = home.households[0];
    const minutes = outcome === 'met' ? 4 + chance.below(12) : 1;
    const at = local(ms + minutes * 60_000);
    const door = { dwellingId: home.dwellingId, ...(household && { householdId: household.id }) };
    const visit = {
      ...head('visit', authors.worker, at),
      ...door,
      buildingId: home.building.id,
      outcome,
      startedAt: local(ms),
      endedAt: at,
    } as Visit;
    history.area.push(visit);
    const unreviewed = now - ms < 2.5 * dayMs;
    const reviewAt = local(Math.min(ms + (6 + chance.below(30)) * 3_600_000, now - 60_000));
    if (!unreviewed) {
      history.area.push({
        ...head('review', authors.secretary, reviewAt),
        visitId: visit._id,
        verdict: 'accepted',
        after: visit._id,
      } as Review);
    }
    if (outcome === 'met' || outcome === 'phone') {
      const checklistId = care?.checklistId ?? 'routine';
      history.care.push({
        ...head('visitAnswers', authors.worker, at),
        visitId: visit._id,
        ...door,
        checklistId,
        checklistVersion: 1,
        answers: answersOf(checklistId, outcome, chance),
      } as VisitAnswers);
    }
    if (outcome === 'refused') {
      const choice = now - ms < 12 * dayMs ? 'later' : chance.pick(['paper', 'paper', 'no_more'] as const);
      const until = choice === 'no_more' ? { doNotAskUntil: `${Number(at.slice(0, 4)) + 1}-01-01` } : {};
      history.area.push({
        ...head('refusal', authors.worker, at),
        ...door,
        visitId: visit._id,
        choice,
        ...until,
      } as Refusal);
    }
    if (outcome === 'not_home' && chance.share(0.3)) {
      history.area.push({
        ...head('postponement', authors.worker, at),
        ...door,
        visitId: visit._id,
        slot: chance.pick(['weekday_eve', 'weekend', 'phone_first']),
      } as Postponement);
    }
    return visit;
  };

  const raise = (visit: Visit, home: Home, ms: number): void => {
    const [matterType, text] = chance.pick(complaints);
    // what was taken back longer ago has been answered since
    const open = now - ms < 9 * dayMs;
    const resolution = open
      ? chance.pick(['taken', 'taken', 'done'] as const)
      : chance.pick(['done', 'explained'] as const);
    const promised =
      resolution === 'taken' ? { promisedReplyOn: local(ms + (2 + chance.below(6)) * dayMs).slice(0, 10) } : {};
    history.area.push({
      ...head('matter', authors.worker, local(ms + 600_000)),
      visitId: visit._id,
      dwellingId: home.dwellingId,
      buildingId: home.building.id,
      ...(visit.householdId && { householdId: visit.householdId }),
      matterType,
      text,
      severity: 'ordinary',
      resolution,
      ...promised,
      source: 'visit',
    } as Matter);
  };

  /** a weekday between nine and eighteen, at least `least` ms ago */
  const workingMoment = (from: number, spanDays: number): number => {
    let ms = from + chance.next() * spanDays * dayMs;
    const weekday = new Date(ms + 8 * 3_600_000).getUTCDay();
    if (weekday === 0) ms += dayMs;
    const midnight = Math.floor((ms + 8 * 3_600_000) / dayMs) * dayMs - 8 * 3_600_000;
    return midnight + (9 + chance.next() * 9) * 3_600_000;
  };

  const lived = homes.filter((home) => home.households.length > 0);
  const cared = new Map<Home, Care>();
  for (const home of lived) {
    const alone = home.households[0]?.size === 1 && home.households[0].oldest >= 70;
    if (alone && cared.size < 10) cared.set(home, elderHigh);
    else if (alone && cared.size < 22) cared.set(home, elderKey);
  }
  for (const home of lived) if (cared.size < 40 && !cared.has(home) && chance.share(0.08)) cared.set(home, hardship);

  for (const [home, care] of cared) {
    const since = care === elderHigh ? 140 : 365;
    const proposedAt = local(now - since * dayMs);
    const door = { dwellingId: home.dwellingId, ...(home.households[0] && { householdId: home.households[0].id }) };
    const proposal = {
      ...head('proposal', authors.worker, proposedAt),
      ...door,
      checklistId: 'routine',
      kind: 'careTag',
      subject: care.kind,
      level: care.level,
      basis: 'consent',
    } as Proposal;
    history.care.push(proposal, {
      ...head('confirmation', authors.secretary, local(now - (since - 1) * dayMs)),
      proposalId: proposal._id,
      decision: 'confirmed',
      after: proposal._id,
      // looked at again at different times of the half year to come; a few are past their day
      reviewOn: local(now + ((history.care.length % 29) * 7 - 14) * dayMs).slice(0, 10),
    } as Confirmation);
    history.care.push({
      ...head('consent', authors.worker, proposedAt),
      ...door,
      visitId: `visit:${ulidAt(now - since * dayMs, chance)}`,
      given: 'yes',
      scope: ['basic', 'health'],
      how: 'oral',
      noticeVersion: '1',
    } as Consent);
    for (let ms = now - since * dayMs; ms < now - care.everyDays * 0.4 * dayMs; ms += care.everyDays * dayMs) {
      const moment = workingMoment(ms, Math.max(1, care.everyDays * 0.25));
      if (moment > now - 3_600_000) continue;
      if (chance.share(0.15)) knock(home, moment - 3_600_000, 'not_home');
      knock(home, moment, chance.share(0.12) ? 'phone' : 'met', care);
    }
  }

  for (const home of homes) {
    if (cared.has(home)) continue;
    // every half year: the second knock of the newest doors is still to come, so that some are due these days
    const first = workingMoment(now - 364 * dayMs, 192);
    for (const moment of [first, workingMoment(first + 178 * dayMs, 8)]) {
      if (moment > now - 3_600_000) continue;
      const vacant = home.households.length === 0;
      for (let tries = 0; tries < 3 && !vacant && chance.share(0.26); tries += 1) {
        const before = moment - (tries + 1) * 2 * dayMs - chance.below(6) * 3_600_000;
        knock(home, before, chance.share(0.12) ? 'no_access' : 'not_home');
      }
      const outcome = vacant ? 'vacant' : chance.share(0.035) ? 'refused' : chance.share(0.06) ? 'phone' : 'met';
      const visit = knock(home, moment, outcome);
      if (outcome === 'met' && chance.share(0.15)) raise(visit, home, moment);
    }
  }

  for (let index = 0; index < 40; index += 1) {
    const home = chance.pick(lived);
    const at = local(workingMoment(now - 300 * dayMs, 298));
    history.area.push({
      ...head('note', authors.worker, at),
      text: chance.pick(notes),
      buildingId: home.building.id,
    } as Note);
  }
  const upset = lived.find((home) => !cared.has(home));
  if (upset) {
    // one household is upset since this morning: a must-arrive task with a running clock
    history.care.push({
      ...head('proposal', authors.worker, local(now - 5 * 3_600_000)),
      dwellingId: upset.dwellingId,
      ...(upset.households[0] && { householdId: upset.households[0].id }),
      checklistId: 'routine',
      kind: 'mustArrive',
      subject: 'dissatisfaction',
    } as Proposal);
  }
  return history;
}
