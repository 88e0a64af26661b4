import { Suspense, useState } from 'react';
import { useParams } from 'wouter';
import { sitePagesToSign } from '../../models/siteRecord/pages';
import { SiteSeed } from '../../models/siteRecord/siteRecord.schema';
import { siteKind } from '../../models/siteRecord/siteRecord.steps';
import { type Me, type RecordAnswer } from '../answers';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { page } from '../shell/sections';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { NotOnPhone } from '../siteRecord/StageFrame';
import { useVisit } from '../siteRecord/useVisit';
import { useDocument } from '../useDocument';
import { type FollowUpExtraAnswer, type ShownPhoto } from './answers';
import './followUp.css';

const SITE_RECORD = { word: 'siteRecord', kind: siteKind, Seed: SiteSeed, pagesToSign: sitePagesToSign } as const;
const Camera = page(() => import('../evidence/Camera').then((module) => module.Camera));

/** 同角度复拍: choose an older photo, see it through the camera, take the same one again. It goes into the site record of the visit. */
export function SameAnglePage({ me }: { me: Me }) {
  const { id = '' } = useParams<{ id: string }>();
  const { data, error, reload, act } = useDocument<RecordAnswer>('follow-ups', id);
  const extra = data?.extra as FollowUpExtraAnswer | undefined;
  if (!extra)
    return (
      <Page title="同角度复拍" back={goBack}>
        {error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />}
      </Page>
    );
  if (!extra.visit)
    return (
      <Page title="同角度复拍" back={goBack}>
        <Nothing title="现在没有要拍的">派出核查任务以后，到现场在这里拍。</Nothing>
      </Page>
    );
  const pair = (before: string, after: string) => act('pair', '同角度照片', { before, after }, {});
  return <Angles inspection={extra.visit.inspection} extra={extra} me={me} onPaired={pair} />;
}

function Angles({
  inspection,
  extra: { before, pairs, partyName },
  me,
  onPaired,
}: {
  inspection: string;
  extra: FollowUpExtraAnswer;
  me: Me;
  onPaired: (before: string, after: string) => Promise<unknown>;
}) {
  const visit = useVisit(SITE_RECORD, inspection, me.id);
  const [chosen, setChosen] = useState<ShownPhoto>();
  if (!visit)
    return (
      <NotOnPhone title="同角度复拍" what="这次核查的笔录">
        <p>请先打开检查任务、到场签到，再回来拍。</p>
      </NotOnPhone>
    );
  const taken = new Set(pairs.filter((one) => one.inspection === inspection).map((one) => one.before.sha256));
  return (
    <Page title="同角度复拍" back={goBack}>
      <p className="hint">点一张原照片，相机里会透出它，对齐后再拍。照片记入本次现场检查笔录。</p>
      <div className="same-angle">
        {before.map((photo, at) => (
          <button
            key={photo.sha256}
            type="button"
            className="button"
            onClick={() => setChosen(photo)}
            data-testid="angle"
          >
            <img src={`/api/evidence/${photo.sha256}?size=thumb`} alt={`原照片 ${at + 1}`} loading="lazy" />
            {taken.has(photo.sha256) ? '✓ 已复拍，可重拍' : `原照片 ${at + 1}`}
          </button>
        ))}
      </div>
      {chosen && (
        <Suspense fallback={<Waiting />}>
          <Camera
            record={{ id: visit.record, no: visit.seed.no ?? '' }}
            officer={{ id: me.id, name: me.name }}
            place={visit.seed.enterpriseName || partyName}
            ghost={{ src: `/api/evidence/${chosen.sha256}`, location: chosen.location }}
            proofs={['整改后情况', '仍未改正']}
            onTaken={async (photo, note) => {
              const written = await visit.say('photo', { ...photo, ...note });
              if (!written) throw new Error('照片已存在手机里，但没有记进笔录。请先办好到场签到，再点一次“用这张”。');
              await onPaired(chosen.sha256, photo.sha256);
              setChosen(undefined);
            }}
            onClose={() => setChosen(undefined)}
          />
        </Suspense>
      )}
    </Page>
  );
}
