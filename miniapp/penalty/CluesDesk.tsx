import { Button } from 'antd';
import { useLocation } from 'wouter';
import { type Me } from '../answers';
import { DeskRecord } from '../desk/DeskRecord';
import { Nothing } from '../shell/States';
import { ClueRows } from './ClueRows';
import { RegisterForm } from './RegisterForm';

/** 行政处罚案件 at the desk: the list on the left, one of them or the form of a new one beside it. */
export function CluesDesk({ me, id, step }: { me: Me; id: string | undefined; step: string | undefined }) {
  const [, go] = useLocation();
  const open = (chosen: string) => go(`/penalties/${encodeURIComponent(chosen)}`);
  return (
    <div className="registry-desk">
      <aside aria-label="案件列表">
        {me.may.registerClue && (
          <Button type="primary" size="large" block onClick={() => open('new')} data-testid="register-clue">
            登记线索
          </Button>
        )}
        <ClueRows chosen={id} onChoose={open} />
      </aside>
      <main aria-label={id === 'new' ? '登记线索' : '案件详情'}>
        {id === 'new' ? (
          <RegisterForm me={me} onDone={open} />
        ) : id ? (
          <DeskRecord key={id} path="penalties" id={id} step={step} />
        ) : (
          <Nothing title="请从左边选一件案件">
            线索十五日内审查完，四个条件都满足的应当立案；立案后九十日内作出决定。
          </Nothing>
        )}
      </main>
    </div>
  );
}
