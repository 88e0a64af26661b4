import { Link } from 'wouter';
import { incomplete } from '../../models/petition/petition.workflow';
import { type PetitionAnswer } from '../answers';
import { Badge } from '../shell/Badge';
import { moment } from '../time';
import { useNow } from '../useNow';
import { Clocks } from '../record/Clocks';
import { History } from '../record/History';
import { Messages } from '../record/Messages';
import { PetitionFacts } from './PetitionFacts';
import { PetitionPhotos } from './PetitionPhotos';
import { statusTone } from './statusTone';

/** Everything there is to read about one petition, the newest need first. `simple` is the petitioner's view. */
export function PetitionStory({ answer, simple }: { answer: PetitionAnswer; simple: boolean }) {
  const { petition, clocks, history, messages, assignments } = answer;
  const now = useNow();
  const lacking = petition.status === 'draft' ? incomplete(petition) : undefined;
  const proofs = (petition.resultPhotos ?? []).map((hash) => ({ hash }));
  return (
    <div className={simple ? 'story simple' : 'story'} data-testid="petition-story">
      <section className="card">
        <div className="row wrap">
          <Badge tone={statusTone(petition.status)}>{petition.statusLabel ?? petition.status}</Badge>
          {petition.urgency === 'URGENT' && <Badge tone="danger">紧急</Badge>}
          {petition.leaderCase && <Badge tone="warning">领导包案</Badge>}
          {petition.repeatOf && <Badge tone="warning">重复信访</Badge>}
        </div>
        <p className="petition-number" data-testid="petition-number">
          {petition.no ?? '还没有编号'}
        </p>
        <p className="petition-words">{petition.content}</p>
        <PetitionPhotos photos={(petition.attachments ?? []).filter(({ proof }) => !proof)} name="现场照片" />
        {petition.incident && (
          <Link href={`/incidents/${encodeURIComponent(petition.incident)}`} className="button">
            已转为突发事件，查看处置情况
          </Link>
        )}
        {lacking && (
          <p className="notice" role="status" data-testid="draft-lacks">
            {lacking}
          </p>
        )}
      </section>
      {petition.replyText && (
        <section className="card reply" data-testid="petition-reply">
          <h2>{petition.repliedAt ? '办理答复' : '答复（待审）'}</h2>
          <p className="petition-words">{petition.replyText}</p>
          {!simple && petition.findings && (
            <dl className="facts">
              <dt>核查结论</dt>
              <dd>{petition.resultLabel ?? ''}</dd>
              <dt>核查情况</dt>
              <dd>{petition.findings}</dd>
              <dt>处理措施</dt>
              <dd>{petition.measures}</dd>
            </dl>
          )}
          <PetitionPhotos photos={proofs} name="佐证照片" />
          {petition.repliedAt && <p className="hint">{moment(petition.repliedAt, now)} 答复</p>}
          {petition.satisfaction != null && (
            <p className="stars-given" aria-label={`评价 ${petition.satisfaction} 分`}>
              {'★'.repeat(petition.satisfaction)}
              {'☆'.repeat(5 - petition.satisfaction)} {petition.ratingText}
            </p>
          )}
        </section>
      )}
      {petition.status !== 'replied' && <Clocks clocks={clocks} />}
      <PetitionFacts petition={petition} simple={simple} />
      <History items={history} />
      {!simple && <Messages messages={messages} assignments={assignments} />}
    </div>
  );
}
