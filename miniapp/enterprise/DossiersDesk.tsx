import { useLocation } from 'wouter';
import { type Me } from '../answers';
import { Nothing } from '../shell/States';
import { DossierFile } from './DossierFile';
import { EnterpriseSearch } from './EnterpriseSearch';

/** 企业档案 at the desk: the register on the left, one dossier beside it. */
export function DossiersDesk({ me, id }: { me: Me; id: string | undefined; step: string | undefined }) {
  const [, go] = useLocation();
  return (
    <div className="registry-desk">
      <aside aria-label="企业名录">
        <EnterpriseSearch
          chosen={id}
          onChoose={(chosen) => go(`/dossiers/${encodeURIComponent(chosen)}`)}
          withCounty={me.county === null}
        />
      </aside>
      <main aria-label="企业档案">
        {id ? (
          <DossierFile key={id} id={id} />
        ) : (
          <Nothing title="请从左边选一家企业">可以用名称、拼音或首字母查找。</Nothing>
        )}
      </main>
    </div>
  );
}
