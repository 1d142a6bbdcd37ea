import type { Localised } from '../documents/head.ts';
import type { ColumnKey } from './columns.ts';

/** Why a row did not come in, in words for whoever mends the sheet; they name the column, never what stood there. */
export const faultWords = {
  missing: { zh: '没有填', en: 'is empty' },
  damaged: {
    zh: '被 Excel 改坏了（变成科学计数，或末几位成了 0），请按原件重填，并把这一列设为文本',
    en: 'was damaged by Excel (scientific notation, or zeros at the end): enter it again, with the column set to text',
  },
  'id-length': { zh: '不是 18 位', en: 'has not 18 characters' },
  'id-characters': { zh: '有不该有的字符', en: 'has characters that do not belong there' },
  'id-birthday': { zh: '里的出生日期不存在', en: 'holds a birthday that does not exist' },
  'id-check': { zh: '最后一位对不上，可能有一位写错', en: 'does not fit its last character: one of them is wrong' },
  phone: { zh: '不像电话号码', en: 'is no telephone number' },
  date: { zh: '不是日期', en: 'is no date' },
  future: { zh: '在表格的日期之后', en: 'is later than the sheet' },
  number: { zh: '不是合理的数', en: 'is no sensible number' },
  word: { zh: '不在可填的词里', en: 'is none of the words it may be' },
  long: { zh: '太长', en: 'is too long' },
  'birth-differs': { zh: '和身份证号里的不一样', en: 'differs from the identity number' },
  'sex-differs': { zh: '和身份证号里的不一样', en: 'differs from the identity number' },
  'address-unread': { zh: '看不出是哪一栋哪一室', en: 'does not tell the building and the room' },
  'building-unknown': { zh: '不在您的片区里，或还没有登记', en: 'is not in your areas, or not registered yet' },
  'building-ambiguous': { zh: '有几栋同名，请填片区或小区', en: 'is the name of several: say the area or the estate' },
  'which-household': { zh: '这套房里不止一户，请填户主', en: 'is needed: more than one family lives there' },
  'which-person': {
    zh: '这户有几位同名，请填身份证号或出生年',
    en: 'is borne by several there: add the number or the year',
  },
  'lives-elsewhere': {
    zh: '这个证号登记在另一个片区，请先在那边迁出',
    en: 'is registered in another area: move the person out there first',
  },
  twice: { zh: '和前面一行是同一个人，内容不一样', en: 'is the same person as in a row above, with other content' },
  repeated: { zh: '和前面的行是同一个人，没有重复登记', en: 'is in a row above already and is not registered twice' },
  'which-member': {
    zh: '报到名册里有几位同名，请填电话或单位',
    en: 'is borne by several on the list: add the telephone or the organisation',
  },
  'registered-elsewhere': { zh: '已经在另一个片区报到', en: 'is on the list of another area already' },
  'area-unknown': { zh: '不是您这里的片区', en: 'is none of your areas' },
  'area-needed': { zh: '要填，或填楼栋，才知道归哪个片区', en: 'is needed, or the building' },
  code: { zh: '只能用字母、数字和短横，最长 60 个', en: 'may have letters, digits and dashes, 60 at most' },
  'code-twice': { zh: '和前面的行相同', en: 'is the same as in a row above' },
  'level-unknown': { zh: '不是本社区的级别', en: 'is none of your levels' },
  'level-differs': { zh: '和已登记的不一样，级别不能改', en: 'differs from what is registered and cannot change' },
  'parent-unknown': { zh: '找不到，表里和已登记的都没有', en: 'is neither in the sheet nor registered' },
  'parent-faulty': { zh: '那一行有错，先把它改好', en: 'is of a row that has to be mended first' },
  'parent-level': { zh: '应当在更高的级别', en: 'should be of a level above' },
  'key-taken': {
    zh: '太像另一个片区的编号，请换一个',
    en: 'is too much like the code of another area: choose another',
  },
  refused: { zh: '没有权限写入这个片区', en: 'may not be written in this area' },
} as const satisfies Record<string, Localised>;

export type RowFaultCode = keyof typeof faultWords;
export interface RowFault {
  readonly column: ColumnKey;
  readonly code: RowFaultCode;
  /** another row that it is about, counted as in the sheet */
  readonly row?: number;
}
