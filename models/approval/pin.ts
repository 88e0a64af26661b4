/** 审批密码: which six digits do, how they are kept, and when guessing ends. No database, no clock; never a PIN in a message. */
import { createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { policy } from '../core/policy';

/** What is kept of a PIN. `logN`, `r`, `p` are those it was made with, so that dearer ones can be configured at any time. */
export interface PinHash {
  salt: string;
  hash: string;
  logN: number;
  r: number;
  p: number;
}

/** Keypad patterns and lucky numbers that everybody tries first. */
const COMMON = ['147258', '258369', '147369', '159357', '147852', '520131', '131452', '112358', '314159', '888666'];
const DATE = /^(\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/;

const steps = (pin: string): number[] => [...pin].slice(1).map((digit, index) => Number(digit) - Number(pin[index]));

/** What makes the digits easy to guess, each with the words for it. */
const WEAKNESSES: readonly (readonly [(pin: string, known: readonly string[]) => boolean, string])[] = [
  [(pin) => !/^\d{6}$/.test(pin), '审批密码是六位数字'],
  [(pin) => new Set(pin).size <= 2, '数字太单一'],
  [(pin) => pin.slice(0, 3) === pin.slice(3) || pin.slice(0, 2).repeat(3) === pin, '前后重复，太好猜'],
  // 789012 and 210987 run through the end.
  [(pin) => [1, 9].some((by) => steps(pin).every((step) => (step + 10) % 10 === by)), '是连续的数字，太好猜'],
  [(pin) => /^(\d)\1(\d)\2(\d)\3$/.test(pin) || /^(\d)\1\1(\d)\2\2$/.test(pin), '是叠数，太好猜'],
  [(pin) => DATE.test(pin), '像生日，太好猜'],
  [(pin) => COMMON.includes(pin), '太常见'],
  [(pin, known) => known.some((text) => text.includes(pin)), '与您的证件号或账号相同'],
];

/** Why these digits do not do; undefined when they do. `known` is what others can read of the person. */
export const weakness = (pin: string, known: readonly string[] = []): string | undefined =>
  WEAKNESSES.find(([is]) => is(pin, known))?.[1];

/** What scrypt is given: keyed, so that a copy of the database alone cannot be tried out, and of one person. */
const peppered = (pin: string, person: string, pepper: Buffer) =>
  createHmac('sha256', pepper).update(`approval-pin:${person}:${pin}`).digest();

const BYTES = 32;

function derive(secret: Buffer, { salt, logN, r, p }: Omit<PinHash, 'hash'>): Promise<Buffer> {
  const N = 2 ** logN;
  // Twice what scrypt needs: Node refuses at exactly the bound.
  const options = { N, r, p, maxmem: 256 * N * r };
  return new Promise((resolve, reject) => {
    scrypt(secret, Buffer.from(salt, 'base64'), BYTES, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

/** The PIN of one person, hashed under a fresh salt with the configured cost. */
export async function hashPin(pin: string, person: string, pepper: Buffer): Promise<PinHash> {
  const made = { salt: randomBytes(16).toString('base64'), ...policy().approval.scrypt };
  return { ...made, hash: (await derive(peppered(pin, person, pepper), made)).toString('base64') };
}

/** Whether this is the PIN; takes as long for a wrong one. */
export async function fitsPin(pin: string, person: string, pepper: Buffer, kept: PinHash): Promise<boolean> {
  const given = await derive(peppered(pin, person, pepper), kept);
  return timingSafeEqual(given, Buffer.from(kept.hash, 'base64'));
}

/** How long the n-th lock in a row lasts, in minutes. @param locks locks before this one */
export function lockMinutes(locks: number): number {
  const { lockMinutes: first, lockGrowth, lockMostMinutes } = policy().approval;
  return Math.min(first * lockGrowth ** locks, lockMostMinutes);
}
