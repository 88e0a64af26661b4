/** The three documents that are handed over on site, as the phone names them. */
import { type Numbered } from '../../models/template/numbering';

export interface OnSiteKind {
  kind: Numbered;
  /** The domain's word in addresses. */
  path: 'orders' | 'spot-penalties' | 'evidence-holds';
  label: string;
  hint: string;
  store: string;
}
export const ON_SITE: readonly OnSiteKind[] = [
  {
    kind: 'order',
    path: 'orders',
    label: '责令改正',
    hint: '写明改什么、怎么改、何时改完',
    store: 'rectification_orders',
  },
  {
    ...{ kind: 'spotPenalty', path: 'spot-penalties', label: '当场处罚', store: 'spot_penalties' },
    hint: '事实确凿、依据明确的警告或小额罚款',
  },
  {
    ...{ kind: 'evidenceHold', path: 'evidence-holds', label: '先行登记保存', store: 'evidence_holds' },
    hint: '证据可能灭失时，登记物品并保存',
  },
];
export const onSiteKind = (path: string): OnSiteKind | undefined => ON_SITE.find((one) => one.path === path);
