import { describe, expect, test } from 'vitest';
import type { Answers } from '../../../src/domain/checklist/checklist.ts';
import type { VisitEffects } from '../../../src/domain/checklist/visit-effects.ts';
import { effectsWhenMet as of } from '../../builders/checklists.ts';

const brief = ({ proposals }: VisitEffects) =>
  proposals.map(({ kind, subject, detail, level }) => [kind, subject, detail, level].filter(Boolean).join(' '));

describe('proposals', () => {
  test.each([
    ['routine', { rt_focus: ['hardship', 'alone'] }, ['careTag hardship', 'careTag livesAlone']],
    ['routine', { rt_focus: ['hospital', 'jobless'] }, ['careTag hospitalised', 'careTag unemployed']],
    ['routine', { rt_focus: ['care', 'child'] }, ['careTag needsCare', 'careTag childInDifficulty']],
    ['routine', { rt_focus: ['none'] }, []],
    ['routine', { rt_consent: 'partial', rt_focus: ['hardship'] }, []],
    ['routine', { rt_mood: 'unhappy' }, ['mustArrive dissatisfaction unhappy']],
    ['routine', { rt_mood: 'angry' }, ['mustArrive dissatisfaction angry']],
    ['routine', { rt_mood: 'worry' }, []],
    ['elderly_alone', { el_type: 'alone', el_level: 'high' }, ['careTag livesAlone high']],
    ['elderly_alone', { el_type: 'loss' }, ['careTag lostOnlyChild']],
    [
      'elderly_alone',
      { el_risk: ['fall', 'alarm', 'heat'] },
      ['serviceOrder fallPrevention fall', 'serviceOrder device alarm', 'serviceOrder repair heat'],
    ],
    ['elderly_alone', { el_need: ['meal', 'chat'] }, ['serviceOrder meal', 'serviceOrder chat']],
    ['elderly_alone', { el_need: ['none'] }, []],
    ['elderly_alone', { el_abuse: 'neglect' }, ['mustArrive suspectedNeglect neglect']],
    ['elderly_alone', { el_abuse: 'fraud' }, ['mustArrive suspectedFraud fraud']],
    ['elderly_alone', { el_abuse: 'abuse', el_mind: ['ok'], el_speak: 'good' }, ['mustArrive suspectedAbuse abuse']],
    ['elderly_alone', { el_abuse: 'abuse', el_mind: ['confused'] }, ['mustArrive mandatoryReport abuse']],
    ['elderly_alone', { el_abuse: 'abuse', el_speak: 'poor' }, ['mustArrive mandatoryReport abuse']],
    ['hardship', { hd_cat: 'dibao' }, ['careTag hardship dibao']],
    ['hardship', { hd_apply: ['med', 'edu'] }, ['serviceOrder agentService med', 'serviceOrder agentService edu']],
    ['hardship', { hd_child: 'yes', hd_school: 'alone' }, ['mustArrive childDesk alone']],
    ['hardship', { hd_child: 'yes', hd_school: 'dropout' }, []],
    ['hardship', { hd_child: 'yes', hd_harm: 'yes', hd_consent: 'no' }, ['mustArrive mandatoryReport yes']],
    ['hospitalised', { hs_carer: 'none' }, ['serviceOrder escort none']],
    ['hospitalised', { hs_left: ['elder', 'child'] }, ['mustArrive leftAtHome']],
    ['hospitalised', { hs_left: ['pet'] }, []],
    ['hospitalised', { hs_need: ['reimb', 'psy'] }, ['serviceOrder reimb', 'serviceOrder psy']],
    ['unemployed', { un_zero: 'yes' }, ['careTag zeroEmployment']],
    ['unemployed', { un_offer: ['job', 'loan'] }, ['serviceOrder job', 'serviceOrder loan']],
    ['reintegration', { rl_paper: ['none'] }, ['serviceOrder agentService none']],
    ['reintegration', { rl_need: ['law'] }, ['serviceOrder law']],
    ['reintegration', { rl_risk: 'lost', rl_consent: 'no' }, ['mustArrive justiceOffice lost']],
    ['reintegration', { rl_risk: 'none' }, []],
    ['dispute', { dp_type: 'family', dp_danger: ['hit', 'crowd'] }, ['mustArrive familyDispute']],
    ['dispute', { dp_type: 'neighbour', dp_danger: ['weapon'] }, ['mustArrive incident']],
    ['dispute', { dp_type: 'neighbour', dp_danger: ['verbal'] }, []],
    [
      'dispute',
      { dp_type: 'family', dp_danger: ['hit'], dp_victim: 'minor' },
      ['mustArrive familyDispute', 'mustArrive mandatoryReport minor'],
    ],
    ['dispute', { dp_type: 'family', dp_danger: ['none'], dp_victim: 'minor' }, []],
    ['dispute', { dp_result: 'refer' }, ['serviceOrder mediation refer']],
    ['incident', { in_state: 'on' }, ['mustArrive incident on']],
    ['incident', { in_state: 'over' }, []],
  ])('%s, %o: %o', (list, answers, expected) => {
    expect(brief(of(list, answers as Answers)).sort()).toEqual([...expected].sort());
  });

  test('say by when somebody should have been there', () => {
    const due = (list: string, answers: Answers) => of(list, answers).proposals.map(({ dueInDays }) => dueInDays);
    expect(due('hospitalised', { hs_left: ['child'] })).toEqual([0]);
    expect(due('incident', { in_state: 'ctrl' })).toEqual([1]);
    expect(due('routine', { rt_mood: 'angry' })).toEqual([undefined]);
  });
});

describe('an elder who does not answer', () => {
  const searched = { el_outcome: 'not_home', el_noans: ['call', 'family', 'neigh'] };
  const raised = (answers: Answers, previous: Answers) =>
    of('elderly_alone', answers, previous).matters.map(({ matterType, severity }) => `${matterType} ${severity}`);

  test('is an emergency when of high risk and not found after call, family and neighbour', () => {
    expect(raised(searched, { el_level: 'high' })).toEqual(['elder emergency']);
    expect(brief(of('elderly_alone', searched, { el_level: 'high' }))).toEqual(['mustArrive welfareCheck']);
  });
  test('is one when nobody knows the level yet', () => expect(raised(searched, {})).toEqual(['elder emergency']));
  test('is none at a lower level', () => expect(raised(searched, { el_level: 'general' })).toEqual([]));
  test('is none while somebody was not asked yet', () =>
    expect(raised({ ...searched, el_noans: ['call', 'family'] }, { el_level: 'high' })).toEqual([]));
});
