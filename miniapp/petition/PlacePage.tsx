import { useState } from 'react';
import { useLocation } from 'wouter';
import { type Form } from '../../models/core/form';
import { PhoneField } from '../form/PhoneField';
import { useStepForm } from '../form/useStepForm';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { toast } from '../shell/toast';
import { type Document, useDocument } from '../useDocument';
import { type Petition, type PetitionAnswer } from '../answers';
import { SchematicMap } from './SchematicMap';

const PLACE: Form = [
  {
    name: 'place',
    label: '在哪里看到的',
    kind: 'place',
    required: true,
    maxLength: 200,
    placeholder: '村名、路名或旁边的厂名',
  },
];

/** Where was it? The page a card's question leads to: one tap for “here”, a name nearby, or a few words. */
export function PlacePage({ id }: { id: string }) {
  const { data, error, reload, act } = useDocument<PetitionAnswer>('petitions', id);
  if (!data)
    return (
      <Page title="填写地点">{error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />}</Page>
    );
  if (!data.offered.some(({ step }) => step === 'revise'))
    return (
      <Page title="填写地点" back={goBack}>
        <Nothing title="这件事已经确认，不用再填地点了" />
      </Page>
    );
  return <PlaceForm petition={data.petition} act={act} />;
}

function PlaceForm({ petition, act }: { petition: Petition; act: Document<PetitionAnswer>['act'] }) {
  const [, go] = useLocation();
  const [form] = useState(PLACE);
  const state = useStepForm(
    `petition/${petition.id}/place`,
    form,
    petition,
    (input, values) => act('revise', '填写地点', input, values),
    (outcome) => {
      toast('sent' in outcome ? '地点已记下' : '已保存在本机，有网络后自动发送');
      go(`/petitions/${encodeURIComponent(petition.id)}`, { replace: true });
    },
  );
  const location = Array.isArray(state.values['location']) ? (state.values['location'] as [number, number]) : null;
  return (
    <Page title="填写地点" back={goBack}>
      <p className="petition-words card">{petition.content}</p>
      <div className="card">
        {form.map((field) => (
          <PhoneField
            key={field.name}
            field={field}
            id="place"
            values={state.values}
            change={state.change}
            fault={state.faults[field.name] ?? state.faults['']}
            record={petition}
          />
        ))}
        <SchematicMap location={location} onChoose={(name) => state.change('place', name)} />
      </div>
      <div className="action-bar">
        <button
          type="button"
          className="button big primary"
          data-testid="submit-step"
          disabled={state.busy || !state.ready}
          onClick={() => void state.submit()}
        >
          {state.busy ? '正在提交…' : '就是这里'}
        </button>
      </div>
    </Page>
  );
}
