import { type Field, type Form, optionsOf } from '../core/form';
import { COUNTIES } from '../core/place';
import { CROSSING_LIST } from './crossings';
import { ETA_MINUTES, GRADES, SOURCES, TARGETS, TYPES } from './incident.schema';
import { type IncidentStep } from './incident.workflow';

const required = (field: Omit<Field, 'required'>): Field => ({ ...field, required: true });
const optional = (field: Omit<Field, 'required'>): Field => ({ ...field, required: false });
const textarea = (name: string, label: string, maxLength: number): Field =>
  required({ name, label, kind: 'textarea', maxLength });

const photos = optional({ name: 'photos', label: '照片', kind: 'photos' });
const place = (label: string): Field => optional({ name: 'place', label, kind: 'place', maxLength: 200 });
const petitionNo = (label: string): Field =>
  optional({ name: 'petitionNo', label, kind: 'text', maxLength: 20, placeholder: 'XF-2026-000001' });
const grade = required({ name: 'grade', label: '事件级别', kind: 'choice', options: optionsOf(GRADES) });
const gradeWords = optional({ name: 'words', label: '判断依据', kind: 'textarea', maxLength: 500 });
const incidentNo = (name: string, label: string): Field =>
  required({ name, label, kind: 'text', maxLength: 20, placeholder: 'SJ-2026-000001' });

const hours = (minutes: string) =>
  Number(minutes) < 60 ? `${minutes}分钟` : `${Number(minutes) / 60}小时`.replace('1.5小时', '一个半小时');

const squad: Form = [
  optional({ name: 'county', label: '派哪里的队伍（不选则为事发县区）', kind: 'choice', options: optionsOf(COUNTIES) }),
  optional({
    name: 'crossing',
    label: '过海航线（不选则按地点建议）',
    kind: 'choice',
    options: CROSSING_LIST.map(({ id, port, island, minutes }) => ({
      value: id,
      text: `${port}—${island}，${minutes}分钟`,
    })),
  }),
  optional({ name: 'instruction', label: '要求', kind: 'textarea', maxLength: 500 }),
];

/** 登记事件 at the desk. */
export const enterForm: Form = [
  required({ name: 'source', label: '来源', kind: 'choice', options: optionsOf(SOURCES) }),
  required({ name: 'type', label: '事件类型', kind: 'choice', options: optionsOf(TYPES) }),
  required({ name: 'county', label: '所在县区', kind: 'choice', options: optionsOf(COUNTIES) }),
  required({
    name: 'place',
    label: '地点',
    kind: 'place',
    maxLength: 200,
    placeholder: '村名、路名、海域或旁边的厂名',
  }),
  required({
    name: 'description',
    label: '情况',
    kind: 'textarea',
    maxLength: 2000,
    placeholder: '什么时候、看到或测到什么。请不要写反映人的姓名和电话',
  }),
  optional({ name: 'enterpriseId', label: '涉及企业', kind: 'enterprise' }),
  petitionNo('由随手报转来的，写信访件编号'),
  photos,
];

/** What each step asks for. A step that is absent asks for nothing: one tap. */
export const incidentForms: Partial<Record<IncidentStep, Form>> = {
  acknowledge: [
    required({
      name: 'minutes',
      label: '多久到场',
      kind: 'choice',
      options: ETA_MINUTES.map((value) => ({ value, text: hours(value) })),
    }),
    optional({ name: 'need', label: '需要什么', kind: 'text', maxLength: 100, placeholder: '如：船、采样瓶、防护服' }),
  ],
  arrive: [place('现在的位置'), photos],
  decline: [textarea('reason', '去不了的原因', 500)],
  secured: [
    textarea('words', '看到的情况', 500),
    optional({ name: 'sampled', label: '已留样（水样、油样等）', kind: 'yesno' }),
    photos,
  ],
  declareEmergency: [grade, gradeWords],
  regrade: [grade, gradeWords],
  toPetition: [petitionNo('并入已有信访件（不写则新建一件）')],
  dismiss: [textarea('reason', '为什么无效', 500)],
  merge: [incidentNo('into', '并入哪一件（较早的编号）')],
  notDuplicate: [incidentNo('other', '与哪一件不是同一件')],
  dispatch: squad,
  reinforce: squad,
  remoteSupport: [required({ name: 'person', label: '请谁去看护', kind: 'person' })],
  control: [textarea('words', '现场情况', 2000), photos],
  reportInitial: [textarea('words', '初报内容', 2000)],
  reportFollowUp: [textarea('words', '续报内容', 2000)],
  reportFinal: [textarea('words', '终报内容', 2000)],
  handOver: [
    required({ name: 'kind', label: '移交为', kind: 'choice', options: optionsOf(TARGETS) }),
    textarea('words', '移交说明', 500),
    petitionNo('信访件编号（移交信访时可写，不写则新建）'),
  ],
  close: [textarea('words', '办结情况', 1000)],
  remark: [textarea('words', '补充的情况', 1000), place('地点（有变化时填）'), photos],
};
