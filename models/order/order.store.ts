import { defineStore } from '../core/journal';
import { listedFrom, SERVED_INDEXES } from '../serving/serving.store';
import { type Order } from './order.schema';

export const orders = defineStore<Order>('rectification_orders', {
  live: true,
  numbered: true,
  clash: { field: 'no', message: '这个文号已经用在另一份责令改正上，请换一个预留文号后再提交。' },
  indexes: SERVED_INDEXES,
});

export const listOrders = listedFrom(orders);
