import { useEffect, useState } from 'react';
import { request } from '../api';
import { sentenceOf } from '../wire';
import { type Preview } from './answers';
import { type Composing } from './composing';

const PAUSE_MS = 400;

/** Who would be told by what stands on the page, asked again a moment after the last change. */
export function usePreview({ audience, county, text }: Pick<Composing, 'audience' | 'county' | 'text'>) {
  const [state, setState] = useState<{ preview: Preview | null; trouble: string | null }>({
    preview: null,
    trouble: null,
  });
  const asked = JSON.stringify({ audience, county, text });
  useEffect(() => {
    let isGone = false;
    const timer = setTimeout(() => {
      request<Preview>('/api/alerts/preview', { method: 'POST', body: JSON.parse(asked) as object }).then(
        (preview) => isGone || setState({ preview, trouble: null }),
        (error: unknown) => isGone || setState({ preview: null, trouble: sentenceOf(error) }),
      );
    }, PAUSE_MS);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [asked]);
  return state;
}
