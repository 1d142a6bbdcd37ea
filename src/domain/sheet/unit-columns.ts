import { column } from './column.ts';

/** Columns of the tree of units, one unit a row. */
export const unitColumns = {
  unitCode: column('编号', 'Code', '自己编，不重复，如 1-3-12；下次还用它', 'your own, such as 1-3-12; keep it', [
    '组织编号',
    '单元编号',
    '代码',
  ]),
  unitLevel: column(
    '级别',
    'Level',
    '按本社区的叫法，如 社区、苑区、片区、楼栋',
    'as your community calls its levels',
    ['层级', '组织层级'],
  ),
  unitName: column('名称', 'Name of the unit', '如 12栋', 'such as 12栋', ['组织名称', '单元名称', '党组织名称']),
  parentCode: column('上级编号', 'Code above', '最上面一级不填', 'empty at the top', ['上级', '上级代码', '所属上级']),
  from: column('生效日期', 'From', '空着就是表格的日期', 'empty: the day of the sheet', ['起始日期', '任职日期']),
  leaderName: column('负责人', 'Who answers', '书记、组长的姓名', 'the secretary or leader', [
    '书记',
    '组长',
    '负责人姓名',
    '党小组长',
  ]),
  leaderPhone: column('公开电话', 'Published telephone', '会公开，不填个人不愿公开的', 'everybody may see it', [
    '负责人电话',
    '书记电话',
  ]),
  officePhone: column('办公电话', 'Office telephone', '值班的电话', 'of an office', ['值班电话']),
} as const;
