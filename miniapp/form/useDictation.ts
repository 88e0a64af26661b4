import { useEffect, useRef, useState } from 'react';

interface Heard {
  results: ArrayLike<ArrayLike<{ transcript: string }> & { isFinal: boolean }>;
  resultIndex: number;
}
/** Not in the typings of the DOM: only some browsers have it. https://wicg.github.io/speech-api */
interface Recognition {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  onresult: ((heard: Heard) => void) | null;
  onerror: ((fault: { error: string }) => void) | null;
  onend: (() => void) | null;
  start: () => void;
  stop: () => void;
  abort: () => void;
}
type Ears = new () => Recognition;

function ears(): Ears | undefined {
  const { SpeechRecognition, webkitSpeechRecognition } = window as {
    SpeechRecognition?: Ears;
    webkitSpeechRecognition?: Ears;
  };
  return SpeechRecognition ?? webkitSpeechRecognition;
}

const BY_KEYBOARD = '这台手机不能直接听写，请点键盘上的话筒说话，或直接打字。';
const WHY_NOT: Record<string, string> = {
  'no-speech': '没有听到声音，请靠近话筒再说一次，或直接打字。',
  'not-allowed': '没有话筒权限，请在手机设置里允许钉钉使用话筒，或直接打字。',
  network: '现在没有网络，不能听写，请点键盘上的话筒说话，或直接打字。',
};

/** Speech to text by the browser's own recognition; where there is none, the keyboard's microphone is named. */
export function useDictation(onHeard: (words: string) => void) {
  const [isListening, setListening] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  const recognition = useRef<Recognition>(undefined);
  const heard = useRef(onHeard);
  heard.current = onHeard;
  useEffect(() => () => recognition.current?.abort(), []);

  function listen() {
    if (isListening) return recognition.current?.stop();
    const Recognition = ears();
    if (!Recognition || !navigator.onLine) return setTrouble(Recognition ? WHY_NOT['network'] : BY_KEYBOARD);
    setTrouble(undefined);
    const ear = new Recognition();
    Object.assign(ear, { lang: 'zh-CN', continuous: true, interimResults: false });
    ear.onresult = ({ results, resultIndex }) => {
      for (const result of Array.from(results).slice(resultIndex))
        if (result.isFinal) heard.current(result[0]?.transcript ?? '');
    };
    ear.onerror = ({ error }) => error !== 'aborted' && setTrouble(WHY_NOT[error] ?? BY_KEYBOARD);
    ear.onend = () => setListening(false);
    recognition.current = ear;
    try {
      ear.start();
      setListening(true);
    } catch {
      setTrouble(BY_KEYBOARD);
    }
  }
  return { isListening, trouble, listen };
}
