import { z } from 'zod';
import { ROLES, type Actor, type Role } from '../core/access';
import { County } from '../core/place';

const RoleName = z.enum(Object.keys(ROLES) as [Role]);

/** One person of the organisation as DingTalk knows them. `_id` is the DingTalk userid. */
export const Person = z.object({
  _id: z.string(),
  unionId: z.string(),
  name: z.string(),
  /** Sort key, since the engine has no Chinese collation. */
  pinyin: z.string(),
  title: z.string(),
  roles: z.array(RoleName),
  /** DingTalk department id (text) of the unit the person works for: a branch, the force, the centre, a division. */
  unit: z.string().nullable(),
  unitName: z.string().nullable(),
  county: County.nullable(),
  grid: z.string().nullable(),
  village: z.string().nullable(),
  /** 执法证: number and last day (YYYY-MM-DD); null for staff without one. */
  certificateNo: z.string().nullable(),
  certificateValidTo: z.string().nullable(),
  /** 代理人: userid of the colleague who answers when this person keeps silent. */
  standIn: z.string().nullable().optional(),
  active: z.boolean(),
  syncedAt: z.coerce.date(),
});
export type Person = z.infer<typeof Person>;

/** 单位: a department that tasks are assigned to or that people work for. `_id` is the DingTalk department id as text. */
export const Unit = z.object({
  _id: z.string(),
  name: z.string(),
  parent: z.string().nullable(),
  kind: z.enum(['BUREAU', 'BRANCH', 'FORCE', 'CENTRE', 'DIVISION', 'AFFILIATED', 'OFFICE', 'VILLAGE']),
  county: County.nullable(),
  head: z.string().nullable(),
  deputies: z.array(z.string()),
  active: z.boolean(),
});
export type Unit = z.infer<typeof Unit>;

/** Whether this person acts under a protected reference instead of their userid: petitioners and rural supervisors. */
export const isProtected = (roles: readonly Role[]): boolean =>
  roles.length > 0 && roles.every((role) => role === 'ruralSupervisor' || role === 'public' || role === 'enterprise');

/**
 * The actor this person is; `reference` is their protected reference (identityVault.ts). Whoever acts under their own name is staff,
 * also without any role of DingTalk's list: they are drawn, alerted and asked like everybody else.
 */
export function actorOf(person: Person, reference: string): Actor {
  const { _id, roles, county, grid, unit } = person;
  return isProtected(roles)
    ? { id: reference, roles, county, grid, unit }
    : { id: _id, roles: [...roles, 'staff'], county, grid, unit };
}
