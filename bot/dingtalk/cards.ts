import { z } from 'zod';
import { type Call } from './call';
import { DingTalkError, refusal } from './error';
import { type DingTalkSettings } from './settings';

/** Route key of the HTTP card callback unless the settings name another. */
const ROUTE_KEY = 'liandong';

export interface CardToDeliver {
  /** Ours, one per card and person; the same id twice is the same card. */
  outTrackId: string;
  userId: string;
  /** The variables of bot/cardTemplate.json; every value a string. */
  params: Record<string, string>;
  /** Variables only this person sees. */
  privateParams?: Record<string, string>;
  /** One line for the lock screen and the list of chats. */
  alert: string;
}

export interface Cards {
  deliverCard(card: CardToDeliver): Promise<{ carrierId: string }>;
  updateCard(
    outTrackId: string,
    params: Record<string, string>,
    privateParams?: Record<string, Record<string, string>>,
  ): Promise<void>;
  /** Where HTTP card callbacks go, signed with `apiSecret`; the same registration again changes the address. */
  registerCardCallback(callbackUrl: string, apiSecret: string): Promise<void>;
}

const Delivered = z.object({
  result: z.object({
    deliverResults: z
      .array(
        z.object({
          success: z.boolean().default(true),
          carrierId: z.string().nullish(),
          errorMsg: z.string().nullish(),
        }),
      )
      .default([]),
  }),
});
const Updated = z.object({ success: z.boolean().default(true) });
const Registered = z.looseObject({});

const byUser = (params: Record<string, Record<string, string>>): object =>
  Object.fromEntries(Object.entries(params).map(([userId, cardParamMap]) => [userId, { cardParamMap }]));

/** Interactive cards in the chat with the robot. */
export function cards(call: Call, settings: DingTalkSettings): Cards {
  const { cardTemplateId, robotCode } = settings;
  const callbackRouteKey = settings.cardCallbackRouteKey ?? ROUTE_KEY;
  const callback =
    settings.cardCallback === 'HTTP' ? { callbackType: 'HTTP', callbackRouteKey } : { callbackType: 'STREAM' };

  const requestOf = ({ outTrackId, userId, params, privateParams, alert }: CardToDeliver): object => ({
    cardTemplateId,
    outTrackId,
    ...callback,
    userIdType: 1,
    cardData: { cardParamMap: params },
    ...(privateParams ? { privateData: byUser({ [userId]: privateParams }) } : {}),
    openSpaceId: `dtv1.card//IM_ROBOT.${userId}`,
    imRobotOpenSpaceModel: {
      supportForward: false,
      lastMessageI18n: { ZH_CN: alert },
      notification: { alertContent: alert, notificationOff: false },
    },
    imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT', robotCode },
  });

  return {
    async deliverCard(card) {
      if (!/^[^\s,;]+$/.test(card.userId)) throw refusal('deliverCard', 'BAD_USER_ID', 'the user id is malformed');
      try {
        const { result } = await call('deliverCard', Delivered, { body: requestOf(card) });
        // HTTP 200 and `success: true` at the top say nothing about the one place the card was meant for.
        const failed = result.deliverResults.find(({ success }) => !success);
        if (failed) throw refusal('deliverCard', 'NOT_DELIVERED', failed.errorMsg ?? 'no reason given');
        return { carrierId: result.deliverResults[0]?.carrierId ?? '' };
      } catch (error) {
        if (error instanceof DingTalkError && error.code === 'param.cardAlreadyExist') return { carrierId: '' };
        throw error;
      }
    },
    async updateCard(outTrackId, params, privateParams) {
      const { success } = await call('updateCard', Updated, {
        body: {
          outTrackId,
          userIdType: 1,
          cardData: { cardParamMap: params },
          ...(privateParams ? { privateData: byUser(privateParams) } : {}),
          cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
        },
      });
      if (!success) throw refusal('updateCard', 'NOT_UPDATED', outTrackId);
    },
    async registerCardCallback(callbackUrl, apiSecret) {
      const body = { callbackRouteKey, callbackUrl, apiSecret, forceUpdate: true };
      await call('registerCardCallback', Registered, { body });
    },
  };
}
