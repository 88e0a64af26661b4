import { type Field } from '../../models/core/form';
import { type ActingOfficer } from '../../models/serving/serving.schema';
import { type FieldProps } from '../form/fieldProps';
import { type Ask } from './asks';
import { AskField } from './AskField';

const HOW: Field = {
  ...{ name: 'served', label: '当事人', kind: 'choice', required: true },
  options: [
    { value: 'signed', text: '当场签收' },
    { value: 'refused', text: '拒绝签收' },
  ],
};
const ink = (name: string, label: string, placeholder: string, required: boolean): Field => ({
  ...{ name: `ink-${name}`, label, placeholder, required, kind: 'signature' },
});
const line = (name: string, label: string, maxLength: number): Field => ({
  ...{ name, label, maxLength, kind: 'text', required: true },
});
const SIGNED = [ink('party', '当事人签名', '我已收到本文书。', true)];
const REFUSED: readonly Field[] = [
  {
    ...{ name: 'refusedBecause', label: '拒收的情况', kind: 'textarea', maxLength: 200, required: true },
    placeholder: '谁拒收、怎么说的、文书留在哪里',
  },
  line('witness', '见证人姓名和单位', 40),
  ink('witness', '见证人签名', '我见证了送达的经过。', false),
];

/** What is asked when something is handed over: where, when, to whom, and who signed. */
export function ServingFields({
  officers,
  what = '送达',
  faults,
  ...props
}: Pick<FieldProps, 'values' | 'change' | 'record'> & {
  officers: readonly Pick<ActingOfficer, 'id' | 'name'>[];
  what?: string;
  faults: Readonly<Record<string, string>>;
}) {
  const asks: Ask[] = [
    line('receiver', '谁来签收', 40),
    line('servedPlace', `${what}地点`, 100),
    { name: 'servedAt', label: `${what}时间`, kind: 'moment', required: true },
    HOW,
    ...(props.values['served'] === 'refused' ? REFUSED : SIGNED),
    ...officers.map(({ id, name }) => ink(id, `执法人员 ${name} 签名`, `本人送达了本文书。`, false)),
  ];
  return asks.map((ask) => (
    <AskField key={ask.name} ask={ask} id={`serving-${ask.name}`} fault={faults[ask.name]} {...props} />
  ));
}
