import { type Context, type Workflow } from '../core/workflow';
import { type Device, STATES } from './device.schema';

/** 手机停用: a lost phone gets no key any more, and nothing signed by it is accepted. What it holds stays, closed; a found phone can come back. */
export const deviceWorkflow = {
  noun: '手机登记',
  states: STATES,
  steps: {
    /** The phone has fetched its key; noted once a day. */
    meet: { label: '取得密钥', from: ['active'], by: 'registerDevice', quiet: true },
    revoke: { label: '停用', from: ['active'], to: 'revoked', by: 'revokeDevice', tone: 'danger' },
    restore: { label: '恢复使用', from: ['revoked'], to: 'active', by: 'restoreDevice', unless: ownDevice },
  },
} as const satisfies Workflow<Device>;

/** Whoever holds a stolen phone must not be able to bring it back with it. */
function ownDevice({ person }: Device, { actor }: Pick<Context, 'actor'>) {
  return person === actor.id ? '自己的手机须由另一位安全管理员恢复，请联系同事办理。' : undefined;
}
