import { addDays } from '../../../src/domain/day.ts';
import type { HouseholdPlan, PlanMeasure, PlanState } from '../../../src/domain/documents/plan.ts';
import { planIdOf } from '../../../src/domain/household-plan.ts';
import { changeOf } from '../../../src/domain/register.ts';
import { ulidAt, type Chance } from './chance.ts';
import type { Home } from './homes.ts';
import { demoHead, demoStamp } from './organisation.ts';

/** What a plan of the demo is made of: programme, measure, who does it, days from now until it is due, how far it is. */
const invented: readonly (readonly [string, string, string, number, PlanState])[] = [
  ['hardship', '帮忙准备公租房申请材料，陪同去窗口递交', '网格员', 21, 'in_progress'],
  ['illegalBuilding', '拆除阳台外的雨棚，拆前请户主看图纸并签字', '物业房管员', -6, 'agreed'],
  ['elderly_alone', '每天上午打一次电话，没人接就上门', '楼栋长', 40, 'agreed'],
  ['renovation_opinion', '加装电梯的图纸再讲一遍，记下楼下的担心', '支部书记', 9, 'drafted'],
];

/**
 * Plans for a few households of an area; some have something overdue, the first has a measure of every programme.
 * @param now ms since the epoch
 */
export function plansOf(homes: readonly Home[], now: number, chance: Chance): (HouseholdPlan | PlanMeasure)[] {
  const today = new Date(now + 8 * 3_600_000).toISOString().slice(0, 10);
  const begun = addDays(today, -30);
  const at = `${begun}T10:00:00+08:00`;
  const stamp = demoStamp(at);
  const lived = homes.filter(({ households }) => households.length > 0).filter((_, place) => place % 17 === 3);
  return lived.slice(0, 12).flatMap(({ dwellingId, households: [household] }, place) => {
    if (!household) return [];
    const of = { householdId: household.id, dwellingId };
    const agreement = { version: 1, on: addDays(begun, 2), how: 'oral' as const };
    const plan = changeOf<HouseholdPlan>(
      demoHead('householdPlan', planIdOf(household.id), at),
      { ...of, goal: '难处一件一件办，年内见到结果', ...(place % 4 !== 3 && { agreement }) },
      stamp,
    );
    const own =
      place === 0 ? invented : invented.filter((_, nth) => nth % 4 === place % 4 || nth % 4 === (place + 1) % 4);
    const measures = own.map(([programme, measure, owner, days, is]) =>
      changeOf<PlanMeasure>(
        demoHead('planMeasure', `planMeasure:${ulidAt(Date.parse(at), chance)}`, at),
        { ...of, programme, measure, owner, dueOn: addDays(today, days), state: { is, on: agreement.on } },
        stamp,
      ),
    );
    return [plan, ...measures];
  });
}
