import { Link, useParams } from 'wouter';
import { interviewPagesToSign } from '../../models/interview/pages';
import { InterviewSeed } from '../../models/interview/interview.schema';
import { interviewKind } from '../../models/interview/interview.steps';
import { type Me } from '../answers';
import { VisitProvider } from '../siteRecord/fieldVisit';
import { NotOnPhone, StageFrame } from '../siteRecord/StageFrame';
import { useVisit } from '../siteRecord/useVisit';
import { STAGES } from './stages';
import { type InterviewVisit } from './visit';

const INTERVIEW = {
  word: 'interview',
  kind: interviewKind,
  Seed: InterviewSeed,
  pagesToSign: interviewPagesToSign,
} as const;

/** One interview on the phone of one officer: stage by stage, with or without network. */
export function InterviewPage({ me }: { me: Me }) {
  const { id = '', stage } = useParams<{ id: string; stage?: string }>();
  return <OneInterview key={id} id={id} stage={stage} me={me.id} />;
}

function OneInterview({ id, stage, me }: { id: string; stage: string | undefined; me: string }) {
  const visit = useVisit(INTERVIEW, id, me);
  if (visit)
    return (
      <VisitProvider value={visit}>
        <InterviewFrame visit={visit} stage={stage} />
      </VisitProvider>
    );
  return (
    <NotOnPhone title="询问笔录" what="这份询问笔录">
      <p>请先打开它所属的现场检查笔录，再从“在场人员”做询问笔录；没有信号的，出海前用“带上岛”带上。</p>
    </NotOnPhone>
  );
}

function InterviewFrame({ visit, stage }: { visit: InterviewVisit; stage: string | undefined }) {
  const { interviewee } = visit.state;
  const title = `询问笔录${interviewee ? `：${interviewee.value.name}` : ''}`;
  const ways = (
    <Link href={`/siteRecord/${encodeURIComponent(visit.seed.siteRecord)}`} className="button">
      检查笔录
    </Link>
  );
  return <StageFrame testId="interview" visit={visit} stages={STAGES} asked={stage} title={title} ways={ways} />;
}
