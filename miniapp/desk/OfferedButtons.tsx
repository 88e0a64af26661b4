import { Button } from 'antd';
import { type Offered } from '../answers';

/** The steps the server offers, as the desk's buttons. */
export const OfferedButtons = ({
  offered,
  busy,
  onTap,
}: {
  offered: readonly Offered[];
  busy: string;
  onTap: (step: Offered) => void;
}) =>
  offered.map((step) => (
    <Button
      key={step.step}
      size="large"
      type={step.tone === 'primary' ? 'primary' : 'default'}
      danger={step.tone === 'danger'}
      loading={busy === step.step}
      data-testid={`offered-${step.step}`}
      onClick={() => onTap(step)}
    >
      {step.label}
    </Button>
  ));
