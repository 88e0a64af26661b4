import { type ReactNode, useEffect } from 'react';
import { type Me } from '../answers';
import { startLive } from '../live';
import { databaseTrouble } from '../offline/database';
import { session } from '../session';
import { useNotice } from '../useNotice';
import { SignInPage } from './SignInPage';
import { Nothing, Waiting } from './States';
import { Watermark } from './Watermark';

/** The way into both apps: what is inside is shown to somebody who is signed in, under their watermark. */
export function Gate({ children }: { children: (me: Me) => ReactNode }) {
  const { phase, me } = useNotice(session);
  const trouble = useNotice(databaseTrouble);
  const isIn = phase === 'in' && me !== null;
  useEffect(() => {
    if (isIn) startLive();
  }, [isIn]);
  return (
    <>
      {isIn ? (
        children(me)
      ) : phase === 'starting' ? (
        trouble ? (
          <Nothing title={trouble} />
        ) : (
          <Waiting />
        )
      ) : (
        <SignInPage />
      )}
      <Watermark />
    </>
  );
}
