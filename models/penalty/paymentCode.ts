/**
 * 缴款码: the ten digits of the case's number and two check digits (ISO 7064, MOD 97-10), so that a mistyped code matches no case
 * instead of somebody else's. Printed on the decision, shown on the party's page.
 */
const checkOf = (digits: string): string => String(98 - ((Number(digits) * 100) % 97)).padStart(2, '0');

/** The code of a case by its number (XS-2026-000123 → 202600012338). */
export function paymentCode(no: string): string {
  const digits = no.replace(/\D/g, '');
  return `${digits}${checkOf(digits)}`;
}

/** The codes that a bank's remark names, each with its check digits right. Blanks within a code are what banks print. */
export function codesIn(remark: string): string[] {
  const found = remark.replace(/(?<=\d)[ -](?=\d)/g, '').match(/(?<!\d)\d{12}(?!\d)/g) ?? [];
  return [...new Set(found.filter((code) => checkOf(code.slice(0, 10)) === code.slice(10)))];
}
