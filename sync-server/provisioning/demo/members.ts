import type { MemberRegistration } from '../../../src/domain/documents/member.ts';
import { changeOf } from '../../../src/domain/register.ts';
import { ulidAt, type Chance } from './chance.ts';
import { demoHead, demoStamp } from './organisation.ts';

/** Invented members: name, where they work, what they would do for neighbours. */
const invented: readonly (readonly [string, string, string])[] = [
  ['祝安平', '市第三医院', '量血压、看化验单'],
  ['阮小冬', '区法院', '法律咨询'],
  ['司徒静', '实验小学', '周末陪孩子读书'],
  ['门立春', '供电公司', '看线路、换灯泡'],
  ['仇慧敏', '银行', '教老人用手机'],
  ['单国庆', '公交集团', ''],
  ['曲向阳', '建筑设计院', '看图纸、量房'],
  ['尉迟文', '社保中心', '帮忙看退休手续'],
  ['鲍小满', '动物医院', ''],
  ['安康', '消防救援站', '查灭火器、教逃生'],
];

/**
 * Members who checked in to an area; one of the telephones is missing.
 * @param founded ISO 8601
 * @param nth of the areas: each member checked in to one
 */
export const demoMembers = (founded: string, chance: Chance, nth: number): MemberRegistration[] =>
  invented
    .filter((_, place) => place % 2 === nth % 2)
    .map(([name, organisation, offers], place) =>
      changeOf<MemberRegistration>(
        demoHead('memberRegistration', `memberRegistration:${ulidAt(Date.parse(founded), chance)}`, founded),
        {
          name,
          organisation,
          ...(offers !== '' && { offers }),
          ...(place !== 4 && { phone: `1990007${String(chance.below(10_000)).padStart(4, '0')}` }),
          registeredOn: founded.slice(0, 10),
        },
        demoStamp(founded),
      ),
    );
