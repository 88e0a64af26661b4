import { textOf, type Fields } from './fields';
import { type MessageKind } from './state';

/** How a message looks on a phone, whichever of the three message languages it was written in. */
export interface Look {
  kind: MessageKind;
  title?: string | undefined;
  text?: string | undefined;
  url?: string | undefined;
  imageUrl?: string | undefined;
  buttons?: { title: string; url: string }[];
  [field: string]: unknown;
}

const buttonsOf = (param: Fields, pairs: [title: string, url: string][]) =>
  pairs.map(([title, url]) => ({ title: textOf(param[title]) ?? '', url: textOf(param[url]) ?? '' }));

const numberedButtons = (count: number) => ({
  required: [
    'title',
    'text',
    ...Array.from({ length: count }, (_, index) => [`actionTitle${index + 1}`, `actionURL${index + 1}`]).flat(),
  ],
  look: (param: Fields): Look => ({
    kind: 'actionCard',
    title: textOf(param['title']),
    text: textOf(param['text']),
    buttons: buttonsOf(
      param,
      Array.from({ length: count }, (_, index) => [`actionTitle${index + 1}`, `actionURL${index + 1}`]),
    ),
  }),
});

interface Template {
  required: string[];
  look: (param: Fields) => Look;
}

/** msgKey → required fields of msgParam and its look (dingtalk.md §5.3). */
export const ROBOT_MESSAGES: Record<string, Template> = {
  sampleText: { required: ['content'], look: (param) => ({ kind: 'text', text: textOf(param['content']) }) },
  sampleMarkdown: {
    required: ['title', 'text'],
    look: (param) => ({ kind: 'markdown', title: textOf(param['title']), text: textOf(param['text']) }),
  },
  sampleImageMsg: { required: ['photoURL'], look: (param) => ({ kind: 'photo', imageUrl: textOf(param['photoURL']) }) },
  sampleLink: {
    required: ['title', 'text', 'messageUrl'],
    look: (param) => ({
      kind: 'link',
      title: textOf(param['title']),
      text: textOf(param['text']),
      url: textOf(param['messageUrl']),
      imageUrl: textOf(param['picUrl']),
    }),
  },
  sampleActionCard: {
    required: ['title', 'text', 'singleTitle', 'singleURL'],
    look: (param) => ({
      kind: 'actionCard',
      title: textOf(param['title']),
      text: textOf(param['text']),
      url: textOf(param['singleURL']),
      buttons: buttonsOf(param, [['singleTitle', 'singleURL']]),
    }),
  },
  sampleActionCard2: numberedButtons(2),
  sampleActionCard3: numberedButtons(3),
  sampleActionCard4: numberedButtons(4),
  sampleActionCard5: numberedButtons(5),
  sampleActionCard6: {
    required: ['title', 'text', 'buttonTitle1', 'buttonUrl1', 'buttonTitle2', 'buttonUrl2'],
    look: (param) => ({
      kind: 'actionCard',
      title: textOf(param['title']),
      text: textOf(param['text']),
      buttons: buttonsOf(param, [
        ['buttonTitle1', 'buttonUrl1'],
        ['buttonTitle2', 'buttonUrl2'],
      ]),
    }),
  },
  sampleAudio: {
    required: ['mediaId', 'duration'],
    look: (param) => ({ kind: 'voice', mediaId: param['mediaId'], durationMs: Number(param['duration']) }),
  },
  sampleFile: {
    required: ['mediaId', 'fileName', 'fileType'],
    look: (param) => ({ kind: 'file', mediaId: param['mediaId'], title: textOf(param['fileName']) }),
  },
  sampleVideo: {
    required: ['videoMediaId', 'videoType', 'picMediaId'],
    look: (param) => ({ kind: 'video', mediaId: param['videoMediaId'] }),
  },
};
