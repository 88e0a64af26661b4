import { type ReactNode } from 'react';
import { type Me } from '../answers';
import { UnsentBanner } from '../shell/UnsentBanner';
import { ConnectionLost } from './ConnectionLost';
import { DeskNav } from './DeskNav';

/** The frame of every section of the desk but the petitions: the bar, what is unsent, a lost connection, the content. */
export const DeskSectionFrame = ({ me, children }: { me: Me; children: ReactNode }) => (
  <div className="desk section">
    <ConnectionLost />
    <UnsentBanner saysOffline={false} />
    <DeskNav me={me} />
    {children}
  </div>
);
