/** 调查询问笔录 as it is read over and signed, page by page. Pure. */
import { COUNTIES } from '../core/place';
import { instantWords, paged, withSignatures } from '../field/pages';
import { TOLD_TO } from '../field/steps.schema';
import { type Block, type Page } from '../template/page';
import { INTERVIEW_FIELDS } from './events.schema';
import { type InterviewState } from './interview.schema';

const NONE = '／';
const paragraph = (text: string): Block => ({ kind: 'paragraph', text });

function blocksOf(state: InterviewState): Block[] {
  const { seed, fields, interviewee, officers, rightsTold, questions } = state;
  const person = interviewee?.value;
  const nameOf = (id: string) => officers.find((officer) => officer.id === id)?.name ?? '执法人员';
  return [
    { kind: 'heading', text: '调查询问笔录', level: 1 },
    {
      kind: 'facts',
      rows: [
        ['检查编号', seed.no ?? NONE],
        [INTERVIEW_FIELDS.subject.label, fields.subject?.value || NONE],
        [INTERVIEW_FIELDS.place.label, fields.place?.value || `${COUNTIES[seed.county]} ${seed.place}`],
        ['开始时间', instantWords(state.openedAt)],
        ['结束时间', instantWords(state.endedAt)],
        ['被检查单位', seed.enterpriseName],
        ['被询问人', person?.name ?? NONE],
        ['性别和出生日期', [person?.gender, person?.birthday].filter(Boolean).join('，') || NONE],
        ['身份证号', person?.idNumber || NONE],
        ['工作单位和职务', [person?.workUnit, person?.position].filter(Boolean).join('，') || NONE],
        ['住址', person?.address || NONE],
        ['联系电话', person?.phone || NONE],
        ['与本案关系', person?.relation || NONE],
        ...officers.map(({ name, certificateNo }): [string, string] => [
          '询问人',
          `${name}，执法证号 ${certificateNo}`,
        ]),
        [INTERVIEW_FIELDS.recordingNo.label, fields.recordingNo?.value || NONE],
      ],
    },
    { kind: 'heading', text: '告知', level: 2 },
    paragraph(
      rightsTold
        ? `${instantWords(rightsTold.at)}，执法人员出示执法证件，并已告知${TOLD_TO[rightsTold.to]}申请回避的权利和如实陈述、配合调查的义务。`
        : '没有告知权利义务的记录。',
    ),
    { kind: 'heading', text: '问答', level: 2 },
    ...questions.flatMap(({ value, disputed, register }): Block[] =>
      disputed
        ? [
            {
              kind: 'statements',
              label: `问：${value.question}`,
              statements: register.statements.map(({ author, value: said, at }) => ({
                author: nameOf(author),
                text: `答：${(said as { answer: string }).answer}`,
                at: instantWords(at),
              })),
            },
          ]
        : [paragraph(`问：${value.question}`), paragraph(`答：${value.answer || '（未回答）'}`)],
    ),
    ...state.notes.map(({ text, by, at }) => paragraph(`${nameOf(by)}（${instantWords(at)}）说明：${text}`)),
    paragraph('（以下空白，已划去）'),
  ];
}

/** The pages to be read over and signed, without signatures. */
export const interviewPagesToSign = (state: InterviewState): Page[] => paged(blocksOf(state));

/** The pages as they stand: of what was read (`read`), with its signatures. */
export const interviewPages = (state: InterviewState, read: InterviewState = state): Page[] =>
  withSignatures(interviewPagesToSign(read), state);
