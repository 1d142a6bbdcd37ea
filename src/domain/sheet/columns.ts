import { column } from './column.ts';
import { memberColumns } from './member-columns.ts';
import type { SheetList } from './sheet-list.ts';
import { unitColumns } from './unit-columns.ts';

const yesNo = ['填“是”或“否”，空着表示没说', '是 or 否; empty: not said'] as const;
const aDay = ['如 2020-05-01', 'such as 2020-05-01'] as const;
/** Columns of the register, in the order of the templates: a list of persons, each with the door where they live. */
const registerColumns = {
  areaName: column('片区', 'Area', '几个片区有同名楼栋时才要填', 'only where two areas have a building of that name', [
    '网格',
    '所属片区',
    '所属网格',
  ]),
  estate: column('小区', 'Estate', '如 景兰苑、怡和苑北区', 'such as 景兰苑', [
    '现住小区',
    '现住小区/建筑',
    '小区名称',
  ]),
  building: column('楼栋', 'Building', '如 12栋、2号楼', 'such as 12栋', ['栋', '楼', '楼号', '栋号', '幢', '楼栋号']),
  entrance: column('单元', 'Entrance', '没有单元的楼不填', 'empty where the building has none', ['单元号', '门栋']),
  floor: column('楼层', 'Floor', '可不填，由房号得出', 'may be empty: the room tells it', ['层', '所在楼层']),
  room: column('房号', 'Room', '如 1203、301A、B1-02', 'such as 1203, 301A', [
    '室',
    '室号',
    '门牌号',
    '房间号',
    '门牌',
  ]),
  address: column('详细地址', 'Address', '楼栋和房号没有分列时填', 'where building and room are not in columns', [
    '地址',
    '住址',
    '现住址',
    '现住详细门牌',
    '居住地址',
    '实际居住地',
  ]),
  useStatus: column('房屋使用', 'Use', '自住、租赁、空置、亲友住、合租、经营', '自住, 租赁, 空置, 亲友住, 合租, 经营', [
    '房屋状态',
    '居住性质',
    '使用情况',
  ]),
  areaM2: column('面积', 'Square metres', '平方米', 'square metres', ['建筑面积', '面积（平方米）', '房屋面积']),
  dwellingKind: column('房屋类型', 'Kind of dwelling', '住宅、商业、公租房', '住宅, 商业, 公租房', ['房屋性质']),
  headName: column('户主', 'Head', '一套房里有两户时要填', 'needed where two families share a dwelling', [
    '户主姓名',
    '户主名',
  ]),
  householdKind: column('户别', 'Kind of household', '常住、租户、集体', '常住, 租户, 集体', ['户类型', '户口类型']),
  size: column('人数', 'People', '住在一起的人数', 'who live together', ['家庭人口', '人口数', '居住人数']),
  movedInOn: column('入住日期', 'Moved in on', ...aDay, ['入住时间', '迁入日期']),
  doorNote: column('上门提示', 'Note for the door', '如 有狗；不写病情', 'such as a dog; nothing about health'),
  name: column('姓名', 'Name', '空着表示只登记房屋', 'empty: the dwelling alone', ['居民姓名', '人员姓名', '成员姓名']),
  paperKind: column('证件类型', 'Kind of paper', '默认身份证', 'an identity card unless said', ['证件种类']),
  idNumber: column(
    '身份证号',
    'Identity number',
    '可不填；18 位，这一列请设为文本',
    '18 characters, as text; may be empty',
    ['身份证', '身份证号码', '证件号码', '证件号', '公民身份号码'],
  ),
  sex: column('性别', 'Sex', '男、女', '男 or 女'),
  birth: column('出生日期', 'Born', '年份也可以', 'the year is enough', ['出生年月', '出生年', '出生年份', '生日']),
  phone: column('联系电话', 'Telephone', '手机或带区号的座机，这一列请设为文本', 'as text', [
    '电话',
    '手机',
    '手机号',
    '手机号码',
    '联系方式',
    '电话号码',
  ]),
  relation: column(
    '与户主关系',
    'Relation to head',
    '户主、配偶、子、女、孙、父母、祖父母、兄弟姐妹、其他',
    '户主, 配偶, …',
    ['关系', '与其他人员关系', '家庭关系'],
  ),
  residentKind: column('人员类型', 'Kind of resident', '常住、流动', '常住 or 流动', ['人口类型', '居民类型']),
  mismatch: column('人户分离', 'Lives elsewhere than booked', ...yesNo, ['是否人户分离']),
  emergencyName: column('紧急联系人', 'Emergency contact', '姓名', 'a name', ['紧急联系人姓名']),
  emergencyPhone: column('紧急联系电话', 'Emergency telephone', '有紧急联系人时填', 'with an emergency contact', [
    '紧急联系人电话',
  ]),
  talent: column('特长', 'Talent', '愿意帮邻居做的事', 'what they offer to neighbours', ['技能', '爱好特长']),
  movedOut: column('已迁出', 'Moved out', ...yesNo, ['是否已迁出', '是否迁出']),
  movedOutOn: column('迁出日期', 'Moved out on', ...aDay, ['迁出时间']),
  died: column('已死亡', 'Died', ...yesNo, ['是否已死亡', '是否死亡']),
  diedOn: column('死亡日期', 'Died on', ...aDay, ['死亡时间']),
} as const;

/** Every column that is read. */
export const columns = { ...registerColumns, ...memberColumns, ...unitColumns };
export type ColumnKey = keyof typeof columns;
export const columnKeys = Object.keys(columns) as ColumnKey[];

/** The lists for which there is a template. */
export const templates = {
  households: [
    'areaName',
    'estate',
    'building',
    'entrance',
    'floor',
    'room',
    'useStatus',
    'areaM2',
    'dwellingKind',
  ].concat(['headName', 'householdKind', 'size', 'movedInOn', 'doorNote']) as ColumnKey[],
  residents: [
    'areaName',
    'estate',
    'building',
    'entrance',
    'room',
    'headName',
    'name',
    'idNumber',
    'sex',
    'birth',
  ].concat(
    ['phone', 'relation', 'residentKind', 'mismatch', 'emergencyName', 'emergencyPhone', 'talent'],
    ['movedOut', 'movedOutOn', 'died', 'diedOn'],
  ) as ColumnKey[],
  members: [
    ...['areaName', 'estate', 'building', 'room', 'name', 'phone'],
    ...['organisation', 'offers', 'registeredOn', 'ended'],
  ] as ColumnKey[],
  organisation: Object.keys(unitColumns) as ColumnKey[],
} as const;
export type TemplateName = keyof typeof templates;

/** Columns that a list may have. */
export const columnsOf: Readonly<Record<SheetList, readonly ColumnKey[]>> = {
  register: Object.keys(registerColumns) as ColumnKey[],
  members: templates.members,
  organisation: templates.organisation,
};
/** The templates of a list. */
export const templatesOf: Readonly<Record<SheetList, readonly TemplateName[]>> = {
  register: ['residents', 'households'],
  members: ['members'],
  organisation: ['organisation'],
};
