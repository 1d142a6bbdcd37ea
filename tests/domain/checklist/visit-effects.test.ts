import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Answers } from '../../../src/domain/checklist/checklist.ts';
import { evaluate, isComplete } from '../../../src/domain/checklist/evaluate.ts';
import { effectsOf } from '../../../src/domain/checklist/visit-effects.ts';
import { aChecklist, answersTo, effectsWhenMet as of, elevenLists } from '../../builders/checklists.ts';

describe('matters', () => {
  const said = { rt_has: 'yes', rt_type: 'facility', rt_text: '楼道灯不亮' };

  test.each([
    [{ rt_now: 'done' }, { resolution: 'done' }],
    [{ rt_now: 'explain' }, { resolution: 'explained' }],
    [
      { rt_now: 'take', rt_reply: '2026-03-20' },
      { resolution: 'taken', promisedReplyOn: '2026-03-20' },
    ],
  ])('what people said, %o, becomes a matter %o', (answers, expected) => {
    expect(of('routine', { ...said, ...answers }).matters).toEqual([
      {
        key: 'rt_has:yes:matter',
        source: 'say',
        matterType: 'facility',
        severity: 'ordinary',
        text: '楼道灯不亮',
        ...expected,
      },
    ]);
  });

  test('each safety issue is one, and a gas smell is an emergency', () => {
    const { matters } = of('routine', { rt_safe: ['ebike', 'gas', 'struct'] });
    expect(matters.map(({ key, source, matterType, severity }) => [key, source, matterType, severity]).sort()).toEqual([
      ['rt_safe:ebike:matter', 'safe', 'fire', 'ordinary'],
      ['rt_safe:gas:matter', 'safe', 'safety', 'emergency'],
      ['rt_safe:struct:matter', 'safe', 'safety', 'ordinary'],
    ]);
    expect(matters.map(({ text }) => text)).toContain('电动车或电池上楼充电');
  });

  test('safety is seen at a vacant flat too', () => {
    expect(of('routine', { rt_outcome: 'vacant', rt_safe: ['exit'] }).matters).toHaveLength(1);
  });

  test('gas and electricity in an elder’s home are matters', () => {
    expect(of('elderly_alone', { el_risk: ['gas', 'power'] }).matters.map(({ key }) => key)).toEqual([
      'el_risk:gas:matter',
      'el_risk:power:matter',
    ]);
  });

  test('a dispute is one, as serious as the warning level, and an emergency when somebody is in danger', () => {
    const dispute = {
      dp_type: 'neighbour',
      dp_fact: '漏水',
      dp_level: 'escalating',
      dp_result: 'go',
      dp_back: '2026-03-20',
    };
    const [calm] = of('dispute', { ...dispute, dp_danger: ['none'] }).matters;
    const [danger] = of('dispute', { ...dispute, dp_danger: ['weapon'] }).matters;
    expect(calm).toMatchObject({
      matterType: 'dispute',
      severity: 'escalating',
      text: '漏水',
      resolution: 'taken',
      promisedReplyOn: '2026-03-20',
    });
    expect(danger).toMatchObject({ key: calm?.key, severity: 'emergency' });
  });

  test('a reply wished for in the survey is a matter of its own, without the answers', () => {
    expect(of('satisfaction', { sa_back: 'yes', sa_tel: '13800001234', sa_say: '多来走走' }).matters).toEqual([
      {
        key: 'sa_back:yes:matter',
        source: 'say',
        matterType: 'opinion',
        severity: 'ordinary',
        text: '居民填完问卷，希望得到回复。',
        resolution: 'taken',
        contact: '13800001234',
      },
    ]);
  });

  test('a matter that was not solved is handled again', () => {
    expect(of('return_visit', { rv_got: 'yes', rv_done: 'no', rv_again: 'yes' }).reopensMatter).toBe(true);
    expect(of('return_visit', { rv_got: 'yes', rv_done: 'no', rv_again: 'explain' }).reopensMatter).toBe(false);
  });
});

describe('cannot wait', () => {
  test.each([
    ['routine', { rt_safe: ['gas'] }, [['gasSmell', '119']]],
    ['elderly_alone', { el_abuse: 'abuse', el_mind: ['confused'] }, [['incapableHarmed', '110']]],
    ['elderly_alone', { el_abuse: 'abuse' }, [['violence', '110']]],
    ['hardship', { hd_child: 'yes', hd_harm: 'yes' }, [['childHarmed', '110']]],
    ['reintegration', { rl_risk: 'other' }, [['violence', '110']]],
    ['reintegration', { rl_risk: 'self' }, [['selfHarm', '110', '120']]],
    ['dispute', { dp_danger: ['hit', 'weapon'] }, [['violence', '110']]],
    [
      'dispute',
      { dp_type: 'family', dp_danger: ['hit'], dp_victim: 'incap' },
      [
        ['violence', '110'],
        ['incapableHarmed', '110'],
      ],
    ],
    ['incident', { in_type: 'gas' }, [['gasSmell', '119']]],
    ['incident', { in_type: 'medical', in_call: ['lead'] }, [['injury', '120']]],
    ['incident', { in_type: 'fire', in_call: ['119'] }, []],
    ['routine', { rt_safe: ['clutter'] }, []],
  ])('%s, %o: %o', (list, answers, expected) => {
    const { callNow } = of(list, answers);
    expect(callNow.map(({ reason, numbers }) => [reason, ...numbers])).toEqual(expected);
  });
});

describe('what stops or warns', () => {
  test('a support visit nobody asked for is not made', () => {
    const list = aChecklist('reintegration');
    expect(evaluate(list, { rl_auth: 'none' }).visible.map(({ id }) => id)).toEqual(['rl_auth']);
    expect(isComplete(evaluate(list, { rl_auth: 'none' }))).toBe(false);
    expect(effectsOf(list, { rl_auth: 'none' }).blocks.map(({ until }) => until)).toEqual(['changed']);
  });

  test.each(['fire', 'gas', 'medical'])('%s without a call waits until the worker confirms', (type) => {
    const list = aChecklist('incident');
    const answers = { in_outcome: 'met', in_type: type, in_call: ['none'] };
    const [block] = evaluate(list, answers).blocks;
    expect(block).toMatchObject({ key: 'in_call:none:block', until: 'confirmed' });
    expect(evaluate(list, answers, { confirmed: ['in_call:none:block'] }).blocks).toEqual([]);
  });

  test('a power cut without a call does not', () => {
    expect(evaluate(aChecklist('incident'), { in_outcome: 'met', in_type: 'power', in_call: ['none'] }).blocks).toEqual(
      [],
    );
  });

  test('no mediation when one party is unwilling', () => {
    expect(of('dispute', { dp_wa: 'no' }).warnings.map(({ key }) => key)).toEqual(['dp_wa:no:warn']);
    expect(of('dispute', { dp_wa: 'yes', dp_wb: 'no', dp_result: 'written' }).blocks).toHaveLength(1);
    expect(of('dispute', { dp_wa: 'yes', dp_wb: 'no', dp_result: 'refer' }).blocks).toEqual([]);
  });

  test('a support visit alone is warned about', () => {
    expect(of('reintegration', { rl_pair: 'alone' }).warnings).toHaveLength(1);
    expect(of('reintegration', { rl_pair: 'worker' }).warnings).toEqual([]);
  });
});

describe('what is written back', () => {
  test.each([
    ['routine', { rt_use: 'rent' }, [['dwelling.useStatus', 'rent']]],
    ['routine', { rt_outcome: 'vacant', rt_use: 'vacant' }, [['dwelling.useStatus', 'vacant']]],
    ['routine', { rt_changed: 'none', rt_use: 'rent' }, []],
    ['routine', { rt_talent: 'yes', rt_skill: '会修灯，周末' }, [['talent', '会修灯，周末']]],
    ['elderly_alone', { el_emg: true }, [['resident.emergencyContact.verifiedAt', true]]],
    ['elderly_alone', { el_emg: false }, []],
    [
      'hardship',
      { hd_plan: '装一盏灯', hd_due: '2026-03-20' },
      [
        ['householdPlan.items', '装一盏灯'],
        ['householdPlan.items.dueAt', '2026-03-20'],
      ],
    ],
    ['unemployed', { un_seek: 'train', un_kind: '电工' }, [['talent', '电工']]],
    ['renovation_opinion', { op_who: 'owner', op_area: 92.4 }, [['ownership.areaM2', 92.4]]],
    ['renovation_opinion', { op_who: 'tenant', op_area: 92.4 }, []],
    ['renovation_opinion', { op_who: 'owner', op_area: -1 }, []],
  ])('%s, %o: %o', (list, answers, expected) => {
    expect(of(list, answers as Answers).writeBacks.map(({ to, value }) => [to, value])).toEqual(expected);
  });

  test('consent, with the scopes it covers', () => {
    expect(of('routine', {}).consent).toEqual({ given: 'yes', scope: ['basic', 'health', 'identity'] });
    expect(of('routine', { rt_consent: 'partial' }).consent).toEqual({ given: 'partial', scope: ['basic'] });
    expect(of('routine', { rt_consent: 'no' }).consent).toEqual({ given: 'no', scope: [] });
    expect(of('routine', { rt_outcome: 'not_home' }).consent).toBeUndefined();
  });

  test('what a family wishes after a refusal, and when to try again', () => {
    expect(of('routine', { rt_outcome: 'refused', rt_refuse: 'no_more' }).refusal).toEqual({ choice: 'no_more' });
    expect(of('routine', { rt_outcome: 'refused' }).refusal).toBeUndefined();
    expect(of('routine', { rt_outcome: 'not_home', rt_retry: 'weekend' }).preferredSlot).toBe('weekend');
    expect(of('dispute', { dp_outcome: 'no_access', dp_retry: 'phone_first' }).preferredSlot).toBe('phone_first');
  });

  test.each([
    ['unemployed', { un_back: '2026-04-01' }, '2026-04-01'],
    ['hospitalised', { hs_state: 'in', hs_out: '2026-03-28' }, '2026-04-04'],
    ['dispute', { dp_result: 'oral', dp_due: '2026-05-01', dp_back: '2026-04-10' }, '2026-04-10'],
    ['routine', {}, undefined],
  ])('%s, %o: next due on %s', (list, answers, expected) => {
    expect(of(list, answers as Answers).nextDueOn).toBe(expected);
  });

  test('the kinds of change for which the residents’ editor opens', () => {
    expect(of('routine', { rt_changed: 'changed', rt_what: ['birth', 'phone'] }).editKinds).toEqual(['birth', 'phone']);
    expect(of('routine', { rt_changed: 'none', rt_what: ['birth'] }).editKinds).toEqual([]);
  });
});

test.each(elevenLists.map((list) => [list.id, list] as const))(
  '%s: every effect can happen, and its key stands once',
  (_, list) => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(answersTo(list), (answers) => {
        const effects = effectsOf(list, answers, { previous: { el_level: 'high' } });
        const { proposals, matters, writeBacks, warnings, blocks } = effects;
        const keys = [...proposals, ...matters, ...writeBacks, ...warnings, ...blocks].map(({ key }) => key);
        expect(new Set(keys).size).toBe(keys.length);
        for (const key of keys) seen.add(key.split(':')[0] ?? key);
      }),
      { numRuns: 400, seed: 11 },
    );
    const raising = list.questions.filter(({ effects }) =>
      effects?.some(({ effect }) => !['openEditor', 'nextDue', 'reopenMatter', 'callNow'].includes(effect.kind)),
    );
    // Three calls without an answer are too rare for chance; they have tests of their own.
    expect(raising.map(({ id }) => id).filter((id) => !seen.has(id) && id !== 'el_noans')).toEqual([]);
  },
);
