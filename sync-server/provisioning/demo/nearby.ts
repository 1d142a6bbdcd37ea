import type { AnyDocument } from '../../../src/domain/document.ts';
import type { AgentService, Partner, ServicePoint } from '../../../src/domain/documents/nearby.ts';
import { changeOf } from '../../../src/domain/register.ts';
import { demoHead, demoStamp } from './organisation.ts';

const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** The n-th id of a type: the same at every start. */
const idAt = (type: string, n: number): string =>
  `${type}:01KDEM0${'0'.repeat(17)}${digits[Math.floor(n / 32)] ?? '0'}${digits[n % 32] ?? '0'}`;

const points = [
  ['repair', '老赵家电维修', '莲心苑 3 栋底商', '周一到周六 8:30–18:00', '02700000031'],
  ['repair', '顺手开锁修锁', '北门岗亭旁', '全天', '02700000032'],
  ['housekeeping', '邻家家政', '云溪路 12 号', '周一到周日 8:00–20:00', '02700000033'],
  ['parcel', '快递驿站', '莲心苑 7 栋底商', '周一到周日 9:00–21:00', '02700000034'],
  ['medical', '社区卫生服务站', '云溪路 20 号', '周一到周日 8:00–17:30', '02700000035'],
  ['meals', '社区食堂', '党群服务中心一楼', '午餐 11:00–12:30，晚餐 17:00–18:30', '02700000036'],
  ['elderCare', '日间照料中心', '党群服务中心二楼', '周一到周五 8:30–17:00', '02700000037'],
  ['government', '社区办事窗口', '党群服务中心一楼', '周一到周五 9:00–17:00', '02700001234'],
] as const;

const services = [
  ['老年优待证', '老年证 敬老证', ['身份证', '户口本', '一寸照片两张'], true],
  ['居住证', '暂住证', ['身份证', '租房合同或单位证明', '一寸照片一张'], false],
  ['养老金资格认证', '领取资格 认证', ['身份证'], true],
  ['独生子女证明', '独生子女', ['户口本', '结婚证', '身份证'], true],
  ['残疾人两项补贴', '残疾补贴 护理补贴', ['身份证', '残疾人证', '银行卡'], true],
  ['医保异地备案', '异地就医 异地报销', ['身份证', '社保卡'], true],
] as const;

const partners = [
  ['云溪小学', 'school', '何老师', '02700000041', true, '教育专委', '操场周末开放'],
  ['社区卫生服务中心', 'hospital', '孙医生', '02700000042', true, '健康专委', '每月一次义诊'],
  ['云溪物业', 'property', '钱经理', '02700000043', false, '', '工具间可以借用'],
  ['莲心苑业委会', 'ownersCommittee', '郑老师', '02700000044', false, '', ''],
  ['暖心服务社', 'socialOrganisation', '吴社工', '02700000045', false, '', '每月上门一次'],
] as const;

/** The organisation of the demo that serves households. */
export const demoProvider = idAt('partner', 4);

/** Places nearby, errands and partners of the demo, so that there is something to look up; all of them are invented. */
export function nearby(at: string): AnyDocument[] {
  const stamp = demoStamp(at);
  return [
    ...points.map(([kind, name, address, hours, phone], n) =>
      changeOf<ServicePoint>(
        demoHead('servicePoint', idAt('servicePoint', n), at),
        { kind, name, address, hours, phone },
        stamp,
      ),
    ),
    ...services.map(([name, alsoCalled, papers, byAgent], n) =>
      changeOf<AgentService>(
        demoHead('agentService', idAt('agentService', n), at),
        { name, alsoCalled, papers: [...papers], office: '社区办事窗口', phone: '02700001234', byAgent },
        stamp,
      ),
    ),
    ...partners.map(([name, kind, contact, phone, partTimeMember, committee, offers], n) =>
      changeOf<Partner>(
        demoHead('partner', idAt('partner', n), at),
        { name, kind, contact, phone, offers, ...(partTimeMember && { partTimeMember, committee }) },
        stamp,
      ),
    ),
  ];
}
