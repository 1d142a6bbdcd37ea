import type { PostKind, StructureLevel } from '../documents/organisation.ts';

/** 两长四员: two heads and four officers of a building (domain.md A3). */
const ofBuilding: PostKind[] = [
  'partyGroupLeader',
  'buildingLeader',
  'healthOfficer',
  'safetyOfficer',
  'cultureOfficer',
  'housingOfficer',
];
const members: StructureLevel = {
  key: 'household',
  name: { zh: '党员联系户', en: 'Households of a member' },
  responsible: 'partyMember',
  posts: [],
};

/** Levels that communities start with, as data: of five levels (domain.md A2, A6) and of four (C5). */
export const structures = {
  fiveLevels: [
    {
      key: 'community',
      name: { zh: '社区', en: 'Community' },
      responsible: 'communitySecretary',
      posts: ['communitySecretary'],
    },
    { key: 'garden', name: { zh: '苑区', en: 'Garden' }, responsible: 'gardenSecretary', posts: ['gardenSecretary'] },
    {
      key: 'area',
      name: { zh: '片区', en: 'Area' },
      responsible: 'areaSecretary',
      posts: ['areaSecretary', 'gridWorker'],
    },
    { key: 'building', name: { zh: '楼栋', en: 'Building' }, responsible: 'partyGroupLeader', posts: ofBuilding },
    members,
  ],
  fourLevels: [
    {
      key: 'community',
      name: { zh: '社区党委', en: 'Community committee' },
      responsible: 'communitySecretary',
      posts: ['communitySecretary'],
    },
    {
      key: 'area',
      name: { zh: '小区党支部', en: 'Estate branch' },
      responsible: 'areaSecretary',
      posts: ['areaSecretary', 'gridWorker'],
    },
    {
      key: 'building',
      name: { zh: '楼栋党小组', en: 'Building group' },
      responsible: 'partyGroupLeader',
      posts: ['partyGroupLeader', 'buildingLeader'],
    },
    { ...members, name: { zh: '党员中心户', en: 'Centre household' } },
  ],
} satisfies Readonly<Record<string, readonly StructureLevel[]>>;
